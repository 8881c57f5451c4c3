import Kernel

/// A day on which nobody works, as polity.yaml states it.
public struct Holiday: Sendable, Hashable {
    public var id: String
    public var title: LocalizedText
    public var rule: HolidayRule
    /// Moves to the next free working day when it falls on a day off.
    public var isSubstituted: Bool

    public init(id: String, title: LocalizedText, rule: HolidayRule, isSubstituted: Bool = false) {
        self.id = id
        self.title = title
        self.rule = rule
        self.isSubstituted = isSubstituted
    }
}

extension [Holiday] {
    /// The holidays of one year, sorted by day; a substituted one stands on the day it moved to, which in the last days of
    /// December may be one of January.
    ///
    /// - Parameter weekdays: the weekdays on which offices work (1 is Monday); never empty.
    func days(in year: Int, weekdays: Set<Int>) -> [(day: CivilDate, holiday: Holiday)] {
        let fixed = compactMap { holiday in holiday.rule.day(in: year).map { (day: $0, holiday: holiday) } }.sorted { $0.day < $1.day }
        var taken = Set(fixed.lazy.filter { !$0.holiday.isSubstituted || weekdays.contains($0.day.weekday) }.map(\.day))
        return fixed.map { day, holiday in
            var day = day
            if holiday.isSubstituted, !weekdays.contains(day.weekday) {
                // Two holidays of one weekend move to two days. A hostile file may make every day one; so a year ends the search.
                for _ in 0..<366 where !weekdays.contains(day.weekday) || taken.contains(day) { day = day.adding(days: 1) }
                taken.insert(day)
            }
            return (day, holiday)
        }.sorted { $0.day < $1.day }
    }
}

extension Government {
    /// The holidays of one year, sorted by day.
    public func holidays(in year: Int) -> [(day: CivilDate, holiday: Holiday)] {
        (holidays.days(in: year - 1, weekdays: workingWeekdays) + holidays.days(in: year, weekdays: workingWeekdays)).filter { $0.day.year == year }
    }
}
