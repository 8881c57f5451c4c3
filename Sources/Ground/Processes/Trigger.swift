import Kernel

/// What an event waits for (section 10.5.5).
public enum Trigger: Sendable {
    case none
    case timer(Timer)
    case message(Message)
    /// nil: any error.
    case error(String?)
    case signal(String), escalation(String?), conditional(Formula), link(String), cancel, compensation, multiple
}

/// What a throw or end event does.
public enum EventResult: Sendable {
    case none
    case message(Message)
    case error(String)
    case terminate
    case signal(String), escalation(String), link(String), cancel, compensation(of: String?), multiple
}

/// When a timer is due.
public enum Timer: Sendable {
    case after(Term)
    /// FEEL: a number of working days after now.
    case workingDays(Formula)
    /// FEEL: a date (its first moment) or its ISO 8601 text.
    case at(Formula)
    /// Again and again, `times` times or without end. Only on boundary events that do not interrupt.
    case every(Term, times: Int?)
}

/// A message by name; with a `key`, only one that carries the same value is meant for this instance.
public struct Message: Sendable {
    public var name: String
    public var key: Formula?
    /// What is sent along.
    public var payload: [(name: String, value: Formula)]

    public init(_ name: String, key: Formula? = nil, payload: [(name: String, value: Formula)] = []) {
        self.name = name
        self.key = key
        self.payload = payload
    }
}
