import Kernel

/// DMN 1.5, sections 10.3.4.4 and 10.3.4.8.
extension BuiltIns {
    static let lists: [BuiltIn] = [
        BuiltIn("list contains(list: list, element: Any) -> boolean") { a, _ in
            a.list(0).map { .boolean($0.contains { $0.isEqual(to: a[1]) == true }) } ?? .null
        },
        BuiltIn("count(list: list) -> number") { a, _ in a.list(0).map { .integer($0.count) } ?? .null },
        BuiltIn("sublist(list: list, start position: number, length?: number) -> list") { a, _ in
            guard let items = a.list(0), let start = a.integer(1), start != 0, start.magnitude <= items.count else { return .null }
            let from = start > 0 ? start - 1 : items.count + start
            guard !a[2].isNull else { return .list(Array(items[from...])) }
            guard let length = a.integer(2), length >= 1, length <= items.count - from else { return .null }
            return .list(Array(items[from..<from + length]))
        },
        BuiltIn("append(list: list, item...: Any) -> list") { a, _ in
            guard let items = a.list(0), let more = a.list(1) else { return .null }
            return .list(items + more)
        },
        BuiltIn("concatenate(list...: list) -> list") { a, _ in
            guard let lists = a.list(0) else { return .null }
            return joined(lists).map(Value.list) ?? .null
        },
        BuiltIn("union(list...: list) -> list") { a, evaluation in
            guard let lists = a.list(0), let items = joined(lists) else { return .null }
            return distinct(items, evaluation)
        },
        BuiltIn("distinct values(list: list) -> list") { a, evaluation in a.list(0).map { distinct($0, evaluation) } ?? .null },
        BuiltIn("insert before(list: list, position: number, newItem: Any) -> list") { a, _ in
            guard var items = a.list(0), let index = a.integer(1).flatMap({ items.position($0) }) else { return .null }
            items.insert(a[2], at: index)
            return .list(items)
        },
        BuiltIn("remove(list: list, position: number) -> list") { a, _ in
            guard var items = a.list(0), let index = a.integer(1).flatMap({ items.position($0) }) else { return .null }
            items.remove(at: index)
            return .list(items)
        },
        BuiltIn("list replace(list: list, position: number, newItem: Any) -> list", "list replace(list: list, match: Any, newItem: Any) -> list") {
            a, evaluation in
            guard let items = a.list(0) else { return .null }
            if let position = a.number(1) {
                // A fraction of a position is cut off.
                guard let index = Int(exactly: position.rounded(.down)).flatMap({ items.position($0) }) else { return .null }
                var changed = items
                changed[index] = a[2]
                return .list(changed)
            }
            guard let match = a.function(1), match.parameters.count == 2 else { return .null }
            var changed: [Value] = []
            for item in items {
                guard evaluation.spend(), case .boolean(let matches) = match.call([item, a[2]], in: evaluation) else { return .null }
                changed.append(matches ? a[2] : item)
            }
            return .list(changed)
        },
        BuiltIn("reverse(list: list) -> list") { a, _ in a.list(0).map { .list($0.reversed()) } ?? .null },
        BuiltIn("index of(list: list, match: Any) -> list") { a, _ in
            guard let items = a.list(0) else { return .null }
            return .list(items.indices.filter { items[$0].isEqual(to: a[1]) == true }.map { .integer($0 + 1) })
        },
        BuiltIn("flatten(list: list) -> list") { a, evaluation in
            guard let items = a.list(0) else { return .null }
            var flat: [Value] = []
            return flatten(items, into: &flat, evaluation) ? .list(flat) : .null
        },
        BuiltIn("sort(list: list, precedes?: Any) -> list") { a, evaluation in
            guard let items = a.list(0) else { return .null }
            return sorted(items, by: a[1], evaluation).map(Value.list) ?? .null
        },
    ]

    private static func joined(_ lists: [Value]) -> [Value]? {
        var items: [Value] = []
        for list in lists {
            guard case .list(let more) = list else { return nil }
            items += more
        }
        return items
    }

    /// Each value once, where it stands first. Equal values may be written differently (times in two zones), so all are compared.
    private static func distinct(_ items: [Value], _ evaluation: Evaluation) -> Value {
        var kept: [Value] = []
        var seen: Set<Value> = []
        // Swift holds texts to be equal that look alike, FEEL only those of the same code points.
        var texts: Set<[UInt8]> = []
        for item in items {
            switch item {
            // What is equal is identical here, so a set finds it.
            case .number, .boolean, .date, .null: if seen.insert(item).inserted { kept.append(item) }
            case .string(let text): if texts.insert(Array(text.utf8)).inserted { kept.append(item) }
            default:
                guard evaluation.spend(kept.count + 1) else { return .null }
                var isNew = true
                for other in kept where isNew {
                    guard evaluation.spend(comparing: other, item) else { return .null }
                    isNew = other.isEqual(to: item) != true
                }
                if isNew { kept.append(item) }
            }
        }
        return .list(kept)
    }

    private static func flatten(_ items: [Value], into flat: inout [Value], _ evaluation: Evaluation) -> Bool {
        guard evaluation.spend(items.count) else { return false }
        for item in items {
            if case .list(let inner) = item {
                guard flatten(inner, into: &flat, evaluation) else { return false }
            } else {
                flat.append(item)
            }
        }
        return true
    }

    /// By merging, which keeps equal items in their order whatever the function says. nil where two items have no order.
    private static func sorted(_ items: [Value], by precedes: Value, _ evaluation: Evaluation) -> [Value]? {
        guard items.count > 1 else { return items }
        let middle = items.count / 2
        guard let left = sorted(Array(items[..<middle]), by: precedes, evaluation), let right = sorted(Array(items[middle...]), by: precedes, evaluation) else {
            return nil
        }
        var (i, j, merged) = (0, 0, [Value]())
        merged.reserveCapacity(items.count)
        while i < left.count, j < right.count {
            guard evaluation.spend() else { return nil }
            // The right one goes first only where it truly precedes.
            let swap: Bool
            switch precedes {
            case .function(let function):
                guard case .boolean(let answer) = function.call([right[j], left[i]], in: evaluation) else { return nil }
                swap = answer
            case .null:
                guard let order = right[j].order(relativeTo: left[i]) else { return nil }
                swap = order < 0
            default: return nil
            }
            if swap { merged.append(right[j]); j += 1 } else { merged.append(left[i]); i += 1 }
        }
        return merged + left[i...] + right[j...]
    }
}

extension [Value] {
    /// The index of position 1, 2, … or -1, -2, … from the end; nil where there is none.
    fileprivate func position(_ number: Int) -> Int? {
        guard number != 0, number.magnitude <= count else { return nil }
        return number > 0 ? number - 1 : count + number
    }
}
