import Casework
import Forms
import HTML
import Identity
import Kernel
import Processes
import Rules
import Web

/// The case on one page: what is to do on top, then what it is judged by; beside it where it stands and what happened.
struct CaseDrawing: Sendable {
    let desk: Desk
    let view: OfficerView
    let form: TaskForm
    let request: Request
    let colleagues: Colleagues
    var takers: [Ticket: [Account]] = [:]
    var panels: [@Sendable (inout HTML) -> Void] = []
    var done: Act?
    /// A colleague was first.
    var conflict: Conflict?
    var next: QueueRow?
    /// The queue that the reader works through, where they came from one.
    var queue: QueueAddress?
    /// The id of the file that is shown beside the answers.
    var shown: String?

    var language: Language { request.language }
    var base: String { "/desk/cases/\(view.theCase.id)" }
    /// Makes an act lead on through the queue.
    var onward: String { queue?.suffix ?? "" }

    /// The page as an answer; a PDF is shown in a frame.
    func reply(_ output: @autoclosure @escaping @Sendable () -> JSON = .null, status: Int = 200) -> Reply {
        let reply = status == 422 ? Reply.invalid(form.faults) { page() } : Reply(output(), status: status) { page() }
        return reply.framingFiles(view.files.contains { listed($0).kind == .document })
    }

    private func page() -> Page {
        let title = "\(view.theCase.reference) – \(view.service.title[language.code])"
        let place = place
        return Page(
            title, for: request, width: .wide, breadcrumbs: [Link(request.say(.back), href: queue?.list() ?? "/desk")], hasFaults: !form.faults.isEmpty,
            scripts: ["shortcuts.js"] + (place == nil ? [] : ["map.js"]) + (view.files.isEmpty ? [] : ["preview.js"])
        ) { html in
            html.errorSummary(form.faults)
            said(&html)
            html.p(view.service.title[language.code], class: "caption")
            html.h1("\(view.theCase.reference)")
            overview(&html)
            if view.files.isEmpty {
                columns(&html, work + [answers, findings, whereItIs, records], about + [history])
            } else {
                // What was sent stands beside what was answered, over the whole width; what else the case is judged by comes after it.
                columns(&html, work, about)
                beside(&html)
                columns(&html, [whereItIs, records], [history])
            }
            skip(&html)
            html.deskShortcuts()
        }
    }

    private typealias Part = (inout HTML) -> Void

    private func columns(_ html: inout HTML, _ main: [Part], _ side: [Part]) {
        html.div(class: "columns") { html in
            html.div(class: "column-main") { html in for part in main { part(&html) } }
            html.div(class: "column-side") { html in for part in side { part(&html) } }
        }
    }

    /// What is to do, and what was decided and asked.
    private var work: [Part] { [{ html in for task in view.tasks { self.task(task, &html) } }, decisions, requests] }

    private var about: [Part] {
        [
            { html in html.ruleFindings(view.theCase.feeFindings, title: .whyThisFee, words: view.service.ruleWords, in: language) }, papers, similar,
            { html in for panel in panels { panel(&html) } }, notes,
        ]
    }

    private func beside(_ html: inout HTML) {
        html.div(class: "beside") { html in
            html.div { html in
                answers(&html)
                findings(&html)
            }
            html.div(class: "beside-file") { html in evidence(&html) }
        }
    }

    private func whereItIs(_ html: inout HTML) {
        guard let place else { return }
        html.map(label: request.say(.whereItIs), dataHref: "/map", longitude: place.longitude, latitude: place.latitude) { _ in }
    }

    private func history(_ html: inout HTML) {
        html.h2(request.say(.history))
        html.timeline(view.history.reversed().map(event))
    }

    /// What was done, or what a colleague did first; and the next task.
    private func said(_ html: inout HTML) {
        if let conflict {
            said(conflict, &html)
        } else if let done {
            html.banner(.success, title: request.say(done.phrase)) { html in if done.isLast { nextLink(&html) } }
        }
    }

    func nextLink(_ html: inout HTML) {
        html.p { html in
            guard let next else { return html.a(html.language.say(.queueTitle), href: "/desk") }
            let task = desk.stepTitle(next.step, of: next.service, language)
            html.a(html.language.say(.nextTask, ["task": .text(task), "reference": .text(next.reference.description)]), href: address(of: next))
        }
    }

    private func address(of row: QueueRow) -> String { queue?.address(of: row) ?? "/desk/cases/\(row.caseID)" }

    /// The next task of the queue, for whoever leaves this one for now.
    private func skip(_ html: inout HTML) {
        guard queue != nil, let next else { return }
        let task = desk.stepTitle(next.step, of: next.service, language)
        html.p { html in
            html.a(
                html.language.say(.skipTask, ["task": .text(task), "reference": .text(next.reference.description)]), href: address(of: next),
                [.data("next", "")])
        }
    }

