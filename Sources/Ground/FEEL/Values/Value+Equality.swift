import Kernel

extension Value {
    /// FEEL's `=` (DMN 1.5, table 53): nil where two values cannot be compared.
    public func isEqual(to other: Value) -> Bool? {
        switch (self, other) {
        case (.null, .null): true
        case (.null, _), (_, .null): false
        case (.boolean(let a), .boolean(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a.unicodeScalars.elementsEqual(b.unicodeScalars)
        case (.date(let a), .date(let b)): a == b
        // Times are equal by their hour, minute and second, which is a whole number (table 65).
        case (.time(let a), .time(let b)):
            a.offset.map { a.secondOfDay - $0 } == b.offset.map { b.secondOfDay - $0 } && (a.offset != nil || a.secondOfDay == b.secondOfDay)
        case (.dateAndTime(let a), .dateAndTime(let b)): a.isLocal == b.isLocal && a.sinceEpoch.seconds == b.sinceEpoch.seconds
        case (.daysAndTime(let a), .daysAndTime(let b)): a == b
        case (.yearsAndMonths(let a), .yearsAndMonths(let b)): a == b
        case (.list(let a), .list(let b)): Self.areEqual(a, b)
        case (.context(let a), .context(let b)): Self.areEqual(a, b)
        case (.range(let a), .range(let b)): Self.areEqual(a, b)
        case (.function(let a), .function(let b)): a === b ? true : nil
        default: nil
        }
    }

    private static func areEqual(_ a: [Value], _ b: [Value]) -> Bool? {
        guard a.count == b.count else { return false }
        return all(zip(a, b).lazy.map { $0.isEqual(to: $1) })
    }

    private static func areEqual(_ a: Context, _ b: Context) -> Bool? {
        guard a.count == b.count else { return false }
        return all(a.entries.lazy.map { entry in b[entry.name].map { entry.value.isEqual(to: $0) } ?? false })
    }

    private static func areEqual(_ a: ValueRange, _ b: ValueRange) -> Bool? {
        guard a.startIncluded == b.startIncluded, a.endIncluded == b.endIncluded, a.comparison == b.comparison else { return false }
        return all([a.start.isEqual(to: b.start), a.end.isEqual(to: b.end)])
    }

    /// Three-valued: false when any is false.
    private static func all(_ answers: some Sequence<Bool?>) -> Bool? {
        var result: Bool? = true
        for answer in answers {
            if answer == false { return false }
            if answer == nil { result = nil }
        }
        return result
    }

    /// Negative, zero or positive as this value is below, equal to or above the other (table 54); nil where they have no order.
    public func order(relativeTo other: Value) -> Int? {
        switch (self, other) {
        case (.number(let a), .number(let b)): a == b ? 0 : a < b ? -1 : 1
        case (.string(let a), .string(let b)): Self.order(a, b)
        case (.date(let a), .date(let b)): Self.order(a.daysSinceEpoch, b.daysSinceEpoch)
        // Beside one with an offset, a local one takes that offset.
        case (.time(let a), .time(let b)):
            (a.zone == .local) == (b.zone == .local) ? Self.order(a.comparable, b.comparable) : Self.order(a.nanoseconds, b.nanoseconds)
        case (.dateAndTime(let a), .dateAndTime(let b)):
            a.isLocal == b.isLocal ? Self.order(a.sinceEpoch, b.sinceEpoch) : Self.order(a.onItsClock, b.onItsClock)
        case (.daysAndTime(let a), .daysAndTime(let b)): Self.order(a, b)
        case (.yearsAndMonths(let a), .yearsAndMonths(let b)): Self.order(a, b)
        default: nil
        }
    }

    private static func order<T: Comparable>(_ a: T, _ b: T) -> Int { a == b ? 0 : a < b ? -1 : 1 }

    /// By Unicode scalars, so that equality and order agree.
    private static func order(_ a: String, _ b: String) -> Int {
        if a.unicodeScalars.elementsEqual(b.unicodeScalars) { return 0 }
        return a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars) ? -1 : 1
    }
}
