import FEEL
import Journal
import Kernel
import Processes
import Store

/// Compares what stands beside a case's sealed state with that state, and both with the acts: columns by which lists are made,
/// history, tasks, filters, papers. For `polity verify`.
struct CaseworkIntegrity {
    let casework: Casework
    let journal: Journal
    static let limit = 100
    private static let page = 100

    /// A sentence each, by reference numbers.
    func findings() async throws -> [String] {
        var found = try await casework.store.read { try Self.strays($0) }
        var last = ""
        while found.count < Self.limit {
            let after = last
            let rows = try await casework.store.read { connection in
                try connection.rows(
                    """
                    SELECT c.id, c.folder, a.folder, c.reference FROM casework_cases c JOIN casework_applications a ON a.id = c.application
                    WHERE c.id > \(after) ORDER BY c.id LIMIT \(Self.page)
                    """
                ).map { row in
                    let (now, began) = (try row.text(1), try row.text(2))
                    return (
                        id: try row.identifier(0, of: Case.self), folders: now == began ? [now] : [now, began] + (try foldersBetween(row.text(3), connection))
                    )
                }
            }
            guard let newest = rows.last else { break }
            last = newest.id.text
            // A folder that was never stored is told of by the cases that name it.
            for folder in Set(rows.flatMap(\.folders)) { try? await casework.services.prepare(folder) }
            for row in rows { found += try await mistakes(row.id) }
        }
        return Array(found.prefix(Self.limit))
    }

    /// A case that was moved more than once has also been in these.
    private func foldersBetween(_ reference: String, _ connection: Connection) throws -> [String] {
        try journal.acts(reference: reference, limit: 1_000, in: connection).compactMap(\.act.value).filter { $0.kind == "case_moved" }
            .compactMap { $0.content["folder"]?.string }
    }

    /// A case may change while it is looked at; what is wrong twice is wrong.
    private func mistakes(_ id: Identifier<Case>) async throws -> [String] {
        let first = try await casework.store.read { try self.mistakes(id, $0) }
        guard !first.isEmpty else { return [] }
        let again = try await casework.store.read { try self.mistakes(id, $0) }
        return first.filter(again.contains)
    }

    private func mistakes(_ id: Identifier<Case>, _ connection: Connection) throws -> [String] {
        guard let row = try connection.row("SELECT reference, subject, account, party, public_key, stage, outcome FROM casework_cases WHERE id = \(id)") else {
            return []
        }
        let name = "the case \(try row.text(0))"
        if try row.text(1) == Identifier<DataSubject>.nobody.text {
            let isEmpty = try row[2] == .null && row[3] == .null && row[4] == .null && Self.count("casework_history", id, connection) == 0
            return isEmpty ? [] : ["\(name) was emptied, and something of it was not."]
        }
        do {
            let dossier = try casework.dossier(id, connection)
            let events = try casework.cases.events(dossier.theCase, connection) { try casework.pinned(dossier.theCase.service, $0).process }
            // The version of the folder in which it was opened; what an erased person's case went through nobody can read.
            let folder =
                dossier.theCase.isErased
                ? dossier.application.folder
                : events.lazy.compactMap { if case .moved(let move) = $0 { move.from } else { nil } }.first ?? dossier.theCase.folder
            var wrong = try columns(dossier, folder, row, connection)
            if !dossier.theCase.isErased {
                let acts = try acts(of: dossier.theCase, connection)
                wrong += actMembers(dossier, folder, acts)
                wrong += unprovedDecisions(dossier.theCase, acts)
                if try !isWhatItsHistorySays(dossier, events, connection) { wrong.append("its state or its closing day, and its history") }
                if try !tasksAgree(dossier, connection) { wrong.append("its tasks in the queue") }
                if try !casework.listeners.agree(dossier.theCase, dossier.service, connection) { wrong.append("what it waits for of other cases") }
                let calls = OutsideCallStore(codec: casework.codec)
                if try !calls.agree(dossier.theCase, dossier.service, connection) { wrong.append("what it asks of other systems") }
            }
            wrong += try papers(dossier.theCase, connection)
            return wrong.map { "\(name): \($0) cannot be right." }
        } catch let error as PolityError where error.kind != .unavailable {
            return ["\(name) cannot be read: \(error.code)."]
        }
    }

    // MARK: Columns

