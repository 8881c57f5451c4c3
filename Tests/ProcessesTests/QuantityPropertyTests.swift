import FEEL
import Kernel
import Testing

@testable import Processes

/// Random processes whose activities begin with several tokens and send several (BPMN 2.0.2, section 13.3.2), played in random order. How often each
/// task must be done is counted while a process grows, and does not depend on the order in which it is played.
@Suite struct QuantityPropertyTests {
    struct Growth {
        var sketch = Sketch()
        var generator: SeededGenerator
        /// Whether `a` holds.
        let takesFirst: Bool
        var count = 0
        /// How many times each task is done.
        var expected: [String: Int] = [:]
        var quantities = 0

        init(seed: UInt64) {
            generator = SeededGenerator(seed: seed)
            takesFirst = generator.next(below: 2) == 0
            sketch.add("start", .start(.none))
            let last = grow(after: "start", tokens: 1, times: 1, depth: 3, in: nil)
            sketch.add("end", .end(.none))
            sketch.flow("\(last.element) -> end")
        }

        /// What goes on, and how many tokens leave it.
        typealias End = (element: String, tokens: Int)

        private mutating func name(_ kind: String) -> String {
            count += 1
            return "\(kind)\(count)"
        }

        private mutating func add(_ kind: Element.Kind, _ name: String, after: String, in scope: String?, _ quantity: Element.Quantity = .init()) -> String {
            let id = self.name(name)
            sketch.add(id, kind, in: scope, quantity: quantity)
            if quantity != .init() { quantities += 1 }
            sketch.flow("\(after) -> \(id)")
            return id
        }

        /// - Parameters:
        ///   - tokens: how many come out of `after`, each time its scope runs.
        ///   - times: how often the scope runs; 0 on a way that is not taken.
        mutating func grow(after: String, tokens: Int, times: Int, depth: Int, in scope: String?) -> End {
            switch depth == 0 ? 0 : generator.next(below: 6) {
            case 1, 2:
                let middle = grow(after: after, tokens: tokens, times: times, depth: depth - 1, in: scope)
                return grow(after: middle.element, tokens: middle.tokens, times: times, depth: depth - 1, in: scope)
            case 3: return branches(.parallel, after, tokens, times, depth, scope)
            case 4: return branches(.exclusive(otherwise: nil), after, tokens, times, depth, scope)
            case 5: return sub(after, tokens, times, depth, scope)
            default:
                let quantity = quantity(of: tokens)
                let id = add(.task(.user(role: nil, due: nil)), "task", after: after, in: scope, quantity)
                expected[id] = times * tokens / quantity.start
                return (id, tokens / quantity.start * quantity.completion)
            }
        }

        /// Tokens come in whole portions, and there are never so many that a play goes on for ever.
        private mutating func quantity(of tokens: Int) -> Element.Quantity {
            let portions = (1...tokens).filter { tokens.isMultiple(of: $0) }
            let start = portions[generator.next(below: portions.count)]
            return Element.Quantity(start: start, completion: 1 + generator.next(below: max(1, min(3, 6 * start / tokens))))
        }

        /// As many tokens again as there were before.
        private mutating func even(_ end: End, to tokens: Int, in scope: String?) -> String {
            var (a, b) = (end.tokens, tokens)
            while b != 0 { (a, b) = (b, a % b) }
            return add(.task(.manual), "even", after: end.element, in: scope, Element.Quantity(start: end.tokens / a, completion: tokens / a))
        }

        private mutating func branches(_ kind: Element.Gateway, _ after: String, _ tokens: Int, _ times: Int, _ depth: Int, _ scope: String?) -> End {
            var isExclusive = false
            if case .exclusive = kind { isExclusive = true }
            let fork = name("fork"), join = name("join")
            sketch.add(fork, .gateway(isExclusive ? .exclusive(otherwise: "\(fork)_else") : kind), in: scope)
            sketch.flow("\(after) -> \(fork)")
            var ends: [String] = []
            for branch in 0..<2 {
                let first = name("pass")
                sketch.add(first, .task(.manual), in: scope)
                sketch.flow("\(fork) -> \(first)" + (!isExclusive ? "" : branch == 0 ? " : a = true" : " : else"))
                let isTaken = !isExclusive || takesFirst == (branch == 0)
                let last = grow(after: first, tokens: tokens, times: isTaken ? times : 0, depth: depth - 1, in: scope)
                ends.append(even(last, to: tokens, in: scope))
            }
            sketch.add(join, .gateway(kind), in: scope)
            for end in ends { sketch.flow("\(end) -> \(join)") }
            return (join, tokens)
        }

