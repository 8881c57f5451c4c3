import FEEL
import Kernel

/// What can be asked of a process.
public enum Command: Sendable, Hashable {
    case start(Context)
    /// A task or call is done; `output` becomes variables.
    case complete(Ticket, output: Context)
    /// A call failed, or a task ended in an error of the model. `code` is caught by error events; without one that fits, the
    /// token stops and waits for an operator.
    case fail(Ticket, code: String, reason: String)
    case fire(Ticket)
    case deliver(message: String, key: Value?, payload: Context)
    /// Moves a timer or a due date.
    case move(Ticket, due: Instant)
    /// Tries a stopped token again.
    case retry(Ticket)
    case cancel
}

/// What the outside has to do, in the transaction that stores the events.
public enum Effect: Sendable, Hashable {
    case createTask(Ticket, element: String, role: String?, due: Instant?)
    case cancelTask(Ticket)
    case schedule(Ticket, at: Instant)
    case cancelTimer(Ticket)
    /// Answer with `.complete` or `.fail`; the ticket is the idempotency key within its instance.
    case call(Ticket, service: String, element: String, input: Context)
    case cancelCall(Ticket)
    case send(message: String, key: Value?, payload: Context)
    case incident(Ticket, element: String, reason: String)
    case ended(element: String)
}

/// Why a command was not taken. Nothing changed.
public enum Rejection: Error, Sendable, Hashable {
    case alreadyStarted
    case notRunning
    /// Nothing waits under this ticket any more: somebody else was first, or it was cancelled.
    case notWaiting(Ticket)
    /// Something waits there, but not for this.
    case wrongKind(Ticket)
    case tooEarly(Ticket, due: Instant)
    case nobodyWaits(message: String)
    /// The process turned in a circle without resting.
    case endless
}
