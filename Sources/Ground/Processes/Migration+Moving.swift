extension Migration {
    func moved(_ instance: Instance) throws(Refusal) -> Instance {
        guard instance.isRunning else { throw Refusal(obstacles: [Obstacle(element: "", reason: "it does not run")]) }
        var mover = Mover(migration: self)
        let moved = mover.move(instance)
        guard mover.obstacles.isEmpty else { throw Refusal(obstacles: mover.obstacles) }
        return moved
    }

    func target(_ node: Int) -> Int? { targets[node] }

    /// A flow on which a token waits becomes the flow of the same id, where that leads to the same join.
    func target(flow: Int) -> Int? {
        let old = from.flows[flow]
        guard let index = to.flowIndex[old.id], targets[old.to] == to.flows[index].to else { return nil }
        return index
    }

    /// Moves the parts of one instance, and gathers what cannot move.
    private struct Mover {
        let migration: Migration
        var obstacles: [Obstacle] = []

        mutating func move(_ instance: Instance) -> Instance {
            var moved = instance
            for (ticket, rest) in instance.rests.pairs {
                guard let node = node(rest.node) else { continue }
                moved.rests[ticket]?.node = node
                moved.wait(rest.wait.moved(from: migration.from.nodes[rest.node].element, to: migration.to.nodes[node].element), at: ticket)
            }
            for (ticket, scope) in instance.scopes.pairs { moved.scopes[ticket] = move(scope) }
            return moved
        }

        private mutating func move(_ scope: Instance.Scope) -> Instance.Scope {
            var moved = scope
            var arrivals: [Int: Int] = [:]
            for (flow, count) in scope.arrivals { if let target = self.flow(flow) { arrivals[target] = count } }
            var fired: [Int: Set<Int>] = [:]
            for (gateway, flows) in scope.fired { if let target = node(gateway) { fired[target] = Set(flows.compactMap { self.flow($0) }) } }
            moved.more.arrivals = arrivals
            moved.more.fired = fired
            moved.more.done = scope.done.map { move($0) }
            return moved
        }

        private mutating func move(_ completion: Instance.Completion) -> Instance.Completion {
            var moved = completion
            if let target = node(completion.node) {
                moved.node = target
                if !migration.to.nodes[target].draft.isCompensable { refuse(completion.node, "its work could no longer be undone") }
            }
            moved.inner = completion.inner.map { move($0) }
            return moved
        }

        private mutating func node(_ index: Int) -> Int? {
            if let target = migration.target(index) { return target }
            refuse(index, migration.steps[index].obstacle ?? "")
            return nil
        }

        private mutating func flow(_ index: Int) -> Int? {
            if let target = migration.target(flow: index) { return target }
            refuse(migration.from.flows[index].to, "a token waits on the flow '\(migration.from.flows[index].id)', which no longer leads there")
            return nil
        }

        private mutating func refuse(_ node: Int, _ reason: String) {
            let obstacle = Obstacle(element: migration.from.nodes[node].element.id, reason: reason)
            if !obstacles.contains(obstacle) { obstacles.append(obstacle) }
        }
    }
}

extension Element {
    /// What it waits for, part by part. Two of one species have as many.
    var messages: [Message] {
        if case .task(.receive(let message)) = kind { return [message] }
        return (trigger?.parts ?? []).compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    private var signals: [String] { (trigger?.parts ?? []).compactMap { if case .signal(let name) = $0 { name } else { nil } } }

    fileprivate func message(for name: String, in new: Element) -> Message? { zip(messages, new.messages).first { $0.0.name == name }?.1 }

    fileprivate func signal(for name: String, in new: Element) -> String { zip(signals, new.signals).first { $0.0 == name }?.1 ?? name }

    /// What is called otherwise in the new version.
    func change(to new: Element) -> String? {
        let names = zip(messages, new.messages).map { ($0.0.name, $0.1.name) } + zip(signals, new.signals).map { ($0.0, $0.1) }
        let changed = names.filter { $0.0 != $0.1 }.map { "waits for '\($0.1)' and no longer for '\($0.0)'" }
        return changed.isEmpty ? nil : changed.joined(separator: ", ")
    }
}

extension Instance.Wait {
    /// The same in the new version of its element.
    fileprivate func moved(from old: Element, to new: Element) -> Self {
        switch self {
        case .message(let name, let key):
            guard let message = old.message(for: name, in: new) else { return self }
            return .message(message.name, key: message.key == nil ? nil : key)
        case .signal(let name): return .signal(old.signal(for: name, in: new))
        default: return self
        }
    }
}

extension ProcessModel {
    /// The event-based gateway that leads to a node.
    func gateway(before node: Int) -> Int? {
        nodes[node].incoming.lazy.map { self.flows[$0].from }.first {
            switch self.nodes[$0].element.kind {
            case .gateway(.eventBased), .gateway(.parallelEventBased): true
            default: false
            }
        }
    }
}
