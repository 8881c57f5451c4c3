import Casework
import FEEL
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
    var conditions: String?
    /// What the officer wrote in the place of the drafted message, for the outcome above.
    var letter: String?
    var question = ""
    var note = ""
    var typed: RawFields?
    var errors: [FieldError] = []
}

/// What is to do: take it, decide or finish it, ask, hand over.
extension CaseDrawing {
    func task(_ task: OfficeTask, _ html: inout HTML) {
        let address = "\(base)/tasks/\(task.ticket)"
        html.section(class: "task-panel") { html in
            html.h2(desk.stepTitle(task.step, of: view.service.id, language))
            if let team = task.team { html.p(request.say(.forTeam, ["team": .text(desk.teamName(team, language))]), class: "quiet") }
            guard !isLacked(task) else {
                lacked(task, &html)
                return handOver(task, address, &html)
            }
            holder(task, address, &html)
            // Whose task it is works on it; others see who that is.
            guard task.assignee == nil || task.assignee == request.actor.account || request.actor.absentHolder(of: task) != nil else {
                if request.actor.may(.assignCases, in: task.organisation) { handOver(task, address, &html) }
                return
            }
            switch view.service.step(task.step)?.kind {
            case .task(let work)?:
                if let choice = view.choice(task) { self.choice(choice, address, &html) } else { findings(work, task, address, &html) }
            case .countersign?: countersignature(task, address, &html)
            default: decision(task, address, &html)
            }
            if isReview(task), view.service.mayAsk { ask(task, address, &html) }
            handOver(task, address, &html)
        }
    }

    /// Whether it is not the reader's yet and asks for a skill that they do not have.
    private func isLacked(_ task: OfficeTask) -> Bool {
        guard task.assignee == nil || request.actor.absentHolder(of: task) != nil else { return false }
        return !task.lacking(request.actor.skills).isEmpty
    }

    private func lacked(_ task: OfficeTask, _ html: inout HTML) {
        let skills = desk.skillNames(task.lacking(request.actor.skills), language)
        html.inset { html in
            html.p { html in html.strong(html.language.say(.lacksSkills, ["skills": .text(skills)])) }
            html.p(html.language.say(.lacksSkillsAdvice))
        }
    }

    /// Whether the reader had part in what the task looks at again.
    func isOwnDecision(_ task: OfficeTask) -> Bool {
        request.actor.account.map { view.theCase.earlierEyes(on: task, view.service).contains($0) } ?? false
    }

    private func isReview(_ task: OfficeTask) -> Bool { if case .review? = view.service.step(task.step)?.kind { true } else { false } }

    private func holder(_ task: OfficeTask, _ address: String, _ html: inout HTML) {
        if task.assignee == nil {
            guard !isOwnDecision(task) else { return }
            html.formButton(request.say(.take), request, to: address + "/take" + onward)
        } else if let assignee = task.assignee, assignee == request.actor.account {
            html.p(request.say(.yours))
            html.formButton(request.say(.release), request, to: address + "/release" + onward, style: .quiet)
        } else if let assignee = task.assignee, request.actor.absentHolder(of: task) == assignee, let absence = colleagues.absences[assignee] {
            let isTaken = task.standIn == request.actor.account
            let about: Phrase.Arguments = ["name": .text(colleagues.name(assignee, in: language)), "date": .date(absence.to)]
            html.p(request.say(isTaken ? .takenInPlace : .workInPlace, about))
            html.formButton(
                request.say(isTaken ? .release : .take), request, to: address + (isTaken ? "/release" : "/take") + onward, style: isTaken ? .quiet : .secondary)
        } else if let assignee = task.assignee {
            html.p(request.say(.colleagueWorks, ["name": .text(colleagues.holder(assignee, in: language))]))
        }
    }

