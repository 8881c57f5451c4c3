import Kernel

/// Plays the flow of one scope with every choice open, to find joins that can never fire and joins that may wait for ever.
///
/// Activities count as one step, conditions as free choices. Where the number of situations passes a limit nothing is judged: a
/// judgement on part of them would be a guess, and that is what is told.
struct Soundness {
    let nodes: [ProcessModel.Draft]
    let flows: [ProcessModel.CompiledFlow]
    let scope: Int
    /// Each entry: where tokens are at the same time when it begins in one way.
    let starts: [[Int]]

    static let situationLimit = 4_000
    /// Tokens of all situations that are looked at: one step may lead to a great many of them before any is counted, and each may be large.
    private static let tokensLookedAt = 1_000_000
    private let budget = Budget()

    private final class Budget {
        var tokens = Soundness.tokensLookedAt
        var isSpent: Bool { tokens <= 0 }
        func spend(on situations: [Situation]) { for situation in situations { tokens -= situation.count + 1 } }
    }

    /// More tokens than this on one flow count as this many.
    private let tokenLimit: UInt8
    /// Whether an activity of the scope begins with several tokens. Then it matters how many there are, and so many as the limit never come to an
    /// end: fewer would be left of them than there are, and what really comes would be said to never come.
    private let isCounting: Bool

    init(nodes: [ProcessModel.Draft], flows: [ProcessModel.CompiledFlow], scope: Int, starts: [[Int]]) {
        (self.nodes, self.flows, self.scope, self.starts) = (nodes, flows, scope, starts)
        let most = nodes.lazy.filter { $0.scope == scope && $0.element.isGathering }.map(\.element.quantity.start).max() ?? 0
        isCounting = most > 0
        // What is gathered once may be gathered again behind that.
        tokenLimit = isCounting ? UInt8(clamping: max(24, 2 * most)) : 2
    }

    private typealias Situation = [Int: UInt8]

    private struct Findings {
        var fired: Set<Int> = []
        var reached: Set<Int> = []
        var stuck: Set<Int> = []
    }

    func report(_ diagnostics: inout Diagnostics) {
        guard let first = nodes.first(where: { $0.scope == scope && $0.needsAll }) else { return }
        guard let findings = explore() else {
            diagnostics.warning(
                first.element.location,
                "whether '\(first.element.id)' and the other joins beside it ever wait in vain was not found out: too many tokens can stand in too many places",
                mend: "Put parts of it into sub-processes: each is looked at by itself.")
            return
        }
        for join in findings.reached.sorted() {
            let element = nodes[join].element
            if element.isGathering {
                let mend = "Let as many come before it, or say a smaller 'startQuantity'."
                if !findings.fired.contains(join) {
                    diagnostics.tightened(
                        element.location, "'\(element.id)' begins with \(element.quantity.start) tokens, and so many never come", mend: mend)
                } else if findings.stuck.contains(join) {
                    diagnostics.warning(
                        element.location, "'\(element.id)' begins with \(element.quantity.start) tokens, and fewer may be left over", mend: mend)
                }
            } else if !findings.fired.contains(join) {
                diagnostics.error(
                    element.location, "'\(element.id)' waits for tokens that never come together",
                    mend: "After a choice of one way, merge with an exclusive gateway; wait for all only where all ways were taken.")
            } else if findings.stuck.contains(join) {
                diagnostics.warning(
                    element.location, "'\(element.id)' may wait for a token that does not come",
                    mend: "Merge the ways of a choice with the same kind of gateway that opened them.")
            }
        }
    }

    private func explore() -> Findings? {
        var findings = Findings()
        var seen: Set<Situation> = []
        var open: [Situation] = []
        for together in starts { open += together.reduce([[:]]) { situations, start in situations.flatMap { steps(from: start, $0) } } }
        while let situation = open.popLast() {
            guard seen.insert(situation).inserted else { continue }
            guard seen.count <= Self.situationLimit else { return nil }
            let next = successors(of: situation, &findings)
            guard !budget.isSpent else { return nil }
            if next.isEmpty { for flow in situation.keys where nodes[flows[flow].to].needsAll { findings.stuck.insert(flows[flow].to) } }
            open += next
        }
        return findings
    }

