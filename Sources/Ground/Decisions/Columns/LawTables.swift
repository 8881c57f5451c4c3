import FEEL
import Kernel

/// What is worked out once and used for every stretch of a population: scales on the days that were asked for, and ages.
final class LawTables {
    private var scales: [Key: PreparedScale] = [:]
    private var months: [CivilDate: MonthTable] = [:]
    private var quotients: [QuotientTable.Key: QuotientTable] = [:]
    private var sums: [SumKey: QuotientSums] = [:]

    private struct Key: Hashable {
        var parameter: String
        var date: CivilDate
    }

    private struct SumKey: Hashable {
        var scale: Int
        var dividends: QuotientTable.Key
        var isSubtracted: Bool
    }

    /// nil where the scale does not hold on `date`.
    func scale(_ parameter: RulebookDefinition.Parameter, on date: CivilDate) -> PreparedScale? {
        guard case .scale(let scale, _) = parameter.content else { return nil }
        let key = Key(parameter: parameter.id, date: date)
        if let known = scales[key] { return known }
        let made = scale.inForce(on: date).map(PreparedScale.init)
        scales[key] = made
        return made
    }

    func months(until end: CivilDate) -> MonthTable {
        if let known = months[end] { return known }
        let made = MonthTable(until: end)
        months[end] = made
        return made
    }
}

extension LawTables {
    /// nil where what is divided has a large range; rooms, days and square metres have a small one.
    func known(_ quotients: Quotients) -> [Decimal128]? {
        let key = QuotientTable.Key(scale: quotients.column.scale, divisor: quotients.divisor)
        // Taken out, so that it is changed in its place.
        var table = self.quotients.removeValue(forKey: key) ?? QuotientTable(key)
        defer { self.quotients[key] = table }
        return table.quotients(quotients.column)
    }

    func withSums<Result>(of quotients: Quotients, scale: Int, isSubtracted: Bool, _ body: (inout QuotientSums) -> Result) -> Result {
        let dividends = QuotientTable.Key(scale: quotients.column.scale, divisor: quotients.divisor)
        let key = SumKey(scale: scale, dividends: dividends, isSubtracted: isSubtracted)
        var known =
            sums.removeValue(forKey: key)
            ?? QuotientSums(scale: scale, dividendScale: dividends.scale, divisor: dividends.divisor, isSubtracted: isSubtracted)
        defer { sums[key] = known }
        return body(&known)
    }
}

/// Quotients by one divisor, each worked out when it is first needed.
struct QuotientTable {
    struct Key: Hashable {
        var scale: Int
        var divisor: UInt32
    }

    private static let mostEntries: Int128 = 65_536
    private let key: Key
    private var low: Int64 = 0
    private var entries: [Decimal128] = []

    init(_ key: Key) { self.key = key }

    /// nil for a range that is too large to be kept.
    mutating func quotients(_ column: IntegerColumn) -> [Decimal128]? {
        guard cover(column.low, column.high) else { return nil }
        return column.counts.mapped { value in
            let place = Int(value - low)
            // No quotient is none, so that this stands for what is not worked out yet.
            if !entries[place].isFinite { entries[place] = Decimal128.quotient(value, scale: key.scale, by: key.divisor) }
            return entries[place]
        }
    }

    private mutating func cover(_ from: Int64, _ through: Int64) -> Bool {
        if !entries.isEmpty, from >= low, Int128(through) < Int128(low) + Int128(entries.count) { return true }
        let (first, last) = entries.isEmpty ? (from, through) : (min(from, low), max(through, low + Int64(entries.count) - 1))
        guard Int128(last) - Int128(first) < Self.mostEntries else { return false }
        low = first
        entries = [Decimal128](repeating: .notANumber, count: Int(last - first) + 1)
        return true
    }
}

/// How many whole months lie between each day of a hundred and thirty years and one that ends them: ages, without a calendar for each person.
struct MonthTable {
    private let end: CivilDate
    private let first: Int
    private let months: [Int32]

    init(until end: CivilDate) {
        self.end = end
        // The days of one month lie as many months before the end, or one less where they come behind its day.
        let years = 130
        let day = end.day
        let start = end.adding(days: 1 - day).adding(years: -years)
        first = start.daysSinceEpoch
        var months: [Int32] = []
        months.reserveCapacity(end.daysSinceEpoch - first + 1)
        for before in stride(from: Int32(years * 12), through: 0, by: -1) {
            let month = start.adding(months: years * 12 - Int(before))
            for place in 1...CivilDate.daysIn(month: month.month, year: month.year) { months.append(place <= day ? before : before - 1) }
        }
        self.months = Array(months.prefix(end.daysSinceEpoch - first + 1))
    }

    /// `missing` for a missing day.
    @inline(__always) func callAsFunction(_ day: Int32) -> Int32 {
        let place = Int(day) &- first
        if place >= 0, place < months.count { return months[place] }
        return day == Column.missing ? Column.missing : Int32(clamping: CivilDate(daysSinceEpoch: day).wholeMonths(until: end))
    }
}
