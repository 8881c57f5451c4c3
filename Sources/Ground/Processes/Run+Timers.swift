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
        case .cron(let schedule): return schedule.next(after: now, in: engine.calendar.zone)
        case .cycle(let text, let form):
            let text = cycle(text, token)
            if let cycle = text.flatMap(RepeatingInterval.init) { return cycle.first ?? cycle.interval.end(from: now, in: engine.calendar) }
            return text.flatMap { try? CronSchedule($0, in: form) }?.next(after: now, in: engine.calendar.zone)
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
        case .cycle(let text, _): cycle(text, token).flatMap(RepeatingInterval.init)?.times
        case .cron: nil
        case .after, .duration, .workingDays, .at: 1
        }
    }

    /// So many turns that a clock missed are made up for, one after the other. Where it missed more (a start long ago, a government that stood
    /// still for a year), each would be a task or a letter, and the cycle goes on from now: the number at which Kubernetes gives up a CronJob.
    static let lateTurns = 100

    /// The next time of a cycle: from the moment it was due, so that a late clock loses none. A turn that follows many missed ones keeps to the
    /// calendar: a Monday's cycle goes on on a Monday.
    mutating func nextDue(after due: Instant, _ repeats: Int?, _ token: Token) -> Instant? {
        let mayMissMore = repeats.map { $0 > Self.lateTurns } ?? true
        switch rhythm(token) {
        case .interval(let interval)?:
            let next = interval.end(from: due, in: engine.calendar)
            guard mayMissMore else { return next }
            let missed = passed(interval, after: due)
            return missed > Self.lateTurns ? interval.times(missed + 1).end(from: due, in: engine.calendar) : next
        case .schedule(let schedule)?:
            guard let next = schedule.next(after: due, in: engine.calendar.zone) else { return nil }
            return mayMissMore && misses(schedule, from: next) ? schedule.next(after: now, in: engine.calendar.zone) : next
        case nil: return nil
        }
    }

    /// Whether more turns than are made up for are over by now, the first at `turn`: no more of them are looked at.
    private func misses(_ schedule: CronSchedule, from turn: Instant) -> Bool {
        var last: Instant? = turn
        for _ in 0..<Self.lateTurns {
            guard let turn = last, turn <= now else { return false }
            last = schedule.next(after: turn, in: engine.calendar.zone)
        }
        return last.map { $0 <= now } ?? false
    }

    /// Whether a cycle has come for the last time: that of a cron expression whose years are over.
    mutating func isOver(after due: Instant, _ token: Token) -> Bool {
        guard case .schedule(let schedule)? = rhythm(token) else { return false }
        return schedule.next(after: due, in: engine.calendar.zone) == nil || schedule.next(after: now, in: engine.calendar.zone) == nil
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
        guard turn.left != 1, let rhythm = rhythm(token) else { return nil }
        switch rhythm {
        case .interval(let interval):
            let passed = 1 + passed(interval, after: turn.due)
            let left = turn.left.map { $0 - passed }
            guard left.map({ $0 > 0 }) ?? true else { return nil }
            return ProcessEngine.Turn(due: interval.times(passed).end(from: turn.due, in: engine.calendar), left: left)
        case .schedule(let schedule): return schedule.next(after: now, in: engine.calendar.zone).map { ProcessEngine.Turn(due: $0, left: turn.left) }
        }
    }

    /// What stands between two turns of a cycle.
    private enum Rhythm {
        case interval(Interval)
        case schedule(CronSchedule)
    }

    private mutating func rhythm(_ token: Token) -> Rhythm? {
        for case .timer(let timer) in model.nodes[token.node].element.trigger?.parts ?? [] {
            switch timer {
            case .every(let term, _): return .interval(Interval(term))
            case .cron(let schedule): return .schedule(schedule)
            case .cycle(let text, let form):
                let text = cycle(text, token)
                if let cycle = text.flatMap(RepeatingInterval.init) { return .interval(cycle.interval) }
                return text.flatMap { try? CronSchedule($0, in: form) }.map(Rhythm.schedule)
            default: continue
            }
        }
        return nil
    }

    private mutating func cycle(_ formula: Formula, _ token: Token) -> String? {
        if case .string(let text) = value(formula, token) { text } else { nil }
    }

    private func interval(_ value: Value) -> Interval? {
        switch value {
        case .daysAndTime, .yearsAndMonths: Interval(value)
        case .string(let text): Interval(text)
        default: nil
        }
    }
}
