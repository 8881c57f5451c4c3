import FEEL
import Kernel

@testable import Processes

/// Plays a case of the kit, step by step, and says where what happened is not what was expected.
struct KitPlay {
    var play: Play
    /// The state as it was before the events of a step, moved along with them, to know what each ticket stood for.
    private var shadow = Instance()
    private(set) var differences: [String] = []
    let name: String

    init(_ json: JSON) throws {
        name = json["name"]?.string ?? ""
        let model = try KitModel(json)
        var sketch = Sketch()
        sketch.elements = model.elements
        sketch.flows = model.flows
        for name in json["names"]?.array ?? [] { sketch.names[name.string ?? ""] = .any }
        for step in json["steps"]?.array ?? [] {
            for member in (step["start"]?.members ?? []) + (step["with"]?.members ?? []) { sketch.names[member.name] = .any }
        }
        play = try Play(sketch) { _, context in context["a"] }
    }

    mutating func run(_ steps: [JSON]) {
        for (index, step) in steps.enumerated() {
            let place = "step \(index + 1)"
            if let element = step["listen"]?.string {
                listen(to: element, step, place)
                continue
            }
            do {
                let (events, effects) = try take(step)
                if step["rejected"] == true { differences.append("\(place): was accepted") }
                compare(step, events, effects, place)
            } catch let error where error is Rejection || error is Play.Missing {
                // Whether nothing waits there any more is found out by the test or by the engine.
                if step["rejected"] != true { differences.append("\(place): rejected: \(error)") }
                compare(step, [], [], place)
            } catch {
                differences.append("\(place): \(error)")
            }
        }
    }

    // MARK: Doing

    private mutating func take(_ step: JSON) throws -> ([ProcessEvent], [Effect]) {
        let command = try command(step)
        shadow = play.instance
        let before = play.events.count
        let effects = try play.run(command)
        return (Array(play.events[before...]), effects)
    }

    private mutating func command(_ step: JSON) throws -> Command {
        let given = step["with"].map(TypedJSON.context) ?? Context()
        if let variables = step["start"] { return .start(TypedJSON.context(variables)) }
        if let element = step["startAt"]?.string { return .startAt(element, given) }
        if let element = step["complete"]?.string { return .complete(try ticket(element), output: given) }
        if let element = step["fail"]?.string { return .fail(try ticket(element), code: step["code"]?.string ?? "", reason: "failed") }
        if let element = step["fire"]?.string {
            let ticket = try ticket(element) { if case .timer = $0 { true } else { false } }
            if case .timer(let due, _)? = play.instance.wait(of: ticket) { play.now = max(play.now, due) }
            return .fire(ticket)
        }
        if let name = step["message"]?.string { return .deliver(message: name, key: step["key"].map(TypedJSON.value), payload: given) }
        if let name = step["signal"]?.string { return .signal(name, payload: given) }
        if let element = step["escalate"]?.string { return .escalate(try ticket(element), code: step["code"]?.string ?? "") }
        if let element = step["activate"]?.string {
            return .activate(try ticket(step["in"]?.string ?? "") { $0 == .adHoc }, element: element)
        }
        if let values = step["assign"] { return .assign(TypedJSON.context(values), at: .root) }
        if let element = step["retry"]?.string { return .retry(try ticket(element)) }
        if step["cancel"] == true { return .cancel }
        throw KitModel.Unreadable(what: "\(step)")
    }

    /// `task` is the oldest that waits at the element, `task#2` the second.
    private func ticket(_ text: String, _ isRight: (Instance.Wait) -> Bool = { _ in true }) throws -> Ticket {
        let parts = text.split(separator: "#")
        let number = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
        let found = play.instance.waiting(in: play.engine.model).filter { $0.element == parts.first.map(String.init) && $0.wait != .scope && isRight($0.wait) }
        guard found.count >= number else { throw Play.Missing(element: text) }
        return found[number - 1].ticket
    }