    private func decision(_ task: OfficeTask, _ address: String, _ html: inout HTML) {
        guard !isOwnDecision(task) else { return html.p(request.say(.notOwnAppeal)) }
        let advice = view.advice.first
        if isReview(task) { suggestion(&html) }
        // The rules draft reasons and conditions, in the language of who reads them; the officer keeps, changes or replaces them.
        let drafts = isReview(task) ? view.advice.filter { $0.outcome == advice?.outcome } : []
        let drafted = drafts.map { $0.because[view.theCase.language] }.joined(separator: "\n")
        let conditions = drafts.flatMap { $0.conditions(in: view.theCase.language) }.joined(separator: "\n")
        let theirs = desk.host.edition.government.language(view.theCase.language)
        let hint = theirs.code == language.code ? "" : " " + request.say(.reasonsLanguage, ["language": .text(theirs.name)])
        let faults = form.ticket == nil || form.ticket == task.ticket ? form.faults : []
        html.form(request, to: address + "/decide" + onward) { html in
            html.radios(
                Control("outcome", request.say(.decision), faults: faults),
                view.service.outcomes.filter { !$0.isByRules }.map { ChoiceOption($0.id, $0.title[language.code]) },
                chosen: form.outcome.isEmpty ? advice?.outcome : form.outcome)
            html.textArea(
                Control("reasons", request.say(.reasonsLabel), hint: request.say(.reasonsHint) + hint, faults: faults), value: form.reasons ?? drafted, rows: 3,
                maximumLength: 10_000, textLanguage: view.theCase.language)
            html.textArea(
                Control("conditions", request.say(.conditionsLabel), hint: request.say(.conditionsHint), isOptional: true),
                value: form.conditions ?? conditions, rows: 2, maximumLength: 10_000, textLanguage: view.theCase.language)
            if form.ticket == task.ticket, let letter = form.letter {
                html.hidden("letter", letter)
                html.hidden("letter_for", form.outcome)
                html.p(request.say(.letterKept), class: "quiet")
            }
            html.buttons { html in
                html.submit(request.say(.recordDecision))
                html.submit(request.say(.seeLetter), name: "act", value: "preview", style: .secondary)
            }
        }
    }

    /// What the rules suggest, and for whoever wants it what each rule looked at.
    private func suggestion(_ html: inout HTML) {
        html.h3(request.say(.whatRulesSay))
        if let advice = view.advice.first {
            html.inset { html in
                html.p { html in html.strong(outcomeTitle(advice.outcome)) }
                html.p(advice.because[language.code])
                if let source = advice.source { html.p(source, class: "quiet") }
            }
        } else {
            html.p(request.say(.noSuggestion), class: "quiet")
        }
        html.ruleFindings(view.findings, words: view.service.ruleWords, in: language)
        guard !view.readings.isEmpty else { return }
        html.details(request.say(.howRulesGotThere)) { html in
            for reading in view.readings { self.reading(reading, &html) }
        }
    }

    private func reading(_ reading: RuleReading, _ html: inout HTML) {
        let (words, tone): (Phrase, TagTone) =
            switch reading.holds {
            case true?: (.ruleHolds, .good)
            case false?: (.ruleDoesNotHold, .neutral)
            case nil: (.ruleUnknown, .waiting)
            }
        html.h3(outcomeTitle(reading.rule.outcome))
        html.p { html in html.tag(html.language.say(words), tone) }
        html.p(reading.rule.because[language.code] + (reading.rule.source.map { " (\($0))" } ?? ""))
        guard let when = reading.rule.when else { return html.p(request.say(.ruleAlways), class: "quiet") }
        let ruleWords = view.service.ruleWords
        html.p(ruleWords.formula(when.source, in: language))
        guard !reading.values.isEmpty else { return }
        html.summaryList(reading.values.map { SummaryRow(ruleWords.heading($0.name, in: language), ruleWords.text($0.value.json, of: $0.name, in: language)) })
    }

    private func outcomeTitle(_ id: String) -> String { view.service.outcome(id)?.title[language.code] ?? id }

    private func findings(_ work: Step.Work, _ task: OfficeTask, _ address: String, _ html: inout HTML) {
        let isMine = form.ticket == task.ticket
        var drawn = QuestionPage(
            Form.Page(id: task.step, title: work.title, questions: work.form.questions), answers: Answers(), typed: isMine ? form.typed : nil,
            errors: isMine ? form.errors : [], mapHref: "/map", currency: desk.currency)
        drawn.published = Set(view.service.publishedFields)
        html.form(request, to: address + "/finish" + onward) { html in
            html.questions(drawn, currencySymbol: language.symbol(of: desk.currency), isPart: true)
            html.buttons { html in html.submit(request.say(.finish)) }
        }
    }

