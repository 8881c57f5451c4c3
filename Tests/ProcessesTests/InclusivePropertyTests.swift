import FEEL
import Kernel
import Testing

@testable import Processes

/// Random graphs without circles, full of inclusive gateways that split, join, or both. At each rest the definition of the standard is
/// asked anew, by looking for ways flow by flow, and no join that it lets fire may be found waiting.
@Suite struct InclusivePropertyTests {
    /// A graph whose flows only lead forward, so that it always comes to an end.
    struct Graph {
        var sketch = Sketch()

        init(seed: UInt64) {
            let dice = SeededGenerator(seed: seed)
            let count = 6 + dice.next(below: 8)
            var targets: [[Int]] = []
            for node in 0..<count {
                let farthest = min(count - node, 5)
                targets.append(Array(Set((0..<(1 + dice.next(below: 3))).map { _ in node + 1 + dice.next(below: farthest) })).sorted())
            }
            // What nothing leads to is led to by the node before it.
            for node in 1..<count where !targets[..<node].contains(where: { $0.contains(node) }) { targets[node - 1].append(node) }
            sketch.add("start", .start(.none))
            for node in 0..<count {
                let incoming = targets[..<node].count { $0.contains(node) }
                let isGateway = targets[node].count > 1 || (incoming > 1 && dice.next(below: 3) > 0)
                let otherwise = targets[node].count > 1 ? "n\(node)_else" : nil
                sketch.add("n\(node)", isGateway ? .gateway(.inclusive(otherwise: otherwise)) : .task(.user(role: nil, due: nil)))
            }
            sketch.add("n\(count)", .end(.none))
            sketch.flow("start -> n0")
            for node in 0..<count {
                for (place, target) in targets[node].enumerated() {
                    let condition = targets[node].count == 1 ? "" : place == 0 ? " : else" : " : " + ["a", "b", "c"][dice.next(below: 3)] + " = true"
                    sketch.flow("n\(node) -> n\(target)\(condition)")
                }
            }
        }
    }

    @Test(arguments: 0..<150)
    func noJoinWaitsThatTheStandardLetsFire(seed: Int) throws {
        let dice = SeededGenerator(seed: UInt64(seed + 7_000))
        var play = try Play(Graph(seed: UInt64(seed)).sketch)
        try play.start(["a": .boolean(dice.next(below: 2) == 0), "b": .boolean(dice.next(below: 2) == 0), "c": .boolean(dice.next(below: 2) == 0)])
        var steps = 0
        while play.instance.isRunning, steps < 500 {
            let ready = joinsThatMayFire(play)
            #expect(ready.isEmpty, "\(ready) may fire and wait")
            let open = play.instance.waiting(in: play.engine.model)
            guard !open.isEmpty else { break }
            try play.run(.complete(open[dice.next(below: open.count)].ticket, output: [:]))
            steps += 1
        }
        #expect(play.end != nil, "tokens wait for ever")
    }

    /// Section 13.4.3, word for word.
    private func joinsThatMayFire(_ play: Play) -> [String] {
        let model = play.engine.model
        let arrivals = Set((play.instance.scopes[.root]?.arrivals ?? [:]).keys)
        // A token in a task is about to be on the flows behind it.
        let resting = play.instance.rests.values.flatMap { model.nodes[$0.node].outgoing }
        return model.nodes.indices.filter { join in
            let node = model.nodes[join]
            guard case .gateway(.inclusive) = node.element.kind, node.incoming.count > 1 else { return false }
            let full = Set(node.incoming.filter { arrivals.contains($0) })
            let empty = Set(node.incoming).subtracting(full)
            guard !full.isEmpty else { return false }
            let tokens = arrivals.filter { model.flows[$0].to != join } + resting
            return tokens.allSatisfy { flow in
                let ends = ways(from: flow, avoiding: join, model)
                return ends.isDisjoint(with: empty) || !ends.isDisjoint(with: full)
            }
        }.map { model.nodes[$0].element.id }
    }

    /// Every flow that some way from this one ends with, without passing through the gateway.
    private func ways(from flow: Int, avoiding join: Int, _ model: ProcessModel) -> Set<Int> {
        var reached: Set<Int> = []
        var open = [flow]
        while let flow = open.popLast() {
            guard reached.insert(flow).inserted, model.flows[flow].to != join else { continue }
            open += model.nodes[model.flows[flow].to].outgoing
        }
        return reached
    }
}
