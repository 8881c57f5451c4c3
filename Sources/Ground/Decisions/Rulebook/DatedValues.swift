import Kernel

/// A value of the law: from which day it holds, and where the law says so.
public struct DatedValue<Value: Sendable>: Sendable {
    public var from: CivilDate
    /// nil where the law ends.
    public var value: Value?
    /// The section, or the public page that states it.
    public var source: String?
    public var location: SourceLocation

    public init(from: CivilDate, value: Value?, source: String? = nil, location: SourceLocation) {
        self.from = from
        self.value = value
        self.source = source
        self.location = location
    }
}

/// The values that follow each other on one matter, oldest first. Each holds until the next.
public struct DatedValues<Value: Sendable>: Sendable {
    public let all: [DatedValue<Value>]

    public init(_ values: [DatedValue<Value>]) { all = values.sorted { $0.from < $1.from } }

    /// What holds on `date`; nil before the first and behind the end. O(log count).
    public subscript(on date: CivilDate) -> DatedValue<Value>? {
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low + high) / 2
            if all[middle].from <= date { low = middle + 1 } else { high = middle }
        }
        guard low > 0, all[low - 1].value != nil else { return nil }
        return all[low - 1]
    }

    /// With the values of a reform: from its first day on they stand in place of what was here.
    public func replaced(by reform: DatedValues) -> DatedValues {
        guard let first = reform.all.first else { return self }
        return DatedValues(all.filter { $0.from < first.from } + reform.all)
    }
}
