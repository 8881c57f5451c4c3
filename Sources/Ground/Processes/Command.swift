import FEEL
import Kernel

/// What can be asked of a process.
public enum Command: Sendable, Hashable {
    case start(Context)
    /// One of the model's `listeners` has happened: begins an instance there, with what came.
    case startAt(String, Context)
    /// A task or call is done; `output` becomes variables.
    case complete(Ticket, output: Context)
    /// A call failed, or a task ended in an error of the model. `code` is caught by error events; without one that fits, the
    /// token stops and waits for an operator.
    case fail(Ticket, code: String, reason: String)
    case fire(Ticket)
    case deliver(message: String, key: Value?, payload: Context)
    /// A signal thrown outside: everything that waits for it hears it.
    case signal(String, payload: Context)
    /// A task or a called process tells of an escalation, and goes on unless an event interrupts it.
    case escalate(Ticket, code: String)
    /// Begins an activity of an ad-hoc sub-process; `.complete` of its ticket ends one that has no completion condition.
    case activate(Ticket, element: String)
    /// Facts outside may have changed: conditions are asked again.
    case reconsider
    /// Sets variables as they are seen at a ticket: what an operator does before trying again.
    case assign(Context, at: Ticket)
    /// Moves a timer or a due date.
    ///
    /// - Parameter repeats: how often the timer may still happen; as often as before when nil.
    case move(Ticket, due: Instant, repeats: Int? = nil)
    /// Begins to listen to events that the instance's version before did not have (`Migration.additions`), wherever it is under way beside them:
    /// terms run from now.
    case listen(to: [String])
    /// Takes away what listens beside something, such as one event on the border of an activity, which goes on without it.
    case stopListening(Ticket)
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
    /// Run another process as an instance of its own, and answer with `.complete` and its variables when it has ended, with `.fail`
    /// when an error left it (`uncaught`), with `.escalate` for an escalation it did not catch.
    case startProcess(Ticket, process: String, element: String, input: Context)
    case cancelProcess(Ticket)
    /// A signal was thrown; this instance has heard it already, the others have not.
    case broadcast(signal: String, payload: Context)
    /// An escalation that nothing here catches. The process goes on.
    case escalated(code: String, element: String)
    /// An error that nothing here catches. The token stops with an incident; a calling process is told with `.fail`.
    case uncaught(error: String, element: String)
    /// Deliver it to the one instance that has waited for it longest; without one, keep it for its time (`Message.keep`).
    case send(message: String, key: Value?, payload: Context, keep: Term?)
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
    case nobodyHears(signal: String)
    /// The process does not begin by itself, or not at this element.
    case noStart(String)
    /// This activity does not stand in the ad-hoc sub-process, or cannot begin now.
    case notOffered(element: String)
    /// The process turned in a circle without resting.
    case endless
    /// What the activity or event makes of what it was given takes too much work. It can be given again.
    case tooMuchWork(String)
}
