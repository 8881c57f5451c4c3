import FEEL
import Kernel
import Processes
import Store
import Web

/// Where cases have stopped, and how they go on.
extension Casework {
    /// What has stopped within a supervisor's reach, longest first.
    ///
    /// - Parameter last: the last of the page before.
    /// - Throws: `CASE-415` without the permission to supervise.
    public func incidents(after last: CaseIncident.Place? = nil, limit: Int = 200, _ caller: Caller) async throws -> [CaseIncident] {
        let reach = try caller.supervised()
        guard !reach.isEmpty else { return [] }
        var condition: SQL = "organisation IN \(list: reach)"
        if let last { condition += " AND (since, case_id, ticket) > (\(last.since), \(last.caseID), \(last.ticket.number))" }
        return try await store.read { [condition] connection in
            try connection.rows(
                """
                SELECT case_id, ticket, reference, service, element, reason, since FROM casework_incidents
                WHERE \(condition) ORDER BY since, case_id, ticket LIMIT \(limit)
                """
            ).map { try IncidentStore.incident($0) }
        }
    }

    /// One place where a case has stopped.
    ///
    /// - Throws: `CASE-404` beyond the caller's reach, and when nothing stands still there any more.
    public func incident(_ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws -> CaseIncident {
        let row = try await store.read { connection in
            try connection.row(
                """
                SELECT case_id, ticket, reference, service, element, reason, since, organisation FROM casework_incidents
                WHERE case_id = \(id) AND ticket = \(ticket.number)
                """)
        }
        guard let row, caller.actor.supervised.contains(try row.text(7)) else { throw CaseFault.notFound }
        return try IncidentStore.incident(row)
    }

    /// The same with the variables as somebody wrote them: a FEEL context.
    ///
    /// - Throws: `CASE-404` beyond the caller's reach, before anything is read of the text; `CASE-432` for anything else.
    public func retry(_ ticket: Ticket, of id: Identifier<Case>, settingFEEL text: String, _ caller: Caller) async throws {
        guard text.contains(where: { !$0.isWhitespace }) else { return try await retry(ticket, of: id, caller) }
        // Compiling and evaluating costs something: only for who may do it, and where something waits for it.
        try await checkSupervision(of: id, caller)
        var diagnostics = Diagnostics()
        let place = SourceLocation(file: "values", line: 1, column: 1)
        guard text.utf8.count <= 10_000, let written = Expression(text, names: Names([:]), location: place, diagnostics: &diagnostics),
            case .context(let values) = written.evaluate([:])
        else { throw CaseFault.noValues }
        try await retry(ticket, of: id, setting: values, caller)
    }

    private func checkSupervision(of id: Identifier<Case>, _ caller: Caller) async throws {
        let organisation = try await store.read { connection in
            try connection.row("SELECT organisation FROM casework_cases WHERE id = \(id)")?.text(0)
        }
        guard let organisation, caller.actor.supervised.contains(organisation) else { throw CaseFault.notFound }
    }

    /// Sets variables where a case has stopped, and lets it go on from there: in one transaction, with an act in the public log that names
    /// the variables and not their values. Where the fault is still there it stops again.
    ///
    /// - Throws: `CASE-404` beyond the caller's reach, `CASE-409` when nothing stands still there any more, `CASE-446` for variables that are
    ///   casework's own: by them an incident would lead past a decision, or past the second officer who agrees to it.
    public func retry(_ ticket: Ticket, of id: Identifier<Case>, setting values: Context = [:], _ caller: Caller) async throws {
        let own = StepCompiler.ownVariables.intersection(values.names)
        guard own.isEmpty else { throw CaseFault.ownVariables(own) }
        try await command(id, caller) { dossier in
            guard caller.actor.supervised.contains(dossier.theCase.organisation) else { throw CaseFault.notFound }
            return .retry(ticket, setting: values)
        }
    }
}

extension CaseDecider {
    func retry(_ ticket: Ticket, _ values: Context, _ change: inout CaseChange) throws {
        let stopped = change.theCase.process.waiting(in: service.process).first { $0.ticket == ticket && $0.incident != nil }
        guard let stopped else { throw CaseFault.tooLate }
        if !values.names.isEmpty { try play(.assign(values, at: ticket), &change) }
        try play(.retry(ticket), &change)
        let content: JSON = ["step": .string(stopped.element), "set": .array(values.names.sorted().map(JSON.string))]
        change.consequences.append(.act("incident_retried", content))
    }
}
