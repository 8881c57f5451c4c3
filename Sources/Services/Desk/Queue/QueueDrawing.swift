import Casework
import Forms
import HTML
import Identity
import Kernel
import Web

/// The queue's page: how much waits, what to look for, and the tasks.
struct QueueDrawing: Sendable {
    let desk: Desk
    let tasks: QueuePage
    let counts: QueueCounts
    let query: QueueQuery
    let colleagues: Colleagues
    let takers: [Account]
    let panels: [@Sendable (inout HTML) -> Void]
    /// The reader's own, and those of whom they stand in for, today.
    let absences: [Absence]
    let filters: [SavedFilter]
    /// The case on which something was done; nil where the officer may not see it any more.
    let doneOn: Identifier<Case>?
    let done: Act?
    let request: Request

    var language: Language { request.language }

    func page() -> Page {
        Page(request.say(.queueTitle), for: request, width: .wide, scripts: ["shortcuts.js"]) { html in
            if let done {
                html.banner(.success, title: request.say(done.phrase)) { html in
                    if let doneOn { html.p { html in html.a(html.language.say(.openDone), href: "/desk/cases/\(doneOn)") } }
                }
            }
            html.h1(request.say(.queueTitle))
            for absence in absences { self.absence(absence, &html) }
            if !tasks.rows.isEmpty { html.a(request.say(.skipToTasks), href: "#queue", class: "skip inside") }
            html.figures([
                Web.Figure(count(counts.byRole.values.reduce(0, +)), request.say(.countWaiting), href: "/desk"),
                Web.Figure(count(counts.mine), request.say(.countMine), href: "/desk?assigned=mine"),
                Web.Figure(count(counts.overdue), request.say(.countOverdue), href: "/desk?due=overdue"),
                Web.Figure(count(counts.soon), request.say(.countSoon), href: "/desk?due=soon"),
                Web.Figure(count(counts.unread), request.say(.countForYou), href: "/desk/for-you"),
            ])
            savedFilters(&html)
            html.searchForm(action: "/desk", label: request.say(.searchCases), value: query.search) { html in choices(&html) }
            keepFilter(&html)
            if tasks.isPartial { html.inset { html in html.p(html.language.say(.searchPartial, ["count": .count(Casework.mostMatches)])) } }
            if tasks.rows.isEmpty {
                empty(&html)
            } else {
                html.form(request, to: "/desk/tasks" + address.suffix, id: "queue") { html in
                    table(&html)
                    AssignmentChoice(desk: desk, takers: takers, roles: Set(tasks.rows.map(\.role)), colleagues: colleagues, request: request).draw(&html)
                }
                html.pagination(previous: tasks.previous.map { href("before", $0.description) }, next: tasks.next.map { href("after", $0.description) })
            }
            html.p { html in html.a(html.language.say(.allCasesLink), href: casesHref) }
            html.p { html in html.a(html.language.say(.absencesLink), href: "/desk/absences") }
            for panel in panels { panel(&html) }
            html.deskShortcuts()
        }
    }

    private func absence(_ absence: Absence, _ html: inout HTML) {
        guard absence.account == request.actor.account else {
            let title = request.say(.youStandIn, ["name": .text(colleagues.name(absence.account, in: language)), "date": .date(absence.to)])
            return html.banner(.information, title: title, request.say(.youStandInAbout))
        }
        let name = colleagues.name(absence.standIn, in: language)
        html.banner(.warning, title: request.say(.youAreAway, ["name": .text(name), "date": .date(absence.to)])) { html in
            html.formButton(request.say(.iAmBack), request, to: "/desk/absences/\(absence.id)/end")
        }
    }

    /// Counts stop at a thousand: beyond, the exact number helps nobody and costs a walk over the index.
    private func count(_ count: Int) -> String { count >= 1_000 ? language.format(1_000) + "+" : language.format(count) }

    private var isFiltered: Bool {
        !query.search.isEmpty || !query.filters.isEmpty || query.service != nil || query.role != nil || query.due != .any || query.holder != nil
            || query.assignment != .anyone || query.team != .usual || query.skills != .usual
    }

    private var casesHref: String {
        query.search.isEmpty ? "/desk/cases" : "/desk/cases?" + FormValues([.init("q", query.search)]).encoded
    }

    private func empty(_ html: inout HTML) {
        html.emptyState(
            request.say(isFiltered ? .queueNoMatch : .queueEmpty), request.say(isFiltered ? .queueNoMatchAdvice : .queueEmptyAdvice),
            link: isFiltered
                ? Link(request.say(.showAll), href: "/desk")
                : isMember || lacksSkills ? Link(request.say(.seeWholeRole), href: "/desk?team=any&skills=any") : nil)
    }

