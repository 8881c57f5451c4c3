import Kernel

/// A function of the standard (DMN 1.5, section 10.3.4): its signatures as they are written there, and what it does.
struct BuiltIn: Sendable {
    /// Arguments come in the order of the signature, converted, null where an optional one is missing.
    typealias Body = @Sendable (_ arguments: [Value], _ evaluation: Evaluation) -> Value

    let name: String
    let signatures: [Signature]
    /// The same arguments always give the same value.
    var isPure = true
    let body: Body

    init(_ signatures: String..., isPure: Bool = true, body: @escaping Body) { self.init(signatures, isPure: isPure, body: body) }

    init(_ signatures: [String], isPure: Bool = true, body: @escaping Body) {
        self.signatures = signatures.map(Signature.init)
        name = self.signatures[0].name
        self.isPure = isPure
        self.body = body
    }

    func call(_ candidates: [Signature.Call], _ values: [Value], in evaluation: Evaluation) -> Value {
        guard !candidates.isEmpty else { return evaluation.fail("'\(name)' is used so: \(signatures.map(\.text).joined(separator: " or "))") }
        guard evaluation.spend(8), values.allSatisfy(evaluation.spend(on:)) else { return .null }
        for candidate in candidates {
            guard let arguments = candidate.arguments(values) else { continue }
            if let missing = candidate.signature.missing(arguments) { return evaluation.fail("'\(missing)' of '\(name)' is null") }
            let value = body(arguments, evaluation)
            if value.isNull { return evaluation.fail("'\(name)' has no answer for these values") }
            return value.isSizable ? evaluation.admit(value) : value
        }
        return evaluation.fail("the values do not suit '\(name)', which is used so: \(signatures.map(\.text).joined(separator: " or "))")
    }

    /// The function as a value, to be passed to another.
    var asFunction: Function {
        let first = signatures[0]
        return Function(
            parameters: first.parameters.map { Function.Parameter($0.name, $0.type) }, result: first.result,
            isVariadic: signatures.count > 1 || first.hasOptional
        ) { arguments, evaluation, _ in
            call(signatures.compactMap { $0.order(arguments.map { _ in nil }) }, arguments, in: evaluation)
        }
    }
}

/// `substring(string: string, start position: number, length?: number) -> string`. A `?` marks what may be missing, `...` what may be
/// repeated.
struct Signature: Sendable {
    struct Parameter: Sendable {
        var name: String
        var type: FEELType
        var isOptional = false
        var isRepeated = false
    }

    let text: String
    let name: String
    let parameters: [Parameter]
    let result: FEELType

    init(_ text: String) {
        self.text = text
        let open = text.firstIndex(of: "(") ?? text.endIndex
        let close = text.lastIndex(of: ")") ?? text.endIndex
        name = String(text[..<open])
        result = Self.type(text[close...].dropFirst(5))
        parameters = text[open..<close].dropFirst().split(separator: ",").map { part in
            let pieces = part.split(separator: ":")
            var name = pieces[0].drop { $0 == " " }
            let (isOptional, isRepeated) = (name.hasSuffix("?"), name.hasSuffix("..."))
            name.removeLast(isOptional ? 1 : isRepeated ? 3 : 0)
            return Parameter(name: String(name), type: Self.type(pieces[1].dropFirst()), isOptional: isOptional, isRepeated: isRepeated)
        }
    }

    private static func type(_ text: Substring) -> FEELType {
        switch text {
        case "number": .number
        case "string": .string
        case "boolean": .boolean
        case "date": .date
        case "time": .time
        case "date and time": .dateAndTime
        case "days and time duration": .daysAndTimeDuration
        case "years and months duration": .yearsAndMonthsDuration
        case "list": .list(.any)
        case "list<number>": .list(.number)
        case "list<string>": .list(.string)
        case "list<context>": .list(.context([:]))
        case "context": .context([:])
        case "range": .range(.any)
        default: .any
        }
    }

    var hasOptional: Bool { parameters.contains { $0.isOptional || $0.isRepeated } }

