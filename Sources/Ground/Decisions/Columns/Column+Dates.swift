import FEEL
import Kernel

extension Column {
    /// Whole months from one day to another (DMN 1.5, table 70). Days that 32 bits can count are not as many months apart.
    static func monthsBetween(_ from: Column, _ to: Column, _ count: Int, _ tables: LawTables) throws(NotByColumns) -> Column {
        switch (from, to) {
        case (.days(let starts), .constant(.date(let end))) where narrow(end.daysSinceEpoch) != nil:
            let table = tables.months(until: end)
            return .months(starts.mapped { table($0) })
        case (.constant(.date(let start)), .days(let ends)) where narrow(start.daysSinceEpoch) != nil:
            return .months(ends.mapped { $0 == missing ? missing : Int32(clamping: start.wholeMonths(until: CivilDate(daysSinceEpoch: $0))) })
        case (.days(let starts), .days(let ends)):
            return .months(
                starts.zipped(with: ends) { start, end in
                    guard start != missing, end != missing else { return missing }
                    return Int32(clamping: CivilDate(daysSinceEpoch: start).wholeMonths(until: CivilDate(daysSinceEpoch: end)))
                })
        case (.constant(.date(let start)), .constant(.date(let end))):
            return .constant(YearsAndMonthsDuration(months: start.wholeMonths(until: end)).map(Value.yearsAndMonths) ?? .null)
        default: throw NotByColumns()
        }
    }

    /// `date.year`, `duration.months` and the like.
    func part(_ name: String) throws(NotByColumns) -> Column {
        switch (self, name) {
        case (.months(let values), "years"): return Self.counts(values) { $0 / 12 }
        case (.months(let values), "months"): return Self.counts(values) { $0 % 12 }
        case (.days(let values), "year"): return Self.counts(values) { Int32(clamping: CivilDate(daysSinceEpoch: $0).year) }
        case (.days(let values), "month"): return Self.counts(values) { Int32(clamping: CivilDate(daysSinceEpoch: $0).month) }
        case (.days(let values), "day"): return Self.counts(values) { Int32(clamping: CivilDate(daysSinceEpoch: $0).day) }
        case (.constant(.yearsAndMonths(let duration)), "years"): return .constant(.number(Decimal128(duration.months / 12)))
        case (.constant(.yearsAndMonths(let duration)), "months"): return .constant(.number(Decimal128(duration.months % 12)))
        default: throw NotByColumns()
        }
    }

    /// - Parameter read: never gives more, or less, than 32 bits have room for.
    @inline(__always)
    private static func counts(_ values: [Int32], _ read: (Int32) -> Int32) -> Column {
        guard let bounds = values.bounds else { return .null }
        guard bounds.low != missing else { return .decimals(values.map { $0 == missing ? .notANumber : Decimal128(Int64(read($0))) }) }
        let counts = values.mapped(read)
        let (low, high) = counts.bounds ?? (0, 0)
        return IntegerColumn(.narrow(counts), scale: 0, low: Int128(low), high: Int128(high)).map(Column.integers) ?? .null
    }
}
