import FEEL
import Kernel

/// What is worked out once and used for every stretch of a population: scales on the days that were asked for, and ages.
final class LawTables {
    private var scales: [Key: PreparedScale] = [:]
    private var months: [CivilDate: MonthTable] = [:]
    private var quotients: [QuotientTable.Key: QuotientTable] = [:]

    private struct Key: Hashable {
        var parameter: String
        var date: CivilDate
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
    /// A column of decimals is made of few numbers where what is divided has a small range: rooms, days, square metres.
    func quotients(_ column: IntegerColumn, by divisor: UInt32) -> [Decimal128]? {
        let key = QuotientTable.Key(scale: column.scale, divisor: divisor)
        // Taken out, so that it is changed in its place.
        var table = quotients.removeValue(forKey: key) ?? QuotientTable(key)
        defer { quotients[key] = table }
        return table.quotients(column)
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
        return column.values.mapped { value in
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
        let start = end.adding(years: -130)
        first = start.daysSinceEpoch
        months = (start.daysSinceEpoch...end.daysSinceEpoch).map { Int32(CivilDate(daysSinceEpoch: $0).wholeMonths(until: end)) }
    }

    @inline(__always) func callAsFunction(_ day: Int) -> Int {
        let place = day &- first
        if place >= 0, place < months.count { return Int(months[place]) }
        return day == Column.missing ? Column.missing : CivilDate(daysSinceEpoch: day).wholeMonths(until: end)
    }
}
