import Casework
import Forms
import HTML
import Kernel
import Processes
import Rules
import Web

/// What an officer typed into a task's forms, to be shown again when something is missing.
struct TaskForm: Sendable {
    var ticket: Ticket?
    var faults: [Web.Fault] = []
    var outcome = ""
    var reasons: String?
    var conditions = ""
    var question = ""
    var typed: RawFields?
    var errors: [FieldError] = []
}

extension Desk {
    /// What is to do: take it, decide or finish it, ask, hand over.
    func task(_ task: OfficeTask, _ view: OfficerView, _ form: TaskForm, _ request: Request, _ html: inout HTML) {
        let base = "/desk/cases/\(view.theCase.id)/tasks/\(task.ticket)"
        html.section(class: "task-panel") { html in
            html.h2(stepTitle(task.step, of: view.service.id, request.language))
            if let assignee = task.assignee, assignee != request.actor.account { html.p(request.say(.colleagues), class: "quiet") }
            switch view.service.step(task.step)?.kind {
            case .task(let work)?: findings(work, task, base, form, request, &html)
            default: decision(task, view, base, form, request, &html)
            }
            ask(task, base, form, request, &html)
            handOver(task, base, request, &html)
            if task.assignee == request.actor.account {
                html.formButton(request.say(.release), request, to: base + "/release")
            } else {
                html.formButton(request.say(.take), request, to: base + "/take")
            }
        }
    }

    private func decision(_ task: OfficeTask, _ view: OfficerView, _ base: String, _ form: TaskForm, _ request: Request, _ html: inout HTML) {
        let language = request.language
        let advice = view.advice.first
        html.h3(request.say(.whatRulesSay))
        if let advice {
            html.inset { html in
                html.p { html in html.strong(view.service.outcome(advice.outcome)?.title[language.code] ?? advice.outcome) }
                html.p(advice.because[language.code])
                if let source = advice.source { html.p(source, class: "quiet") }
            }
        } else {
            html.p(request.say(.noSuggestion), class: "quiet")
        }
        html.ruleFindings(view.findings, in: language)
        // The rules draft the reasons; the officer keeps, changes or replaces them.
        let drafted = view.advice.filter { $0.outcome == advice?.outcome }.map { $0.because[language.code] }.joined(separator: "\n")
        let isMine = form.ticket == nil || form.ticket == task.ticket
        html.form(request, to: base + "/decide") { html in
            html.radios(
                Control("outcome", request.say(.decision), faults: isMine ? form.faults : []),
                view.service.outcomes.map { ChoiceOption($0.id, $0.title[language.code]) }, chosen: form.outcome.isEmpty ? advice?.outcome : form.outcome)
            html.textArea(
                Control("reasons", request.say(.reasonsLabel), hint: request.say(.reasonsHint), faults: isMine ? form.faults : []),
                value: form.reasons ?? drafted, rows: 4, maximumLength: 10_000)
            html.textArea(
                Control("conditions", request.say(.conditionsLabel), hint: request.say(.conditionsHint), isOptional: true), value: form.conditions, rows: 3,
                maximumLength: 10_000)
            html.buttons { html in html.submit(request.say(.recordDecision)) }
        }
    }

    private func findings(_ work: Step.Work, _ task: OfficeTask, _ base: String, _ form: TaskForm, _ request: Request, _ html: inout HTML) {
        let page = Form.Page(id: task.step, title: work.title, questions: work.form.questions)
        let drawn = QuestionPage(
            page, answers: Answers(), typed: form.ticket == task.ticket ? form.typed : nil, errors: form.ticket == task.ticket ? form.errors : [],
            mapHref: "/map", currency: currency)
        html.form(request, to: base + "/finish") { html in
            html.questions(drawn, currencySymbol: request.language.symbol(of: currency), isPart: true)
            html.buttons { html in html.submit(request.say(.finish)) }
        }
    }

    private func ask(_ task: OfficeTask, _ base: String, _ form: TaskForm, _ request: Request, _ html: inout HTML) {
        html.details(request.say(.askApplicant), isOpen: form.faults.contains { $0.field == "question" }) { html in
            html.form(request, to: base + "/ask") { html in
                html.textArea(
                    Control("question", request.say(.askLabel), hint: request.say(.askHint), faults: form.faults), value: form.question, rows: 4,
                    maximumLength: 4_000)
                html.buttons { html in html.submit(request.say(.askSend), style: .secondary) }
            }
        }
    }

    private func handOver(_ task: OfficeTask, _ base: String, _ request: Request, _ html: inout HTML) {
        let language = request.language
        let roles = host.edition.government.roles.filter { $0.permissions.contains(Permission.workCases.name) && $0.id != task.role }
        guard !roles.isEmpty else { return }
        html.details(request.say(.handOver)) { html in
            html.form(request, to: base + "/hand-over") { html in
                html.select(Control("role", request.say(.handOverTo)), roles.map { ChoiceOption($0.id, $0.title[language.code]) })
                html.textArea(Control("note", request.say(.handOverNote)), rows: 2, maximumLength: 2_000)
                html.buttons { html in html.submit(request.say(.handOver), style: .secondary) }
            }
        }
    }
}
