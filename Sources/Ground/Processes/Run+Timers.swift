import FEEL
import Kernel

extension Run {
    mutating func due(_ timer: Timer, _ token: Token) -> Instant? {
        switch timer {
        case .after(let term), .every(let term, _): return term.end(from: now, in: engine.calendar)
        case .duration(let length): return interval(value(length, token))?.end(from: now, in: engine.calendar)
        case .workingDays(let count):
            guard case .number(let number) = value(count, token), let days = Int(exactly: number.rounded(scale: 0)), (0...100_000).contains(days) else {
                return nil
            }
            return Term(days, .workingDays).end(from: now, in: engine.calendar)
        case .at(let moment): return self.moment(value(moment, token))
        case .cycle(let text):
            guard let cycle = cycle(text, token) else { return nil }
            return cycle.first ?? cycle.interval.end(from: now, in: engine.calendar)
        }
    }

    private mutating func value(_ formula: Formula, _ token: Token) -> Value { evaluate(formula, context(in: token.scope, locals: token.locals)) }

    private func moment(_ value: Value) -> Instant? {
        switch value {
        // A day or a moment outside the years in which things happen is none.
        case .date(let date): (1...9_999).contains(date.year) ? engine.calendar.zone.start(of: date) : nil
        case .dateAndTime(let moment): moment.instant(in: engine.calendar.zone)
        case .string(let text):
            Instant(text) ?? CivilDate(text).map { engine.calendar.zone.start(of: $0) } ?? Term(text)?.end(from: now, in: engine.calendar)
        default: nil
        }
    }

    /// How often a timer may still happen; nil: without end.
    mutating func repeats(_ timer: Timer, _ token: Token) -> Int? {
        switch timer {
        case .every(_, let times): times
        case .cycle(let text): cycle(text, token)?.times
        case .after, .duration, .workingDays, .at: 1
        }
    }

    /// So many turns that a clock missed are made up for, one after the other. Where it missed more (a start long ago, a government that stood
    /// still for a year), each would be a task or a letter, and the cycle goes on from now: the number at which Kubernetes gives up a CronJob.
    static let lateTurns = 100

    /// The next time of a cycle: from the moment it was due, so that a late clock loses none. A turn that follows many missed ones keeps to the
    /// calendar: a Monday's cycle goes on on a Monday.
    mutating func nextDue(after due: Instant, _ repeats: Int?, _ token: Token) -> Instant? {
        guard let interval = cycle(token) else { return nil }
        let next = interval.end(from: due, in: engine.calendar)
        guard repeats.map({ $0 > Self.lateTurns }) ?? true else { return next }
        let missed = passed(interval, after: due)
        return missed > Self.lateTurns ? interval.times(missed + 1).end(from: due, in: engine.calendar) : next
    }

    /// How many turns after `due` are over by now.
    private func passed(_ interval: Interval, after due: Instant) -> Int {
        func turn(_ number: Int) -> Instant { interval.times(number).end(from: due, in: engine.calendar) }
        let (next, second) = (turn(1), turn(2))
        guard next > due, next <= now, second > next else { return 0 }
        // About as many, as turns differ by the hours of a day and the days of a month.
        var missed = 1 + Int((now.microseconds - next.microseconds) / (second.microseconds - next.microseconds))
        while missed > 1, turn(missed) > now { missed -= 1 }
        while turn(missed + 1) <= now { missed += 1 }
        return missed
    }

    /// The first turn behind one that is over which is still to come; nil where the cycle is over, and where there is none.
    mutating func upcoming(after turn: ProcessEngine.Turn, _ token: Token) -> ProcessEngine.Turn? {
        guard turn.left != 1, let interval = cycle(token) else { return nil }
        let passed = 1 + passed(interval, after: turn.due)
        let left = turn.left.map { $0 - passed }
        guard left.map({ $0 > 0 }) ?? true else { return nil }
        return ProcessEngine.Turn(due: interval.times(passed).end(from: turn.due, in: engine.calendar), left: left)
    }

    private mutating func cycle(_ token: Token) -> Interval? {
        for case .timer(let timer) in model.nodes[token.node].element.trigger?.parts ?? [] {
            switch timer {
            case .every(let term, _): return Interval(term)
            case .cycle(let text): return cycle(text, token)?.interval
            default: continue
            }
        }
        return nil
    }

    private mutating func cycle(_ formula: Formula, _ token: Token) -> RepeatingInterval? {
        if case .string(let text) = value(formula, token) { RepeatingInterval(text) } else { nil }
    }

    private func interval(_ value: Value) -> Interval? {
        switch value {
        case .daysAndTime, .yearsAndMonths: Interval(value)
        case .string(let text): Interval(text)
        default: nil
        }
    }
}
