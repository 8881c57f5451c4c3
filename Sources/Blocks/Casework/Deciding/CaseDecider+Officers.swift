import FEEL
import Foundation
import Kernel
import Processes

extension CaseDecider {
    func take(_ ticket: Ticket, _ change: inout CaseChange) throws {
        let task = try free(ticket, &change)
        try requireOtherEyes(on: task, change.theCase)
        if actor.absentHolder(of: task) == nil { change.record(.taskAssigned(ticket, actor.account)) }
    }

    /// A task that nobody else has taken: a colleague who works on it is not overtaken. Where the colleague is away and the actor
    /// stands in for them, that is recorded. Whose it is already has its skills, or was given it without.
    func free(_ ticket: Ticket, _ change: inout CaseChange) throws -> OfficeTask {
        let task = try task(ticket, change.theCase)
        if let assignee = task.assignee, assignee == actor.account { return task }
        guard task.assignee != nil else {
            try requireSkills(for: task)
            return task
        }
        guard let absent = actor.absentHolder(of: task) else { throw CaseFault.taken }
        try requireSkills(for: task)
        change.record(.stoodIn(ticket, for: absent, by: actor.account))
        return task
    }

    func release(_ ticket: Ticket, _ change: inout CaseChange) throws {
        let task = try task(ticket, change.theCase)
        if task.standIn != nil, task.standIn == actor.account, let absent = actor.absentHolder(of: task) {
            return change.record(.stoodIn(ticket, for: absent, by: nil))
        }
        guard task.assignee == actor.account else { throw CaseFault.notYours }
        change.record(.taskAssigned(ticket, nil))
    }

    func handOver(
        _ ticket: Ticket, _ account: AccountID?, _ role: String?, _ organisation: String?, _ note: String, _ lacking: [String], _ change: inout CaseChange
    )
        throws
    {
        let task = try task(ticket, change.theCase)
        if let absent = actor.absentHolder(of: task) { change.record(.stoodIn(ticket, for: absent, by: actor.account)) }
        if role != nil || organisation != nil {
            change.record(.taskMoved(ticket, role: role ?? task.role, organisation: organisation ?? task.organisation))
        }
        if let account, change.theCase.earlierEyes(on: task, service).contains(account) { throw CaseFault.ownDecision }
        if account != nil || task.assignee != nil { change.record(.taskAssigned(ticket, account)) }
        if let account, !lacking.isEmpty { change.record(.skillsWaived(ticket, for: account, lacking)) }
        if !note.isEmpty { change.record(.noted(Note(text: note, by: actor.text, at: now))) }
    }

    /// Ends work that gives findings; they become names for everything after it.
    func finish(_ ticket: Ticket, _ findings: Context, _ change: inout CaseChange) throws {
        let task = try free(ticket, &change)
        guard case .task = service.step(task.step)?.kind else { throw CaseFault.wrongTask }
        // What ends by its condition is not ended by hand.
        guard service.adHoc(task.step)?.completion == nil else { throw CaseFault.wrongTask }
        change.record(.taskClosed(ticket))
        try play(.complete(ticket, output: findings), &change)
    }

    func decide(_ ticket: Ticket, _ input: DecisionInput, _ change: inout CaseChange) throws {
        let task = try free(ticket, &change)
        guard task.step == StepCompiler.ID.appeal || service.step(task.step)?.isReview == true else { throw CaseFault.wrongTask }
        try requireOtherEyes(on: task, change.theCase)
        guard let chosen = service.outcome(input.outcome), !chosen.isByRules else { throw CaseFault.unknownOutcome }
        guard !input.reasons.isEmpty, input.reasons.allSatisfy({ !$0.text.isEmpty }) else { throw CaseFault.noReasons }
        guard input.reasons.count <= 50, input.conditions.count <= 50, (input.reasons.map(\.text) + input.conditions).allSatisfy({ $0.utf8.count <= 10_000 })
        else {
            throw CaseFault.tooLong
        }
        guard (input.letter?.utf8.count ?? 0) <= Casework.longestLetterBytes else { throw CaseFault.tooLong }
        guard let account = actor.account else { throw CaseFault.notYours }
        var decision = Decision(
            number: change.theCase.decisions.count + 1, outcome: input.outcome, reasons: input.reasons, conditions: input.conditions, decidedAt: now,
            by: .officer(account, role: task.role), decidedFor: actor.absentHolder(of: task), findings: service.findings(context(change.theCase)),
            organisation: isElsewhere(task, change.theCase) ? task.organisation : nil, withoutSkills: task.lacking(actor.skills))
        if let letter = input.letter.map(DecisionInput.plain), !letter.isEmpty, letter != draft(of: decision, chosen, change) {
            (decision.message, decision.isEdited) = (letter, true)
        }
        change.record(needsSecond(decision, of: task.step, change.theCase) ? .proposed(decision) : .decided(decision))
        change.record(.taskClosed(ticket))
        try play(.complete(ticket, output: ["decision": decision.value, "asked": .boolean(false)]), &change)
    }

