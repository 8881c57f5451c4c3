/// A type of FEEL's lattice (DMN 1.5, section 10.3.2.9).
public indirect enum FEELType: Sendable, Hashable {
    case any, null, boolean, number, string, date, time, dateAndTime, daysAndTimeDuration, yearsAndMonthsDuration
    case list(FEELType)
    case context([String: FEELType])
    case range(FEELType)
    case function(parameters: [FEELType], result: FEELType)

    /// Whether every value of this type is one of the other (section 10.3.2.9.2). `any` as a source conforms only to `any`.
    public func conforms(to other: FEELType) -> Bool {
        switch (self, other) {
        case (_, .any), (.null, _): return true
        case (.list(let a), .list(let b)), (.range(let a), .range(let b)): return a.conforms(to: b)
        case (.context(let a), .context(let b)): return b.allSatisfy { name, type in a[name]?.conforms(to: type) ?? false }
        case (.function(let a, let x), .function(let b, let y)):
            return a.count == b.count && zip(b, a).allSatisfy { $0.conforms(to: $1) } && x.conforms(to: y)
        default: return self == other
        }
    }

    /// Whether a value of this type might be one of the other: false only where the check can be sure.
    func mayBe(_ other: FEELType) -> Bool {
        switch (self, other) {
        case (.any, _), (_, .any), (.null, _), (_, .null): return true
        case (.list(let a), .list(let b)): return a.mayBe(b)
        // One value and a list of one stand for each other (section 10.3.2.9.4).
        case (.list(let a), _): return a.mayBe(other)
        case (_, .list(let b)): return mayBe(b)
        case (.range(let a), .range(let b)): return a.mayBe(b)
        case (.context(let a), .context(let b)): return b.allSatisfy { name, type in a[name]?.mayBe(type) ?? true }
        case (.function(let a, let x), .function(let b, let y)): return a.count == b.count && zip(a, b).allSatisfy { $0.mayBe($1) } && x.mayBe(y)
        case (.date, .dateAndTime): return true
        default: return self == other
        }
    }

    /// The most special type that all conform to.
    public static func common(_ types: some Sequence<FEELType>) -> FEELType {
        var result: FEELType?
        for type in types {
            guard let so = result else { result = type; continue }
            if type.conforms(to: so) { if so == .null { result = type }; continue }
            if so.conforms(to: type) { result = type; continue }
            return .any
        }
        return result ?? .any
    }

    /// More parts than this are no longer told apart: a larger type is any record.
    package static let mostParts = 2_000

    /// Whether the type has more than `limit` parts. They are shared, so that a few lines could describe more of them than there is time for.
    package func isLarger(than limit: Int = FEELType.mostParts) -> Bool {
        var left = limit
        return !fits(&left)
    }

    private func fits(_ left: inout Int) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        switch self {
        case .list(let element), .range(let element): return element.fits(&left)
        case .context(let members):
            for member in members.values { guard member.fits(&left) else { return false } }
            return true
        case .function(let parameters, let result):
            for parameter in parameters { guard parameter.fits(&left) else { return false } }
            return result.fits(&left)
        default: return true
        }
    }

    /// A list's items' type; of anything else the type itself.
    public var element: FEELType { if case .list(let element) = self { element } else { self } }
    var isContext: Bool { if case .context = self { true } else { false } }
}

extension FEELType: CustomStringConvertible {
    /// The type as FEEL writes it.
    public var description: String {
        switch self {
        case .any: "Any"
        case .null: "Null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .time: "time"
        case .dateAndTime: "date and time"
        case .daysAndTimeDuration: "days and time duration"
        case .yearsAndMonthsDuration: "years and months duration"
        case .list(let element): "list<\(element)>"
        case .context(let members): "context<" + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + ">"
        case .range(let element): "range<\(element)>"
        case .function(let parameters, let result): "function<" + parameters.map(\.description).joined(separator: ", ") + "> -> \(result)"
        }
    }

    /// The type as a sentence for people says it.
    public var plainName: String {
        switch self {
        case .any: "any value"
        case .null: "nothing"
        case .boolean: "true or false"
        case .number: "a number"
        case .string: "text"
        case .date: "a date"
        case .time: "a time"
        case .dateAndTime: "a date and time"
        case .daysAndTimeDuration: "a duration in days and time"
        case .yearsAndMonthsDuration: "a duration in years and months"
        case .list: "a list"
        case .context: "a record"
        case .range: "a range"
        case .function: "a function"
        }
    }
}
