import FEEL
import Kernel

/// A length of time: a term as laws name it, or an exact duration.
struct Interval {
    private enum Length {
        case term(Term)
        case seconds(Int)
        case months(Int)
    }

    private let length: Length

    /// A term (`10 working days`, `P14D`), which ends with a day, or an ISO 8601 duration of several parts, which does not.
    init?(_ text: String) {
        if let term = Term(text) { self.init(.term(term)); return }
        guard let value = Value(.string(text), as: .daysAndTimeDuration) ?? Value(.string(text), as: .yearsAndMonthsDuration) else { return nil }
        self.init(value)
    }

    init(_ term: Term) { self.init(.term(term)) }

    private init(_ length: Length) { self.length = length }

    /// FEEL's durations; nil for others, negative ones and those beyond a thousand years.
    init?(_ value: Value) {
        switch value {
        case .daysAndTime(let duration) where (0...31_557_600_000).contains(duration.seconds): self.init(.seconds(duration.seconds))
        case .yearsAndMonths(let duration) where (0...12_000).contains(duration.months): self.init(.months(duration.months))
        default: return nil
        }
    }

    /// Over as soon as it begins.
    var isEmpty: Bool {
        switch length {
        case .term(let term): term.count == 0
        case .seconds(let seconds): seconds == 0
        case .months(let months): months == 0
        }
    }

    /// So many of it, one after the other.
    func times(_ number: Int) -> Interval {
        switch length {
        case .term(let term): Interval(Term(term.count * number, term.unit))
        case .seconds(let seconds): Interval(.seconds(seconds * number))
        case .months(let months): Interval(.months(months * number))
        }
    }

    func end(from start: Instant, in calendar: OfficeCalendar) -> Instant {
        switch length {
        case .term(let term): return term.end(from: start, in: calendar)
        case .seconds(let seconds): return start + .seconds(seconds)
        case .months(let months):
            let day = calendar.zone.date(of: start)
            return calendar.zone.start(of: day.adding(months: months)) + (start - calendar.zone.start(of: day))
        }
    }
}

/// ISO 8601, section 4.5: `R3/PT10H`, `R/P1D`, `R5/2026-11-22T09:00:00Z/P1D`. Without `R` it happens once.
struct RepeatingInterval {
    var times: Int?
    var first: Instant?
    var interval: Interval

    init?(_ text: String) {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        times = 1
        if let head = parts.first, head.hasPrefix("R") {
            if head == "R" || head == "R-1" {
                times = nil
            } else {
                guard let count = Int(head.dropFirst()), (1...1_000_000).contains(count) else { return nil }
                times = count
            }
            parts.removeFirst()
        }
        let isRepeated = times != 1
        guard let last = parts.popLast(), let interval = Interval(last), parts.count <= 1 else { return nil }
        // Nothing would ever come between two of its turns.
        guard !isRepeated || !interval.isEmpty else { return nil }
        self.interval = interval
        if let start = parts.first {
            guard let first = Instant(start) else { return nil }
            self.first = first
        }
    }
}
