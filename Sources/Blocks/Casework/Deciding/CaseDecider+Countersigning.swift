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
        guard let first = proposal.decidedFor ?? proposal.officer, let task = change.theCase.tasks.values.first(where: { $0.step == review }) else { return }
        change.record(.taskAssigned(task.ticket, first))
    }

    /// Whether it is to countersign what this officer decided: in their hands it would wait for ever.
    func isOwnDecision(_ task: OfficeTask, of account: AccountID?, _ theCase: Case) -> Bool {
        guard let account, service.step(task.step)?.isCountersignature == true else { return false }
        return theCase.proposal?.eyes.contains(account) ?? false
    }

    /// - Throws: `CASE-428` to the officer whose decision it is, to the one it was made for, and to whoever stands in for either:
    ///   a stand-in is not a second pair of eyes.
    private func proposal(_ ticket: Ticket, _ change: inout CaseChange) throws -> (OfficeTask, review: String, Decision) {
        let task = try free(ticket, &change)
        guard case .countersign(_, let review)? = service.step(task.step)?.kind, let proposal = change.theCase.proposal else { throw CaseFault.wrongTask }
        guard let account = actor.account else { throw CaseFault.notYours }
        guard proposal.eyes.isDisjoint(with: [account] + [actor.absentHolder(of: task)].compactMap { $0 }) else { throw CaseFault.ownDecision }
        return (task, review, proposal)
    }
}
