import FEEL
import Kernel
import Testing

@testable import Processes

/// Random processes of every kind of element, and random commands, right ones and wrong ones. `Play.run` checks after each that the
/// stored events rebuild the state and that the stored state reads back; here: that the state is whole, that a rejected command
/// changes nothing, and that work that is always done comes to the end.
@Suite struct WildPropertyTests {
    struct Growth {
        var sketch = Sketch()
        let dice: SeededGenerator
        private var count = 0

        init(seed: UInt64) {
            dice = SeededGenerator(seed: seed)
            sketch.names["level"] = .any
            sketch.add("start", .start(.none))
            let last = grow(after: "start", depth: 3, in: nil)
            sketch.add("end", .end(.none))
            sketch.flow("\(last) -> end")
            if dice.next(below: 2) == 0 { watch(nil) }
        }

        private mutating func name(_ kind: String) -> String {
            count += 1
            return "\(kind)\(count)"
        }

        private mutating func add(_ kind: Element.Kind, _ prefix: String, after: String, in scope: String?, loop: Element.Loop = .once) -> String {
            let id = name(prefix)
            sketch.add(id, kind, in: scope, loop: loop)
            sketch.flow("\(after) -> \(id)")
            return id
        }

        private mutating func grow(after: String, depth: Int, in scope: String?) -> String {
            let choice = depth == 0 ? dice.next(below: 4) : dice.next(below: 11)
            switch choice {
            case 0: return add(.task(.user(role: nil, due: nil)), "user", after: after, in: scope)
            case 1: return add(.task(.service("s", input: [])), "service", after: after, in: scope)
            case 2: return add(.task(.script([(name: "n", value: formula("if n = null then 1 else n + 1"))])), "script", after: after, in: scope)
            case 3: return add(.catchEvent(trigger()), "catch", after: after, in: scope)
            case 4: return looped(after, scope)
            case 5: return sub(after, depth, scope, .embedded)
            case 6: return sub(after, depth, scope, .transaction)
            case 7, 8: return fork(after, depth, scope, choice == 7 ? .parallel : .inclusive(otherwise: nil))
            case 9: return add(.throwEvent(result()), "throw", after: after, in: scope)
            default: return grow(after: grow(after: after, depth: depth - 1, in: scope), depth: depth - 1, in: scope)
            }
        }

        private func trigger() -> Trigger {
            switch dice.next(below: 6) {
            case 0: .timer(.after(Term(1, .hours)))
            case 1: .message(Message("m"))
            case 2: .signal("s")
            case 3: .conditional(formula("level > 5"))
            case 4: .multiple([.message(Message("m")), .signal("s")])
            default: .parallelMultiple([.signal("s"), .conditional(formula("level > 3"))])
            }
        }

        private func result() -> EventResult {
            switch dice.next(below: 4) {
            case 0: .signal("s")
            case 1: .escalation("e")
            case 2: .compensation(of: nil)
            default: .message(Message("out"))
            }
        }

        private mutating func looped(_ after: String, _ scope: String?) -> String {
            let loops: [Element.Loop] = [
                .standard(Element.StandardLoop(while: formula("loopCounter < 3"))), .multiple(Element.MultiInstance(.count(formula("3")), isSequential: true)),
                .multiple(Element.MultiInstance(.count(formula("3")), isSequential: false, completion: formula("numberOfCompletedInstances = 2"))),
            ]
            let id = add(.task(.user(role: nil, due: nil)), "loop", after: after, in: scope, loop: loops[dice.next(below: loops.count)])
            border(id, scope)
            return id
        }

        /// An event on the border, whose way joins nothing.
        private mutating func border(_ host: String, _ scope: String?) {
            guard dice.next(below: 2) == 0 else { return }
            let id = name("border")
            sketch.add(id, .boundary(dice.next(below: 4) == 0 ? .error("x") : trigger(), on: host, interrupts: dice.next(below: 2) == 0), in: scope)
            _ = add(.task(.user(role: nil, due: nil)), "aside", after: id, in: scope)
        }

        private mutating func handler(_ host: String, _ scope: String?) {
            guard dice.next(below: 2) == 0 else { return }
            let event = name("on")
            sketch.add(event, .boundary(.compensation, on: host, interrupts: false), in: scope)
            sketch.elements.append(Element(name("handler"), .task(.user(role: nil, due: nil)), in: scope, compensates: event, at: nowhere))
        }

        private mutating func sub(_ after: String, _ depth: Int, _ scope: String?, _ kind: Element.SubProcess) -> String {
            let id = add(.subProcess(kind), "sub", after: after, in: scope)
            let start = name("s")
            sketch.add(start, .start(.none), in: id)
            let work = add(.task(.user(role: nil, due: nil)), "work", after: start, in: id)
            handler(work, id)
            let last = grow(after: work, depth: depth - 1, in: id)
            _ = add(.end(.none), "e", after: last, in: id)
            if dice.next(below: 3) == 0 { watch(id) }
            border(id, scope)
            handler(id, scope)
            return id
        }

