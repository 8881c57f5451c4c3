import FEEL
import Kernel

extension Run {
    // MARK: Going on

    /// An activity is done: its token goes on.
    ///
    /// - Parameter output: of an item of a multi-instance activity, whose variables are its own.
    mutating func finish(_ ticket: Ticket, output: Context = [:]) {
        guard let rest = state.rests[ticket] else { return }
        let node = model.nodes[rest.node]
        var locals = rest.locals ?? Context()
        if rest.item != nil {
            locals.merge(mapped(output, rest.node, rest.scope, locals))
            if let reason = takeOverrun() { return stop(ticket, reason) }
        }
        if node.draft.isCompensable { keep(rest.node, scope: rest.scope, locals: rest.locals, of: ticket) }
        dropWatchers(of: ticket)
        record(.left(ticket))
        if let item = rest.item {
            ended(item: item, of: rest.scope, locals: locals)
        } else {
            leave(rest.node, in: rest.scope)
        }
    }

    /// What an item's output mappings make of what it was given.
    mutating func mapped(_ given: Context, _ node: Int, _ scope: Ticket, _ locals: Context) -> Context {
        let output = model.nodes[node].element.output
        guard !output.isEmpty else { return given }
        var inner = locals
        inner.merge(given)
        return evaluate(output, context(in: scope, locals: inner))
    }

    // MARK: Taking away

    func watchers(of ticket: Ticket) -> [Ticket] { ticket == .root ? state.scopes[.root]?.watchers ?? [] : state.rests[ticket]?.watchers ?? [] }

    mutating func dropWatchers(of ticket: Ticket, but heard: Ticket? = nil) {
        for watcher in watchers(of: ticket) where watcher != heard { drop(watcher) }
    }

    /// Takes a token away with all that belongs to it.
    mutating func drop(_ ticket: Ticket) {
        guard let rest = state.rests[ticket] else { return }
        dropWatchers(of: ticket)
        switch rest.wait {
        case .task: effect(.cancelTask(ticket))
        case .call: effect(.cancelCall(ticket))
        case .process: effect(.cancelProcess(ticket))
        case .timer: effect(.cancelTimer(ticket))
        case .scope, .adHoc, .undoing:
            for member in sortedMembers(of: ticket) { drop(member) }
            forgetMoving(in: ticket)
            touched.remove(ticket)
        case .message, .signal, .condition, .choice, .all, .stopped, .done: break
        }
        record(.dropped(ticket))
    }

    /// Takes every token of a scope away.
    mutating func clear(_ scope: Ticket) {
        for ticket in sortedMembers(of: scope) { drop(ticket) }
        forgetMoving(in: scope)
        clearArrivals(in: scope)
        cleared.insert(scope)
    }

    /// Tokens under way in a scope go with it.
    mutating func forgetMoving(in scope: Ticket) {
        guard next < queue.count else { return }
        queue = queue[next...].filter { $0.scope != scope }
        next = 0
    }

    func sortedMembers(of scope: Ticket) -> [Ticket] { state.scopes[scope]?.members.tickets ?? [] }

    private mutating func clearArrivals(in scope: Ticket) {
        let arrivals = state.scopes[scope]?.arrivals ?? [:]
        for (flow, count) in arrivals.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<count { record(.joined(node: model.flows[flow].to, scope: scope, flows: [flow])) }
        }
        for node in (state.scopes[scope]?.fired ?? [:]).keys.sorted() { record(.reset(node: node, scope: scope, flows: [])) }
    }
}
