import FEEL
import Kernel

/// Comparisons and choices on whole columns, with FEEL's three values (DMN 1.5, tables 50 to 56).
extension Column {
    static func comparison(_ sign: Comparison, _ a: Column, _ b: Column, _ count: Int) throws(NotByColumns) -> Column {
        if case .constant(let x) = a, case .constant(let y) = b { return .constant(sign.truth(x, y).value) }
        if case .constant(.null) = b { return try a.comparedWithNull(sign) }
        if case .constant(.null) = a { return try b.comparedWithNull(sign) }
        switch (a, b) {
        case (.integers, _), (.decimals, _), (_, .integers), (_, .decimals): return try numbers(sign, a, b, count)
        case (.days, .days), (.months, .months), (.days, .constant), (.months, .constant), (.constant, .days), (.constant, .months):
            return .booleans(try whole(a, count, like: b).zipped(with: try whole(b, count, like: a)) { ordered(sign, $0, $1) })
        case (.texts, _), (_, .texts): return try texts(sign, a, b, count)
        case (.booleans, .booleans), (.booleans, .constant(.boolean)), (.constant(.boolean), .booleans):
            guard sign == .equal || sign == .notEqual else { throw NotByColumns() }
            let (x, y) = (try a.truths(count), try b.truths(count))
            return .booleans(x.zipped(with: y) { Truth(($0 == $1) == (sign == .equal)) })
        default: throw NotByColumns()
        }
    }

    /// Whether a value is null, or null where only an order is asked for.
    private func comparedWithNull(_ sign: Comparison) throws(NotByColumns) -> Column {
        guard sign == .equal || sign == .notEqual else { return .constant(.null) }
        let wanted = sign == .equal
        switch self {
        case .integers: return .constant(.boolean(!wanted))
        case .decimals(let values): return .booleans(values.mapped { Truth($0.isFinite != wanted) })
        case .booleans(let values): return .booleans(values.mapped { Truth(($0 == .unknown) == wanted) })
        case .days(let values), .months(let values): return .booleans(values.mapped { Truth(($0 == Self.missing) == wanted) })
        case .texts(let column): return .booleans(column.codes.mapped { Truth(($0 < 0) == wanted) })
        default: throw NotByColumns()
        }
    }

    private static func numbers(_ sign: Comparison, _ a: Column, _ b: Column, _ count: Int) throws(NotByColumns) -> Column {
        guard a.isNumeric, b.isNumeric else { throw NotByColumns() }
        if let x = a.operand, let y = b.operand, let (x, y) = IntegerOperand.aligned(x, y) {
            if let same = sign.sameForAll(x, y) { return .constant(.boolean(same)) }
            switch sign {
            case .equal: return .booleans(IntegerOperand.compared(x, y, IsEqual.self))
            case .notEqual: return .booleans(IntegerOperand.compared(x, y, IsNotEqual.self))
            case .less: return .booleans(IntegerOperand.compared(x, y, IsLess.self))
            case .lessOrEqual: return .booleans(IntegerOperand.compared(x, y, IsLessOrEqual.self))
            case .greater: return .booleans(IntegerOperand.compared(y, x, IsLess.self))
            case .greaterOrEqual: return .booleans(IntegerOperand.compared(y, x, IsLessOrEqual.self))
            }
        }
        return .booleans(
            a.decimals(count).zipped(with: b.decimals(count)) { x, y in
                // Null equals null and nothing else; it has no order.
                guard x.isFinite, y.isFinite else {
                    return sign == .equal ? Truth(x.isFinite == y.isFinite) : sign == .notEqual ? Truth(x.isFinite != y.isFinite) : .unknown
                }
                return switch sign {
                case .equal: Truth(x == y)
                case .notEqual: Truth(x != y)
                case .less: Truth(x < y)
                case .lessOrEqual: Truth(!(y < x))
                case .greater: Truth(y < x)
                case .greaterOrEqual: Truth(!(x < y))
                }
            })
    }

