import FEEL
import Kernel
import Processes

/// Decisions that two officers make (the four-eyes principle): what the first decides takes effect when a second agrees.
extension CaseDecider {
    /// Whether the process leads from this decision to a second officer. The gateway asks the same of the same names.
    func needsSecond(_ decision: Decision, of review: String, _ theCase: Case) -> Bool {
        guard let step = service.countersignature(of: review) else { return false }
        guard let when = step.when else { return true }
        var names = context(theCase)
        names["decision"] = decision.value
        return when.evaluate(names) == .boolean(true)
    }

    func countersign(_ ticket: Ticket, _ change: inout CaseChange) throws {
        let (task, _, proposal) = try proposal(ticket, &change)
        var decision = proposal
        decision.decidedAt = now
        decision.countersignedBy = actor.account
        decision.countersignedFor = actor.absentHolder(of: task)
        change.record(.decided(decision))
        change.record(.taskClosed(ticket))
        try play(.complete(ticket, output: ["countersigned": .boolean(true)]), &change)
    }

    /// The review begins again, with the officer who had it.
    func giveBack(_ ticket: Ticket, _ note: String, _ change: inout CaseChange) throws {
        let (_, review, proposal) = try proposal(ticket, &change)
        guard !note.isEmpty else { throw CaseFault.noText }
        guard note.utf8.count <= Casework.longestNoteBytes else { throw CaseFault.tooLong }
        change.record(.returned(Note(text: note, by: actor.text, at: now)))
        change.record(.taskClosed(ticket))
        try play(.complete(ticket, output: ["decision": .null, "countersigned": .boolean(false)]), &change)
        // What a stand-in decided goes back to the one it was decided for.
        guard case .officer(let officer, let role) = proposal.by, let task = change.theCase.tasks.values.first(where: { $0.step == review }) else { return }
        comeBack(task, to: proposal.decidedFor ?? officer, role: role, organisation: proposal.organisation, team: nil, &change)
    }

    /// - Throws: `CASE-428` to whoever had part in what the task looks at again, to the one it was done for, and to whoever stands in for
    ///   either: a stand-in is not a second pair of eyes.
    func requireOtherEyes(on task: OfficeTask, _ theCase: Case) throws {
        let acting = [actor.account, actor.absentHolder(of: task)].compactMap { $0 }
        guard theCase.earlierEyes(on: task, service).isDisjoint(with: acting) else { throw CaseFault.ownDecision }
    }

    private func proposal(_ ticket: Ticket, _ change: inout CaseChange) throws -> (OfficeTask, review: String, Decision) {
        let task = try free(ticket, &change)
        guard case .countersign(_, let review)? = service.step(task.step)?.kind, let proposal = change.theCase.proposal else { throw CaseFault.wrongTask }
        guard actor.account != nil else { throw CaseFault.notYours }
        try requireOtherEyes(on: task, change.theCase)
        return (task, review, proposal)
    }
}

extension Case {
    /// Everybody who had part in what a task looks at again: in the decision to be countersigned, or in those that are appealed. In their
    /// hands it would be no second look.
    public func earlierEyes(on task: OfficeTask, _ service: PublicService) -> Set<AccountID> {
        if task.step == StepCompiler.ID.appeal { return decisions.reduce(into: []) { $0.formUnion($1.allEyes) } }
        guard service.step(task.step)?.isCountersignature == true else { return [] }
        return proposal?.eyes ?? []
    }
}
