/// A length of time as a law or a service names it: `10 working days`, `30 days`, `6 weeks`, `3 months`, `2 years`, `4 hours`.
public struct Term: Hashable, Sendable, CustomStringConvertible {
    public enum Unit: String, Sendable, CaseIterable {
        case minutes, hours, days, weeks, months, years
        case workingDays = "working days"
    }

    public var count: Int
    public var unit: Unit

    public init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// Reads the form above (singular or plural) or an ISO 8601 duration of one unit (`P14D`, `PT4H`, `P2Y`).
    ///
    /// - Returns: nil for anything else, and for counts above 100,000.
    public init?(_ text: some StringProtocol) {
        let words = text.lowercased().split(separator: " ")
        if words.count == 1, let term = Self.iso(String(text)) { self = term; return }
        guard words.count >= 2, let count = Int(words[0]), (0...100_000).contains(count) else { return nil }
        let name = words.dropFirst().joined(separator: " ")
        guard let unit = Unit.allCases.first(where: { $0.rawValue == name || $0.rawValue == name + "s" }) else { return nil }
        self.init(count, unit)
    }

    private static func iso(_ text: String) -> Term? {
        let isTime = text.hasPrefix("PT")
        guard text.hasPrefix("P"), let letter = text.last, let count = Int(text.dropFirst(isTime ? 2 : 1).dropLast()), (0...100_000).contains(count) else {
            return nil
        }
        switch (isTime, letter) {
        case (true, "M"): return Term(count, .minutes)
        case (true, "H"): return Term(count, .hours)
        case (false, "D"): return Term(count, .days)
        case (false, "W"): return Term(count, .weeks)
        case (false, "M"): return Term(count, .months)
        case (false, "Y"): return Term(count, .years)
        default: return nil
        }
    }

    /// When a term that begins at `start` is over. Terms of days and longer end with the last moment of their last day in the
    /// calendar's zone: the day on which the term begins is not counted.
    public func end(from start: Instant, in calendar: OfficeCalendar) -> Instant {
        switch unit {
        case .minutes: start + .seconds(count * 60)
        case .hours: start + .seconds(count * 3_600)
        default: calendar.zone.end(of: end(from: calendar.zone.date(of: start), in: calendar))
        }
    }

    /// The last day of a term that begins on `start`. Minutes and hours end on the day itself.
    public func end(from start: CivilDate, in calendar: OfficeCalendar) -> CivilDate {
        switch unit {
        case .minutes, .hours: start
        case .days: start.adding(days: count)
        case .weeks: start.adding(days: count * 7)
        case .months: start.adding(months: count)
        case .years: start.adding(years: count)
        case .workingDays: calendar.date(after: start, workingDays: count)
        }
    }

    public var description: String {
        "\(count) \(count == 1 ? String(unit.rawValue.dropLast()) : unit.rawValue)"
    }
}
