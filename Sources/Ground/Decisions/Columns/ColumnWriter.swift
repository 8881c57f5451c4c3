import FEEL
import Kernel

/// Takes values one after the other and makes the column that holds them in the least room.
struct ColumnWriter {
    private let type: FEELType
    /// Numbers as counts of 10^-scale, as long as all have room; days since the epoch.
    private var counts = CountsWriter()
    private var scale = 0
    /// Numbers that have none.
    private var decimals: [Decimal128]?
    private var truths: [Truth] = []
    private var texts = TextColumnWriter()

    init(_ type: FEELType, capacity: Int = 0) {
        self.type = type
        switch type {
        case .boolean: truths.reserveCapacity(capacity)
        case .string: texts.reserveCapacity(capacity)
        default: counts.reserveCapacity(capacity)
        }
    }

    /// A number of `count` times 10^-scale, as most are: the quick way.
    mutating func append(_ count: Int64, scale: Int) {
        guard decimals == nil else { return append(Decimal128(count, scale: scale)) }
        if scale > self.scale, !rescale(to: scale) { return append(Decimal128(count, scale: scale)) }
        let (fitted, isTooLarge) = count.multipliedReportingOverflow(by: Int64.powerOf10(self.scale - scale))
        if isTooLarge || fitted == CountsWriter.missing { append(Decimal128(count, scale: scale)) } else { counts.append(fitted) }
    }

    private mutating func rescale(to scale: Int) -> Bool {
        guard scale <= 18 else { return false }
        guard counts.count > 0 else {
            self.scale = scale
            return true
        }
        guard let widened = counts.multiplied(by: Int64.powerOf10(scale - self.scale)) else { return false }
        (counts, self.scale) = (widened, scale)
        return true
    }

    private mutating func append(_ number: Decimal128) {
        if decimals == nil {
            decimals = counts.all.map { Decimal128(counts[$0], scale: scale) }
            counts = CountsWriter()
        }
        decimals?.append(number)
    }

    /// A value of the column's type, or null.
    mutating func append(_ value: Value) {
        switch type {
        case .boolean: truths.append(Truth(value))
        case .date: if case .date(let date) = value { counts.append(Int64(date.daysSinceEpoch)) } else { counts.append(CountsWriter.missing) }
        case .string: if case .string(let text) = value { texts.append(text) } else { texts.append(nil) }
        default:
            guard case .number(let number) = value else { return append(Decimal128.notANumber) }
            if let (count, scale) = number.scaled { append(count, scale: scale) } else { append(number) }
        }
    }

    var stored: StoredColumn {
        switch type {
        case .boolean: return .column(.booleans(truths))
        case .date:
            if case .narrow(let days) = counts.counts { return .column(.days(days)) }
            return .column(.values(counts.all.map { counts[$0] == CountsWriter.missing ? .null : .date(CivilDate(daysSinceEpoch: counts[$0])) }))
        case .string: return texts.stored
        default:
            if let decimals { return .column(.decimals(decimals)) }
            let whole = counts.counts
            let (low, high) = whole.bounds
            guard let column = IntegerColumn(whole, scale: scale, low: Int128(low), high: Int128(high)) else {
                return .column(.decimals(whole.mapped { Decimal128($0, scale: scale) }))
            }
            return .column(.integers(column))
        }
    }
}
