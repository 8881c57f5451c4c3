import Kernel

/// DMN 1.5, sections 10.3.4.6, 10.3.4.10 and 10.3.4.11.
extension BuiltIns {
    static let temporals: [BuiltIn] = [
        BuiltIn("now() -> date and time", isPure: false) { _, evaluation in
            evaluation.now.map(Value.dateAndTime) ?? evaluation.fail("no moment was given for now()")
        },
        BuiltIn("today() -> date", isPure: false) { _, evaluation in
            evaluation.now.map { .date($0.date) } ?? evaluation.fail("no moment was given for today()")
        },
        BuiltIn("is(value1?: Any, value2?: Any) -> boolean") { a, _ in
            if case .string(let x) = a[0], case .string(let y) = a[1] { return .boolean(x.utf8.elementsEqual(y.utf8)) }
            return .boolean(a[0] == a[1])
        },
        BuiltIn("day of year(date: date) -> number", "day of year(date: date and time) -> number") { a, _ in a[0].day.map { .integer($0.dayOfYear) } ?? .null },
        BuiltIn("day of week(date: date) -> string", "day of week(date: date and time) -> string") { a, _ in
            a[0].day.map { .string(days[$0.weekday - 1]) } ?? .null
        },
        BuiltIn("month of year(date: date) -> string", "month of year(date: date and time) -> string") { a, _ in
            a[0].day.map { .string(months[$0.month - 1]) } ?? .null
        },
        BuiltIn("week of year(date: date) -> number", "week of year(date: date and time) -> number") { a, _ in a[0].day.map { .integer($0.weekOfYear) } ?? .null
        },
    ]

    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
}

extension CivilDate {
    /// ISO 8601: the week belongs to the year of its Thursday.
    var weekOfYear: Int { adding(days: 4 - weekday).dayOfYear.advanced(by: -1) / 7 + 1 }
}
