import Kernel

extension Value {
    /// `a sign b` (DMN 1.5, section 10.3.2.13 and tables 57 to 59); null where the two do not go together.
    static func arithmetic(_ sign: Arithmetic, _ a: Value, _ b: Value) -> Value {
        if case .number(let x) = a, case .number(let y) = b {
            switch sign {
            case .add: return .finite(x + y)
            case .subtract: return .finite(x - y)
            case .multiply: return .finite(x * y)
            case .divide: return .finite(x / y)
            case .power: return .finite(x.power(y))
            }
        }
        switch sign {
        case .add: return sum(a, b) ?? sum(b, a, swapped: true) ?? .null
        case .subtract: return difference(a, b)
        case .multiply: return scaled(a, b) ?? scaled(b, a) ?? .null
        case .divide: return quotient(a, b)
        case .power: return .null
        }
    }

    static let maximumText = 1_000_000

    private static func sum(_ a: Value, _ b: Value, swapped: Bool = false) -> Value? {
        switch (a, b) {
        case (.string(let x), .string(let y)): x.utf8.count + y.utf8.count <= maximumText ? .string(swapped ? y + x : x + y) : .null
        case (.daysAndTime(let x), .daysAndTime(let y)): .daysAndTime(x + y)
        case (.yearsAndMonths(let x), .yearsAndMonths(let y)): YearsAndMonthsDuration(months: x.months + y.months).map(Value.yearsAndMonths)
        case (.date(let date), .daysAndTime(let duration)): DateAndTime(midnightOf: date).adding(duration).map { .date($0.date) } ?? .null
        case (.date(let date), .yearsAndMonths(let duration)): DateAndTime(midnightOf: date).adding(duration).map { .date($0.date) } ?? .null
        case (.dateAndTime(let value), .daysAndTime(let duration)): value.adding(duration).map(Value.dateAndTime) ?? .null
        case (.dateAndTime(let value), .yearsAndMonths(let duration)): value.adding(duration).map(Value.dateAndTime) ?? .null
        case (.time(let time), .daysAndTime(let duration)): .time(time.adding(duration))
        default: nil
        }
    }

    private static func difference(_ a: Value, _ b: Value) -> Value {
        switch (a, b) {
        case (.date(let x), .date(let y)): .daysAndTime(DaysAndTimeDuration(days: x.daysSinceEpoch - y.daysSinceEpoch))
        case (.dateAndTime(let x), .dateAndTime(let y)): x.isLocal == y.isLocal ? .daysAndTime(x.sinceEpoch - y.sinceEpoch) : .null
        // A date stands for its midnight in UTC.
        case (.dateAndTime, .date(let y)): difference(a, .dateAndTime(DateAndTime(midnightOf: y)))
        case (.date(let x), .dateAndTime): difference(.dateAndTime(DateAndTime(midnightOf: x)), b)
        case (.time(let x), .time(let y)):
            (x.zone == .local) == (y.zone == .local) ? .daysAndTime(DaysAndTimeDuration(seconds: 0, nanoseconds: x.comparable - y.comparable)) : .null
        case (_, .daysAndTime(let duration)): sum(a, .daysAndTime(-duration)) ?? .null
        case (_, .yearsAndMonths(let duration)): YearsAndMonthsDuration(months: -duration.months).flatMap { sum(a, .yearsAndMonths($0)) } ?? .null
        default: .null
        }
    }

    private static func scaled(_ duration: Value, _ factor: Value) -> Value? {
        guard case .number(let factor) = factor else { return nil }
        switch duration {
        case .daysAndTime(let duration): return DaysAndTimeDuration(seconds: duration.inSeconds * factor).map(Value.daysAndTime) ?? .null
        case .yearsAndMonths(let duration): return YearsAndMonthsDuration(months: Decimal128(duration.months) * factor).map(Value.yearsAndMonths) ?? .null
        default: return nil
        }
    }

    private static func quotient(_ a: Value, _ b: Value) -> Value {
        switch (a, b) {
        case (.daysAndTime(let x), .daysAndTime(let y)): .finite(x.inSeconds / y.inSeconds)
        case (.yearsAndMonths(let x), .yearsAndMonths(let y)): .finite(Decimal128(x.months) / Decimal128(y.months))
        case (.daysAndTime(let x), .number(let y)): DaysAndTimeDuration(seconds: x.inSeconds / y).map(Value.daysAndTime) ?? .null
        case (.yearsAndMonths(let x), .number(let y)): YearsAndMonthsDuration(months: Decimal128(x.months) / y).map(Value.yearsAndMonths) ?? .null
        default: .null
        }
    }

    /// The type of `a sign b`; nil where no values of these types go together.
    static func arithmeticType(_ sign: Arithmetic, _ a: FEELType, _ b: FEELType) -> FEELType? {
        if [a, b].contains(where: { $0 == .any || $0 == .null }) { return .any }
        switch (sign, a, b) {
        case (_, .number, .number): return .number
        case (.add, .string, .string): return .string
        case (.add, .daysAndTimeDuration, .daysAndTimeDuration), (.subtract, .daysAndTimeDuration, .daysAndTimeDuration): return .daysAndTimeDuration
        case (.add, .yearsAndMonthsDuration, .yearsAndMonthsDuration), (.subtract, .yearsAndMonthsDuration, .yearsAndMonthsDuration):
            return .yearsAndMonthsDuration
        case (.add, .date, .daysAndTimeDuration), (.add, .date, .yearsAndMonthsDuration), (.subtract, .date, .daysAndTimeDuration),
            (.subtract, .date, .yearsAndMonthsDuration), (.add, .daysAndTimeDuration, .date), (.add, .yearsAndMonthsDuration, .date):
            return .date
        case (.add, .dateAndTime, .daysAndTimeDuration), (.add, .dateAndTime, .yearsAndMonthsDuration), (.subtract, .dateAndTime, .daysAndTimeDuration),
            (.subtract, .dateAndTime, .yearsAndMonthsDuration), (.add, .daysAndTimeDuration, .dateAndTime), (.add, .yearsAndMonthsDuration, .dateAndTime):
            return .dateAndTime
        case (.add, .time, .daysAndTimeDuration), (.subtract, .time, .daysAndTimeDuration), (.add, .daysAndTimeDuration, .time): return .time
        case (.subtract, .date, .date), (.subtract, .dateAndTime, .dateAndTime), (.subtract, .time, .time), (.subtract, .date, .dateAndTime),
            (.subtract, .dateAndTime, .date):
            return .daysAndTimeDuration
        case (.multiply, .daysAndTimeDuration, .number), (.multiply, .number, .daysAndTimeDuration), (.divide, .daysAndTimeDuration, .number):
            return .daysAndTimeDuration
        case (.multiply, .yearsAndMonthsDuration, .number), (.multiply, .number, .yearsAndMonthsDuration), (.divide, .yearsAndMonthsDuration, .number):
            return .yearsAndMonthsDuration
        case (.divide, .daysAndTimeDuration, .daysAndTimeDuration), (.divide, .yearsAndMonthsDuration, .yearsAndMonthsDuration): return .number
        default: return nil
        }
    }
}