    /// What an outcome would say if it were decided so now.
    func draft(of decision: Decision, _ outcome: Outcome, _ change: CaseChange) -> String {
        var names = context(change)
        names["decision"] = decision.value
        return DecisionInput.plain(words(of: outcome, names, change.theCase))
    }

    /// The officer's clock stops, and with it the timers on the task's border: what is left of them is kept, and given back with the answer.
    func ask(_ ticket: Ticket, _ text: String, _ change: inout CaseChange) throws {
        let task = try free(ticket, &change)
        guard service.step(task.step)?.isReview == true else { throw CaseFault.wrongTask }
        guard !text.isEmpty else { throw CaseFault.noText }
        guard text.utf8.count <= 10_000, change.theCase.requests.count < 50 else { throw CaseFault.tooLong }
        // An answer goes to who has waited for one longest: of two questions it would be the wrong one.
        guard !change.theCase.process.awaitsAnswer else { throw CaseFault.alreadyAsked }
        let isElsewhere = isElsewhere(task, change.theCase)
        let left = task.due.map { calendar.workingDays(from: today, to: $0) }
        change.record(
            .asked(
                InformationRequest(
                    number: change.theCase.requests.count + 1, text: text, askedAt: now, askedBy: actor.text,
                    due: service.answerWithin.end(from: today, in: calendar),
                    workingDaysLeft: left, step: task.step, assignee: task.assignee, isOpen: true, role: isElsewhere ? task.role : nil,
                    organisation: isElsewhere ? task.organisation : nil, team: task.team, timers: stoppedTimers(beside: ticket, change.theCase))))
        change.record(.taskClosed(ticket))
        try play(.complete(ticket, output: ["asked": .boolean(true)]), &change)
        guard change.theCase.process.awaitsAnswer else { throw CaseFault.asksNobody }
        change.consequences.append(.tell(.questionAsked, text: text))
    }

    /// A note is left once, however often its button was pressed.
    func note(_ text: String, _ mentions: [AccountID], _ change: inout CaseChange) {
        let note = Note(text: text, by: actor.text, at: now, mentions: mentions)
        if let last = change.theCase.notes.last, (last.text, last.by) == (note.text, note.by), last.mentions == mentions, now - last.at < .seconds(60) {
            return
        }
        change.record(.noted(note))
    }

    /// After an answer, or when the time to answer is over: the task is back, with the days it had left and with who had it.
    func resume(_ request: InformationRequest, _ change: inout CaseChange) throws {
        guard let task = change.theCase.tasks.values.first(where: { $0.step == request.step }) else { return }
        if let left = request.workingDaysLeft {
            change.record(.taskDue(task.ticket, calendar.date(after: today, workingDays: max(left, 1))))
        }
        if let timers = request.timers { try goOn(timers, beside: task.ticket, &change) }
        comeBack(task, to: request.assignee, role: request.role, organisation: request.organisation, team: request.team, &change)
    }

    /// A task that was begun before is where it was handed over to, and with who had it, as long as they may work there.
    func comeBack(_ task: OfficeTask, to account: AccountID?, role: String?, organisation: String?, team: String?, _ change: inout CaseChange) {
        var task = task
        if let role, let organisation, role != task.role || organisation != task.organisation {
            (task.role, task.organisation) = (role, organisation)
            task.team = nil
            change.record(.taskMoved(task.ticket, role: role, organisation: organisation))
        }
        if let team, team != task.team { change.record(.taskPutBefore(task.ticket, team: team)) }
        guard let account, let grants = colleagues[account], Actor(.account(account), grants: grants).mayWork(on: task) else { return }
        change.record(.taskAssigned(task.ticket, account))
    }
}

extension Step {
    var isReview: Bool { if case .review = kind { true } else { false } }
}
