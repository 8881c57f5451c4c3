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
            for (ticket, rest) in instance.rests.pairs { if let node = node(rest.node) { moved.rests[ticket]?.node = node } }
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
