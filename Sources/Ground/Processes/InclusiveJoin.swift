/// When an inclusive gateway that joins may fire (BPMN 2.0.2, section 13.4.3): at least one incoming flow has a token, and no token
/// elsewhere could still reach an empty incoming flow, unless it could also reach one that has a token already; ways through
/// the gateway itself do not count.
struct InclusiveJoin: Sendable {
    /// By incoming flow: the nodes from which a token can come to it without visiting the gateway.
    let reachers: [Int: Set<Int>]

    static func all(nodes: [ProcessModel.Node], flows: [ProcessModel.CompiledFlow]) -> [Int: InclusiveJoin] {
        var joins: [Int: InclusiveJoin] = [:]
        for (index, node) in nodes.enumerated() {
            guard case .gateway(.inclusive) = node.element.kind, node.incoming.count > 1 else { continue }
            var reachers: [Int: Set<Int>] = [:]
            for flow in node.incoming { reachers[flow] = backwards(from: flow, avoiding: index, nodes: nodes, flows: flows) }
            joins[index] = InclusiveJoin(reachers: reachers)
        }
        return joins
    }

    private static func backwards(from flow: Int, avoiding gateway: Int, nodes: [ProcessModel.Node], flows: [ProcessModel.CompiledFlow]) -> Set<Int> {
        var reached: Set<Int> = []
        var open = [flows[flow].from]
        while let index = open.popLast() {
            guard index != gateway, reached.insert(index).inserted else { continue }
            open += nodes[index].incoming.map { flows[$0].from }
            // A token in an activity can leave through the events on its border.
            if case .boundary(_, let host, _) = nodes[index].element.kind, let activity = nodes.firstIndex(where: { $0.element.id == host }) {
                open.append(activity)
            }
        }
        return reached
    }

    /// - Parameters:
    ///   - waiting: incoming flows that hold a token.
    ///   - tokens: nodes of the scope at which tokens rest or wait before a join, this gateway left out.
    func mayFire(waiting: Set<Int>, tokens: some Sequence<Int>) -> Bool {
        guard !waiting.isEmpty else { return false }
        for node in tokens {
            let reachesEmpty = reachers.contains { !waiting.contains($0.key) && $0.value.contains(node) }
            guard reachesEmpty else { continue }
            let reachesFull = reachers.contains { waiting.contains($0.key) && $0.value.contains(node) }
            if !reachesFull { return false }
        }
        return true
    }
}
