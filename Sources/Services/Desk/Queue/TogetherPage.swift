import Casework
import Forms
import HTML
import Kernel
import Processes
import Web

/// What several tasks of one kind ask, what would come of each if all had the same answer, and afterwards which were not done.
struct TogetherPage: Sendable {
    enum Stage: Sendable { case asks, shows, done }

    /// Before the names of the questions, so that none of them is taken for a field of the page's own.
    static let prefix = "answers."

    let desk: Desk
    var shared: SharedTasks
    var stage: Stage
    var form: TaskForm
    let request: Request

    var able: [ChosenTask] { shared.tasks.filter { $0.refusal == nil } }
    var unable: [ChosenTask] { shared.tasks.filter { $0.refusal != nil } }

    private var language: Language { request.language }
    private var queue: QueueAddress { QueueAddress(of: request) ?? QueueAddress(FormValues()) }
    private var isReview: Bool { if case .review? = shared.kind?.step.kind { true } else { false } }

    /// The questions again, with what is wrong.
    var asked: Reply {
        let drawn = self
        guard form.faults.isEmpty else { return .invalid(form.faults) { drawn.page() } }
        return Reply(output) { drawn.page() }
    }

    func page() -> Page {
        let title = request.say(title)
        return Page(
            title, for: request, width: .wide, breadcrumbs: [Link(request.say(.back), href: queue.list())], hasFaults: !form.faults.isEmpty,
            scripts: ["shortcuts.js"]
        ) { html in
            html.errorSummary(form.faults)
            html.h1(title)
            if let kind = shared.kind {
                let words = [desk.stepTitle(kind.step.id, of: kind.service.id, language), kind.service.title[language.code]]
                html.p(Set(words).count == 1 ? words[0] : words.joined(separator: " · "), class: "lead")
            }
            if stage == .shows { html.p(request.say(.previewLead)) }
            if !unable.isEmpty { html.refused(unable, isDone: stage == .done, desk, request) }
            if !able.isEmpty, stage == .shows, let kind = shared.kind {
                html.h2(request.say(.sameForAll))
                html.summaryList(isReview ? decided(kind.service) : found(kind))
            }
            if !able.isEmpty { table(&html) }
            if !able.isEmpty, stage != .done, let kind = shared.kind {
                html.section(class: "task-panel") { html in if stage == .asks { questions(kind, &html) } else { confirmation(&html) } }
            }
            html.p { html in html.a(html.language.say(.keyQueue), href: queue.list()) }
            html.deskShortcuts()
        }
    }

    private var title: Phrase {
        switch stage {
        case .asks: .togetherTitle
        case .shows: .assignTitle
        case .done: .assignedTitle
        }
    }

    private func table(_ html: inout HTML) {
        let words = request.say(stage == .asks ? .togetherTasks : stage == .shows ? .willBeDone : .wereDone)
        let tells = isReview && stage == .shows
        html.h2(words)
        html.dataTable(
            caption: words, showsCaption: false,
            [Column(request.say(.reference)), Column(request.say(.due))] + (tells ? [Column(request.say(.whatRulesSay))] : [])
                + (able.contains(where: \.waitsForSecond) ? [Column(request.say(.togetherThen))] : []),
            able.map { task in
                [
                    .link("\(task.reference?.description ?? "")", href: "/desk/cases/\(task.caseID)\(queue.suffix)"),
                    .text(task.due.map { language.formatShort($0) } ?? request.say(.noDeadline)),
                ] + (tells ? [suggested(task)] : [])
                    + (able.contains(where: \.waitsForSecond) ? [.text(task.waitsForSecond ? request.say(.secondLooks) : "")] : [])
            })
    }

    private func suggested(_ task: ChosenTask) -> Cell {
        guard let suggested = task.suggested else { return .text(request.say(.noSuggestion)) }
        let title = shared.kind?.service.outcome(suggested)?.title[language.code] ?? suggested
        return suggested == form.outcome ? .text(title) : .pair(title, request.say(.rulesDiffer))
    }

    /// What each of them gets, as it was filled in.
    private func decided(_ service: PublicService) -> [SummaryRow] {
        let (reasons, conditions) = (desk.lines(form.reasons), desk.lines(form.conditions))
        return [
            SummaryRow(request.say(.decision), service.outcome(form.outcome)?.title[language.code] ?? form.outcome),
            SummaryRow(request.say(.reasonsLabel), reasons.isEmpty ? request.say(.reasonsOfRules) : "", lines: reasons),
        ] + (conditions.isEmpty ? [] : [SummaryRow(request.say(.conditionsLabel), "", lines: conditions)])
    }

    private func found(_ kind: SharedTasks.Kind) -> [SummaryRow] {
        guard let work = kind.step.work, let typed = form.typed else { return [] }
        let answers = desk.casework.findingsReader(in: language).read(work.form, from: typed).answers
        return work.form.questions.compactMap { question in
            guard let value = answers[question.id] else { return nil }
            return SummaryRow(question.ask[language.code], "", lines: question.lines(value, in: language, currency: desk.currency))
        }
    }

