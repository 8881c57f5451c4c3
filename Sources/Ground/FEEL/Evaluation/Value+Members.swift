import Kernel

extension Value {
    /// `value.name`: an entry of a record, or a part of a date, a time, a duration or a range (DMN 1.5, tables 65 to 68). nil where there is none.
    func member(_ name: String) -> Value? {
        switch self {
        case .context(let context): context[name]
        case .date(let date): date.member(name)
        case .time(let time): time.member(name)
        case .dateAndTime(let value): value.member(name)
        case .daysAndTime(let duration): duration.member(name)
        case .yearsAndMonths(let duration): duration.member(name)
        case .range(let range): range.member(name)
        case .list(let items): .list(items.map { $0.member(name) ?? .null })
        default: nil
        }
    }

    static func properties(of type: FEELType) -> [String: FEELType] {
        let day: [String: FEELType] = ["year": .number, "month": .number, "day": .number, "weekday": .number]
        let clock: [String: FEELType] = ["hour": .number, "minute": .number, "second": .number, "time offset": .daysAndTimeDuration, "timezone": .string]
        return switch type {
        case .date: day
        case .time: clock
        case .dateAndTime: day.merging(clock) { a, _ in a }
        case .daysAndTimeDuration: ["days": .number, "hours": .number, "minutes": .number, "seconds": .number]
        case .yearsAndMonthsDuration: ["years": .number, "months": .number]
        case .range(let element): ["start": element, "end": element, "start included": .boolean, "end included": .boolean]
        default: [:]
        }
    }
}

extension CivilDate {
    fileprivate func member(_ name: String) -> Value? {
        switch name {
        case "year": .integer(year)
        case "month": .integer(month)
        case "day": .integer(day)
        case "weekday": .integer(weekday)
        default: nil
        }
    }
}

extension TimeOfDay {
    fileprivate func member(_ name: String) -> Value? {
        switch name {
        case "hour": return .integer(hour)
        case "minute": return .integer(minute)
        // A decimal from 0 up to 60 (table 66).
        case "second": return .number(Decimal128(second) + Decimal128(Int64(nanoseconds % 1_000_000_000), scale: 9))
        case "time offset": return offset.map { .daysAndTime(DaysAndTimeDuration(seconds: $0)) } ?? .null
        case "timezone":
            guard case .named(let name) = zone else { return .null }
            return .string(name)
        default: return nil
        }
    }
}

extension DateAndTime {
    fileprivate func member(_ name: String) -> Value? {
        switch name {
        case "year", "month", "day", "weekday": date.member(name)
        case "time offset": offset.map { .daysAndTime(DaysAndTimeDuration(seconds: $0)) } ?? .null
        default: time.member(name)
        }
    }
}

extension DaysAndTimeDuration {
    fileprivate func member(_ name: String) -> Value? {
        let parts = parts
        return switch name {
        case "days": .integer(parts.days)
        case "hours": .integer(parts.hours)
        case "minutes": .integer(parts.minutes)
        case "seconds": .number(Decimal128(parts.seconds) + Decimal128(Int64(parts.nanoseconds), scale: 9))
        default: nil
        }
    }
}

extension YearsAndMonthsDuration {
    fileprivate func member(_ name: String) -> Value? {
        switch name {
        case "years": .integer(years)
        case "months": .integer(months % 12)
        default: nil
        }
    }
}

extension ValueRange {
    fileprivate func member(_ name: String) -> Value? {
        switch name {
        case "start": start
        case "end": end
        case "start included": .boolean(startIncluded)
        case "end included": .boolean(endIncluded)
        default: nil
        }
    }
}