    /// One token moves. Steps that do not depend on others are taken first and alone, because their order changes nothing; not those of tokens that never
    /// come to an end, behind which nothing else would ever move.
    private func successors(of situation: Situation, _ findings: inout Findings) -> [Situation] {
        var next: [Situation] = []
        for flow in situation.keys.sorted() {
            let node = flows[flow].to
            if nodes[node].needsAll {
                findings.reached.insert(node)
                guard let taken = complete(node, situation) else { continue }
                findings.fired.insert(node)
                var rest = situation
                for flow in taken { take(flow, &rest) }
                let steps = steps(from: node, rest)
                guard taken.contains(where: { isEndless($0, situation) }) else { return steps }
                next += steps
                continue
            }
            if nodes[node].isPatientJoin, situation.keys.contains(where: { $0 != flow && !nodes[flows[$0].to].isPatientJoin && !isStuck($0, situation) }) {
                continue
            }
            var rest = situation
            if nodes[node].isPatientJoin {
                for flow in nodes[node].incoming where rest[flow] != nil { take(flow, &rest) }
            } else {
                take(flow, &rest)
            }
            let steps = steps(from: node, rest)
            if steps.count == 1, !isEndless(flow, situation) { return steps }
            next += steps
        }
        return next
    }

    private func isStuck(_ flow: Int, _ situation: Situation) -> Bool {
        let node = nodes[flows[flow].to]
        return node.needsAll && complete(flows[flow].to, situation) == nil
    }

    /// The flows whose tokens a join, or an activity that several begin, takes; nil as long as they are not all there.
    private func complete(_ index: Int, _ situation: Situation) -> [Int]? {
        let node = nodes[index]
        guard node.element.isGathering else { return node.incoming.allSatisfy { situation[$0] != nil } ? node.incoming : nil }
        let all = node.incoming.flatMap { Array(repeating: $0, count: Int(situation[$0] ?? 0)) }
        return all.count >= node.element.quantity.start ? Array(all.prefix(node.element.quantity.start)) : nil
    }

    private func isEndless(_ flow: Int, _ situation: Situation) -> Bool { isCounting && situation[flow] == tokenLimit }

    private func take(_ flow: Int, _ situation: inout Situation) {
        if isEndless(flow, situation) { return }
        let left = (situation[flow] ?? 0) - 1
        situation[flow] = left > 0 ? left : nil
    }

    /// What can follow when a token leaves a node.
    private func steps(from index: Int, _ rest: Situation) -> [Situation] {
        guard !budget.isSpent else { return [] }
        let node = nodes[index]
        if let target = node.target { return steps(from: target, rest) }
        if case .end(let result) = node.element.kind, result.parts.contains(where: { if case .terminate = $0 { true } else { false } }) { return [[:]] }
        var ways = ways(from: node).map { put($0, rest, node.element.quantity.completion) }
        budget.spend(on: ways)
        for boundary in node.boundaries {
            guard case .boundary(let trigger, _, let interrupts) = nodes[boundary].element.kind, !trigger.isCompensation else { continue }
            let beside = steps(from: boundary, rest)
            let along = interrupts ? beside : ways.flatMap { way in steps(from: boundary, way) }
            ways += along
        }
        return ways
    }

    /// The sets of flows that a token may take.
    private func ways(from node: ProcessModel.Draft) -> [[Int]] {
        let all = node.outgoing
        switch node.element.kind {
        case .gateway(.exclusive), .gateway(.eventBased): return all.isEmpty ? [[]] : all.map { [$0] }
        case .gateway(.inclusive), .gateway(.complex): return subsets(all)
        default:
            guard all.contains(where: { flows[$0].condition != nil }) else { return [all] }
            let free = all.filter { flows[$0].condition == nil && $0 != node.otherwise }
            return subsets(all.filter { !free.contains($0) }).map { free + $0 } + (free.isEmpty ? [] : [free])
        }
    }

    /// One, each two beside each other, and all: enough to see what waits for what, without 2^n situations.
    private func subsets(_ flows: [Int]) -> [[Int]] {
        guard flows.count > 1 else { return [flows] }
        guard flows.count <= 4 else { return flows.map { [$0] } + [flows] }
        return (1..<(1 << flows.count)).map { bits in flows.indices.filter { bits >> $0 & 1 == 1 }.map { flows[$0] } }
    }

    private func put(_ taken: [Int], _ rest: Situation, _ count: Int) -> Situation {
        var situation = rest
        for flow in taken { situation[flow] = UInt8(clamping: min(Int(situation[flow] ?? 0) + count, Int(tokenLimit))) }
        return situation
    }
}

extension ProcessModel.Draft {
    /// Whether it waits until everything has come that it takes, whatever else may come.
    var needsAll: Bool { isParallelJoin || element.isGathering }
    var isParallelJoin: Bool { if case .gateway(.parallel) = element.kind { incoming.count > 1 } else { false } }
    /// A join that waits as long as something may still come.
    var isPatientJoin: Bool {
        switch element.kind {
        case .gateway(.inclusive), .gateway(.complex): incoming.count > 1
        default: false
        }
    }
}
