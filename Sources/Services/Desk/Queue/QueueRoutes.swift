import Capability
import Casework
import Forms
import HTML
import Kernel
import Web

extension Desk {
    private static var search: Field<String?> {
        .query("q", "A reference number, or words of what the case says or of the applicant's name; three letters of a word are enough.")
    }
    private static var role: Field<String?> { .query("role", "Only tasks of this role.") }
    private static var team: Field<String?> {
        .query("team", "A team's id, `mine` (with what is of no team) or `any`. By itself `mine` for members of a team, else `any`.")
    }
    private static var skills: Field<String?> {
        .query("skills", "`mine`: only what the caller has the skills for; `any`: all. By itself `mine`, and `any` for what one supervises.")
    }
    private static var service: Field<String?> { .query("service", "Only cases of this service.") }
    private static var assignment: Field<String?> { .query("assigned", "anyone, mine or nobody.") }
    private static var due: Field<String?> { .query("due", "any, overdue, soon (within three working days) or this_week.") }
    private static var holder: Field<AccountID?> { .query("holder", "Only what this officer holds.") }
    private static var order: Field<String?> { .query("order", "due or newest.") }
    private static var after: Field<String?> { .query("after", "Where the page before ended.") }
    private static var done: Field<String?> { .query("done", "What the officer has just done.") }
    private static var of: Field<Identifier<Case>?> { .query("of", "The case on which it was done.") }
    private static var before: Field<String?> { .query("before", "Where the page behind begins.") }

    var queueRoutes: [Route] { [queue] }

    private var queue: Route {
        Route(
            "desk_queue", .get, "/desk", "Lists the open tasks an officer may work on, the most pressing first.",
            input: [
                Self.search, Self.role, Self.team, Self.skills, Self.service, Self.assignment, Self.due, Self.holder, Self.order, Self.after, Self.before,
                Self.done, Self.of,
            ],
            output: DeskSchema.queue,
            access: Self.access
        ) { request in
            let query = query(request)
            let page = try await casework.queue(query, caller(request))
            let counts = try await casework.queueCounts(caller(request))
            let absences = request.isProgram ? [] : try await ownAbsences(request)
            let people = page.rows.compactMap(\.assignee) + absences.flatMap { [$0.account, $0.standIn] }
            let takers = request.isProgram ? [] : try await takers(of: page.rows, for: request)
            let colleagues = try await colleagues(Set(people), takers: takers, for: request)
            var panels: [@Sendable (inout HTML) -> Void] = []
            for panel in host[Roster.self].panels(.deskHome) {
                if let content = try await panel.content(PanelRequest(request)) { panels.append(content) }
            }
            let drawn = QueueDrawing(
                desk: self, tasks: page, counts: counts, query: query, colleagues: colleagues, takers: takers, panels: panels,
                absences: absences,
                filters: request.isProgram ? [] : try await filters(of: request), doneOn: try request[Self.of],
                done: try Act(request[Self.done], request), request: request)
            return Reply(Self.output(of: page)) { drawn.page() }
        }
    }

    /// The questions by whose answers this service's tasks can be filtered.
    func filterable(_ service: String?) -> [Question] {
        guard let service, let found = casework.services.service(service) else { return [] }
        return found.form.questions.filter(\.isFilterable)
    }

    private func query(_ request: Request) -> QueueQuery {
        var query = QueueAddress(request.query).query(self)
        query.before = request.query["before"].flatMap { QueueQuery.Cursor($0) }
        return query
    }

    private static func output(of page: QueuePage) -> JSON {
        [
            "tasks": .array(page.rows.map(\.json)),
            "next": page.next.map { .string($0.description) } ?? .null, "previous": page.previous.map { .string($0.description) } ?? .null,
            "is_partial": .bool(page.isPartial),
        ]
    }
}

extension QueueRow {
    var json: JSON {
        [
            "case": .string(caseID.text), "ticket": .integer(ticket), "reference": .string(reference.description), "service": .string(service),
            "step": .string(step), "role": .string(role), "organisation": .string(organisation), "team": team.map(JSON.string) ?? .null,
            "skills": .array(skills.map(JSON.string)), "due": due.map { .string($0.description) } ?? .null,
            "assignee": assignee.map { .string($0.text) } ?? .null,
            "answers": .object(answers.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
        ]
    }
}
