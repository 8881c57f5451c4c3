import FEEL
import Kernel

/// Compiles the expressions of one element with the names of its place.
struct ExpressionCompiler {
    var names: Names
    private(set) var diagnostics = Diagnostics()

    init(names: Names) { self.names = names }

    mutating func compiled(_ formula: Formula, _ expected: FEELType = .any) -> Formula {
        var formula = formula
        formula.compile(names, expected: expected, &diagnostics)
        return formula
    }

    mutating func compile(_ formula: inout Formula?, _ expected: FEELType = .any) { formula?.compile(names, expected: expected, &diagnostics) }

    mutating func lines(_ lines: [Assignment]) -> [Assignment] {
        var compiled: [Assignment] = []
        for line in lines { compiled.append((name: line.name, value: self.compiled(line.value))) }
        return compiled
    }

    mutating func message(_ message: Message) -> Message {
        var message = message
        compile(&message.key)
        message.payload = lines(message.payload)
        return message
    }

    mutating func trigger(_ trigger: Trigger) -> Trigger {
        switch trigger {
        case .timer(let timer): return .timer(self.timer(timer))
        case .message(let message): return .message(self.message(message))
        case .conditional(let condition): return .conditional(compiled(condition, .boolean))
        case .multiple(let parts): return .multiple(triggers(parts))
        case .parallelMultiple(let parts): return .parallelMultiple(triggers(parts))
        case .none, .error, .signal, .escalation, .link, .cancel, .compensation: return trigger
        }
    }

    private mutating func triggers(_ parts: [Trigger]) -> [Trigger] {
        var compiled: [Trigger] = []
        for part in parts { compiled.append(trigger(part)) }
        return compiled
    }

    mutating func result(_ result: EventResult) -> EventResult {
        switch result {
        case .message(let message): return .message(self.message(message))
        case .signal(let name, let payload): return .signal(name, payload: lines(payload))
        case .multiple(let parts):
            var compiled: [EventResult] = []
            for part in parts { compiled.append(self.result(part)) }
            return .multiple(compiled)
        case .none, .error, .terminate, .escalation, .link, .cancel, .compensation: return result
        }
    }

    mutating func timer(_ timer: Timer) -> Timer {
        switch timer {
        case .duration(let length): .duration(compiled(length))
        case .workingDays(let count): .workingDays(compiled(count, .number))
        case .at(let moment): .at(compiled(moment))
        case .cycle(let interval, let form): .cycle(compiled(interval), cron: form)
        case .after, .every, .cron: timer
        }
    }

    mutating func task(_ task: Element.Task) -> Element.Task {
        switch task {
        case .user(let role, let due): .user(role: role, due: due.map { timer($0) })
        case .service(let name, let input): .service(name, input: lines(input))
        case .script(let script): .script(lines(script))
        case .send(let message): .send(self.message(message))
        case .receive(let message): .receive(self.message(message))
        case .rules, .manual: task
        }
    }
}
