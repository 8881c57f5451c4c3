import Kernel

/// Allen's relations between points and ranges (DMN 1.5, section 10.3.4.9, table 78).
extension BuiltIns {
    static let ranges: [BuiltIn] = [
        relation("before", points: true) { a, b in a.endsBefore(b) },
        relation("after", points: true) { a, b in b.endsBefore(a) },
        relation("meets") { a, b in a.meets(b) },
        relation("met by") { a, b in b.meets(a) },
        relation("overlaps") { a, b in !(a.endsBefore(b) || b.endsBefore(a)) },
        relation("overlaps before") { a, b in a.overlapsBefore(b) },
        relation("overlaps after") { a, b in b.overlapsBefore(a) },
        relation("finishes", pointFirst: true) { a, b in a.finishes(b) },
        relation("finished by", pointLast: true) { a, b in b.finishes(a) },
        relation("includes", pointLast: true) { a, b in a.includes(b) },
        relation("during", pointFirst: true) { a, b in b.includes(a) },
        relation("starts", pointFirst: true) { a, b in a.starts(b) },
        relation("started by", pointLast: true) { a, b in b.starts(a) },
        relation("coincides", points: true) { a, b in a.coincides(b) },
    ]

    /// - Parameters: which arguments may be points: any (`points`), the first, or the last.
    private static func relation(
        _ name: String, points: Bool = false, pointFirst: Bool = false, pointLast: Bool = false, _ holds: @escaping @Sendable (Extent, Extent) -> Bool
    ) -> BuiltIn {
        let names = points ? ("point1", "point2", "range1", "range2") : ("point", "point", "range1", "range2")
        var signatures = ["\(name)(range1: range, range2: range) -> boolean"]
        if points || pointFirst { signatures.append("\(name)(point: Any, range: range) -> boolean") }
        if points || pointLast { signatures.append("\(name)(range: range, point: Any) -> boolean") }
        if points { signatures.append("\(name)(\(names.0): Any, \(names.1): Any) -> boolean") }
        return BuiltIn(signatures) { a, _ in
            guard let x = Extent(a[0]), let y = Extent(a[1]), x.start.order(relativeTo: y.start) != nil else { return .null }
            return .boolean(holds(x, y))
        }
    }
}

/// A range that has both ends, or a point as a range of one.
private struct Extent {
    let start: Value
    let end: Value
    let startIncluded: Bool
    let endIncluded: Bool

    init?(_ value: Value) {
        if case .range(let range) = value {
            guard range.start.order(relativeTo: range.end) != nil else { return nil }
            (start, end, startIncluded, endIncluded) = (range.start, range.end, range.startIncluded, range.endIncluded)
        } else {
            guard value.order(relativeTo: value) != nil else { return nil }
            (start, end, startIncluded, endIncluded) = (value, value, true, true)
        }
    }

    private func order(_ a: Value, _ b: Value) -> Int { a.order(relativeTo: b) ?? 0 }

    func endsBefore(_ other: Extent) -> Bool {
        let order = order(end, other.start)
        return order < 0 || (order == 0 && !(endIncluded && other.startIncluded))
    }

    func meets(_ other: Extent) -> Bool { endIncluded && other.startIncluded && order(end, other.start) == 0 }

    /// Begins first, and ends within the other.
    func overlapsBefore(_ other: Extent) -> Bool {
        let starts = order(start, other.start)
        let ends = order(end, other.end)
        let startsFirst = starts < 0 || (starts == 0 && startIncluded && !other.startIncluded)
        let endsFirst = ends < 0 || (ends == 0 && (!endIncluded || other.endIncluded))
        return startsFirst && endsFirst && !endsBefore(other)
    }

    func finishes(_ other: Extent) -> Bool {
        let starts = order(start, other.start)
        return order(end, other.end) == 0 && endIncluded == other.endIncluded && (starts > 0 || (starts == 0 && (!startIncluded || other.startIncluded)))
    }

    func starts(_ other: Extent) -> Bool {
        let ends = order(end, other.end)
        return order(start, other.start) == 0 && startIncluded == other.startIncluded && (ends < 0 || (ends == 0 && (!endIncluded || other.endIncluded)))
    }

    func includes(_ other: Extent) -> Bool {
        let (starts, ends) = (order(start, other.start), order(end, other.end))
        return (starts < 0 || (starts == 0 && (startIncluded || !other.startIncluded))) && (ends > 0 || (ends == 0 && (endIncluded || !other.endIncluded)))
    }

    func coincides(_ other: Extent) -> Bool {
        order(start, other.start) == 0 && order(end, other.end) == 0 && startIncluded == other.startIncluded && endIncluded == other.endIncluded
    }
}
