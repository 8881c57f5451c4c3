import Kernel

/// What is computed over all items of a list, or over all arguments (DMN 1.5, section 10.3.4.4).
extension BuiltIns {
    static let aggregates: [BuiltIn] = [
        BuiltIn("min(list: list) -> Any", "min(c...: Any) -> Any") { a, _ in extreme(a.list(0), sign: -1) },
        BuiltIn("max(list: list) -> Any", "max(c...: Any) -> Any") { a, _ in extreme(a.list(0), sign: 1) },
        BuiltIn("sum(list: list<number>) -> number", "sum(n...: number) -> number") { a, _ in
            numbers(a.list(0)).map { .finite($0.reduce(.zero, +)) } ?? .null
        },
        BuiltIn("product(list: list<number>) -> number", "product(n...: number) -> number") { a, _ in
            numbers(a.list(0)).map { .finite($0.reduce(.one, *)) } ?? .null
        },
        BuiltIn("mean(list: list<number>) -> number", "mean(n...: number) -> number") { a, _ in
            numbers(a.list(0)).map { .finite($0.reduce(.zero, +) / Decimal128($0.count)) } ?? .null
        },
        BuiltIn("median(list: list<number>) -> number", "median(n...: number) -> number") { a, _ in
            guard let sorted = numbers(a.list(0))?.sorted() else { return .null }
            let middle = sorted.count / 2
            return .finite(sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2)
        },
        BuiltIn("stddev(list: list<number>) -> number", "stddev(n...: number) -> number") { a, _ in
            // Of a sample (table 74): divided by one less than the count.
            guard let values = numbers(a.list(0)), values.count > 1 else { return .null }
            let mean = values.reduce(.zero, +) / Decimal128(values.count)
            let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(.zero, +)
            return .finite((squares / Decimal128(values.count - 1)).squareRoot())
        },
        BuiltIn("mode(list: list<number>) -> list<number>", "mode(n...: number) -> list<number>") { a, _ in
            guard let list = a.list(0) else { return .null }
            if list.isEmpty { return .list([]) }
            guard let values = numbers(list) else { return .null }
            var counts: [Decimal128: Int] = [:]
            for value in values { counts[value, default: 0] += 1 }
            let most = counts.values.max() ?? 0
            return .list(counts.filter { $0.value == most }.keys.sorted().map(Value.number))
        },
        BuiltIn("all(list: list) -> boolean", "all(b...: Any) -> boolean") { a, _ in quantified(a.list(0), decidedBy: false) },
        BuiltIn("any(list: list) -> boolean", "any(b...: Any) -> boolean") { a, _ in quantified(a.list(0), decidedBy: true) },
    ]

    /// nil for an empty list, and where an item is no number.
    private static func numbers(_ list: [Value]?) -> [Decimal128]? {
        guard let list, !list.isEmpty else { return nil }
        var values: [Decimal128] = []
        values.reserveCapacity(list.count)
        for item in list {
            guard case .number(let value) = item else { return nil }
            values.append(value)
        }
        return values
    }

    private static func extreme(_ list: [Value]?, sign: Int) -> Value {
        guard let list, var best = list.first, best.order(relativeTo: best) != nil else { return .null }
        for item in list.dropFirst() {
            guard let order = item.order(relativeTo: best) else { return .null }
            if order * sign > 0 { best = item }
        }
        return best
    }

    /// Decided by the first decisive item, else null where one is no boolean.
    private static func quantified(_ list: [Value]?, decidedBy decisive: Bool) -> Value {
        guard let list else { return .null }
        var result = Value.boolean(!decisive)
        for item in list {
            guard case .boolean(let value) = item else { result = .null; continue }
            if value == decisive { return item }
        }
        return result
    }
}
