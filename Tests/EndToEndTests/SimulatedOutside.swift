import Courier
import Kernel
import Payments
import Synchronization

/// A mail server that is down, or takes a message and loses its answer.
final class SimulatedPost: Sendable {
    private struct State {
        var isDown = false
        var count = 0
        var delivered: [String: Int] = [:]
    }

    private let state = Mutex(State())

    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    /// How often each message came, by its identifier.
    var delivered: [String: Int] { state.withLock { $0.delivered } }

    var sender: MailSender {
        MailSender { message in
            let isLost = self.state.withLock { state in
                state.count += 1
                if state.isDown, state.count % 2 == 0 { return true }
                state.delivered[message.identifier, default: 0] += 1
                return state.isDown
            }
            if isLost { throw DeliveryFailure(isTemporary: true, reason: "simulated") }
        }
    }
}

/// A card company that is away, or forgets to answer. What a payer did there it knows for ever.
final class SimulatedCards: Sendable {
    private struct State {
        var isDown = false
        var count = 0
        var charges: [Identifier<CardCharge>: Charge] = [:]
    }

    private struct Charge {
        var amount: Money
        var outcome: CardOutcome
        var begun: Instant
    }

    private let state = Mutex(State())
    private let clock: Clock

    init(_ clock: Clock) { self.clock = clock }

    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    var paid: [Identifier<CardCharge>: Money] { state.withLock { $0.charges.filter { $0.value.outcome == .paid }.mapValues(\.amount) } }

    /// The payer on the company's page.
    func choose(_ outcome: CardOutcome, _ id: Identifier<CardCharge>) {
        state.withLock { if $0.charges[id]?.outcome == .pending { $0.charges[id]?.outcome = outcome } }
    }

    var processor: CardProcessor {
        CardProcessor(
            begin: { charge in
                try self.answer {
                    if $0.charges[charge.id] == nil { $0.charges[charge.id] = Charge(amount: charge.amount, outcome: .pending, begun: self.clock.now()) }
                }
                return charge.id.text
            },
            // A charge that the company never heard of was not paid, nor is one whose payer was away for a day.
            outcome: { id in
                try self.answer { state in
                    guard let charge = state.charges[id] else { return .declined }
                    if charge.outcome == .pending, self.clock.now() - charge.begun > .seconds(86_400) { state.charges[id]?.outcome = .declined }
                    return state.charges[id]?.outcome ?? .declined
                }
            })
    }

    private func answer<Answer: Sendable>(_ body: (inout State) -> Answer) throws -> Answer {
        try state.withLock { state in
            state.count += 1
            if state.isDown, state.count % 3 == 0 { throw PolityError(.unavailable, "CARDS-1", "The card company does not answer.") }
            let answer = body(&state)
            if state.isDown, state.count % 3 == 1 { throw PolityError(.unavailable, "CARDS-2", "The card company's answer is lost.") }
            return answer
        }
    }
}
