import Kernel

/// DMN 1.5, section 10.3.4.5.
extension BuiltIns {
    static let numbers: [BuiltIn] = [
        BuiltIn("decimal(n: number, scale: number) -> number") { a, _ in rounded(a, .halfEven) },
        BuiltIn("floor(n: number) -> number", "floor(n: number, scale: number) -> number") { a, _ in rounded(a, .floor) },
        BuiltIn("ceiling(n: number) -> number", "ceiling(n: number, scale: number) -> number") { a, _ in rounded(a, .ceiling) },
        BuiltIn("round up(n: number, scale: number) -> number") { a, _ in rounded(a, .up) },
        BuiltIn("round down(n: number, scale: number) -> number") { a, _ in rounded(a, .down) },
        BuiltIn("round half up(n: number, scale: number) -> number") { a, _ in rounded(a, .halfUp) },
        BuiltIn("round half down(n: number, scale: number) -> number") { a, _ in rounded(a, .halfDown) },
        BuiltIn(
            "abs(n: number) -> number", "abs(n: days and time duration) -> days and time duration",
            "abs(n: years and months duration) -> years and months duration"
        ) { a, _ in
            switch a[0] {
            case .number(let value): .number(value.magnitude)
            case .daysAndTime(let duration): .daysAndTime(duration.isNegative ? -duration : duration)
            case .yearsAndMonths(let duration): YearsAndMonthsDuration(months: abs(duration.months)).map(Value.yearsAndMonths) ?? .null
            default: .null
            }
        },
        BuiltIn("modulo(dividend: number, divisor: number) -> number") { a, _ in
            guard let dividend = a.number(0), let divisor = a.number(1) else { return .null }
            return .finite(dividend.modulo(divisor))
        },
        BuiltIn("sqrt(number: number) -> number") { a, _ in a.number(0).map { .finite($0.squareRoot()) } ?? .null },
        BuiltIn("log(number: number) -> number") { a, evaluation in
            guard let value = a.number(0), evaluation.spend(Evaluation.stepsOfPower) else { return .null }
            return .finite(value.naturalLogarithm())
        },
        BuiltIn("exp(number: number) -> number") { a, evaluation in
            guard let value = a.number(0), evaluation.spend(Evaluation.stepsOfPower) else { return .null }
            return .finite(value.exponential())
        },
        BuiltIn("odd(number: number) -> boolean") { a, _ in isEven(a).map { .boolean(!$0) } ?? .null },
        BuiltIn("even(number: number) -> boolean") { a, _ in isEven(a).map(Value.boolean) ?? .null },
    ]

    /// The scale is a whole number from -6,111 to 6,176 (table 75); a fraction of it is cut off.
    private static func rounded(_ a: [Value], _ mode: RoundingMode) -> Value {
        guard let value = a.number(0) else { return .null }
        guard a.count > 1, let given = a.number(1) else { return .finite(value.rounded(mode)) }
        guard let scale = Int(exactly: given.rounded(.down)), (-6_111...6_176).contains(scale) else { return .null }
        return .finite(value.rounded(scale: scale, mode))
    }

    private static func isEven(_ a: [Value]) -> Bool? {
        guard let value = a.number(0), value.isInteger else { return nil }
        return value.modulo(2).isZero
    }
}
