import Capability
import Casework
import HTML
import Kernel
import Web

extension Desk {
    private static var search: Field<String?> { .query("q", "A reference number, or the beginning of the applicant's name.") }
    private static var role: Field<String?> { .query("role", "Only tasks of this role.") }
    private static var service: Field<String?> { .query("service", "Only cases of this service.") }
    private static var assignment: Field<String?> { .query("assigned", "anyone, mine or nobody.") }
    private static var overdue: Field<Bool> { .query("overdue", "Only tasks past their deadline.") }
    private static var after: Field<String?> { .query("after", "Where the page before ended.") }

    var queueRoutes: [Route] { [queue] }

    private var queue: Route {
        Route(
            "desk_queue", .get, "/desk", "Lists the open tasks an officer may work on, the most pressing first.",
            input: [Self.search, Self.role, Self.service, Self.assignment, Self.overdue, Self.after], output: .any, access: Self.access
        ) { request in
            let query = try query(request)
            let page = try await casework.queue(query, caller(request))
            let counts = try await casework.queueCounts(caller(request))
            var panels: [@Sendable (inout HTML) -> Void] = []
            for panel in host[Roster.self].panels(.deskHome) {
                if let content = try await panel.content(PanelRequest(request)) { panels.append(content) }
            }
            let all = panels
            return Reply(output(of: page)) { draw(page, counts, query, all, request) }
        }
    }

    private func query(_ request: Request) throws -> QueueQuery {
        var filters: [String: String] = [:]
        for entry in request.query.entries where entry.name.hasPrefix("answer.") && !entry.value.isEmpty && filters.count < 5 {
            filters[String(entry.name.dropFirst(7))] = entry.value
        }
        return QueueQuery(
            role: try request[Self.role], service: try request[Self.service],
            assignment: try request[Self.assignment].flatMap(QueueQuery.Assignment.init(rawValue:)) ?? .anyone, isOverdue: try request[Self.overdue],
            search: try request[Self.search] ?? "", filters: filters, after: try request[Self.after].flatMap { QueueQuery.Cursor($0) })
    }

    private func draw(
        _ page: QueuePage, _ counts: QueueCounts, _ query: QueueQuery, _ panels: [@Sendable (inout HTML) -> Void], _ request: Request
    ) -> Page {
        Page(request.say(.queueTitle), for: request, width: .wide) { html in
            html.h1(request.say(.queueTitle))
            html.figures([
                Web.Figure(count(counts.byRole.values.reduce(0, +), request.language), request.say(.countWaiting), href: "/desk"),
                Web.Figure(count(counts.mine, request.language), request.say(.countMine), href: "/desk?assigned=mine"),
                Web.Figure(count(counts.overdue, request.language), request.say(.countOverdue), href: "/desk?overdue=true"),
            ])
            for panel in panels { panel(&html) }
            html.searchForm(action: "/desk", label: request.say(.searchCases), value: query.search) { html in filters(query, request, &html) }
            if page.rows.isEmpty {
                html.emptyState(request.say(.queueEmpty), request.say(.queueEmptyAdvice), link: Link(request.say(.showAll), href: "/desk"))
            } else {
                table(page, request, &html)
                html.pagination(previous: nil, next: page.next.map { next(after: $0, request) })
            }
        }
    }

    /// Counts stop at a thousand: beyond, the exact number helps nobody and costs a walk over the index.
    private func count(_ count: Int, _ language: Language) -> String { count >= 1_000 ? language.format(1_000) + "+" : language.format(count) }

    private func filters(_ query: QueueQuery, _ request: Request, _ html: inout HTML) {
        let language = request.language
        html.div(class: "filters") { html in
            let roles = Set(request.actor.grants.map(\.role)).sorted()
            if roles.count > 1 {
                html.select(
                    Control("role", request.say(.role)), [ChoiceOption("", request.say(.anyRole))] + roles.map { ChoiceOption($0, roleName($0, language)) },
                    chosen: query.role ?? "", hasEmpty: false)
            }
            html.select(
                Control("service", request.say(.service)),
                [ChoiceOption("", request.say(.anyService))] + casework.services.all(in: language).map { ChoiceOption($0.id, $0.title[language.code]) },
                chosen: query.service ?? "", hasEmpty: false)
            html.select(
                Control("assigned", request.say(.assigned)),
                [ChoiceOption("anyone", request.say(.anyone)), ChoiceOption("mine", request.say(.me)), ChoiceOption("nobody", request.say(.nobody))],
                chosen: query.assignment.rawValue, hasEmpty: false)
            html.checkbox(Control("overdue", request.say(.overdueOnly)), isChecked: query.isOverdue)
        }
    }

    private func table(_ page: QueuePage, _ request: Request, _ html: inout HTML) {
        let language = request.language
        let today = day(request.now)
        html.dataTable(
            caption: request.say(.queueTitle), showsCaption: false,
            [
                Column(request.say(.reference)), Column(request.say(.task)), Column(request.say(.service)), Column(request.say(.received)),
                Column(request.say(.due)), Column(request.say(.assigned)),
            ],
            page.rows.map { row in
                [
                    .link("\(row.reference)", href: "/desk/cases/\(row.caseID)"),
                    .text(stepTitle(row.step, of: row.service, language)),
                    .text(serviceTitle(row.service, language)),
                    .text(language.formatShort(day(row.createdAt))),
                    due(row, today, request),
                    .text(row.assignee == nil ? request.say(.nobody) : row.assignee == request.actor.account ? request.say(.me) : request.say(.someoneElse)),
                ]
            })
    }

    private func due(_ row: QueueRow, _ today: CivilDate, _ request: Request) -> Cell {
        guard row.stage != .awaitingApplicant else { return .tag(request.say(.waiting), .waiting) }
        guard let due = row.due else { return .text("") }
        let text = request.language.formatShort(due)
        return due < today ? .tag("\(request.say(.overdue)): \(text)", .bad) : .date(text: text, datetime: due.description)
    }

    private func next(after cursor: QueueQuery.Cursor, _ request: Request) -> String {
        var values = FormValues(request.query.entries.filter { $0.name != "after" })
        values.entries.append(.init("after", cursor.description))
        return "/desk?" + values.encoded
    }

    private func output(of page: QueuePage) -> JSON {
        [
            "tasks": .array(
                page.rows.map { row in
                    [
                        "case": .string(row.caseID.text), "ticket": .integer(row.ticket), "reference": .string(row.reference.description),
                        "service": .string(row.service), "step": .string(row.step), "role": .string(row.role),
                        "organisation": .string(row.organisation), "due": row.due.map { .string($0.description) } ?? .null,
                        "stage": .string(row.stage.rawValue),
                    ]
                }),
            "next": page.next.map { .string($0.description) } ?? .null,
        ]
    }
}
