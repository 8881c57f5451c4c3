import Kernel

/// DMN 1.5, section 10.3.4.1, and `not`.
extension BuiltIns {
    static let conversions: [BuiltIn] = [
        BuiltIn("not(negand: Any) -> boolean") { a, _ in
            if case .boolean(let value) = a[0] { .boolean(!value) } else { .null }
        },
        BuiltIn("string(from: Any) -> string") { a, _ in a[0].plainText.map(Value.string) ?? .null },
        BuiltIn("number(from: string, grouping separator?: string, decimal separator?: string) -> number", "number(from: number) -> number") { a, _ in
            if case .number = a[0] { return a[0] }
            guard let text = a.string(0) else { return .null }
            return number(text, grouping: a.string(1), decimal: a.string(2))
        },
        BuiltIn(
            "date(from: string) -> date", "date(from: date) -> date", "date(from: date and time) -> date",
            "date(year: number, month: number, day: number) -> date"
        ) { a, _ in
            switch a[0] {
            case .string(let text): return TemporalReader.date(text).map(Value.date) ?? .null
            case .date: return a[0]
            case .dateAndTime(let value): return .date(value.date)
            default:
                guard let year = a.integer(0), let month = a.integer(1), let day = a.integer(2) else { return .null }
                return CivilDate(year: year, month: month, day: day).map(Value.date) ?? .null
            }
        },
        BuiltIn(
            "time(from: string) -> time", "time(from: time) -> time", "time(from: date and time) -> time",
            "time(hour: number, minute: number, second: number, offset?: days and time duration) -> time"
        ) { a, _ in
            switch a[0] {
            case .string(let text): return TemporalReader.time(text).map(Value.time) ?? .null
            case .time: return a[0]
            case .dateAndTime(let value): return .time(value.time)
            default: return time(a[0], a[1], a[2], zone: a[3]).map(Value.time) ?? .null
            }
        },
        BuiltIn(
            "date and time(from: string) -> date and time", "date and time(from: date and time) -> date and time",
            "date and time(date: date, time: time) -> date and time", "date and time(date: date and time, time: time) -> date and time",
            "date and time(date: date and time, timezone: string) -> date and time",
            "date and time(year: number, month: number, day: number, hour: number, minute: number, second: number, offset?: Any) -> date and time"
        ) { a, _ in
            switch (a[0], a.count > 1 ? a[1] : .null) {
            case (.string(let text), _): return TemporalReader.dateAndTime(text).map(Value.dateAndTime) ?? .null
            case (.dateAndTime, .null): return a[0]
            case (.date(let date), .time(let time)): return .dateAndTime(DateAndTime(date: date, time: time))
            case (.dateAndTime(let value), .time(let time)): return .dateAndTime(DateAndTime(date: value.date, time: time))
            case (.dateAndTime(let value), .string(let name)): return value.moved(to: name)
            default:
                guard a.count == 7, let year = a.integer(0), let month = a.integer(1), let day = a.integer(2),
                    let date = CivilDate(year: year, month: month, day: day),
                    let time = time(a[3], a[4], a[5], zone: a[6])
                else { return .null }
                return .dateAndTime(DateAndTime(date: date, time: time))
            }
        },
        BuiltIn(
            "duration(from: string) -> Any", "duration(from: days and time duration) -> days and time duration",
            "duration(from: years and months duration) -> years and months duration"
        ) { a, _ in
            if case .string(let text) = a[0] { return TemporalReader.duration(text) ?? .null }
            return a[0]
        },
        BuiltIn(
            "years and months duration(from: date, to: date) -> years and months duration",
            "years and months duration(from: date and time, to: date and time) -> years and months duration"
        ) { a, _ in
            guard let start = a[0].day, let end = a[1].day else { return .null }
            return YearsAndMonthsDuration(months: start.wholeMonths(until: end)).map(Value.yearsAndMonths) ?? .null
        },
        BuiltIn("range(from: string) -> range") { a, _ in a.string(0).flatMap(range) ?? .null },
    ]

    /// Separators are a space, a comma or a point, and differ (table 70).
    private static func number(_ text: String, grouping: String?, decimal: String?) -> Value {
        guard grouping.map({ [" ", ",", "."].contains($0) }) ?? true, decimal.map({ [",", "."].contains($0) }) ?? true, grouping == nil || grouping != decimal
        else { return .null }
        var plain = text
        if let grouping { plain = String(plain.filter { String($0) != grouping }) }
        if let decimal, decimal != "." {
            guard !plain.contains(".") else { return .null }
            plain = String(plain.map { String($0) == decimal ? "." : $0 })
        }
        return Decimal128(plain).map(Value.number) ?? .null
    }

    private static func time(_ hour: Value, _ minute: Value, _ second: Value, zone: Value) -> TimeOfDay? {
        guard case .number(let h) = hour, case .number(let m) = minute, case .number(let s) = second, let hour = Int(exactly: h), let minute = Int(exactly: m),
            let whole = Int(exactly: s.rounded(.floor)), let nanosecond = Int(exactly: ((s - s.rounded(.floor)) * 1_000_000_000).rounded(.down))
        else { return nil }
        switch zone {
        case .null: return TimeOfDay(hour: hour, minute: minute, second: whole, nanosecond: nanosecond)
        case .daysAndTime(let offset):
            guard offset.seconds.magnitude <= 14 * 3_600 else { return nil }
            return TimeOfDay(hour: hour, minute: minute, second: whole, nanosecond: nanosecond, zone: .offset(offset.seconds))
        case .string(let name):
            return Zone.named(checking: name).flatMap { TimeOfDay(hour: hour, minute: minute, second: whole, nanosecond: nanosecond, zone: $0) }
        default: return nil
        }
    }

    /// A range literal whose ends are literals, or conversions of literals to dates, times and durations; the ends are in order.
    private static func range(_ text: String) -> Value? {
        guard var parser = try? Parser(text, names: Names()), let syntax = try? parser.wholeExpression(),
            case .range(let start?, _, let end?, _) = syntax.kind, isLiteral(start), isLiteral(end)
        else { return nil }
        let report = Report(source: text, location: SourceLocation(file: "", line: 1, column: 1))
        var compiler = Compiler(names: Names(), mode: .lenient, report: report)
        let code = compiler.compile(syntax)
        guard case .range(let range)? = code.constant, let order = range.start.order(relativeTo: range.end), order <= 0 else { return nil }
        return .range(range)
    }

    private static func isLiteral(_ syntax: Syntax) -> Bool {
        switch syntax.kind {
        case .literal(let value): return !value.isNull
        case .negation(let value): return isLiteral(value)
        case .call(let function, let arguments):
            guard case .name(let name) = function.kind, ["date", "time", "date and time", "duration"].contains(name), arguments.count == 1,
                case .literal(.string) = arguments[0].value.kind
            else { return false }
            return true
        default: return false
        }
    }
}

extension Value {
    var day: CivilDate? {
        switch self {
        case .date(let date): date
        case .dateAndTime(let value): value.date
        default: nil
        }
    }
}

extension DateAndTime {
    /// The same moment on another zone's clock; a local one is taken to be of that zone.
    fileprivate func moved(to name: String) -> Value {
        guard let zone = Zone.named(checking: name) else { return .null }
        guard offset != nil else { return .dateAndTime(DateAndTime(date: date, time: TimeOfDay(nanoseconds: time.nanoseconds, zone: zone))) }
        return DateAndTime(sinceEpoch, on: zone).map(Value.dateAndTime) ?? .null
    }
}
