import FEEL
import Forms
import Kernel
import Processes
import Store

/// Running cases stay in the version of their service under which they were opened, until an operator moves them.
extension Casework {
    /// What would become of every running case that is not in the version in force.
    ///
    /// - Parameters:
    ///   - only: these services; all when empty.
    ///   - renames: steps that are called otherwise in the new version.
    /// - Throws: `CASE-511` for a renamed step that no version has.
    /// - Complexity: O(running cases), a few hundred of which are in memory at a time.
    public func planMoves(only: Set<String> = [], renames: [String: String] = [:]) async throws -> MovePlan {
        var groups: [MovePlan.Group] = []
        var last = ""
        while true {
            let rows = try await running(after: last)
            guard let end = rows.last else { break }
            last = end.id.text
            for row in rows where only.isEmpty || only.contains(row.service) {
                if !groups.contains(where: { $0.holds(row.service, row.folder) }) { groups.append(try await group(row.service, row.folder, renames)) }
                guard let index = groups.firstIndex(where: { $0.holds(row.service, row.folder) }),
                    let plan = try await plan(row, renames, isReadable: groups[index].obstacle == nil)
                else { continue }
                groups[index].cases.append(plan)
            }
        }
        try check(renames, groups, only: only)
        groups.removeAll { $0.cases.isEmpty }
        return MovePlan(groups: groups.sorted { ($0.service, $0.folder) < ($1.service, $1.folder) })
    }

    /// A rename that fits nothing would change nothing, and nobody would know. Where no case is in an older version, as when all have been
    /// moved, only the new name can be asked after.
    private func check(_ renames: [String: String], _ groups: [MovePlan.Group], only: Set<String>) throws {
        let current = (services.version(services.current()) ?? [:]).values.filter { only.isEmpty || only.contains($0.id) }
        for (old, new) in renames.sorted(by: { $0.key < $1.key }) {
            let from = groups.filter { $0.steps.contains { $0.element == old } }
            guard groups.isEmpty || !from.isEmpty else {
                let olds = Set(groups.flatMap { $0.steps.map(\.element) })
                throw CaseFault.noStep(old, among: olds, "no version that running cases are in has a step '\(old)'")
            }
            let targets = current.filter { service in groups.isEmpty || from.contains { $0.service == service.id } }.map(\.process)
            guard targets.contains(where: { $0.element(new) != nil }) else {
                let news = Set(targets.flatMap { $0.elements.map(\.id) })
                throw CaseFault.noStep(new, among: news, "the newest version has no step '\(new)'")
            }
        }
    }

    private struct RunningCase: Sendable {
        var id: Identifier<Case>
        var reference: ReferenceNumber?
        var service: String
        var folder: String
    }

    private func running(after last: String) async throws -> [RunningCase] {
        try await store.read { [services] connection in
            try connection.rows(
                """
                SELECT id, reference, service, folder FROM casework_cases
                WHERE closed_at IS NULL AND folder <> \(services.current()) AND id > \(last) ORDER BY id LIMIT 500
                """
            ).map {
                RunningCase(id: try $0.identifier(0), reference: ReferenceNumber(try $0.text(1)), service: try $0.text(2), folder: try $0.text(3))
            }
        }
    }

    private func group(_ service: String, _ folder: String, _ renames: [String: String]) async throws -> MovePlan.Group {
        var group = MovePlan.Group(service: service, folder: folder, steps: [], additions: [], renamed: [:], cases: [])
        do {
            try await services.prepare(folder)
            let move = try move(of: service, from: folder, renames)
            (group.steps, group.additions, group.renamed) = (move.migration.steps, move.migration.additions, move.renamed)
        } catch let error as PolityError where error.code.hasPrefix("EDITION-") || error.code == CaseFault.cannotMove("").code {
            group.obstacle = error.context ?? error.code
        }
        return group
    }

    private func move(of service: String, from folder: String, _ renames: [String: String]) throws -> ServiceMove {
        guard let new = services.service(service) else { throw CaseFault.cannotMove("the new version has no service '\(service)'") }
        return ServiceMove(from: try pinned(service, folder), to: new, renames: renames)
    }

    /// nil for a case that ended meanwhile, or whose person was erased.
    private func plan(_ row: RunningCase, _ renames: [String: String], isReadable: Bool) async throws -> MovePlan.CasePlan? {
        guard let reference = row.reference else { return nil }
        guard isReadable else { return MovePlan.CasePlan(id: row.id, reference: reference, waits: [], obstacles: []) }
        try await prepare(row.id)
        return try await store.read { connection in
            let dossier = try dossier(row.id, connection)
            guard dossier.theCase.process.isRunning, !dossier.theCase.isErased else { return nil }
            let move = try move(of: row.service, from: dossier.theCase.folder, renames)
            return MovePlan.CasePlan(
                id: row.id, reference: reference, waits: dossier.theCase.process.waiting(in: dossier.service.process).map(\.element),
                obstacles: move.obstacles(dossier.theCase, dossier.application.answers))
        }
    }

    /// Moves one case to the version in force: all of it or nothing, with an act in the public log.
    ///
    /// - Returns: what kept it where it was; empty when it was moved, or was there already.
    public func move(_ id: Identifier<Case>, renames: [String: String] = [:]) async throws -> [MoveObstacle] {
        try await prepare(id)
        let caller = machine("migration")
        return try await store.write("casework.move") { tx in
            let before = try dossier(id, tx)
            let theCase = before.theCase
            guard theCase.process.isRunning, !theCase.isErased, theCase.folder != services.current() else { return [] }
            let move = try move(of: theCase.service, from: theCase.folder, renames)
            let obstacles = move.obstacles(theCase, before.application.answers)
            guard obstacles.isEmpty else { return obstacles }
            var change = try move.change(theCase, to: services.current())
            let moved = Dossier(theCase: change.theCase, service: move.to, application: move.application(before.application))
            let additions = move.migration.additions
            let facts = additions.isEmpty ? nil : try caseFacts(moved, caller.request, tx)
            let decider = CaseDecider(service: move.to, calendar: calendar, facts: facts?.context ?? [:], now: tx.now, actor: caller.actor)
            try decider.listen(to: additions, &change)
            decider.keepTime(&change)
            try cases.update(change.theCase, move.to, tx)
            try cases.append(change, kind: "moved", actor: caller.actor, number: theCase.version + 1, move.to, tx)
            try TaskStore().write(change.theCase, before: theCase.tasks, filters: filters(move.to, before.application.answers), tx)
            try IncidentStore().write(change.theCase, before: theCase, move.to, from: move.from, tx)
            try listen(change.theCase, before: theCase, move.to, from: move.from, tx)
            let content: JSON = ["service": .string(theCase.service), "from_folder": .string(theCase.folder), "folder": .string(change.theCase.folder)]
            try follow(change, decider, facts, caller, tx)
            _ = try neighbours.act(act("case_moved", change.theCase, caller.actor, role: nil, move.to, content, tx.now), tx)
            return []
        }
    }
}

extension MovePlan.Group {
    fileprivate func holds(_ service: String, _ folder: String) -> Bool { self.service == service && self.folder == folder }
}
