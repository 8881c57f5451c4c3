import Kernel

/// Which days the offices work: deadlines in working days are counted by it.
public struct WorkingCalendar: Sendable, Hashable {
    public struct Holiday: Sendable, Hashable {
        public var name: LocalizedText
        public var rule: HolidayRule
        /// Moves to the next free working day when it falls on a day off.
        public var isSubstituted: Bool

        public init(name: LocalizedText, rule: HolidayRule, isSubstituted: Bool = false) {
            self.name = name
            self.rule = rule
            self.isSubstituted = isSubstituted
        }
    }

    /// ISO 8601 weekdays, 1 for Monday.
    public var weekdays: Set<Int>
    public var holidays: [Holiday]

    /// - Parameter weekdays: at least one; an empty set would let no deadline ever end, so it reads as Monday to Friday.
    public init(weekdays: Set<Int> = [1, 2, 3, 4, 5], holidays: [Holiday] = []) {
        let valid = weekdays.intersection(1...7)
        self.weekdays = valid.isEmpty ? [1, 2, 3, 4, 5] : valid
        self.holidays = holidays
    }

    static let weekdayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// The holidays of one year, sorted by day; a substituted one stands on the day it moved to.
    public func holidays(in year: Int) -> [(day: CivilDate, name: LocalizedText)] {
        let fixed = holidays.compactMap { holiday in holiday.rule.day(in: year).map { (day: $0, holiday: holiday) } }
            .sorted { $0.day < $1.day }
        var taken = Set(fixed.lazy.filter { !$0.holiday.isSubstituted || isWeekday($0.day) }.map(\.day))
        return fixed.map { day, holiday in
            var day = day
            if holiday.isSubstituted, !isWeekday(day) {
                // Two holidays of one weekend move to two days. A year has fewer holidays than working days in law, but a
                // hostile file may not; the search ends with the year after.
                var steps = 0
                while steps < 366, !isWeekday(day) || taken.contains(day) {
                    day = day.adding(days: 1)
                    steps += 1
                }
                taken.insert(day)
            }
            return (day, holiday.name)
        }.sorted { $0.day < $1.day }
    }

    public func isWorkingDay(_ day: CivilDate) -> Bool {
        // A substituted holiday of December may have moved into this year.
        isWeekday(day) && !holidays(in: day.year).contains { $0.day == day } && !(day.month == 1 && holidays(in: day.year - 1).contains { $0.day == day })
    }

    /// The day that is `count` working days after `day`; the day of the event itself is not counted (Regulation (EEC,
    /// Euratom) 1182/71, article 3(1)). A negative count goes back; zero gives the day itself, or the next working day.
    public func adding(workingDays count: Int, to day: CivilDate) -> CivilDate {
        var days = YearDays(calendar: self)
        var day = day
        let step = count < 0 ? -1 : 1
        if count == 0 {
            // Bounded: a calendar in which every weekday of years is a holiday has no next working day.
            for _ in 0..<3_660 where !days.isWorking(day) { day = day.adding(days: 1) }
            return day
        }
        var left = min(abs(count), 100_000)
        var idle = 0
        while left > 0, idle < 3_660 {
            day = day.adding(days: step)
            if days.isWorking(day) {
                left -= 1
                idle = 0
            } else {
                idle += 1
            }
        }
        return day
    }

    /// How many working days lie after `start` up to and including `end`; negative when `end` comes first.
    public func workingDays(from start: CivilDate, to end: CivilDate) -> Int {
        guard start <= end else { return -workingDays(from: end, to: start) }
        var days = YearDays(calendar: self)
        var count = 0
        var day = start
        while day < end {
            day = day.adding(days: 1)
            if days.isWorking(day) { count += 1 }
        }
        return count
    }

    private func isWeekday(_ day: CivilDate) -> Bool { weekdays.contains(day.weekday) }

    /// The holidays of the years met on the way, each worked out once.
    private struct YearDays {
        let calendar: WorkingCalendar
        var years: [Int: Set<CivilDate>] = [:]

        mutating func isWorking(_ day: CivilDate) -> Bool {
            guard calendar.isWeekday(day) else { return false }
            let year = day.year
            if years[year] == nil {
                years[year] = Set(calendar.holidays(in: year - 1).map(\.day)).union(calendar.holidays(in: year).map(\.day))
            }
            return years[year]?.contains(day) != true
        }
    }
}
