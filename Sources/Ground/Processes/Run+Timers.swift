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

    /// The next time of a cycle.
    mutating func nextDue(after due: Instant, _ rest: Instance.Rest) -> Instant? {
        let cycles = (model.nodes[rest.node].element.trigger?.parts ?? []).compactMap { if case .timer(let timer) = $0 { timer } else { nil } }
        for timer in cycles {
            switch timer {
            case .every(let term, _): return term.end(from: due, in: engine.calendar)
            case .cycle(let text): return cycle(text, Token(node: rest.node, flow: nil, scope: rest.scope))?.interval.end(from: due, in: engine.calendar)
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