    private func choices(_ html: inout HTML) {
        html.div(class: "filters") { html in
            if roles.count > 1 {
                html.select(
                    Control("role", request.say(.role)),
                    [ChoiceOption("", request.say(.anyRole))]
                        + roles.map { ChoiceOption($0, desk.roleName($0, language)) }.sorted { language.sortKey($0.text) < language.sortKey($1.text) },
                    chosen: query.role ?? "", hasEmpty: false)
            }
            teamChoice(&html)
            skillChoice(&html)
            html.select(
                Control("service", request.say(.service)),
                [ChoiceOption("", request.say(.anyService))] + desk.casework.workable(request.actor).map { ChoiceOption($0.id, $0.title[language.code]) },
                chosen: query.service ?? "", hasEmpty: false)
            html.select(
                Control("assigned", request.say(.assigned)),
                [ChoiceOption("anyone", request.say(.anyone)), ChoiceOption("mine", request.say(.me)), ChoiceOption("nobody", request.say(.nobody))],
                chosen: query.assignment.rawValue, hasEmpty: false)
            html.select(
                Control("due", request.say(.due)),
                [
                    ChoiceOption("any", request.say(.anyTime)), ChoiceOption("overdue", request.say(.overdue)),
                    ChoiceOption("soon", request.say(.countSoon)), ChoiceOption("this_week", request.say(.byWeekEnd)),
                ],
                chosen: query.due.rawValue, hasEmpty: false)
            for question in asked { answerFilter(question, &html) }
            if let holder = query.holder { html.hidden("holder", holder.text) }
            if query.order != .due { html.hidden("order", query.order.rawValue) }
        }
    }

    /// What the service's questions offer to filter by, once one service is chosen. Nothing of it is about a person.
    private var asked: [Question] {
        desk.filterable(query.service)
    }

    private func answerFilter(_ question: Question, _ html: inout HTML) {
        guard case .chooseOne(let choices) = question.kind else { return }
        html.select(
            Control("answer.\(question.id)", question.ask[language.code]),
            [ChoiceOption("", request.say(.anyAnswer))] + choices.map { ChoiceOption($0.id, $0.label[language.code]) },
            chosen: query.filters[question.id] ?? "", hasEmpty: false)
    }

    var supervises: Bool { request.actor.may(.superviseCases) }
    var roles: Set<String> { Set(supervises ? allRoles : request.actor.grants.map(\.role)) }

    private var allRoles: [String] { desk.host.edition.government.roles.filter { $0.permissions.contains(Permission.workCases.name) }.map(\.id) }

    var address: QueueAddress { QueueAddress(request.query) }

    /// Where whoever has just finished something goes on: the first task that is theirs or nobody's.
    private var next: Identifier<Case>? {
        guard done != nil else { return nil }
        return tasks.rows.first { $0.caseID != doneOn && desk.isFree($0, for: request.actor) }?.caseID
    }

    private func table(_ html: inout HTML) {
        let (today, next) = (desk.day(request.now), next)
        html.dataTable(
            caption: request.say(.queueTitle), showsCaption: false,
            [
                Column(request.say(.reference)), Column(request.say(.task)),
                Column(request.say(.due), sortHref: href("order", "due"), sorted: query.order == .due ? .ascending : nil), Column(request.say(.assigned)),
                Column(request.say(.received), sortHref: href("order", "newest"), sorted: query.order == .newest ? .descending : nil),
            ],
            tasks.rows.map { row in
                [
                    .choice(
                        "\(row.reference)", href: address.address(of: row), name: "task", value: "\(row.caseID)/\(row.ticket)",
                        label: request.say(.chooseTask, ["reference": .text(row.reference.description)]), isNext: row.caseID == next), task(row),
                    desk.due(row.due, today, language), .text(desk.assigned(row, colleagues, language)),
                    .date(text: language.formatShort(desk.day(row.createdAt)), datetime: desk.day(row.createdAt).description),
                ]
            })
    }

    private func task(_ row: QueueRow) -> Cell {
        let (task, service) = (desk.stepTitle(row.step, of: row.service, language), desk.serviceTitle(row.service, language))
        let team = row.team.map { [desk.teamName($0, language)] } ?? []
        let more = about(row) + (task == service ? [] : [service]) + team + skillWords(of: row)
        return more.isEmpty ? .text(task) : .pair(task, more.joined(separator: " · "))
    }

    /// What tells the task from others of its kind, in the words of the service's choices.
    private func about(_ row: QueueRow) -> [String] {
        desk.filterable(row.service).compactMap { question in
            guard case .chooseOne(let choices) = question.kind, let answer = row.answers[question.id] else { return nil }
            return choices.first { $0.id == answer }?.label[language.code]
        }
    }

    /// This list with one thing changed; another order or filter begins at its first page.
    private func href(_ name: String, _ value: String) -> String {
        var values = FormValues(request.query.entries.filter { ![name, "after", "before", "done", "of"].contains($0.name) })
        values.entries.append(.init(name, value))
        return "/desk?" + values.encoded
    }
}
