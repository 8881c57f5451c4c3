/// Which days a government works on, and in which time zone its days begin.
public struct OfficeCalendar: Sendable {
    public var zone: CivilZone
    /// 1 is Monday, 7 is Sunday.
    public var workingWeekdays: Set<Int>
    public var holidays: Set<CivilDate>

    public init(zone: CivilZone = .utc, workingWeekdays: Set<Int> = [1, 2, 3, 4, 5], holidays: Set<CivilDate> = []) {
        self.zone = zone
        // A week without a working day would make every deadline infinite.
        self.workingWeekdays = workingWeekdays.isEmpty ? [1, 2, 3, 4, 5] : workingWeekdays
        self.holidays = holidays
    }

    public func isWorkingDay(_ date: CivilDate) -> Bool {
        workingWeekdays.contains(date.weekday) && !holidays.contains(date)
    }

    /// The `count`-th working day after `date`; the day itself is not counted. With a count of 0 or less, `date` itself.
    public func date(after date: CivilDate, workingDays count: Int) -> CivilDate {
        var day = date
        var left = min(count, 10_000)
        // Years of nothing but holidays end the search; no real calendar has them.
        var guardDays = 100_000
        while left > 0, guardDays > 0 {
            day = day.adding(days: 1)
            guardDays -= 1
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    /// Working days after `from` up to and including `to`; 0 when `to` is not later. Days beyond 100,000 are not counted.
    public func workingDays(from: CivilDate, to: CivilDate) -> Int {
        var count = 0
        var day = from
        for _ in 0..<100_000 where day < to {
            day = day.adding(days: 1)
            if isWorkingDay(day) { count += 1 }
        }
        return count
    }
}