        /// Each portion of tokens runs it once, and one begins what is in it.
        private mutating func sub(_ after: String, _ tokens: Int, _ times: Int, _ depth: Int, _ scope: String?) -> End {
            let quantity = quantity(of: tokens)
            let id = add(.subProcess(.embedded), "sub", after: after, in: scope, quantity)
            let start = name("s"), end = name("e")
            sketch.add(start, .start(.none), in: id)
            let last = grow(after: start, tokens: 1, times: times * tokens / quantity.start, depth: depth - 1, in: id)
            sketch.add(end, .end(.none), in: id)
            sketch.flow("\(last.element) -> \(end)")
            return (id, tokens / quantity.start * quantity.completion)
        }
    }

    @Test(arguments: 0..<80)
    func everyTaskIsDoneAsOftenAsItsTokensSay(seed: Int) throws {
        let growth = Growth(seed: UInt64(seed))
        for order in 0..<3 {
            let dice = SeededGenerator(seed: UInt64(seed * 100 + order))
            var play = try Play(growth.sketch)
            try play.start(["a": .boolean(growth.takesFirst)])
            var done = growth.expected.mapValues { _ in 0 }
            while play.instance.isRunning {
                let open = play.instance.waiting(in: play.engine.model).filter { $0.wait != .scope }
                #expect(!open.isEmpty, "stuck after \(done)")
                guard !open.isEmpty else { return }
                let chosen = open[dice.next(below: open.count)]
                try play.run(.complete(chosen.ticket, output: [:]))
                done[chosen.element, default: 0] += 1
                // More than it should: the count below says of which, and a play without end would say nothing.
                if done[chosen.element, default: 0] > growth.expected[chosen.element, default: 0] { break }
            }
            #expect(done == growth.expected)
            #expect(play.waiting.isEmpty)
        }
    }

    /// Four tokens, two by two, are two, and those together are one. Of five one is left over; of fewer the second pair never comes.
    @Test(arguments: [(4, []), (60, []), (5, [.warning]), (3, [.warning, .error]), (2, [.error])] as [(Int, [Diagnostic.Severity])])
    func tokensThatAreGatheredAgainAreCounted(_ tokens: Int, severities: [Diagnostic.Severity]) {
        let findings = findings(
            ["start -> many", "many -> pair", "pair -> pairs", "pairs -> end"], [("many", 1, tokens), ("pair", 2, 1), ("pairs", 2, 1)])
        #expect(findings.map(\.severity) == severities, "\(findings)")
    }

    /// A crowd in one place does not keep what goes on in another from being looked at.
    @Test func aCrowdHidesNothing() {
        let flows = [
            "start -> fork", "fork -> first", "first -> both", "fork -> crowd", "crowd -> passing", "passing -> passed", "fork -> second", "second -> both",
            "both -> end",
        ]
        let findings = findings(flows, [("first", 1, 1), ("both", 2, 1), ("crowd", 1, 100), ("passing", 1, 1), ("second", 1, 1)])
        #expect(findings.isEmpty, "\(findings)")
    }

    private func findings(_ flows: [String], _ tasks: [(id: String, start: Int, completion: Int)]) -> [Diagnostic] {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        for task in tasks {
            sketch.add(task.id, .task(.manual), quantity: Element.Quantity(start: task.start, completion: task.completion))
        }
        for line in flows { sketch.flow(line) }
        if flows.contains(where: { $0.hasSuffix(" fork") }) { sketch.add("fork", .gateway(.parallel)) }
        for end in ["end", "passed"] where flows.contains(where: { $0.hasSuffix(" \(end)") }) { sketch.add(end, .end(.none)) }
        var diagnostics = Diagnostics()
        _ = ProcessModel(id: "test", elements: sketch.elements, flows: sketch.flows, names: Names(), diagnostics: &diagnostics)
        return diagnostics.all
    }

    @Test func theProcessesHaveQuantities() {
        let growths = (0..<80).map { Growth(seed: UInt64($0)) }
        #expect(growths.filter { $0.quantities > 2 }.count > 40)
        #expect(growths.contains { growth in growth.expected.values.contains { $0 > 5 } })
    }
}