    private func ask(_ task: OfficeTask, _ address: String, _ html: inout HTML) {
        html.details(request.say(.askApplicant), isOpen: form.faults.contains { $0.field == "question" }) { html in
            html.form(request, to: address + "/ask" + onward) { html in
                html.textArea(
                    Control("question", request.say(.askLabel), hint: request.say(.askHint), faults: form.faults), value: form.question, rows: 4,
                    maximumLength: 4_000)
                html.buttons { html in html.submit(request.say(.askSend), style: .secondary) }
            }
        }
    }

    /// Colleagues of the role whom the reader may give it to: of those who lack one of its skills only who supervises may choose one.
    private func colleagueOptions(_ task: OfficeTask) -> [ChoiceOption] {
        let mayWaive = request.actor.may(.superviseCases, in: task.organisation)
        return own(task, mayWaive)
            + (takers[task.ticket] ?? []).compactMap { taker -> ChoiceOption? in
                let (lacking, name) = (task.lacking(taker.skills), colleagues.holder(taker.id, in: language))
                if lacking.isEmpty { return ChoiceOption("account:\(taker.id)", name) }
                let skills = desk.skillNames(lacking, language)
                return mayWaive ? ChoiceOption("account:\(taker.id)", request.say(.withoutSkills, ["name": .text(name), "skills": .text(skills)])) : nil
            }
    }

    /// Who supervises may give themselves what they could not take.
    private func own(_ task: OfficeTask, _ mayWaive: Bool) -> [ChoiceOption] {
        guard mayWaive, isLacked(task), let account = request.actor.account else { return [] }
        let skills = desk.skillNames(task.lacking(request.actor.skills), language)
        let name = colleagues.name(account, in: language)
        return [ChoiceOption("account:\(account)", request.say(.withoutSkills, ["name": .text(name), "skills": .text(skills)]))]
    }

    /// Teams of its role that do not have it, and all of the role where one has.
    private func teamOptions(_ task: OfficeTask) -> [ChoiceOption] {
        let others = desk.host.edition.government.teams(of: task.role).filter { $0.id != task.team }.map {
            ChoiceOption("team:\($0.id)", $0.title[language.code])
        }
        guard task.team != nil else { return others }
        return others + [ChoiceOption("team", request.say(.wholeRole, ["role": .text(desk.roleName(task.role, language))]))]
    }

    /// To a colleague of the same role, where the reader may assign; else to a team, or to another role.
    private func handOver(_ task: OfficeTask, _ address: String, _ html: inout HTML) {
        let roles = desk.host.edition.government.roles.filter {
            $0.permissions.contains(Permission.workCases.name) && $0.id != task.role
                && request.actor.mayHandOver(task, of: view.theCase, view.service, to: $0.organisation, in: desk.host.edition.government)
        }
        let options = colleagueOptions(task) + teamOptions(task) + roles.map { ChoiceOption("role:\($0.id)", $0.title[language.code]) }
        guard !options.isEmpty else { return }
        // Several tasks of a case have a form each. The one that was sent, or the first, bears the field's own name, as the summary of faults does.
        let isMeant = task.ticket == (form.ticket ?? view.tasks.first?.ticket)
        let faults = isMeant ? form.faults : []
        html.details(request.say(.handOver), isOpen: faults.contains { $0.field == "to" }) { html in
            html.form(request, to: address + "/hand-over" + onward) { html in
                html.select(Control("to", request.say(.handOverTo), id: isMeant ? "to" : "to-\(task.ticket)", faults: faults), options)
                html.textArea(
                    Control("note", request.say(.handOverNote), id: "hand-over-note-\(task.ticket)", isOptional: true), rows: 2, maximumLength: 2_000)
                html.buttons { html in html.submit(request.say(.handOver), style: .secondary) }
            }
        }
    }
}
