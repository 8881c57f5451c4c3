import FEEL
import Kernel

/// What happened in a process: the only way its state changes. Events are stored with their version and never edited; a
/// reader of older ones upcasts them (`ProcessEvent+JSON.swift`).
public enum ProcessEvent: Sendable, Hashable {
    case started(variables: Context)
    /// A token comes to rest at a node, or a watcher begins to listen beside one (`host`).
    case rested(Ticket, node: Int, scope: Ticket, host: Ticket?, wait: Instance.Wait, item: Int?, locals: Context?)
    /// A multi-instance body knows its items.
    case itemised(Ticket, items: [Value])
    /// A timer or a task's due date was moved.
    case moved(Ticket, due: Instant)
    /// A token leaves its rest and goes on; a watcher has heard what it listened for.
    case left(Ticket)
    /// Taken away: cancelled with what it belonged to.
    case dropped(Ticket)
    /// A token goes through a node without resting.
    case passed(node: Int, scope: Ticket)
    /// A token waits before a join.
    case arrived(flow: Int, scope: Ticket)
    /// A join takes one token from each of these flows.
    case joined(node: Int, scope: Ticket, flows: [Int])
    /// `scope` is `.root` or the ticket whose own variable it is.
    case assigned(String, Value, scope: Ticket)
    /// The result of one item of a multi-instance body.
    case collected(Ticket, item: Int, Value)
    case stopped(Ticket, reason: String)
    case resumed(Ticket)
    case ended(node: Int)
    case cancelled
}