    /// Dates or durations as counts; the other side says of which kind a constant must be.
    private static func whole(_ column: Column, _ count: Int, like other: Column) throws(NotByColumns) -> [Int32] {
        switch (column, other) {
        case (.days(let values), _), (.months(let values), _): return values
        case (.constant(.date(let date)), .days):
            if let day = narrow(date.daysSinceEpoch) { return [Int32](repeating: day, count: count) }
        case (.constant(.yearsAndMonths(let duration)), .months):
            if let months = narrow(duration.months) { return [Int32](repeating: months, count: count) }
        default: break
        }
        throw NotByColumns()
    }

    private static func ordered(_ sign: Comparison, _ a: Int32, _ b: Int32) -> Truth {
        guard a != missing, b != missing else { return sign == .equal ? Truth(a == b) : sign == .notEqual ? Truth(a != b) : .unknown }
        return switch sign {
        case .equal: Truth(a == b)
        case .notEqual: Truth(a != b)
        case .less: Truth(a < b)
        case .lessOrEqual: Truth(a <= b)
        case .greater: Truth(a > b)
        case .greaterOrEqual: Truth(a >= b)
        }
    }

    private static func texts(_ sign: Comparison, _ a: Column, _ b: Column, _ count: Int) throws(NotByColumns) -> Column {
        guard sign == .equal || sign == .notEqual else { throw NotByColumns() }
        let wanted = sign == .equal
        switch (a, b) {
        case (.texts(let column), .constant(.string(let text))), (.constant(.string(let text)), .texts(let column)):
            let code = column.code(of: text) ?? -2
            return .booleans(column.codes.mapped { Truth(($0 == code) == wanted) })
        case (.texts(let x), .texts(let y)):
            let places = y.words.map { x.code(of: $0) ?? -2 }
            return .booleans(x.codes.zipped(with: y.codes) { Truth(($0 == ($1 < 0 ? -1 : places[Int($1)])) == wanted) })
        default: throw NotByColumns()
        }
    }

    // MARK: Truth

    /// Whether this holds nothing but true, false and null.
    var isLogical: Bool {
        switch self {
        case .booleans, .constant(.boolean), .constant(.null): true
        default: false
        }
    }

    func truths(_ count: Int) throws(NotByColumns) -> [Truth] {
        switch self {
        case .booleans(let values): return values
        case .constant(let value) where isLogical: return [Truth](repeating: Truth(value), count: count)
        default: throw NotByColumns()
        }
    }

    static func logic(_ a: Column, _ b: Column, _ count: Int, _ combine: (Truth, Truth) -> Truth) throws(NotByColumns) -> Column {
        if case .constant(let x) = a, case .constant(let y) = b, a.isLogical, b.isLogical { return .constant(combine(Truth(x), Truth(y)).value) }
        // One side may decide by itself, whatever the other says.
        for case (.constant(let value), let other) in [(a, b), (b, a)] where other.isLogical {
            let truth = Truth(value)
            let result = combine(truth, .unknown)
            if result == combine(truth, .yes), result == combine(truth, .no) { return .constant(result.value) }
        }
        return .booleans(try a.truths(count).zipped(with: try b.truths(count), combine))
    }

    func negatedTruth(_ count: Int) throws(NotByColumns) -> Column { .booleans(try truths(count).mapped(Truth.not)) }

    // MARK: Choice

    /// `then` where the condition is true, `otherwise` where it is not, null included (DMN 1.5, table 56).
    static func choice(_ condition: Column, _ then: Column, _ otherwise: Column, _ count: Int) throws(NotByColumns) -> Column {
        if case .constant(let value) = condition, condition.isLogical { return Truth(value).isTrue ? then : otherwise }
        let truths = try condition.truths(count)
        if truths.allSatisfy({ $0.isTrue }) { return then }
        if !truths.contains(where: { $0.isTrue }) { return otherwise }
        return try select(truths, then, otherwise, count)
    }

