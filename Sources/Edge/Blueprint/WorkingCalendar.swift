import Kernel

/// Which days the offices work: deadlines in working days are counted by it.
public struct WorkingCalendar: Sendable, Hashable {
    public struct Holiday: Sendable, Hashable {
        public enum Day: Sendable, Hashable {
            case once(CivilDate)
            case yearly(month: Int, day: Int)
            /// So many days after Easter Sunday; -2 is Good Friday.
            case easter(offset: Int)
        }

        public var day: Day
        public var name: LocalizedText
    }

    /// ISO 8601 weekdays, 1 for Monday.
    public var weekdays: Set<Int>
    public var holidays: [Holiday]

    public init(weekdays: Set<Int> = [1, 2, 3, 4, 5], holidays: [Holiday] = []) {
        self.weekdays = weekdays
        self.holidays = holidays
    }
}
