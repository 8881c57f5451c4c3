import FEEL
import Kernel

/// Arithmetic on whole columns. Each operation gives, row for row, what FEEL gives for the two numbers (DMN 1.5, section 10.3.2.13).
extension Column {
    /// Whether this can only hold numbers and nulls.
    var isNumeric: Bool {
        switch self {
        case .constant(.number), .constant(.null), .integers, .decimals, .quotients: true
        default: false
        }
    }

    /// As whole numbers; nil for decimals, nulls, and a constant that has no room.
    var operand: IntegerOperand? {
        switch self {
        case .integers(let column): IntegerOperand(column)
        case .constant(.number(let number)): IntegerOperand(number)
        default: nil
        }
    }

    var isConstant: Bool { if case .constant = self { true } else { false } }

    /// The one number for all rows; `notANumber` for null.
    var constantNumber: Decimal128? {
        switch self {
        case .constant(.number(let number)): number
        case .constant(.null): .notANumber
        default: nil
        }
    }

    /// Every row as a decimal, null as `notANumber`.
    func decimals(_ count: Int) -> [Decimal128] {
        switch self {
        case .integers(let column):
            let scale = column.scale
            return column.counts.mapped { Decimal128($0, scale: scale) }
        case .decimals(let values): return values
        case .quotients(let quotients): return quotients.decimals
        default: return [Decimal128](repeating: constantNumber ?? .notANumber, count: count)
        }
    }

    private static func number(_ value: Decimal128) -> Column { .constant(value.isFinite ? .number(value) : .null) }

    /// Row by row in whole numbers; nil where the bounds of the results have no room.
    @inline(__always)
    private static func integers(
        _ a: IntegerOperand, _ b: IntegerOperand, scale: Int, low: Int128, high: Int128, _ combine: (Int64, Int64) -> Int64
    ) -> Column? {
        guard fits(low, high) else { return nil }
        let counts = IntegerOperand.counts(a, b, isNarrow: Counts.areNarrow(low, high), combine)
        return IntegerColumn(counts, scale: scale, low: low, high: high).map(Column.integers)
    }

    static func arithmetic(_ sign: Arithmetic, _ a: Column, _ b: Column, _ count: Int, _ tables: LawTables? = nil) throws(NotByColumns) -> Column {
        guard a.isNumeric, b.isNumeric else { throw NotByColumns() }
        switch sign {
        case .add: return sum(a, b, count, tables)
        case .subtract: return difference(a, b, count, tables)
        case .multiply: return product(a.settled(by: tables), b.settled(by: tables), count)
        case .divide: return quotient(a.settled(by: tables), b.settled(by: tables), count)
        case .power: throw NotByColumns()
        }
    }

    static func sum(_ a: Column, _ b: Column, _ count: Int, _ tables: LawTables? = nil) -> Column {
        if let x = a.constantNumber, let y = b.constantNumber { return number(x + y) }
        // Nothing is added where nothing is due.
        if let y = b.constantNumber, y.isZero, a.operand != nil { return a }
        if let x = a.constantNumber, x.isZero, b.operand != nil { return b }
        if let x = a.operand, let y = b.operand, let (x, y) = IntegerOperand.aligned(x, y),
            let column = integers(x, y, scale: x.scale, low: x.low + y.low, high: x.high + y.high, &+)
        {
            return column
        }
        if let tables, case .integers(let x) = a, case .quotients(let y) = b { return .decimals(tables.sums(x, y, isSubtracted: false)) }
        if let tables, case .integers(let y) = b, case .quotients(let x) = a { return .decimals(tables.sums(y, x, isSubtracted: false)) }
        let (a, b) = (a.settled(by: tables), b.settled(by: tables))
        if case .integers(let x) = a, case .decimals(let y) = b { return .decimals(x.sums(y)) }
        if case .integers(let y) = b, case .decimals(let x) = a { return .decimals(y.sums(x)) }
        return .decimals(pairs(a, b, count, +))
    }

    static func difference(_ a: Column, _ b: Column, _ count: Int, _ tables: LawTables? = nil) -> Column {
        if let x = a.constantNumber, let y = b.constantNumber { return number(x - y) }
        if let y = b.constantNumber, y.isZero, a.operand != nil { return a }
        if let x = a.operand, let y = b.operand, let (x, y) = IntegerOperand.aligned(x, y),
            let column = integers(x, y, scale: x.scale, low: x.low - y.high, high: x.high - y.low, &-)
        {
            return column
        }
        if let tables, case .integers(let x) = a, case .quotients(let y) = b { return .decimals(tables.sums(x, y, isSubtracted: true)) }
        let (a, b) = (a.settled(by: tables), b.settled(by: tables))
        if case .integers(let x) = a, case .decimals(let y) = b { return .decimals(x.sums(y.mapped { -$0 })) }
        return .decimals(pairs(a, b, count, -))
    }

