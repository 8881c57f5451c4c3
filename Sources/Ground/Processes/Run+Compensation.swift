import FEEL
import Kernel

/// Undoing what was completed, in the reverse order of its completion (section 13.5.5).
extension Run {
    /// Keeps what was completed, with the variables as they are now.
    mutating func keep(_ node: Int, scope: Ticket, locals: Context?, of ticket: Ticket? = nil) {
        // What undoes is not undone.
        if case .undoing = state.rests[scope]?.wait { return }
        let isLooped = model.nodes[node].element.isLooped
        let item = ticket.flatMap { state.rests[$0]?.item }
        let inner = ticket.flatMap { state.scopes[$0]?.done.isEmpty == false ? $0 : nil }
        let isBody = isLooped && item == nil && ticket.map { state.scopes[$0] != nil } == true
        record(
            .completed(
                ProcessEvent.Completed(node: node, scope: scope, isBody: isBody, from: inner, variables: snapshot(in: scope, locals: locals))))
    }

    /// Begins to undo an activity, or everything around a token.
    ///
    /// - Returns: whether there was anything to undo.
    @discardableResult
    mutating func compensate(_ activity: String?, _ token: Token, isAwaited: Bool) -> Bool {
        let node = activity.flatMap { model.nodeIndex[$0] }
        guard let scope = scopeToUndo(node, from: token.scope) else { return false }
        let ticket = rest(Token(node: token.node, flow: nil, scope: token.scope), .undoing(isAwaited: isAwaited))
        record(.undoing(ticket, scope: scope, node: node))
        touched.insert(ticket)
        return true
    }

    /// The nearest scope, from an event sub-process outwards to what it stands in, in which there is something to undo.
    private func scopeToUndo(_ node: Int?, from scope: Ticket) -> Ticket? {
        var scope = scope
        while true {
            let done = state.scopes[scope]?.done ?? []
            if node == nil ? !done.isEmpty : done.contains(where: { $0.node == node }) { return scope }
            guard scope != .root, let rest = state.rests[scope] else { return nil }
            // Without a name only what stands in an event sub-process looks outside.
            guard node != nil || model.nodes[rest.node].element.isEventSubProcess else { return nil }
            scope = rest.scope
        }
    }

    /// The last handler has ended, or none has begun: on to the next.
    mutating func undoNext(_ ticket: Ticket, _ rest: Instance.Rest) {
        guard let completion = state.scopes[ticket]?.done.last else { return endUndoing(ticket, rest) }
        touched.insert(ticket)
        if completion.isBody { return record(.undone(ticket, into: ticket)) }
        if let handler = model.nodes[completion.node].draft.handler {
            record(.undone(ticket, into: nil))
            queue.append(Token(node: handler, flow: nil, scope: ticket, locals: completion.variables))
        } else if let event = model.contents[completion.node]?.eventSubProcesses.first(where: { $0.trigger.isCompensation }) {
            // Its own handler undoes what it likes of what was done inside.
            let own = self.rest(Token(node: event.node, flow: nil, scope: ticket, locals: completion.variables), .scope)
            record(.undone(ticket, into: own))
            queue.append(Token(node: event.start, flow: nil, scope: own))
        } else {
            record(.undone(ticket, into: ticket))
        }
    }

    private mutating func endUndoing(_ ticket: Ticket, _ rest: Instance.Rest) {
        record(.left(ticket))
        touched.insert(rest.scope)
        let element = model.nodes[rest.node].element
        switch element.kind {
        case .throwEvent: if rest.wait == .undoing(isAwaited: true) { leave(rest.node, in: rest.scope) }
        case .end(let result):
            note(end: rest.node, in: rest.scope)
            if result.isCancel { leaveCancelled(rest.scope) }
        default: break
        }
    }

    // MARK: Transactions (section 13.3.4)

    /// Everything in the transaction stops, what it has done is undone, and it is left through its cancel event.
    mutating func cancelTransaction(_ token: Token) {
        var scope = token.scope
        while let node = contentNode(scope), node != -1 {
            if case .subProcess(.transaction) = model.nodes[node].element.kind { break }
            guard let outer = state.rests[scope]?.scope else { break }
            scope = outer
        }
        let whole = whole(of: scope)
        guard whole != scope else {
            closeScope(scope)
            undo(scope, token)
            return
        }
        let instances = sortedMembers(of: whole)
        forgetMoving(in: whole)
        let ticket = undo(whole, token)
        for instance in instances {
            if state.scopes[instance] != nil { record(.undoing(ticket, scope: instance, node: nil)) }
            drop(instance)
        }
    }

    @discardableResult
    private mutating func undo(_ scope: Ticket, _ token: Token) -> Ticket {
        let ticket = rest(Token(node: token.node, flow: nil, scope: scope), .undoing(isAwaited: true))
        record(.undoing(ticket, scope: scope, node: nil))
        touched.insert(ticket)
        return ticket
    }

    /// The body of a loop for one of its turns or instances, else the scope itself. The cancel event stands on the border of the whole, and
    /// takes all instances away (section 10.3.8): so what each of them has done is undone, whether it has ended or not.
    private func whole(of scope: Ticket) -> Ticket {
        var ticket = scope
        while let rest = state.rests[ticket], rest.item != nil { ticket = rest.scope }
        return ticket
    }

    private mutating func leaveCancelled(_ scope: Ticket) {
        let ticket = whole(of: scope)
        guard let rest = state.rests[ticket] else { return }
        let boundary = model.nodes[rest.node].boundaries.first { model.nodes[$0].element.boundaryTrigger?.isCancel == true }
        drop(ticket)
        if let boundary { queue.append(Token(node: boundary, flow: nil, scope: rest.scope)) }
    }
}