    private func questions(_ kind: SharedTasks.Kind, _ html: inout HTML) {
        html.form(request, to: "/desk/tasks/\(isReview ? "decide" : "finish")" + queue.suffix) { html in
            chosen(&html)
            if isReview { decision(kind.service, &html) } else { findings(kind, &html) }
            html.buttons { html in html.submit(request.say(.seeWhatHappens)) }
        }
    }

    /// All of them, so that none is lost on the way back.
    private func chosen(_ html: inout HTML) {
        for task in shared.tasks { html.hidden("task", "\(task.caseID)/\(task.ticket.number)") }
    }

    private func decision(_ service: PublicService, _ html: inout HTML) {
        html.radios(
            Control("outcome", request.say(.decision), faults: form.faults),
            service.outcomes.filter { !$0.isByRules }.map { ChoiceOption($0.id, $0.title[language.code]) }, chosen: form.outcome)
        html.textArea(
            Control("reasons", request.say(.reasonsLabel), hint: request.say(.togetherReasonsHint), faults: form.faults, isOptional: true),
            value: form.reasons ?? "", rows: 3, maximumLength: 10_000)
        html.textArea(
            Control("conditions", request.say(.conditionsLabel), hint: request.say(.conditionsHint), isOptional: true), value: form.conditions ?? "", rows: 2,
            maximumLength: 10_000)
    }

    private func findings(_ kind: SharedTasks.Kind, _ html: inout HTML) {
        guard let work = kind.step.work else { return }
        var drawn = QuestionPage(
            Form.Page(id: kind.step.id, title: work.title, questions: work.form.questions), answers: Answers(),
            typed: form.typed.map { typed in RawFields(Dictionary(uniqueKeysWithValues: typed.values.map { (Self.prefix + $0.key, $0.value) })) },
            errors: form.errors, mapHref: "/map", currency: desk.currency)
        drawn.prefix = Self.prefix
        drawn.published = Set(kind.service.publicFields.map { Self.prefix + $0 })
        html.questions(drawn, currencySymbol: language.symbol(of: desk.currency), isPart: true)
    }

    private func confirmation(_ html: inout HTML) {
        html.form(request, to: "/desk/tasks/\(isReview ? "decide" : "finish")" + queue.suffix) { html in
            chosen(&html)
            if isReview {
                html.hidden("outcome", form.outcome)
                html.hidden("reasons", form.reasons ?? "")
                html.hidden("conditions", form.conditions ?? "")
            }
            for field in (form.typed?.values ?? [:]).sorted(by: { $0.key < $1.key }) {
                for value in field.value { html.hidden(Self.prefix + field.key, value) }
            }
            html.buttons { html in
                html.submit(request.say(.assignConfirm, ["count": .count(able.count)]), name: "act", value: "do")
                html.submit(request.say(.changeDecision), name: "act", value: "change", style: .secondary)
            }
        }
    }

    var output: JSON {
        [
            "tasks": .array(
                shared.tasks.map { task in
                    .object(
                        task.members(isDone: stage == .done, language) + [
                            .init("suggested", task.suggested.map(JSON.string) ?? .null), .init("waits_for_second", .bool(task.waitsForSecond)),
                        ])
                }),
            "service": shared.kind.map { .string($0.service.id) } ?? .null, "step": shared.kind.map { .string($0.step.id) } ?? .null,
        ]
    }
}

extension Phrase {
    static let togetherTitle = Phrase("desk.together_title", en: "The same for several cases", es: "Lo mismo para varios expedientes")
    static let togetherTasks = Phrase("desk.together_tasks", en: "These are done together", es: "Estas se hacen juntas")
    static let togetherThen = Phrase("desk.together_then", en: "And then", es: "Y después")
    static let secondLooks = Phrase("desk.second_looks", en: "A second officer looks at it", es: "La revisa otra persona")
    static let sameForAll = Phrase("desk.same_for_all", en: "What each of them gets", es: "Lo que recibe cada una")
    static let reasonsOfRules = Phrase(
        "desk.reasons_of_rules", en: "Those that the rules draft for each case", es: "Los que las reglas redactan para cada expediente")
    static let willBeDone = Phrase("desk.will_be_done", en: "These will be done", es: "Estas se harán")
    static let wereDone = Phrase("desk.were_done", en: "These are done", es: "Estas están hechas")
    static let rulesDiffer = Phrase("desk.rules_differ", en: "not what you decide", es: "no es lo que usted resuelve")
    static let togetherReasonsHint = Phrase(
        "desk.together_reasons_hint",
        en: "One a line, the same in every letter. Leave it empty, and each case has the reasons that the rules draft for this decision.",
        es: "Uno por línea, igual en todas las cartas. Si lo deja vacío, cada expediente lleva los motivos que las reglas redactan para esta resolución.")
}
