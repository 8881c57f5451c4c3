import FEEL
import Kernel

@testable import Processes

let nowhere = SourceLocation(file: "test.bpmn", line: 1, column: 1)

/// A process written in a few lines: `a -> b`, `a -> b : condition`, `a -> b : else`.
struct Sketch {
    var elements: [Element] = []
    var flows: [Flow] = []
    var names: [String: FEELType] = ["a": .any, "b": .any, "c": .any, "items": .any, "item": .any, "n": .any, "results": .any]

    mutating func add(_ id: String, _ kind: Element.Kind, in parent: String? = nil, loop: Element.Loop = .once, quantity: Element.Quantity = .init()) {
        var element = Element(id, kind, in: parent, loop: loop, at: nowhere)
        element.quantity = quantity
        elements.append(element)
    }

    mutating func flow(_ line: String) {
        let halves = line.split(separator: ":", maxSplits: 1).map { $0.trimmed }
        let ends = halves[0].split(separator: ">").map { String($0).replacing("-", with: "").trimmed }
        let isElse = halves.count > 1 && halves[1] == "else"
        let id = isElse ? "\(ends[0])_else" : "\(ends[0])_\(ends[1])" + (flows.contains { $0.id == "\(ends[0])_\(ends[1])" } ? "_2" : "")
        flows.append(Flow(id, from: ends[0], to: ends[1], when: halves.count > 1 && !isElse ? formula(halves[1]) : nil, at: nowhere))
    }

    func model() throws -> ProcessModel {
        var diagnostics = Diagnostics()
        guard let model = ProcessModel(id: "test", elements: elements, flows: flows, names: Names(names), diagnostics: &diagnostics) else {
            throw Broken(diagnostics: diagnostics.sorted.map(\.description))
        }
        return model
    }

    struct Broken: Error, CustomStringConvertible {
        var diagnostics: [String]
        var description: String { diagnostics.joined(separator: "\n") }
    }
}

func formula(_ text: String) -> Formula { Formula(SourceText(text, at: nowhere)) }

extension StringProtocol {
    var trimmed: String {
        var slice = self[...]
        while slice.first == " " { slice = slice.dropFirst() }
        while slice.last == " " { slice = slice.dropLast() }
        return String(slice)
    }
}

/// Drives an instance, and checks at each step that its events rebuild it and that its stored form reads back.
struct Play {
    let engine: ProcessEngine
    var instance = Instance()
    var replayed = Instance()
    var effects: [Effect] = []
    var events: [ProcessEvent] = []
    var now = Instant(microseconds: 1_795_000_000_000_000)

    init(
        _ sketch: Sketch, budget: Int = Evaluation.defaultBudget, decide: @escaping @Sendable (String, Context) -> Value? = { _, _ in nil }
    ) throws {
        engine = ProcessEngine(model: try sketch.model(), calendar: OfficeCalendar(), budget: budget, decide: decide)
    }

    @discardableResult
    mutating func run(_ command: Command) throws -> [Effect] {
        let outcome = try engine.handle(command, on: instance, now: now)
        for event in outcome.events {
            guard let stored = ProcessEvent(event.json(in: engine.model), in: engine.model) else { throw Unreadable(event: event) }
            replayed.apply(stored)
        }
        instance = outcome.instance
        guard replayed == instance else { throw Diverged(from: instance, to: replayed) }
        let read = try Instance(instance.json(in: engine.model), in: engine.model)
        guard read == instance else { throw Diverged(from: instance, to: read) }
        effects += outcome.effects
        events += outcome.events
        return outcome.effects
    }

    mutating func start(_ variables: Context = [:]) throws { try run(.start(variables)) }

    /// The elements that wait, sorted.
    var waiting: [String] { instance.waiting(in: engine.model).map(\.element).sorted() }

    func ticket(_ element: String) throws -> Ticket {
        guard let found = instance.waiting(in: engine.model).first(where: { $0.element == element }) else { throw Missing(element: element) }
        return found.ticket
    }

    /// The ticket that stands still at an element.
    func stopped(_ element: String) throws -> Ticket {
        guard let found = instance.waiting(in: engine.model).first(where: { $0.element == element && $0.incident != nil }) else {
            throw Missing(element: element)
        }
        return found.ticket
    }

    mutating func complete(_ element: String, _ output: Context = [:]) throws { try run(.complete(try ticket(element), output: output)) }

    mutating func fire(_ element: String) throws { try run(.fire(try ticket(element))) }

    var end: String? { instance.end(in: engine.model) }

    struct Unreadable: Error { var event: ProcessEvent }
    struct Diverged: Error { var from, to: Instance }
    struct Missing: Error { var element: String }
}
