import FEEL
import Kernel
import Privacy
import Processes
import Store

/// Calls of outside systems and of other capabilities, promised in the transaction of the case that asks.
extension Casework {
    func promise(_ call: AskedCall, at ticket: Ticket, of theCase: Case, _ service: PublicService, _ tx: Transaction) throws {
        let id: Identifier<AskedCall> = identifiers.next()
        try OutsideCallStore(codec: codec).insert(id, call, ticket, of: theCase, tx)
        try tx.schedule(JobRequest(AskedCall.job(for: call.name), key: id.text, payload: id.text, at: tx.now))
        guard case .outside(let request) = call else { return }
        // The person sees who is told of them, and by which law: as a look of its own, whoever else looked in the same request.
        guard let basis = service.legalBasis else { return }
        let purpose = try ReadPurpose(
            law: basis, of: government, actor: Actor(.machine(request.system)), request: identifiers.next(), case: theCase.reference.description)
        try neighbours.recordRead(purpose, [theCase.subject], tx)
    }

    /// Nobody waits for the answer any more.
    func takeBack(at ticket: Ticket, of theCase: Case, _ tx: Transaction) throws {
        let store = OutsideCallStore(codec: codec)
        for (id, name) in try store.calls(ticket, of: theCase.id, tx) {
            try store.remove(id, tx)
            try tx.unschedule(AskedCall.job(for: name), key: id.text)
        }
    }
}

extension CaseDecider {
    /// A call that the process waits at, and nobody has answered yet.
    private func isAwaited(_ ticket: Ticket, _ theCase: Case) -> Bool {
        theCase.process.waiting(in: service.process).contains { $0.ticket == ticket && $0.wait == .call && $0.incident == nil }
    }

    func called(_ ticket: Ticket, _ output: Context, _ change: inout CaseChange) throws {
        if isAwaited(ticket, change.theCase) { try play(.complete(ticket, output: output), &change) }
    }

    func callFailed(_ ticket: Ticket, _ code: String, _ reason: String, _ change: inout CaseChange) throws {
        if isAwaited(ticket, change.theCase) { try play(.fail(ticket, code: code, reason: reason), &change) }
    }
}