    private static func select(_ truths: [Truth], _ a: Column, _ b: Column, _ count: Int) throws(NotByColumns) -> Column {
        if a.isNumeric, b.isNumeric, !(a.isNull && b.isNull) {
            if let x = a.operand, let y = b.operand, let (x, y) = IntegerOperand.aligned(x, y) {
                let (low, high) = (min(x.low, y.low), max(x.high, y.high))
                let counts = IntegerOperand.selected(truths, x, y, isNarrow: Counts.areNarrow(low, high))
                if let column = IntegerColumn(counts, scale: x.scale, low: low, high: high) { return .integers(column) }
            }
            return .decimals(pick(truths, a.decimals(count), b.decimals(count)))
        }
        if a.isLogical, b.isLogical { return .booleans(pick(truths, try a.truths(count), try b.truths(count))) }
        let values = (0..<count).map { truths[$0].isTrue ? a.value($0) : b.value($0) }
        return Column(values)
    }

    private var isNull: Bool { if case .constant(.null) = self { true } else { false } }

    private static func pick<Element>(_ truths: [Truth], _ a: [Element], _ b: [Element]) -> [Element] {
        (0..<truths.count).map { truths[$0].isTrue ? a[$0] : b[$0] }
    }
}

/// Of two numbers of a row. A type for each comparison, so that it is compiled into the loop.
protocol RowComparison {
    static func holds<Number: FixedWidthInteger>(_ a: Number, _ b: Number) -> Bool
}

private enum IsEqual: RowComparison {
    @inline(__always) static func holds<Number: FixedWidthInteger>(_ a: Number, _ b: Number) -> Bool { a == b }
}

private enum IsNotEqual: RowComparison {
    @inline(__always) static func holds<Number: FixedWidthInteger>(_ a: Number, _ b: Number) -> Bool { a != b }
}

private enum IsLess: RowComparison {
    @inline(__always) static func holds<Number: FixedWidthInteger>(_ a: Number, _ b: Number) -> Bool { a < b }
}

private enum IsLessOrEqual: RowComparison {
    @inline(__always) static func holds<Number: FixedWidthInteger>(_ a: Number, _ b: Number) -> Bool { a <= b }
}

extension Comparison {
    /// What all rows have in common, where the bounds of both sides tell.
    fileprivate func sameForAll(_ a: IntegerOperand, _ b: IntegerOperand) -> Bool? {
        let (isBelow, isAbove) = (a.high < b.low, a.low > b.high)
        let (isNeverAbove, isNeverBelow) = (a.high <= b.low, a.low >= b.high)
        return switch self {
        case .equal: isBelow || isAbove ? false : isNeverAbove && isNeverBelow ? true : nil
        case .notEqual: isBelow || isAbove ? true : isNeverAbove && isNeverBelow ? false : nil
        case .less: isBelow ? true : isNeverBelow ? false : nil
        case .lessOrEqual: isNeverAbove ? true : isAbove ? false : nil
        case .greater: isAbove ? true : isNeverAbove ? false : nil
        case .greaterOrEqual: isNeverBelow ? true : isBelow ? false : nil
        }
    }

    /// For two values alone, as FEEL compares them.
    fileprivate func truth(_ a: Value, _ b: Value) -> Truth {
        switch self {
        case .equal: return a.isEqual(to: b).map { Truth($0) } ?? .unknown
        case .notEqual: return a.isEqual(to: b).map { Truth(!$0) } ?? .unknown
        default: break
        }
        guard let order = a.order(relativeTo: b) else { return .unknown }
        return switch self {
        case .less: Truth(order < 0)
        case .lessOrEqual: Truth(order <= 0)
        case .greater: Truth(order > 0)
        default: Truth(order >= 0)
        }
    }
}
