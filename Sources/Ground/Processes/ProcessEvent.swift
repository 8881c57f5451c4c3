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
    /// A timer or a task's due date was moved; with `repeats`, the timer may still happen so often.
    case moved(Ticket, due: Instant, repeats: Int? = nil)
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
    /// An instance of a multi-instance body has ended.
    case turned(Ticket)
    /// Something is done that can be undone.
    case completed(Completed)
    /// Nothing new begins in a scope.
    case closed(Ticket)
    /// A ticket takes over what was completed in a scope, all or by one node, to undo it.
    case undoing(Ticket, scope: Ticket, node: Int?)
    /// The last of it is dealt with; what was completed inside it goes to `into`.
    case undone(Ticket, into: Ticket?)
    /// A complex gateway fires, and takes a token from each of these flows; then waits for its reset.
    case activated(node: Int, scope: Ticket, flows: [Int])
    case reset(node: Int, scope: Ticket, flows: [Int])
    /// A condition that had come true is false again.
    case lapsed(Ticket)
    case stopped(Ticket, reason: String)
    case resumed(Ticket)
    case ended(node: Int)
    case cancelled
}

extension ProcessEvent {
    public struct Completed: Sendable, Hashable {
        var node: Int
        var scope: Ticket
        var isBody: Bool
        /// The scope whose completions stand inside this one.
        var from: Ticket?
        var variables: Context
    }
}

extension ProcessModel {
    /// The element at which a token came to rest, or through which it went; nil for every other event.
    public func element(of event: ProcessEvent) -> String? {
        switch event {
        case .rested(_, let node, _, _, _, _, _), .passed(let node, _), .joined(let node, _, _), .activated(let node, _, _), .ended(let node):
            nodes.indices.contains(node) ? nodes[node].element.id : nil
        default: nil
        }
    }
}
