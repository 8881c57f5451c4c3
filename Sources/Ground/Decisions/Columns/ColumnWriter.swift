import FEEL
import Kernel

/// Takes values one after the other and makes the column that holds them in the least room.
struct ColumnWriter {
    private let type: FEELType
    /// Numbers as counts of 10^-scale, as long as all have room.
    private var counts: [Int64] = []
    private var scale = 0
    /// Numbers that have none.
    private var decimals: [Decimal128]?
    private var truths: [Truth] = []
    private var days: [Int] = []
    private var texts = TextColumnWriter()

    init(_ type: FEELType) { self.type = type }

    /// A number of `count` times 10^-scale, as most are: the quick way.
    mutating func append(_ count: Int64, scale: Int) {
        guard decimals == nil else { return append(Decimal128(count, scale: scale)) }
        if scale > self.scale, !rescale(to: scale) { return append(Decimal128(count, scale: scale)) }
        let (fitted, isTooLarge) = count.multipliedReportingOverflow(by: Int64.powerOf10(self.scale - scale))
        if isTooLarge { append(Decimal128(count, scale: scale)) } else { counts.append(fitted) }
    }

    private mutating func rescale(to scale: Int) -> Bool {
        guard scale <= 18 else { return false }
        let factor = Int64.powerOf10(scale - self.scale)
        var widened = counts
        for index in widened.indices {
            let (value, isTooLarge) = widened[index].multipliedReportingOverflow(by: factor)
            guard !isTooLarge else { return false }
            widened[index] = value
        }
        (counts, self.scale) = (widened, scale)
        return true
    }

    private mutating func append(_ number: Decimal128) {
        if decimals == nil {
            decimals = counts.map { Decimal128($0, scale: scale) }
            counts = []
        }
        decimals?.append(number)
    }

    /// A value of the column's type, or null.
    mutating func append(_ value: Value) {
        switch type {
        case .boolean: truths.append(Truth(value))
        case .date: if case .date(let date) = value { days.append(date.daysSinceEpoch) } else { days.append(Column.missing) }
        case .string: if case .string(let text) = value { texts.append(text) } else { texts.append(nil) }
        default:
            guard case .number(let number) = value else { return append(Decimal128.notANumber) }
            if let (count, scale) = number.scaled { append(count, scale: scale) } else { append(number) }
        }
    }

    var column: Column {
        switch type {
        case .boolean: return .booleans(truths)
        case .date: return .days(days)
        case .string: return .texts(texts.column)
        default:
            if let decimals { return .decimals(decimals) }
            let whole = IntegerColumn(counts, scale: scale, low: Int128(counts.min() ?? 0), high: Int128(counts.max() ?? 0))
            return whole.map(Column.integers) ?? .decimals(counts.map { Decimal128($0, scale: scale) })
        }
    }
}