    /// Whose case it is, where it stands and until when.
    private func overview(_ html: inout HTML) {
        var facts = [Fact(request.say(.stage), tag: (desk.stageWords(view.stage, language), view.stage.tone))]
        if let name = view.applicant["name"]?.plainText(in: language) { facts.append(Fact(request.say(.applicant), name)) }
        facts.append(Fact(request.say(.received), language.formatShort(desk.day(view.theCase.openedAt))))
        if let due = view.tasks.compactMap(\.due).min() {
            let deadline = Deadline(due, on: desk.day(request.now), calendar: desk.casework.calendar, in: language)
            facts.append(Fact(request.say(.due), language.formatShort(due), tag: (deadline.words, deadline.tone)))
        }
        if let promised = view.theCase.deadline { facts.append(self.promised(promised)) }
        if let fee = view.theCase.fee, fee.minorUnits > 0 {
            facts.append(Fact(request.say(.fee), "\(language.format(fee)) (\(request.say(view.theCase.isPaid ? .feePaid : .feeOpen)))"))
        }
        facts.append(Fact(request.say(.organisation), desk.organisationName(view.theCase.organisation, language)))
        html.facts(facts)
        html.p { html in html.a(request.say(.seeProcess), href: base + "/process") }
    }

    /// By when the whole case is to be decided.
    private func promised(_ promise: CaseDeadline) -> Fact {
        switch promise.clock {
        case .running(let until):
            let deadline = Deadline(until, on: desk.day(request.now), calendar: desk.casework.calendar, near: view.service.warnBefore, in: language)
            return Fact(request.say(.decideBy), language.formatShort(until), tag: (deadline.words, deadline.tone))
        case .standing(let left):
            return Fact(request.say(.decideBy), request.say(.decideStands), tag: (request.say(.workingDaysLeft, ["count": .count(max(left, 0))]), .neutral))
        }
    }

    private func answers(_ html: inout HTML) {
        html.h2(request.say(.answers))
        html.summaryList(view.summary.filter { !$0.isFiles }.map(row))
    }

    private func findings(_ html: inout HTML) {
        let found = view.seen.filter { !$0.isFiles }
        guard !found.isEmpty else { return }
        html.h2(request.say(.findings))
        html.summaryList(found.map(row))
    }

    private func row(_ line: SummaryLine) -> SummaryRow {
        let lines = line.question.lines(line.value, in: language, currency: desk.currency)
        return SummaryRow(line.question.ask[language.code], lines.count == 1 ? lines[0] : "", lines: lines.count > 1 ? lines : [])
    }

    private func papers(_ html: inout HTML) {
        guard !view.papers.isEmpty else { return }
        html.h2(request.say(.papers))
        html.ul(class: "files") { html in
            for paper in view.papers {
                let title = paper.title[language.code]
                html.li { html in
                    // It is printed once its act stands in the public log.
                    if paper.document == nil {
                        html.span("\(title) – \(html.language.say(.paperWaits))")
                    } else {
                        html.a("\(title) (PDF)", href: "/papers/\(paper.id)")
                    }
                    if paper.isSuperseded { html.span(" " + html.language.say(.paperSuperseded), class: "quiet") }
                }
            }
        }
    }

    private func requests(_ html: inout HTML) {
        for asked in view.theCase.requests {
            if let answer = asked.answer {
                html.banner(.success, title: request.say(.answeredQuestion, ["date": .date(desk.day(answer.at))])) { html in
                    html.p(asked.text, class: "quiet")
                    html.p(answer.text)
                    files(answer.files, &html)
                }
            } else if asked.isOpen {
                let title = request.say(.waitingForApplicant, ["date": .date(desk.day(asked.askedAt)), "due": .date(asked.due)])
                html.banner(.information, title: title) { html in html.p(asked.text) }
            } else {
                html.banner(.warning, title: request.say(.neverAnswered, ["due": .date(asked.due)])) { html in html.p(asked.text, class: "quiet") }
            }
        }
    }

    private func decisions(_ html: inout HTML) {
        for decision in view.theCase.decisions {
            let outcome = view.service.outcome(decision.outcome)?.title[language.code] ?? decision.outcome
            html.banner(.information, title: request.say(.decidedAs, ["outcome": .text(outcome), "date": .date(desk.day(decision.decidedAt))])) { html in
                html.ul([.lang(view.theCase.language)]) { html in
                    for reason in decision.reasons { html.li(reason.text + (reason.source.map { " (\($0))" } ?? "")) }
                }
                if !decision.conditions.isEmpty {
                    html.p(html.language.say(.conditionsLabel), class: "quiet")
                    html.ul([.lang(view.theCase.language)]) { html in for condition in decision.conditions { html.li(condition) } }
                }
                ownWords(decision, &html)
                if !decision.withoutSkills.isEmpty {
                    html.p(html.language.say(.decidedWithout, ["skills": .text(desk.skillNames(decision.withoutSkills, language))]), class: "quiet")
                }
                html.ruleFindings(decision.findings, words: view.service.ruleWords, in: language)
            }
        }
        if let appeal = view.theCase.appealText {
            html.banner(.warning, title: request.say(.appealMade)) { html in html.p(appeal) }
        }
    }
}

extension CaseDrawing {
    /// What the officer wrote to the applicant in the place of what the rules drafted.
    func ownWords(_ decision: Decision, _ html: inout HTML) {
        guard decision.isEdited, let message = decision.message else { return }
        html.p(html.language.say(.letterEdited), class: "quiet")
        html.inset { html in html.div([.lang(view.theCase.language)]) { html in for line in message.split(separator: "\n") { html.p(String(line)) } } }
    }
}

extension SummaryLine {
    var isFiles: Bool { if case .files = question.kind { true } else { false } }
}
