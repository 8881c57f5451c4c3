import FEEL
import Kernel

extension Run {
    // MARK: Listening beside an activity or gateway

    mutating func watchBoundaries(of host: Ticket, _ token: Token) {
        // Items of a multi-instance activity have no border of their own; their body has it.
        guard token.item == nil else { return }
        for boundary in model.nodes[token.node].boundaries {
            guard case .boundary(let trigger, _, _) = model.nodes[boundary].element.kind else { continue }
            if case .error = trigger { continue }
            if let wait = wait(for: trigger, token) {
                watch(boundary, beside: host, scope: token.scope, wait)
            } else {
                stop(host, "'\(model.nodes[boundary].element.id)' gives no time")
            }
        }
    }

    mutating func watch(_ node: Int, beside host: Ticket, scope: Ticket, _ wait: Instance.Wait) {
        let ticket = newTicket()
        record(.rested(ticket, node: node, scope: scope, host: host, wait: wait, item: nil, locals: nil))
        if case .timer(let due, _) = wait { effect(.schedule(ticket, at: due)) }
    }

    private mutating func dropWatchers(of ticket: Ticket, but heard: Ticket? = nil) {
        for watcher in state.rests[ticket]?.watchers ?? [] where watcher != heard { drop(watcher) }
    }

    // MARK: Going on

    /// An activity is done: its token goes on.
    mutating func finish(_ ticket: Ticket, output: Context = [:]) {
        guard let rest = state.rests[ticket] else { return }
        dropWatchers(of: ticket)
        record(.left(ticket))
        if let item = rest.item {
            var locals = rest.locals ?? [:]
            for name in output.names { locals[name] = output[name] }
            ended(item: item, of: rest.scope, locals: locals)
        } else {
            leave(rest.node, in: rest.scope)
        }
    }

    /// One item of a multi-instance body is done; in a sequential one the next begins.
    mutating func ended(item: Int?, of body: Ticket, locals: Context) {
        touched.insert(body)
        guard let item, let rest = state.rests[body], case .multiple(let each) = model.nodes[rest.node].element.loop,
            case .items(_, let name) = each.source
        else {
            return
        }
        if let collect = each.collect { record(.collected(body, item: item, collect.value.evaluate(context(in: rest.scope, locals: locals)))) }
        guard each.isSequential, let scope = state.scopes[body], item + 1 < scope.items.count else { return }
        queue.append(Token(node: rest.node, flow: nil, scope: body, item: item + 1, locals: [name ?? "item": scope.items[item + 1]]))
    }

    /// What a watcher or catch event waited for has come.
    mutating func trigger(_ ticket: Ticket) {
        guard let rest = state.rests[ticket] else { return }
        guard let host = rest.host, let hosting = state.rests[host] else { return finish(ticket) }
        if case .choice = hosting.wait {
            dropWatchers(of: host, but: ticket)
            record(.left(ticket))
            record(.left(host))
            record(.passed(node: rest.node, scope: rest.scope))
            leave(rest.node, in: rest.scope)
            return
        }
        record(.left(ticket))
        if case .boundary(_, _, interrupts: true) = model.nodes[rest.node].element.kind { drop(host) }
        queue.append(Token(node: rest.node, flow: nil, scope: rest.scope))
    }

    // MARK: Taking away

    /// Takes a token away with all that belongs to it.
    mutating func drop(_ ticket: Ticket) {
        guard let rest = state.rests[ticket] else { return }
        dropWatchers(of: ticket)
        switch rest.wait {
        case .task: effect(.cancelTask(ticket))
        case .call: effect(.cancelCall(ticket))
        case .timer: effect(.cancelTimer(ticket))
        case .scope:
            for member in sortedMembers(of: ticket) { drop(member) }
            forgetMoving(in: ticket)
            touched.remove(ticket)
        case .message, .choice, .stopped: break
        }
        record(.dropped(ticket))
    }

    /// Tokens under way in a scope go with it.
    mutating func forgetMoving(in scope: Ticket) {
        queue = queue[next...].filter { $0.scope != scope }
        next = 0
    }

    func sortedMembers(of scope: Ticket) -> [Ticket] { (state.scopes[scope]?.members ?? []).sorted() }

    mutating func clearArrivals(in scope: Ticket) {
        let arrivals = state.scopes[scope]?.arrivals ?? [:]
        for (flow, count) in arrivals.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<count { record(.joined(node: model.flows[flow].to, scope: scope, flows: [flow])) }
        }
    }

    // MARK: Errors (section 13.5.4)

    /// Finds the nearest error event around `ticket` and goes on there.
    mutating func raise(_ code: String, from ticket: Ticket) -> Bool {
        guard let rest = state.rests[ticket] else { return false }
        for boundary in model.nodes[rest.node].boundaries where rest.item == nil {
            guard case .boundary(.error(let wanted), _, _) = model.nodes[boundary].element.kind, wanted == nil || wanted == code else { continue }
            drop(ticket)
            queue.append(Token(node: boundary, flow: nil, scope: rest.scope))
            return true
        }
        return raise(code, fromScope: rest.scope)
    }

    mutating func raise(_ code: String, fromScope scope: Ticket) -> Bool {
        scope == .root ? false : raise(code, from: scope)
    }

    // MARK: The end of scopes

    /// Ends one scope in which no token is left, innermost first. Called when no token moves.
    ///
    /// - Returns: whether one ended.
    mutating func finishScope() -> Bool {
        while let ticket = touched.max() {
            touched.remove(ticket)
            guard let scope = state.scopes[ticket], scope.members.isEmpty else { continue }
            guard scope.arrivals.isEmpty else {
                // Tokens wait before a join that nothing can complete.
                effect(
                    .incident(
                        ticket, element: scope.arrivals.keys.min().map { model.nodes[model.flows[$0].to].element.id } ?? "",
                        reason: "a join waits for a token that cannot come"))
                continue
            }
            if ticket == .root {
                let node = lastEnd[.root] ?? model.starts[-1] ?? 0
                record(.ended(node: node))
                effect(.ended(element: model.nodes[node].element.id))
            } else {
                finishBody(ticket, scope)
            }
            return true
        }
        return false
    }

    private mutating func finishBody(_ ticket: Ticket, _ scope: Instance.Scope) {
        if let rest = state.rests[ticket], rest.item == nil, case .multiple(let each) = model.nodes[rest.node].element.loop, let collect = each.collect {
            assign([collect.into: .list(scope.items.indices.map { scope.results[$0] ?? .null })], from: rest.scope)
        }
        finish(ticket)
    }
}