        private mutating func watch(_ scope: String?) {
            let id = name("event"), start = name("es")
            sketch.add(id, .subProcess(.event), in: scope)
            sketch.add(start, .start(trigger(), interrupts: dice.next(below: 2) == 0), in: id)
            _ = add(.task(.user(role: nil, due: nil)), "handle", after: start, in: id)
        }

        private mutating func fork(_ after: String, _ depth: Int, _ scope: String?, _ kind: Element.Gateway) -> String {
            let fork = add(.gateway(kind), "fork", after: after, in: scope), join = name("join")
            var ends: [String] = []
            for _ in 0..<2 {
                let first = add(.task(.manual), "pass", after: fork, in: scope)
                ends.append(grow(after: first, depth: depth - 1, in: scope))
            }
            // An event on a border may take a token away for good, so that only a patient join is sure to go on.
            sketch.add(join, .gateway(.inclusive(otherwise: nil)), in: scope)
            for end in ends { sketch.flow("\(end) -> \(join)") }
            return join
        }
    }

    @Test(arguments: 0..<120)
    func theStateIsWholeWhateverHappens(seed: Int) throws {
        let growth = Growth(seed: UInt64(seed))
        let dice = SeededGenerator(seed: UInt64(seed + 9_000))
        var play = try Play(growth.sketch)
        try play.start(["level": .number(0)])
        var steps = 0
        while play.instance.isRunning, steps < 400 {
            try check(play.instance)
            // After a while only what brings it to its end.
            let command = steps < 60 ? anything(play, dice) : nextWork(play)
            if case .fire(let ticket) = command, case .timer(let due, _)? = play.instance.wait(of: ticket) { play.now = max(play.now, due) }
            let before = play.instance
            do { try play.run(command) } catch is Rejection { #expect(play.instance == before) }
            steps += 1
        }
        let isOver = !play.instance.isRunning
        #expect(isOver, "still waiting: \(play.instance.json(in: play.engine.model).text)")
    }

    private func anything(_ play: Play, _ dice: SeededGenerator) -> Command {
        let open = play.instance.waiting(in: play.engine.model)
        let ticket = open.isEmpty || dice.next(below: 10) == 0 ? Ticket(dice.next(below: 50)) : open[dice.next(below: open.count)].ticket
        switch dice.next(below: 12) {
        case 0: return .signal("s", payload: [:])
        case 1: return .deliver(message: "m", key: nil, payload: ["a": .number(1)])
        case 2: return .assign(["level": .number(Decimal128(dice.next(below: 10)))], at: .root)
        case 3: return .fail(ticket, code: "x", reason: "")
        case 4: return .escalate(ticket, code: "e")
        case 5: return .retry(ticket)
        case 6: return .reconsider
        default: return work(play, ticket)
        }
    }

    /// Does what waits at a ticket, if it is work.
    private func work(_ play: Play, _ ticket: Ticket) -> Command {
        switch play.instance.wait(of: ticket) {
        case .timer: .fire(ticket)
        case .message(let name, _): .deliver(message: name, key: nil, payload: [:])
        case .signal(let name): .signal(name, payload: [:])
        case .condition: .assign(["level": .number(9)], at: .root)
        default: play.instance.rests[ticket]?.incident != nil ? .retry(ticket) : .complete(ticket, output: [:])
        }
    }

    /// The newest thing that a token rests at, so that what was begun last ends first.
    private func nextWork(_ play: Play) -> Command {
        let resting = play.instance.rests.pairs.filter { pair in
            switch pair.value.wait {
            case .scope, .undoing, .choice, .all: false
            default: pair.value.host == nil || isAwaited(pair.value, play.instance)
            }
        }
        guard let last = resting.last else { return .reconsider }
        return work(play, last.key)
    }

    /// Whether a token waits for this watcher, and not beside it.
    private func isAwaited(_ rest: Instance.Rest, _ instance: Instance) -> Bool {
        guard let host = rest.host.flatMap({ instance.rests[$0] }), host.host == nil else { return false }
        return host.wait == .choice || host.wait == .all
    }

    /// Everything that rests stands in an open scope, everything that listens beside something that is there, and both know it.
    private func check(_ instance: Instance) throws {
        var members = 0, watchers = 0
        for (ticket, rest) in instance.rests.pairs {
            #expect(instance.scopes[rest.scope] != nil, "\(ticket) stands in no scope")
            #expect(ticket.number < instance.nextTicket)
            if let host = rest.host {
                watchers += 1
                let beside = host == .root ? instance.scopes[.root]?.watchers : instance.rests[host]?.watchers
                #expect(beside?.contains(ticket) == true, "\(ticket) listens beside nothing")
            } else {
                members += 1
                #expect(instance.scopes[rest.scope]?.members.contains(ticket) == true)
            }
        }
        #expect(instance.scopes.values.reduce(0) { $0 + $1.members.tickets.count } == members)
        #expect((instance.scopes[.root]?.watchers.count ?? 0) + instance.rests.values.reduce(0) { $0 + $1.watchers.count } == watchers)
    }
}
