import FEEL
import Kernel

/// Arithmetic on whole columns. Each operation gives, row for row, what FEEL gives for the two numbers (DMN 1.5, section 10.3.2.13).
extension Column {
    /// Whether this can only hold numbers and nulls.
    var isNumeric: Bool {
        switch self {
        case .constant(.number), .constant(.null), .integers, .decimals: true
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
            return column.values.mapped { Decimal128($0, scale: scale) }
        case .decimals(let values): return values
        default: return [Decimal128](repeating: constantNumber ?? .notANumber, count: count)
        }
    }

    private static func number(_ value: Decimal128) -> Column { .constant(value.isFinite ? .number(value) : .null) }

    /// A whole-number column, or the constant where no row makes a difference.
    private static func integers(_ values: [Int64], scale: Int, low: Int128, high: Int128) -> Column? {
        IntegerColumn(values, scale: scale, low: low, high: high).map(Column.integers)
    }

    static func arithmetic(_ sign: Arithmetic, _ a: Column, _ b: Column, _ count: Int, _ tables: LawTables? = nil) throws(NotByColumns) -> Column {
        guard a.isNumeric, b.isNumeric else { throw NotByColumns() }
        switch sign {
        case .add: return sum(a, b, count)
        case .subtract: return difference(a, b, count)
        case .multiply: return product(a, b, count)
        case .divide: return quotient(a, b, count, tables)
        case .power: throw NotByColumns()
        }
    }

    static func sum(_ a: Column, _ b: Column, _ count: Int) -> Column {
        if let x = a.constantNumber, let y = b.constantNumber { return number(x + y) }
        // Nothing is added where nothing is due.
        if let y = b.constantNumber, y.isZero, a.operand != nil { return a }
        if let x = a.constantNumber, x.isZero, b.operand != nil { return b }
        if let x = a.operand, let y = b.operand, let (values, scale, x, y) = IntegerOperand.zipAligned(x, y, &+),
            let column = integers(values, scale: scale, low: x.lowerBound + y.lowerBound, high: x.upperBound + y.upperBound)
        {
            return column
        }
        if case .integers(let x) = a, case .decimals(let y) = b { return .decimals(x.values.zipped(with: y) { Decimal128.sum($0, scale: x.scale, $1) }) }
        if case .integers(let y) = b, case .decimals(let x) = a { return .decimals(y.values.zipped(with: x) { Decimal128.sum($0, scale: y.scale, $1) }) }
        return .decimals(pairs(a, b, count, +))
    }

    static func difference(_ a: Column, _ b: Column, _ count: Int) -> Column {
        if let x = a.constantNumber, let y = b.constantNumber { return number(x - y) }
        if let y = b.constantNumber, y.isZero, a.operand != nil { return a }
        if let x = a.operand, let y = b.operand, let (values, scale, x, y) = IntegerOperand.zipAligned(x, y, &-),
            let column = integers(values, scale: scale, low: x.lowerBound - y.upperBound, high: x.upperBound - y.lowerBound)
        {
            return column
        }
        if case .integers(let x) = a, case .decimals(let y) = b { return .decimals(x.values.zipped(with: y) { Decimal128.sum($0, scale: x.scale, -$1) }) }
        if case .integers(let y) = b, case .decimals(let x) = a { return .decimals(y.values.zipped(with: x) { Decimal128.sum(-$0, scale: y.scale, $1) }) }
        return .decimals(pairs(a, b, count, -))
    }

    static func product(_ a: Column, _ b: Column, _ count: Int) -> Column {
        if let x = a.constantNumber, let y = b.constantNumber { return number(x * y) }
        if let x = a.operand, let y = b.operand, x.scale + y.scale <= 18 {
            let corners = [x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high]
            let (low, high) = (corners.min() ?? 0, corners.max() ?? 0)
            if fits(low, high), let column = integers(IntegerOperand.zip(x, y, &*), scale: x.scale + y.scale, low: low, high: high) { return column }
        }
        return .decimals(pairs(a, b, count, *))
    }

    /// - Parameter tables: where quotients that come up again and again are kept.
    static func quotient(_ a: Column, _ b: Column, _ count: Int, _ tables: LawTables? = nil) -> Column {
        if let x = a.constantNumber, let y = b.constantNumber { return number(x / y) }
        guard let divisor = b.constantNumber, divisor.isFinite, !divisor.isZero else { return .decimals(pairs(a, b, count, /)) }
        // One that has only the factors 2 and 5 has an exact reciprocal, by which to multiply.
        let reciprocal = Decimal128.one / divisor
        if a.operand != nil, reciprocal.scaled != nil, reciprocal * divisor == .one {
            let product = product(a, number(reciprocal), count)
            if case .integers = product { return product }
        }
        if case .integers(let column) = a, let whole = divisor.count(scale: 0), let small = UInt32(exactly: whole) {
            return .decimals(tables?.quotients(column, by: small) ?? column.quotients(by: small))
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
            let values = isMaximum ? IntegerOperand.zip(x, y) { $0 > $1 ? $0 : $1 } : IntegerOperand.zip(x, y) { $0 < $1 ? $0 : $1 }
            let (low, high) = isMaximum ? (max(x.low, y.low), max(x.high, y.high)) : (min(x.low, y.low), min(x.high, y.high))
            if let column = integers(values, scale: x.scale, low: low, high: high) { return column }
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

/// An expression, or values, that only a computation one by one can do.
struct NotByColumns: Error {}
