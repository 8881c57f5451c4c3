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
        let (_, proposal, account) = try proposal(ticket, change.theCase)
        var decision = proposal
        decision.decidedAt = now
        decision.countersignedBy = account
        change.record(.decided(decision))
        change.record(.taskClosed(ticket))
        try play(.complete(ticket, output: ["countersigned": .boolean(true)]), &change)
    }

    /// The review begins again, with the officer who had it.
    func giveBack(_ ticket: Ticket, _ note: String, _ change: inout CaseChange) throws {
        let (review, proposal, _) = try proposal(ticket, change.theCase)
        guard !note.isEmpty else { throw CaseFault.noText }
        guard note.utf8.count <= Casework.longestNoteBytes else { throw CaseFault.tooLong }
        change.record(.returned(Note(text: note, by: actor.text, at: now)))
        change.record(.taskClosed(ticket))
        try play(.complete(ticket, output: ["decision": .null, "countersigned": .boolean(false)]), &change)
        guard case .officer(let first, _) = proposal.by, let task = change.theCase.tasks.values.first(where: { $0.step == review }) else { return }
        change.record(.taskAssigned(task.ticket, first))
    }

    /// Whether it is to countersign what this officer decided: in their hands it would wait for ever.
    func isOwnDecision(_ task: OfficeTask, of account: AccountID?, _ theCase: Case) -> Bool {
        guard let account, service.step(task.step)?.isCountersignature == true, case .officer(account, _)? = theCase.proposal?.by else { return false }
        return true
    }

    /// - Throws: `CASE-428` to the officer whose decision it is.
    private func proposal(_ ticket: Ticket, _ theCase: Case) throws -> (review: String, Decision, AccountID) {
        let task = try free(ticket, theCase)
        guard case .countersign(_, let review)? = service.step(task.step)?.kind, let proposal = theCase.proposal else { throw CaseFault.wrongTask }
        guard let account = actor.account else { throw CaseFault.notYours }
        if case .officer(account, _) = proposal.by { throw CaseFault.ownDecision }
        return (review, proposal, account)
    }
}
