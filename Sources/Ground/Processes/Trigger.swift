import Kernel

/// What an event waits for (section 10.5.5).
public indirect enum Trigger: Sendable {
    case none
    case timer(Timer)
    case message(Message)
    /// nil: any error.
    case error(String?)
    /// A signal of this name, thrown by this instance or from outside.
    case signal(String)
    /// nil: any escalation.
    case escalation(String?)
    /// Asked when it begins to wait and whenever a variable changes; once it holds, the event has happened.
    case conditional(Formula)
    /// The target of `EventResult.link` of the same name in the same scope.
    case link(String)
    case cancel
    /// On a border it marks what the handler undoes (`Element.compensates`); as the start of an event sub-process it begins
    /// the undoing of the sub-process around it.
    case compensation
    /// Any of them (section 10.5.5.6).
    case multiple([Trigger])
    /// All of them, in whatever order.
    case parallelMultiple([Trigger])
}

/// What a throw or end event does.
public indirect enum EventResult: Sendable {
    case none
    case message(Message)
    case error(String)
    case terminate
    case signal(String, payload: [Assignment] = [])
    case escalation(String)
    case link(String)
    case cancel
    /// Undoes the activity of this id, or all of the scope around; the event goes on when that is done (`waits`) or at once.
    case compensation(of: String?, waits: Bool = true)
    /// All of them.
    case multiple([EventResult])
}

/// When a timer is due.
public enum Timer: Sendable {
    case after(Term)
    /// FEEL: a duration, or the text of one (ISO 8601 or a term: `10 working days`).
    case duration(Formula)
    /// FEEL: a number of working days after now.
    case workingDays(Formula)
    /// FEEL: a date (its first moment) or its ISO 8601 text.
    case at(Formula)
    /// Again and again, `times` times or without end. Where an event can happen only once, its first time is meant.
    case every(Term, times: Int?)
    /// At each time of a cron expression, without end. Where an event can happen only once, the first from now is meant.
    case cron(CronSchedule)
    /// FEEL: the text of an ISO 8601 repeating interval: `R3/PT10H`, `R/P1D`, `R5/2026-11-22T09:00:00Z/P1D`; or of a cron expression in this form.
    case cycle(Formula, cron: CronSchedule.Form? = nil)
}

/// A message by name; with a `key`, only one that carries the same value is meant for this instance.
public struct Message: Sendable {
    public var name: String
    public var key: Formula?
    /// What is sent along.
    public var payload: [Assignment]
    /// How long it is kept for somebody who does not wait for it yet. nil: as long as the host keeps messages.
    public var keep: Term?

    public init(_ name: String, key: Formula? = nil, payload: [Assignment] = [], keep: Term? = nil) {
        self.name = name
        self.key = key
        self.payload = payload
        self.keep = keep
    }
}
