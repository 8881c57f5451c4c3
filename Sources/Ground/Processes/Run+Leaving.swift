import FEEL
import Kernel

extension Run {
    // MARK: Going on

    /// An activity is done: what it was given is set around it, or for an item of several among its own variables, and its token goes on.
    ///
    /// - Parameter values: what `values(of:at:)` made of it.
    mutating func finish(_ ticket: Ticket, taking values: Context = [:]) {
        guard let rest = state.rests[ticket] else { return }
        let node = model.nodes[rest.node]
        var locals = rest.locals ?? Context()
        if isInstance(rest) { locals.merge(values) } else { assign(values, from: rest.scope) }
        if node.draft.isCompensable { keep(rest.node, scope: rest.scope, locals: rest.locals, of: ticket) }
        dropWatchers(of: ticket)
        record(.left(ticket))
        if let item = rest.item {
            ended(item: item, of: rest.scope, locals: locals)
        } else {
            leave(rest.node, in: rest.scope)
        }
    }

    /// Whether it is one of the items of a multi-instance activity, whose variables are its own.
    func isInstance(_ rest: Instance.Rest) -> Bool { rest.host == nil && rest.item != nil && !isStandardLoop(rest.node) }

    /// What a ticket makes of what it is given: as its output mappings say, else as it came. Where that takes too much work, `overrun` is set.
    mutating func values(of given: Context, at ticket: Ticket) -> Context {
        guard let rest = state.rests[ticket] else { return [:] }
        let output = model.nodes[rest.node].element.output
        guard !output.isEmpty else { return given }
        var inner = rest.host == nil ? rest.locals ?? Context() : Context()
        inner.merge(given)
        return evaluate(output, context(in: rest.scope, locals: inner))
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