    /// What the definition listens for while it has no instance.
    private mutating func listen(to element: String, _ step: JSON, _ place: String) {
        let engine = play.engine
        guard let listener = engine.model.listeners.first(where: { $0.element == element }) else {
            differences.append("\(place): nothing is listened for at \(element)")
            return
        }
        let (facts, now) = (step["with"].map(TypedJSON.context) ?? Context(), step["from"]?.string.flatMap { Instant($0) } ?? play.now)
        var turns: [JSON] = []
        var turn = engine.firstTurn(of: listener, now: now, facts: facts)
        while let found = turn, turns.count < step["turns"]?.array?.count ?? 0 {
            turns.append(same(found.due, as: step["turns"]?.array ?? [], at: turns.count))
            turn = engine.turn(after: found, of: listener, now: found.due, facts: facts)
        }
        expect(step["turns"], .array(turns), place, "turns")
        expect(step["over"], .bool(turn == nil), place, "over")
        expect(step["holds"], .bool(engine.holds(listener, now: now, facts: facts)), place, "holds")
    }

    /// As the file writes it where it means this instant, for RFC 3339 leaves the digits of a second's fraction open (section 5.6).
    private func same(_ instant: Instant, as written: [JSON], at index: Int) -> JSON {
        guard written.indices.contains(index), let text = written[index].string, Instant(text) == instant else { return .string(instant.description) }
        return .string(text)
    }

    // MARK: Comparing

    private mutating func compare(_ step: JSON, _ events: [ProcessEvent], _ effects: [Effect], _ place: String) {
        let trace = trace(of: events)
        expect(step["trace"], .array(trace.map { .string($0) }), place, "trace")
        expect(step["waiting"], .array(waiting.map { .string($0) }), place, "waiting")
        expect(step["thrown"], .array(effects.compactMap(\.thrown).map { .string($0) }), place, "thrown")
        expect(step["completed"], .bool(play.end != nil), place, "completed")
        for member in step["variables"]?.members ?? [] {
            expect(member.value, play.instance.variables[member.name].map(TypedJSON.write) ?? .null, place, member.name)
        }
    }

    private mutating func expect(_ wanted: JSON?, _ got: JSON, _ place: String, _ what: String) {
        if let wanted, wanted != got { differences.append("\(place): \(what) is \(got.text), expected \(wanted.text)") }
    }

    /// Where tokens rest: not the events that are listened for beside them, and not what only holds other tokens.
    private var waiting: [String] {
        play.instance.rests.values.filter { $0.host == nil && $0.wait != .scope }.compactMap { rest in
            if case .undoing = rest.wait { return nil }
            return play.engine.model.nodes[rest.node].element.id
        }.sorted()
    }

    /// The elements that were completed, in order.
    private mutating func trace(of events: [ProcessEvent]) -> [String] {
        var trace: [String] = []
        for event in events {
            switch event {
            case .passed(let node, _): trace.append(play.engine.model.nodes[node].element.id)
            case .left(let ticket): if let id = completed(ticket) { trace.append(id) }
            default: break
            }
            shadow.apply(event)
        }
        return trace
    }

    private func completed(_ ticket: Ticket) -> String? {
        guard let rest = shadow.rests[ticket], rest.host == nil else { return nil }
        let element = play.engine.model.nodes[rest.node].element
        if case .undoing = rest.wait { return nil }
        if rest.wait == .stopped || rest.wait == .done || (rest.wait == .scope && element.isLooped && rest.item == nil) { return nil }
        return element.id
    }
}

extension Effect {
    /// What leaves the process, as the kit writes it.
    fileprivate var thrown: String? {
        switch self {
        case .send(let message, _, _, _): "message \(message)"
        case .broadcast(let signal, _): "signal \(signal)"
        case .escalated(let code, _): "escalation \(code)"
        case .uncaught(let error, _): "error \(error)"
        case .startProcess(_, let process, _, _): "process \(process)"
        case .cancelProcess: "cancel process"
        case .incident(_, let element, _): "incident \(element)"
        default: nil
        }
    }
}