    /// The first parameter that needs a value and has null.
    func missing(_ arguments: [Value]) -> String? {
        for (parameter, argument) in zip(parameters, arguments)
        where argument.isNull && !parameter.isOptional && !parameter.isRepeated && parameter.type != .any {
            return parameter.name
        }
        return nil
    }

    /// Arguments in their places.
    struct Call: Sendable {
        let signature: Signature
        /// For each parameter the argument's index; nil where an optional one is not given.
        let places: [Int?]
        let count: Int
    }

    /// nil where the labels, or the count of arguments, do not fit.
    func order(_ labels: [String?]) -> Call? {
        if labels.contains(where: { $0 != nil }) {
            guard labels.allSatisfy({ label in parameters.contains { $0.name == label } }), Set(labels).count == labels.count else { return nil }
            let places = parameters.map { parameter in labels.firstIndex(of: parameter.name) }
            guard zip(parameters, places).allSatisfy({ $0.isOptional || $1 != nil }) else { return nil }
            return Call(signature: self, places: places, count: labels.count)
        }
        let needed = parameters.count { !$0.isOptional && !$0.isRepeated }
        let isRepeated = parameters.last?.isRepeated ?? false
        guard labels.count >= needed + (isRepeated ? 1 : 0), isRepeated || labels.count <= parameters.count else { return nil }
        return Call(signature: self, places: parameters.indices.map { $0 < labels.count ? $0 : nil }, count: labels.count)
    }
}

extension Signature.Call {
    /// The arguments in the parameters' order and types; nil where one does not convert. Repeated ones become a list.
    func arguments(_ values: [Value]) -> [Value]? {
        var result: [Value] = []
        result.reserveCapacity(places.count)
        for (parameter, place) in zip(signature.parameters, places) {
            guard let place else { result.append(.null); continue }
            if parameter.isRepeated {
                var rest: [Value] = []
                for value in values[place...] {
                    guard let converted = value.converted(to: parameter.type) else { return nil }
                    rest.append(converted)
                }
                result.append(.list(rest))
            } else {
                guard let converted = values[place].converted(to: parameter.type) else { return nil }
                result.append(converted)
            }
        }
        return result
    }

    func accepts(_ types: [FEELType]) -> Bool {
        types.indices.allSatisfy { index in parameterType(ofArgument: index).map { types[index].mayBe($0) } ?? true }
    }

    func parameterType(ofArgument index: Int) -> FEELType? {
        if let position = places.firstIndex(of: index) { return signature.parameters[position].type }
        return signature.parameters.last.flatMap { $0.isRepeated ? $0.type : nil }
    }
}

/// All of the standard's functions, by name.
enum BuiltIns {
    static let all: [String: BuiltIn] = {
        var all: [String: BuiltIn] = [:]
        for group in [conversions, strings, patterns, lists, aggregates, numbers, temporals, ranges, contexts] {
            for function in group { all[function.name] = function }
        }
        return all
    }()

    static let vocabulary = Vocabulary(all.keys)
    /// Members of values that are no records.
    static let properties = Vocabulary(["time offset", "start included", "end included"])
}

extension [Value] {
    func number(_ index: Int) -> Decimal128? { if case .number(let value) = self[index] { value } else { nil } }
    func integer(_ index: Int) -> Int? { number(index).flatMap { Int(exactly: $0) } }
    func string(_ index: Int) -> String? { if case .string(let value) = self[index] { value } else { nil } }
    func list(_ index: Int) -> [Value]? { if case .list(let value) = self[index] { value } else { nil } }
    func context(_ index: Int) -> Context? { if case .context(let value) = self[index] { value } else { nil } }
    func function(_ index: Int) -> Function? { if case .function(let value) = self[index] { value } else { nil } }
}

extension Function {
    /// How each of the standard's functions is used: `sqrt(number: number) -> number`.
    package static let standardSignatures: [String] = BuiltIns.all.keys.sorted().flatMap { BuiltIns.all[$0]?.signatures.map(\.text) ?? [] }
}