    static func product(_ a: Column, _ b: Column, _ count: Int) -> Column {
        if let x = a.constantNumber, let y = b.constantNumber { return number(x * y) }
        if let x = a.operand, let y = b.operand, x.scale + y.scale <= 18 {
            let corners = [x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high]
            let (low, high) = (corners.min() ?? 0, corners.max() ?? 0)
            if let column = integers(x, y, scale: x.scale + y.scale, low: low, high: high, &*) { return column }
        }
        return .decimals(pairs(a, b, count, *))
    }

    static func quotient(_ a: Column, _ b: Column, _ count: Int) -> Column {
        if let x = a.constantNumber, let y = b.constantNumber { return number(x / y) }
        guard let divisor = b.constantNumber, divisor.isFinite, !divisor.isZero else { return .decimals(pairs(a, b, count, /)) }
        // One that has only the factors 2 and 5 has an exact reciprocal, by which to multiply.
        let reciprocal = Decimal128.one / divisor
        if a.operand != nil, reciprocal.scaled != nil, reciprocal * divisor == .one {
            let product = product(a, number(reciprocal), count)
            if case .integers = product { return product }
        }
        if case .integers(let column) = a, let whole = divisor.count(scale: 0), let small = UInt32(exactly: whole) {
            return .quotients(Quotients(column, by: small))
        }
        return .decimals(pairs(a, b, count, /))
    }

    static func negated(_ a: Column, _ count: Int) throws(NotByColumns) -> Column {
        guard a.isNumeric else { throw NotByColumns() }
        return difference(number(.zero), a, count)
    }

    /// The larger, or the smaller, of two; null where one is null.
    static func extreme(_ a: Column, _ b: Column, isMaximum: Bool, _ count: Int) throws(NotByColumns) -> Column {
        guard a.isNumeric, b.isNumeric else { throw NotByColumns() }
        if let x = a.constantNumber, let y = b.constantNumber { return number(one(x, y, isMaximum)) }
        if let x = a.operand, let y = b.operand, let (x, y) = IntegerOperand.aligned(x, y) {
            if isMaximum, let larger = integers(x, y, scale: x.scale, low: max(x.low, y.low), high: max(x.high, y.high), { $0 > $1 ? $0 : $1 }) {
                return larger
            }
            if !isMaximum, let smaller = integers(x, y, scale: x.scale, low: min(x.low, y.low), high: min(x.high, y.high), { $0 < $1 ? $0 : $1 }) {
                return smaller
            }
        }
        return .decimals(pairs(a, b, count) { one($0, $1, isMaximum) })
    }

    private static func one(_ a: Decimal128, _ b: Decimal128, _ isMaximum: Bool) -> Decimal128 {
        guard a.isFinite, b.isFinite else { return .notANumber }
        return isMaximum == (b > a) ? (a == b ? a : b) : a
    }

    static func fits(_ low: Int128, _ high: Int128) -> Bool { low >= -IntegerColumn.limit && high <= IntegerColumn.limit }

    static func pairs(_ a: Column, _ b: Column, _ count: Int, _ combine: (Decimal128, Decimal128) -> Decimal128) -> [Decimal128] {
        if let y = b.constantNumber { return a.decimals(count).mapped { combine($0, y) } }
        if let x = a.constantNumber { return b.decimals(count).mapped { combine(x, $0) } }
        return a.decimals(count).zipped(with: b.decimals(count), combine)
    }

    /// Number by number; null stays null.
    func mapNumbers(_ count: Int, _ transform: (Decimal128) -> Decimal128) throws(NotByColumns) -> Column {
        guard isNumeric else { throw NotByColumns() }
        if let constant = constantNumber { return Self.number(constant.isFinite ? transform(constant) : constant) }
        return .decimals(decimals(count).mapped { $0.isFinite ? transform($0) : $0 })
    }
}

extension IntegerColumn {
    fileprivate func sums(_ others: [Decimal128]) -> [Decimal128] {
        let scale = scale
        switch counts {
        case .narrow(let values): return values.zipped(with: others) { Decimal128.sum(Int64($0), scale: scale, $1) }
        case .wide(let values): return values.zipped(with: others) { Decimal128.sum($0, scale: scale, $1) }
        }
    }
}

/// An expression, or values, that only a computation one by one can do.
struct NotByColumns: Error {}
