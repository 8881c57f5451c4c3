import FEEL
import Kernel

/// What a definition listens for while it has no instance (section 13.2). Nothing is stored here: the host keeps the turn and whether the
/// condition held, and begins an instance with `Command.startAt`.
extension ProcessEngine {
    /// A time at which an instance is to begin.
    public struct Turn: Sendable, Hashable {
        public var due: Instant
        /// How many there still are, this one among them; nil: without end.
        public var left: Int?

        public init(due: Instant, left: Int?) {
            self.due = due
            self.left = left
        }
    }

    /// The first time at which the listener's timer is due for a host that begins to listen `now`. What was over by then begins nothing.
    ///
    /// - Parameter facts: what is known without an instance (`Surroundings.standing`).
    /// - Returns: nil where there is no timer, where it gives no time, or where it is over.
    public func firstTurn(of listener: StartListener, now: Instant, facts: Context) -> Turn? {
        guard let timer = listener.timer, let token = token(at: listener) else { return nil }
        var run = outside(now, facts)
        guard let due = run.due(timer, token) else { return nil }
        let turn = Turn(due: due, left: run.repeats(timer, token))
        return due < now ? run.upcoming(after: turn, token) : turn
    }

    /// The time after one that has come; late turns are made up for as those of a timer in an instance are.
    public func turn(after turn: Turn, of listener: StartListener, now: Instant, facts: Context) -> Turn? {
        guard turn.left != 1, let token = token(at: listener) else { return nil }
        var run = outside(now, facts)
        return run.nextDue(after: turn.due, turn.left, token).map { Turn(due: $0, left: turn.left.map { $0 - 1 }) }
    }

    /// Whether a condition of the listener holds; not, where telling takes too much work.
    public func holds(_ listener: StartListener, now: Instant, facts: Context) -> Bool {
        var run = outside(now, facts)
        for case .conditional(let condition) in listener.trigger.parts {
            let holds = run.holds(condition, in: .root)
            if run.takeOverrun() == nil, holds { return true }
        }
        return false
    }

    /// Where a listener's expressions are evaluated: an instance that has not begun.
    private func outside(_ now: Instant, _ facts: Context) -> Run { Run(engine: self, instance: Instance(), now: now, facts: facts) }

    private func token(at listener: StartListener) -> Run.Token? { model.nodeIndex[listener.element].map { Run.Token(node: $0, flow: nil, scope: .root) } }
}

extension StartListener {
    /// An event has one at most.
    var timer: Timer? {
        for case .timer(let timer) in trigger.parts { return timer }
        return nil
    }

    public var isTimed: Bool { timer != nil }
    public var isConditional: Bool { trigger.parts.contains { if case .conditional = $0 { true } else { false } } }
    public var signals: [String] { trigger.parts.compactMap { if case .signal(let name) = $0 { name } else { nil } } }

    /// A text that is another when what is listened for is.
    public var definition: String { trigger.parts.map(\.definition).joined(separator: "\n") }
}

extension Trigger {
    fileprivate var definition: String {
        switch self {
        case .timer(let timer): timer.definition
        case .message(let message): "message " + message.name
        case .signal(let name): "signal " + name
        case .conditional(let condition): "condition " + condition.source.text
        case .none, .error, .escalation, .link, .cancel, .compensation, .multiple, .parallelMultiple: ""
        }
    }
}

extension Timer {
    fileprivate var definition: String {
        switch self {
        case .after(let term): "after \(term)"
        case .duration(let length): "after " + length.source.text
        case .workingDays(let count): "working days " + count.source.text
        case .at(let moment): "at " + moment.source.text
        case .every(let term, let times): "every \(term)" + (times.map { " \($0)" } ?? "")
        case .cron(let schedule): "cron \(schedule)" + (schedule.form.map { " of " + $0.rawValue } ?? "")
        case .cycle(let interval, _): "every " + interval.source.text
        }
    }
}
