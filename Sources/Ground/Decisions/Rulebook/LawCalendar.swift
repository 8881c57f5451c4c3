import Kernel

/// The spans for which a rulebook's values are computed.
public enum PeriodKind: String, Sendable, CaseIterable {
    case day, month, year
    case forever = "for_ever"

    /// Shortest first.
    var rank: Int {
        switch self {
        case .day: 0
        case .month: 1
        case .year: 2
        case .forever: 3
        }
    }
}

/// A day, a month or a year of a rulebook's calendar, or all time.
public struct Period: Sendable, Hashable {
    public let kind: PeriodKind
    public let start: CivilDate
    /// The first day behind it.
    public let end: CivilDate

    /// What does not change: a date of birth.
    public static let forever = Period(kind: .forever, start: CivilDate(daysSinceEpoch: -719_162), end: CivilDate(daysSinceEpoch: 2_932_897))

    /// By its days, which nearly tell its kind: the kind's name would cost more than they do, for each value that is looked up.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        hasher.combine(end)
    }

    public var days: Int { end.daysSinceEpoch - start.daysSinceEpoch }
    public var lastDay: CivilDate { end.adding(days: -1) }
}

/// Where a rulebook's years and months begin: a tax year may run from 6 April, and its months from each sixth.
public struct LawCalendar: Sendable, Hashable {
    public let month: Int
    /// 1 to 28, so that every month has it.
    public let day: Int

    public static let civil = LawCalendar(month: 1, day: 1)

    private init(month: Int, day: Int) {
        self.month = month
        self.day = day
    }

    /// Reads `04-06`. nil for a day that not every month has.
    public init?(yearBegins text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { $0.utf8.count == 2 ? Int($0) : nil }
        guard parts.count == 2, let month = parts[0], let day = parts[1], (1...12).contains(month), (1...28).contains(day) else { return nil }
        self.init(month: month, day: day)
    }

    /// The period of this kind in which `date` lies.
    public func period(_ kind: PeriodKind, containing date: CivilDate) -> Period {
        switch kind {
        case .day: return Period(kind: kind, start: date, end: date.adding(days: 1))
        case .month:
            let first = date.adding(days: 1 - date.day).adding(days: day - 1)
            let start = date.day >= day ? first : first.adding(months: -1)
            return Period(kind: kind, start: start, end: start.adding(months: 1))
        case .year:
            // A year's number is enough to find its first day: `month` and `day` exist in each.
            let first = CivilDate(year: date.year, month: month, day: day) ?? date
            let start = date >= first ? first : first.adding(years: -1)
            return Period(kind: kind, start: start, end: start.adding(years: 1))
        case .forever: return .forever
        }
    }

    /// The days or months that make up `period`, first to last.
    public func parts(of period: Period, as kind: PeriodKind) -> [Period] {
        guard kind.rank < period.kind.rank, period.kind != .forever else { return [period] }
        var parts: [Period] = []
        var date = period.start
        while date < period.end {
            let part = self.period(kind, containing: date)
            parts.append(part)
            date = part.end
        }
        return parts
    }

    /// Reads `2024`, `2024-05` or `2024-05-17`: the period that begins in that year or month, or the day.
    public func period(_ text: String) -> Period? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let year = parts.first ?? nil, (1...9_999).contains(year) else { return nil }
        switch parts.count {
        case 1: return CivilDate(year: year, month: month, day: day).map { period(.year, containing: $0) }
        case 2: return parts[1].flatMap { CivilDate(year: year, month: $0, day: day) }.map { period(.month, containing: $0) }
        default: return CivilDate(text).map { period(.day, containing: $0) }
        }
    }
}