    private func columns(_ dossier: Casework.Dossier, _ folder: String, _ row: Row, _ connection: Connection) throws -> [String] {
        let (theCase, service, application) = (dossier.theCase, dossier.service, dossier.application)
        var wrong: [String] = []
        func expect(_ what: String, _ isRight: Bool) { if !isRight { wrong.append(what) } }
        let (account, party, _) = application.owner.columns
        expect(
            "its service, person, account or party",
            application.service == theCase.service && application.folder == folder && application.subject == theCase.subject
                && account == theCase.account && party == theCase.applicant?.text)
        expect("the time of its application", application.state == .submitted(at: theCase.openedAt, case: theCase.id))
        expect("its organisation", theCase.organisation == service.organisation)
        let key = service.publicFields.isEmpty ? nil : SortKeys.newest(theCase.openedAt, theCase.id, 0)
        expect("its place in the public list", try row.text(optional: 4) == key)
        guard !theCase.isErased else { return wrong }
        expect("its stage", try row.text(5) == theCase.stage(service).rawValue)
        expect("its outcome", try row.text(optional: 6) == theCase.decisions.last?.outcome)
        return wrong
    }

    /// Those of its submission and its decisions that say something. A case that is there has not lost them with its person.
    private func acts(of theCase: Case, _ connection: Connection) throws -> [Act] {
        try journal.acts(
            reference: theCase.reference.plain, kinds: ["application_submitted", CaseBeginning.openingAct, "decision_made"], limit: 1_000, in: connection
        )
        .compactMap(\.act.value)
    }

    /// What the act of the submission says is what stands in the case and in the application.
    private func actMembers(_ dossier: Casework.Dossier, _ folder: String, _ acts: [Act]) -> [String] {
        let theCase = dossier.theCase
        guard let act = acts.first(where: { $0.kind != "decision_made" }) else { return ["it has no act, so it"] }
        var wrong: [String] = []
        if act.content["answers"]?.canonicalBytes != dossier.application.answers.json.canonicalBytes { wrong.append("what was answered") }
        let says = [act.content["service"]?.string, act.content["folder"]?.string, act.content["law_date"]?.string, act.organisation]
        let stands = [theCase.service, folder, theCase.lawDate.description, theCase.organisation]
        if says != stands || act.at != theCase.openedAt { wrong.append("its service, folder, law date, organisation or time") }
        return wrong
    }

    /// The acts lead to decisions; this leads back, so that none was slipped in.
    private func unprovedDecisions(_ theCase: Case, _ acts: [Act]) -> [String] {
        let proved = acts.filter { $0.kind == "decision_made" }.compactMap { $0.content["n"]?.integer }
        return theCase.decisions.filter { !proved.contains($0.number) }.map { "the decision \($0.number), of which no act tells," }
    }

    // MARK: History, tasks, papers

    private func isWhatItsHistorySays(_ dossier: Casework.Dossier, _ events: [CaseEvent], _ connection: Connection) throws -> Bool {
        let numbers = try connection.rows("SELECT number FROM casework_history WHERE case_id = \(dossier.theCase.id) ORDER BY number").map { try $0.integer(0) }
        var replayed = dossier.theCase.asOpened
        for event in events { replayed.apply(event) }
        return numbers == Array(1...max(1, dossier.theCase.version)) && replayed == dossier.theCase
    }

    private func tasksAgree(_ dossier: Casework.Dossier, _ connection: Connection) throws -> Bool {
        let theCase = dossier.theCase
        let stored = try connection.rows("SELECT \(TaskRow.columns) FROM casework_tasks WHERE case_id = \(theCase.id)").map(TaskRow.init)
        let tasks = theCase.tasks.values.map { TaskRow($0, of: theCase) }
        let filters = casework.filters(dossier.service, dossier.application.answers)
        let wanted = tasks.flatMap { task in filters.map { FilterRow(name: theCase.service + "." + $0.key, value: $0.value, task: task) } }
        let found = try connection.rows("SELECT \(FilterRow.columns) FROM casework_filters WHERE case_id = \(theCase.id)").map(FilterRow.init)
        return stored.count == tasks.count && Set(stored) == Set(tasks) && found.count == wanted.count && Set(found) == Set(wanted)
    }

