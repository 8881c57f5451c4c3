import FEEL
import Kernel

extension Assembly {
    /// Compiles every expression of one element.
    mutating func compile(_ index: Int, _ diagnostics: inout Diagnostics) {
        var names = names
        if case .multiple(var each) = nodes[index].element.loop, case .items(var list, let item) = each.source {
            list.compile(names, expected: .list(.any), &diagnostics)
            if let item { names.types[item] = .any }
            each.collect?.value.compile(names, expected: .any, &diagnostics)
            each.source = .items(list, name: item)
            nodes[index].element.loop = .multiple(each)
        }
        switch nodes[index].element.kind {
        case .task(.user(let role, .some(let due))):
            nodes[index].element.kind = .task(.user(role: role, due: compiled(due, names, &diagnostics)))
        case .task(.service(let name, let input)):
            nodes[index].element.kind = .task(.service(name, input: compiled(input, names, &diagnostics)))
        case .task(.script(let lines)):
            nodes[index].element.kind = .task(.script(compiled(lines, names, &diagnostics)))
        case .task(.send(let message)):
            nodes[index].element.kind = .task(.send(compiled(message, names, &diagnostics)))
        case .task(.receive(let message)):
            nodes[index].element.kind = .task(.receive(compiled(message, names, &diagnostics)))
        case .catchEvent(let trigger):
            nodes[index].element.kind = .catchEvent(compiled(trigger, names, &diagnostics))
        case .boundary(let trigger, let host, let interrupts):
            nodes[index].element.kind = .boundary(compiled(trigger, names, &diagnostics), on: host, interrupts: interrupts)
        case .end(.message(let message)):
            nodes[index].element.kind = .end(.message(compiled(message, names, &diagnostics)))
        case .throwEvent(.message(let message)):
            nodes[index].element.kind = .throwEvent(.message(compiled(message, names, &diagnostics)))
        default: break
        }
    }

    private func compiled(_ lines: [(name: String, value: Formula)], _ names: Names, _ diagnostics: inout Diagnostics) -> [(name: String, value: Formula)] {
        lines.map { line in
            var line = line
            line.value.compile(names, expected: .any, &diagnostics)
            return line
        }
    }

    private func compiled(_ message: Message, _ names: Names, _ diagnostics: inout Diagnostics) -> Message {
        var message = message
        message.key?.compile(names, expected: .any, &diagnostics)
        message.payload = compiled(message.payload, names, &diagnostics)
        return message
    }

    private func compiled(_ trigger: Trigger, _ names: Names, _ diagnostics: inout Diagnostics) -> Trigger {
        switch trigger {
        case .timer(let timer): .timer(compiled(timer, names, &diagnostics))
        case .message(let message): .message(compiled(message, names, &diagnostics))
        default: trigger
        }
    }

    private func compiled(_ timer: Timer, _ names: Names, _ diagnostics: inout Diagnostics) -> Timer {
        switch timer {
        case .workingDays(var count):
            count.compile(names, expected: .number, &diagnostics)
            return .workingDays(count)
        case .at(var moment):
            moment.compile(names, expected: .any, &diagnostics)
            return .at(moment)
        case .duration(var length):
            length.compile(names, expected: .any, &diagnostics)
            return .duration(length)
        case .cycle(var interval):
            interval.compile(names, expected: .any, &diagnostics)
            return .cycle(interval)
        case .after, .every: return timer
        }
    }
}
