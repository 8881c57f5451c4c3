import FEEL
import Kernel

extension Column {
    /// Whole months from one day to another (DMN 1.5, table 70).
    static func monthsBetween(_ from: Column, _ to: Column, _ count: Int, _ tables: LawTables) throws(NotByColumns) -> Column {
        switch (from, to) {
        case (.days(let starts), .constant(.date(let end))):
            let table = tables.months(until: end)
            return .months(starts.mapped { table($0) })
        case (.constant(.date(let start)), .days(let ends)):
            return .months(ends.mapped { $0 == missing ? missing : start.wholeMonths(until: CivilDate(daysSinceEpoch: $0)) })
        case (.days(let starts), .days(let ends)):
            return .months(
                starts.zipped(with: ends) { start, end in
                    guard start != missing, end != missing else { return missing }
                    return CivilDate(daysSinceEpoch: start).wholeMonths(until: CivilDate(daysSinceEpoch: end))
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
        case (.days(let values), "year"): return Self.counts(values) { CivilDate(daysSinceEpoch: $0).year }
        case (.days(let values), "month"): return Self.counts(values) { CivilDate(daysSinceEpoch: $0).month }
        case (.days(let values), "day"): return Self.counts(values) { CivilDate(daysSinceEpoch: $0).day }
        case (.constant(.yearsAndMonths(let duration)), "years"): return .constant(.number(Decimal128(duration.months / 12)))
        case (.constant(.yearsAndMonths(let duration)), "months"): return .constant(.number(Decimal128(duration.months % 12)))
        default: throw NotByColumns()
        }
    }

    private static func counts(_ values: [Int], _ read: (Int) -> Int) -> Column {
        var (low, high, hasMissing) = (Int64.max, Int64.min, false)
        let counts = values.mapped { value -> Int64 in
            let count = value == missing ? 0 : Int64(read(value))
            hasMissing = hasMissing || value == missing
            low = Swift.min(low, count)
            high = Swift.max(high, count)
            return count
        }
        guard !hasMissing else { return .decimals(values.map { $0 == missing ? .notANumber : Decimal128(read($0)) }) }
        return IntegerColumn(counts, scale: 0, low: counts.isEmpty ? 0 : Int128(low), high: counts.isEmpty ? 0 : Int128(high)).map(Column.integers) ?? .null
    }
}
