import Kernel

extension Instance.Wait {
    var json: JSON {
        switch self {
        case .task(let due): due.map { .array(["task", .integer($0.microseconds)]) } ?? "task"
        case .call: "call"
        case .timer(let due, let repeats): .array(["timer", .integer(due.microseconds), repeats.map { .integer($0) } ?? .null])
        case .message(let name, let key): .array(["message", .string(name)] + (key.map { [TypedJSON.write($0)] } ?? []))
        case .signal(let name): .array(["signal", .string(name)])
        case .condition(let part, let isArmed): .array(["condition", .integer(part), .bool(isArmed)])
        case .process: "process"
        case .choice: "choice"
        case .all: "all"
        case .scope: "scope"
        case .adHoc: "ad_hoc"
        case .undoing(let isAwaited): isAwaited ? "undoing" : .array(["undoing", false])
        case .stopped: "stopped"
        case .done: "done"
        }
    }

    init?(_ json: JSON) {
        let parts = json.array ?? [json]
        switch (parts.first?.string, parts.count) {
        case ("task", 1): self = .task(due: nil)
        case ("task", 2):
            guard let due = parts[1].instant else { return nil }
            self = .task(due: due)
        case ("call", 1): self = .call
        case ("timer", 3):
            guard let due = parts[1].instant else { return nil }
            self = .timer(due: due, repeats: parts[2].integer)
        case ("message", 2...3):
            guard let name = parts[1].string else { return nil }
            self = .message(name, key: parts.count == 3 ? TypedJSON.value(parts[2]) : nil)
        case ("signal", 2):
            guard let name = parts[1].string else { return nil }
            self = .signal(name)
        case ("condition", 3):
            guard let part = parts[1].integer else { return nil }
            self = .condition(part: part, isArmed: parts[2] == true)
        case ("process", 1): self = .process
        case ("choice", 1): self = .choice
        case ("all", 1): self = .all
        case ("scope", 1): self = .scope
        case ("ad_hoc", 1): self = .adHoc
        case ("undoing", 1...2): self = .undoing(isAwaited: parts.count == 1)
        case ("stopped", 1): self = .stopped
        case ("done", 1): self = .done
        default: return nil
        }
    }
}

extension JSON {
    var instant: Instant? { integer.map { Instant(microseconds: Int64($0)) } }
}
