/// When an inclusive gateway that joins may fire (BPMN 2.0.2, section 13.4.3): at least one incoming flow has a token, and for each
/// way from a flow with a token to an incoming flow without one there is also a way to an incoming flow that has one; ways
/// through the gateway itself do not count. A complex gateway that waits for its reset asks the same (section 13.4.5).
///
/// A token in an activity counts as on the flows behind it, and on those behind the events on its border.
struct InclusiveJoin: Sendable {
    /// By incoming flow: the nodes from which a token can come to it without visiting the gateway.
    let reachers: [Int: NodeSet]

    static func all(nodes: [ProcessModel.Draft], flows: [ProcessModel.CompiledFlow]) -> [Int: InclusiveJoin] {
        // Ways on that are no flow: from an activity to the events on its border, from a link to its target.
        var besides: [Int: [Int]] = [:]
        for (index, node) in nodes.enumerated() {
            for boundary in node.boundaries { besides[boundary, default: []].append(index) }
            if let target = node.target { besides[target, default: []].append(index) }
        }
        var joins: [Int: InclusiveJoin] = [:]
        for (index, node) in nodes.enumerated() where node.incoming.count > 1 {
            switch node.element.kind {
            case .gateway(.inclusive), .gateway(.complex):
                var reachers: [Int: NodeSet] = [:]
                for flow in node.incoming { reachers[flow] = backwards(from: flow, avoiding: index, nodes, flows, besides) }
                joins[index] = InclusiveJoin(reachers: reachers)
            default: break
            }
        }
        return joins
    }

    private static func backwards(
        from flow: Int, avoiding gateway: Int, _ nodes: [ProcessModel.Draft], _ flows: [ProcessModel.CompiledFlow], _ besides: [Int: [Int]]
    ) -> NodeSet {
        var reached = NodeSet(of: nodes.count)
        var open = [flows[flow].from]
        while let index = open.popLast() {
            guard index != gateway, reached.insert(index) else { continue }
            open += nodes[index].incoming.map { flows[$0].from } + (besides[index] ?? [])
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

/// Nodes of one model, a bit each: of many joins in a large model there are many sets, each of most of its nodes.
struct NodeSet: Sendable {
    private var words: [UInt64]

    init(of count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    func contains(_ node: Int) -> Bool { words[node / 64] >> UInt64(node % 64) & 1 == 1 }

    /// - Returns: whether it was not in it.
    mutating func insert(_ node: Int) -> Bool {
        let isNew = !contains(node)
        words[node / 64] |= 1 << UInt64(node % 64)
        return isNew
    }
}
