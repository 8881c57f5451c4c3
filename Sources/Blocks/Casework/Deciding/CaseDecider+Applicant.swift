import FEEL
import Kernel
import Processes

extension CaseDecider {
    func paid(_ change: inout CaseChange) throws {
        // A payment that is told twice is one payment.
        guard !change.theCase.isPaid else { return }
        change.record(.paid)
        let isAwaited = change.theCase.process.hears(message: StepCompiler.MessageName.paid, key: nil)
        if isAwaited { try play(.deliver(message: StepCompiler.MessageName.paid, key: nil, payload: [:]), &change) }
        change.consequences.append(.tell(.paid, text: ""))
    }

    /// The timers of a case happen in the order in which they are due, whichever job comes first: after an outage, a reminder is not lost
    /// to the end that came due behind it.
    func fire(_ ticket: Ticket, without refused: Set<Ticket>, _ change: inout CaseChange) throws {
        // A timer that is told twice, or was cancelled meanwhile, has nothing to do.
        guard let due = change.theCase.process.due(at: ticket) else { return }
        // A cycle makes up for the turns it missed. Beyond so many they are left to their own jobs.
        for _ in 0..<Self.mostTimersAtOnce {
            guard let earlier = change.theCase.process.timer(before: (due, ticket), without: refused, in: service.process) else { break }
            try happen(earlier, &change)
        }
        if change.theCase.process.due(at: ticket) != nil { try happen(ticket, &change) }
    }

    static let mostTimersAtOnce = 1_000

    private func happen(_ ticket: Ticket, _ change: inout CaseChange) throws {
        try play(.fire(ticket), &change)
        try endQuestions(&change)
    }

    /// A question whose answer nothing waits for any more is over: its time has passed, or something else has led away from it. Where the case
    /// stands still with a fault, it may wait again once that is mended.
    func endQuestions(_ change: inout CaseChange) throws {
        let open = change.theCase.requests.filter(\.isOpen)
        guard !open.isEmpty, !change.theCase.process.awaitsAnswer,
            !change.theCase.process.waiting(in: service.process).contains(where: { $0.incident != nil })
        else { return }
        for request in open {
            change.record(.answered(request.number, nil))
            try resume(request, &change)
        }
    }

    func answer(_ number: Int, _ answer: InformationRequest.Answer, _ change: inout CaseChange) throws {
        guard let request = change.theCase.requests.first(where: { $0.number == number }), request.isOpen else { throw CaseFault.alreadyAnswered }
        guard !answer.text.isEmpty || !answer.files.isEmpty else { throw CaseFault.noText }
        guard answer.text.utf8.count <= 20_000, answer.files.count <= 20 else { throw CaseFault.tooLong }
        change.record(.answered(number, answer))
        try play(.deliver(message: StepCompiler.MessageName.answered, key: nil, payload: ["asked": .boolean(false)]), &change)
        try resume(request, &change)
    }

    func appeal(_ text: String, _ change: inout CaseChange) throws {
        guard change.theCase.waits(for: StepCompiler.MessageName.appealed, service), change.theCase.appealText == nil else { throw CaseFault.noAppeal }
        guard !text.isEmpty else { throw CaseFault.noText }
        guard text.utf8.count <= 20_000 else { throw CaseFault.tooLong }
        change.record(.appealed(text: text))
        try play(.deliver(message: StepCompiler.MessageName.appealed, key: nil, payload: [:]), &change)
        change.consequences.append(.tell(.appealReceived, text: ""))
        change.consequences.append(.act("appeal", ["case": .string(change.theCase.reference.plain)]))
    }

    /// Until it is decided an application can be taken back.
    func withdraw(_ change: inout CaseChange) throws {
        guard change.theCase.decisions.isEmpty, change.theCase.process.isRunning else { throw CaseFault.alreadyDecided }
        try play(.cancel, &change)
        for request in change.theCase.requests where request.isOpen { change.record(.answered(request.number, nil)) }
        let isPaidBack = change.theCase.fee != nil && change.theCase.isPaid && service.fee?.isPaidBackOnWithdrawal == true
        if change.theCase.fee != nil, isPaidBack || !change.theCase.isPaid { change.consequences.append(.giveUpFee(isPaidBack: isPaidBack)) }
        change.consequences.append(.tell(isPaidBack ? .withdrawnAndPaidBack : .withdrawn, text: ""))
        change.consequences.append(.act("withdrawal", ["case": .string(change.theCase.reference.plain)]))
    }

    /// The day until which an appeal can be made; nil when none can.
    func appealUntil(_ theCase: Case) -> CivilDate? {
        guard theCase.stage(service) == .decided, theCase.appealText == nil else { return nil }
        for waiting in theCase.process.waiting(in: service.process) {
            if case .timer(let due, _) = waiting.wait, waiting.element == "appeal_over" { return calendar.zone.date(of: due) }
        }
        return nil
    }
}

extension Instance {
    /// Whether somebody was asked something and has time to answer.
    var awaitsAnswer: Bool { hears(message: StepCompiler.MessageName.answered, key: nil) }

    /// When the timer of a ticket is due; nil where it is none, or has come.
    func due(at ticket: Ticket) -> Instant? { if case .timer(let due, _)? = wait(of: ticket) { due } else { nil } }

    /// The first of the timers that are due before another. One that stands still with a fault is an operator's, and keeps no other waiting.
    func timer(before last: (due: Instant, ticket: Ticket), without refused: Set<Ticket>, in model: ProcessModel) -> Ticket? {
        waiting(in: model)
            .compactMap { waiting -> (due: Instant, ticket: Ticket)? in
                guard case .timer(let due, _) = waiting.wait, waiting.incident == nil, !refused.contains(waiting.ticket), (due, waiting.ticket) < last else {
                    return nil
                }
                return (due, waiting.ticket)
            }.min { $0 < $1 }?.ticket
    }
}
