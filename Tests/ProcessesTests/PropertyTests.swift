import FEEL
import Kernel
import Testing

@testable import Processes

/// Random processes built of well-formed blocks, played in random order. `Play.run` checks at each step that the stored events
/// rebuild the state and that the stored state reads back; here: that no token is lost or doubled.
@Suite struct PropertyTests {
    /// A block has one way in and one way out, so that every way of playing it comes to the end.
    struct Growth {
        var sketch = Sketch()
        var generator: SeededGenerator
        var count = 0
        /// How many times each task must be done, whatever the order.
        var tasks: [String] = []

        init(seed: UInt64) {
            generator = SeededGenerator(seed: seed)
            sketch.add("start", .start(.none))
            let last = grow(after: "start", depth: 3, in: nil)
            sketch.add("end", .end(.none))
            sketch.flow("\(last) -> end")
        }

        mutating func name(_ kind: String) -> String {
            count += 1
            return "\(kind)\(count)"
        }

        mutating func grow(after: String, depth: Int, in scope: String?) -> String {
            switch depth == 0 ? 0 : generator.next(below: 6) {
            case 1:
                let middle = grow(after: after, depth: depth - 1, in: scope)
                return grow(after: middle, depth: depth - 1, in: scope)
            case 2: return branches(after, depth, scope, .parallel, conditional: false)
            case 3: return branches(after, depth, scope, .inclusive(otherwise: nil), conditional: true)
            case 4: return sub(after, depth, scope)
            case 5:
                let id = name("timer")
                sketch.add(id, .catchEvent(.timer(.after(Term(1, .minutes)))), in: scope)
                sketch.flow("\(after) -> \(id)")
                return id
            default:
                let id = name("task")
                tasks.append(id)
                sketch.add(id, .task(.user(role: nil, due: nil)), in: scope)
                sketch.flow("\(after) -> \(id)")
                return id
            }
        }

        private mutating func branches(_ after: String, _ depth: Int, _ scope: String?, _ kind: Element.Gateway, conditional: Bool) -> String {
            let fork = name("fork"), join = name("join")
            sketch.add(fork, .gateway(kind), in: scope)
            sketch.flow("\(after) -> \(fork)")
            var ends: [String] = []
            for branch in 0..<(2 + generator.next(below: 2)) {
                let first = name("pass")
                sketch.add(first, .task(.manual), in: scope)
                // The first branch is always taken; the others by the data.
                let condition = branch == 0 ? "true" : ["a", "b", "c"][generator.next(below: 3)] + " = true"
                sketch.flow("\(fork) -> \(first)" + (conditional ? " : \(condition)" : ""))
                ends.append(grow(after: first, depth: depth - 1, in: scope))
            }
            sketch.add(join, .gateway(kind), in: scope)
            for end in ends { sketch.flow("\(end) -> \(join)") }
            return join
        }

        private mutating func sub(_ after: String, _ depth: Int, _ scope: String?) -> String {
            let id = name("sub"), start = name("s"), end = name("e")
            sketch.add(id, .subProcess(.embedded), in: scope)
            sketch.flow("\(after) -> \(id)")
            sketch.add(start, .start(.none), in: id)
            let last = grow(after: start, depth: depth - 1, in: id)
            sketch.add(end, .end(.none), in: id)
            sketch.flow("\(last) -> \(end)")
            return id
        }
    }

    @Test(arguments: 0..<60)
    func everyInterleavingComesToTheEndAndNoTaskIsDoneTwice(seed: Int) throws {
        let growth = Growth(seed: UInt64(seed))
        var ends: Set<[String]> = []
        for order in 0..<4 {
            let dice = SeededGenerator(seed: UInt64(seed * 100 + order))
            var play = try Play(growth.sketch)
            try play.start(["a": .boolean(seed % 2 == 0), "b": .boolean(seed % 3 == 0), "c": .boolean(true)])
            var done: [String] = []
            var steps = 0
            while play.instance.isRunning {
                let open = play.instance.waiting(in: play.engine.model).filter { $0.wait != .scope }
                #expect(!open.isEmpty, "stuck after \(done)")
                guard !open.isEmpty, steps < 1_000 else { return }
                let chosen = open[dice.next(below: open.count)]
                if case .timer(let due, _) = chosen.wait {
                    play.now = max(play.now, due)
                    try play.run(.fire(chosen.ticket))
                } else {
                    try play.run(.complete(chosen.ticket, output: [:]))
                    done.append(chosen.element)
                }
                steps += 1
            }
            #expect(Set(done).count == done.count, "a task was done twice: \(done)")
            #expect(play.waiting.isEmpty)
            ends.insert(done.sorted())
        }
        #expect(ends.count == 1, "the same data led to different work: \(ends)")
    }

    @Test func aSimpleProcessIsStoredInUnder600Bytes() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("review", .task(.user(role: "officer", due: .after(Term(10, .workingDays)))))
        sketch.add("approved", .gateway(.exclusive(otherwise: "approved_else")))
        sketch.add("tell", .task(.service("letter", input: [])))
        sketch.add("end", .end(.none))
        for line in ["start -> review", "review -> approved", "approved -> tell : a", "approved -> end : else", "tell -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start(["a": .boolean(true), "b": .string("some value")])
        #expect(play.instance.json(in: play.engine.model).bytes.count < 200)
    }

    /// Two thousand items, each done, end the process; how the cost grows is a benchmark's to say.
    @Test func manyItemsComeToAnEnd() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("ask", .task(.user(role: nil, due: nil)), loop: .each(of: formula("items"), item: "item", isSequential: false, collect: nil))
        sketch.add("end", .end(.none))
        for line in ["start -> ask", "ask -> end"] { sketch.flow(line) }
        let engine = ProcessEngine(model: try sketch.model(), calendar: OfficeCalendar())
        let count = 2_000
        let items = Value.list((0..<count).map { .number(Decimal128($0)) })
        let now = Instant(microseconds: 0)
        var instance = try engine.handle(.start(["items": items]), on: Instance(), now: now).instance
        for number in 2..<(count + 2) { _ = try engine.handle(.complete(Ticket(number), output: [:]), advancing: &instance, now: now) }
        #expect(instance.end(in: engine.model) == "end")
    }
}
