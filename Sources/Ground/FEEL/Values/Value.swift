import Kernel

/// A value of FEEL (OMG DMN 1.5, section 10.3.2.2).
///
/// `==` is identity as Swift's collections need it: 1.0 and 1.00 are one, 10:00Z and 11:00+01:00 are two. FEEL's own
/// `=` is `isEqual(to:)`.
public enum Value: Sendable, Hashable {
    case null
    case boolean(Bool)
    case number(Decimal128)
    case string(String)
    case date(CivilDate)
    indirect case time(TimeOfDay)
    indirect case dateAndTime(DateAndTime)
    case daysAndTime(DaysAndTimeDuration)
    case yearsAndMonths(YearsAndMonthsDuration)
    case list([Value])
    case context(Context)
    indirect case range(ValueRange)
    case function(Function)

    /// null for a number that is none.
    @inline(__always)
    package static func finite(_ value: Decimal128) -> Value { value.isFinite ? .number(value) : .null }

    static func integer(_ value: Int) -> Value { .number(Decimal128(value)) }

    var isNull: Bool { if case .null = self { true } else { false } }

    /// The most special type that all of the value's parts share.
    public var type: FEELType {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .date: .date
        case .time: .time
        case .dateAndTime: .dateAndTime
        case .daysAndTime: .daysAndTimeDuration
        case .yearsAndMonths: .yearsAndMonthsDuration
        case .list(let items): .list(FEELType.common(items.lazy.map(\.type)))
        case .context(let context): .context(Dictionary(uniqueKeysWithValues: context.entries.map { ($0.name, $0.value.type) }))
        case .range(let range): .range(range.elementType)
        case .function(let function): function.type
        }
    }

    /// What kind of value it is, as a sentence for people says it. Without a look at its parts, which may be many.
    public var kindName: String {
        switch self {
        case .list: FEELType.list(.any).plainName
        case .context: FEELType.context([:]).plainName
        case .range: FEELType.range(.any).plainName
        case .function: FEELType.function(parameters: [], result: .any).plainName
        default: type.plainName
        }
    }
}

/// All values between two ends (DMN 1.5, section 10.3.2.7). A missing end is without bound.
public struct ValueRange: Sendable, Hashable {
    public var start: Value
    public var end: Value
    public var startIncluded: Bool
    public var endIncluded: Bool
    /// How it was written, where an operator stood in place of ends: `(< 10)` is not the same value as `(null..10)`.
    var comparison: Comparison?

    public init(start: Value, end: Value, startIncluded: Bool = true, endIncluded: Bool = true) {
        self.start = start
        self.end = end
        self.startIncluded = startIncluded
        self.endIncluded = endIncluded
    }

    var elementType: FEELType { start.isNull ? end.type : start.type }

    /// nil where the value cannot be compared with the ends, or no end is given.
    func contains(_ value: Value) -> Bool? {
        if comparison == .notEqual { return start.isEqual(to: value).map { !$0 } }
        if start.isNull, end.isNull { return nil }
        if comparison == nil, start.isNull || end.isNull { return nil }
        var inside = true
        if !start.isNull {
            guard let order = start.order(relativeTo: value) else { return nil }
            inside = order < 0 || (order == 0 && startIncluded)
        }
        if !end.isNull {
            guard let order = value.order(relativeTo: end) else { return nil }
            inside = inside && (order < 0 || (order == 0 && endIncluded))
        }
        return inside
    }
}

/// A function as a value: one that an expression defines, a built-in one, or one a model gives.
public final class Function: Sendable {
    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let type: FEELType

        public init(_ name: String, _ type: FEELType = .any) {
            self.name = name
            self.type = type
        }
    }

    public let parameters: [Parameter]
    public let result: FEELType
    /// More arguments than parameters are the last parameter's.
    let isVariadic: Bool
    /// Is given the function itself, so that it can call itself.
    let body: @Sendable ([Value], Evaluation, Function) -> Value

    /// A function that goes on evaluating with the caller's budget.
    public convenience init(parameters: [Parameter], result: FEELType = .any, evaluating body: @escaping @Sendable ([Value], Evaluation, Function) -> Value) {
        self.init(parameters: parameters, result: result, isVariadic: false, body: body)
    }

    init(parameters: [Parameter], result: FEELType = .any, isVariadic: Bool = false, body: @escaping @Sendable ([Value], Evaluation, Function) -> Value) {
        self.parameters = parameters
        self.result = result
        self.isVariadic = isVariadic
        self.body = body
    }

    /// A function that Swift gives to FEEL. Arguments come already converted to their parameters' types.
    public convenience init(parameters: [Parameter], result: FEELType = .any, _ body: @escaping @Sendable ([Value]) -> Value) {
        self.init(parameters: parameters, result: result) { arguments, _, _ in body(arguments) }
    }
}

extension Function {
    var type: FEELType { .function(parameters: parameters.map(\.type), result: result) }
}

extension Function: Hashable {
    public static func == (a: Function, b: Function) -> Bool { a === b }
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