    /// A paper is out of force because a later decision or certificate stands in its place, and for no other reason.
    private func papers(_ theCase: Case, _ connection: Connection) throws -> [String] {
        let store = PaperStore(codec: casework.codec)
        return try store.papers(of: theCase.id, connection).flatMap { paper -> [String] in
            var wrong: [String] = []
            let row = try connection.row("SELECT subject, language FROM casework_papers WHERE id = \(paper.id)")
            if try row?.text(0) != theCase.subject.text || row?.text(1) != theCase.language || paper.service != theCase.service {
                wrong.append("whose the paper \(paper.number) is")
            }
            let later = try connection.value(
                """
                SELECT COUNT(*) FROM casework_papers WHERE subject = \(theCase.subject) AND service = \(theCase.service) AND kind = 'certificate' AND id > \(paper.id)
                """, as: Int.self)
            guard let number = try store.content(paper.id, connection)?.json["decision"]?.integer else { return wrong }
            let isOvertaken = number < theCase.decisions.count
            let mayBe = isOvertaken || paper.kind == .certificate && (later ?? 0) > 0
            if paper.isSuperseded ? !mayBe : isOvertaken { wrong.append("whether the paper \(paper.number) is in force") }
            return wrong
        }
    }

    // MARK: Strays

    private static func count(_ table: SQL, _ id: Identifier<Case>, _ connection: Connection) throws -> Int {
        try connection.value("SELECT COUNT(*) FROM " + table + " WHERE case_id = \(id)", as: Int.self) ?? 0
    }

    /// Rows of no case, and applications that were sent and have none.
    private static func strays(_ connection: Connection) throws -> [String] {
        var found: [String] = []
        for table in [
            "casework_history", "casework_tasks", "casework_filters", "casework_papers", "casework_listeners", "casework_thrown", "casework_notices",
            "casework_calls", "casework_mentions", "casework_precedents",
        ] {
            // A program's message that names a key has no case until one takes it.
            let foundByKey: SQL = ["casework_thrown", "casework_notices"].contains(table) ? " AND t.case_id <> ''" : ""
            let rows = try connection.rows(
                """
                SELECT DISTINCT t.case_id FROM \(raw: table) t LEFT JOIN casework_cases c ON c.id = t.case_id
                WHERE c.id IS NULL\(foundByKey) ORDER BY t.case_id LIMIT \(limit)
                """)
            found += try rows.map { "there is no case \(try $0.text(0)), of which \(table) tells." }
        }
        let sent = try connection.rows(
            """
            SELECT a.id FROM casework_applications a LEFT JOIN casework_cases c ON c.id = a.case_id AND c.application = a.id
            WHERE a.state = 'submitted' AND c.id IS NULL ORDER BY a.id LIMIT \(limit)
            """)
        return try found + sent.map { "the application \(try $0.text(0)) was sent and has no case." }
    }
}

extension Case {
    /// As it was before its first event.
    var asOpened: Case {
        var opened = self
        opened.process = .init()
        (opened.tasks, opened.requests, opened.decisions, opened.notes, opened.proposal) = ([:], [], [], [], nil)
        (opened.fee, opened.feeFindings, opened.isPaid, opened.appealText, opened.closedAt, opened.deadline) = (nil, [], false, nil, nil, nil)
        return opened
    }
}

/// A task as it stands in the queue.
private struct TaskRow: Hashable {
    static let columns: SQL = "case_id, ticket, reference, service, step, role, organisation, assignee, created_at, due, due_key, new_key, queue, team"
    var values: [SQLValue]

    init(_ row: Row) { values = row.values }

    init(_ task: OfficeTask, of theCase: Case) {
        let number = task.ticket.number
        values = [
            .text(theCase.id.text), .integer(Int64(number)), .text(theCase.reference.plain), .text(theCase.service), .text(task.step), .text(task.role),
            .text(task.organisation), task.assignee.map { .text($0.text) } ?? .null, .integer(task.createdAt.microseconds),
            task.due.map { .integer(Int64($0.daysSinceEpoch)) } ?? .null, .text(SortKeys.due(task.due, task.createdAt, theCase.id, number)),
            .text(SortKeys.newest(task.createdAt, theCase.id, number)), .text(WorkQueue(of: task).key), task.team.map { .text($0) } ?? .null,
        ]
    }
}

/// A filterable answer, as it stands beside a task.
private struct FilterRow: Hashable {
    static let columns: SQL = "name, value, organisation, queue, due_key, new_key, case_id, ticket"
    var values: [SQLValue]

    init(_ row: Row) { values = row.values }

    init(name: String, value: String, task: TaskRow) {
        values = [.text(name), .text(value), task.values[6], task.values[12], task.values[10], task.values[11], task.values[0], task.values[1]]
    }
}
