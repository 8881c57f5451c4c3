import Casework
import HTML
import Kernel
import Web

/// All cases of the services an officer works on, also those where nothing is to do: waiting for the applicant, decided.
extension Desk {
    private static var search: Field<String?> {
        .query("q", "A reference number, or words of what the case says or of the applicant's name; three letters of a word are enough.")
    }
    private static var service: Field<String?> { .query("service", "Only cases of this service.") }
    private static var stage: Field<String?> { .query("stage", "Only cases that stand there: awaiting_applicant, decided …") }
    private static var due: Field<String?> {
        .query("due", "`near` for cases that are about to be decided later than their service promised, `late` for those that are.")
    }
    private static var after: Field<Identifier<Case>?> { .query("after", "The last case of the page before.") }

    var caseListRoutes: [Route] { [caseList] }

    private var caseList: Route {
        Route(
            "desk_cases", .get, "/desk/cases", "Lists the cases of the services an officer works on, the newest first.",
            input: [Self.search, Self.service, Self.stage, Self.due, Self.after], output: DeskSchema.cases, access: Self.access
        ) { request in
            let query = CaseListQuery(
                service: try request[Self.service], stage: try request[Self.stage].flatMap(Case.Stage.init(rawValue:)),
                due: try request[Self.due].flatMap(CaseListQuery.Due.init(rawValue:)) ?? .any, search: try request[Self.search] ?? "",
                after: try request[Self.after])
            let page = try await casework.caseList(query, caller(request))
            return Reply(Self.output(of: page)) { draw(page, query, request) }
        }
    }

    private func draw(_ page: CaseListPage, _ query: CaseListQuery, _ request: Request) -> Page {
        let language = request.language
        return Page(request.say(.allCases), for: request, width: .wide, breadcrumbs: [Link(request.say(.back), href: "/desk")]) { html in
            html.h1(request.say(.allCases))
            html.searchForm(action: "/desk/cases", label: request.say(.searchCases), value: query.search) { html in
                html.div(class: "filters") { html in
                    html.select(
                        Control("service", request.say(.service)),
                        [ChoiceOption("", request.say(.anyService))] + casework.workable(request.actor).map { ChoiceOption($0.id, $0.title[language.code]) },
                        chosen: query.service ?? "", hasEmpty: false)
                    html.select(
                        Control("stage", request.say(.stage)),
                        [ChoiceOption("", request.say(.anyStage))] + Case.Stage.allCases.map { ChoiceOption($0.rawValue, stageWords($0, language)) },
                        chosen: query.stage?.rawValue ?? "", hasEmpty: false)
                    if query.due != .any || casework.workable(request.actor).contains(where: \.promises) {
                        html.select(
                            Control("due", request.say(.decideBy)),
                            [
                                ChoiceOption("", request.say(.anyDay)), ChoiceOption("near", request.say(.countNear)),
                                ChoiceOption("late", request.say(.countLate)),
                            ], chosen: query.due == .any ? "" : query.due.rawValue, hasEmpty: false)
                    }
                }
            }
            if page.isPartial { html.inset { html in html.p(html.language.say(.searchPartial, ["count": .count(Casework.mostMatches)])) } }
            if page.rows.isEmpty {
                html.emptyState(request.say(.queueNoMatch), request.say(.queueNoMatchAdvice), link: Link(request.say(.showAll), href: "/desk/cases"))
            } else {
                table(page, request, &html)
                html.pagination(previous: nil, next: page.next.map { next(after: $0, request) })
            }
        }
    }

    private func table(_ page: CaseListPage, _ request: Request, _ html: inout HTML) {
        let (language, today) = (request.language, day(request.now))
        let hasPromise = page.rows.contains { $0.decideBy != nil }
        html.dataTable(
            caption: request.say(.allCases), showsCaption: false,
            [
                Column(request.say(.reference)), Column(request.say(.service)), Column(request.say(.stage)), Column(request.say(.decision)),
                Column(request.say(.received)),
            ] + (hasPromise ? [Column(request.say(.decideBy))] : []),
            page.rows.map { row -> [Cell] in
                let outcome = row.outcome.flatMap { id in casework.services.service(row.service)?.outcome(id)?.title[language.code] ?? id }
                let cells: [Cell] = [
                    .link("\(row.reference)", href: "/desk/cases/\(row.id)"), .text(serviceTitle(row.service, language)),
                    .tag(stageWords(row.stage, language), row.stage.tone), .text(outcome ?? ""),
                    .date(text: language.formatShort(day(row.openedAt)), datetime: day(row.openedAt).description),
                ]
                return hasPromise ? cells + [promised(row, today, language)] : cells
            })
    }

    private func promised(_ row: CaseRow, _ today: CivilDate, _ language: Language) -> Cell {
        guard let day = row.decideBy else { return .text("") }
        return due(day, today, near: casework.services.service(row.service)?.warnBefore ?? QueueQuery.soon, language)
    }

    private func next(after id: Identifier<Case>, _ request: Request) -> String {
        var values = FormValues(request.query.entries.filter { $0.name != "after" })
        values.entries.append(.init("after", id.text))
        return "/desk/cases?" + values.encoded
    }

    private static func output(of page: CaseListPage) -> JSON {
        [
            "cases": .array(
                page.rows.map { row in
                    [
                        "case": .string(row.id.text), "reference": .string(row.reference.description), "service": .string(row.service),
                        "stage": .string(row.stage.rawValue), "outcome": row.outcome.map(JSON.string) ?? .null, "opened_at": .string(row.openedAt.description),
                        "decide_by": row.decideBy.map { .string($0.description) } ?? .null,
                        "closed_at": row.closedAt.map { .string($0.description) } ?? .null,
                    ]
                }), "next": page.next.map { .string($0.text) } ?? .null, "is_partial": .bool(page.isPartial),
        ]
    }

    /// Where a case stands, in the office's words: the applicant is told "waiting for you".
    func stageWords(_ stage: Case.Stage, _ language: Language) -> String {
        switch stage {
        case .awaitingApplicant: language.say(.stageAwaitingApplicant)
        case .inProgress: language.say(.stageInProgress)
        default: language.say(stage.phrase)
        }
    }
}
