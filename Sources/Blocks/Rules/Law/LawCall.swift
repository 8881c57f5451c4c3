import Decisions
import FEEL
import Kernel

/// A value of a rulebook under a name of a service: which value, and of what case.
public struct LawCall: Sendable {
    /// The name by which the service's expressions use it.
    public let name: String
    public let location: SourceLocation
    let book: Rulebook
    /// The value, as its rulebook describes it.
    public let result: RulebookDefinition.Subject
    /// What is given of the one the value is of, by the input's name.
    let inputs: [(id: String, expression: Expression)]
    /// Its members, by the role's name: each expression gives a list of records.
    let members: [(role: String, expression: Expression)]

    public var type: FEELType { result.type }
    /// The rulebook whose value it is.
    public var rulebook: String { book.id }
    /// What it counts: `GBP`.
    public var unit: Unit? { result.unit }
    public var references: Set<String> { (inputs + members.map { ($0.role, $0.expression) }).reduce(into: []) { $0.formUnion($1.1.references) } }

    /// The case as the service knows it; nil as long as something is not known yet.
    func situation(_ names: Context) -> Situation? {
        var values: [JSON.Member] = []
        for (id, expression) in inputs + members.map({ ($0.role, $0.expression) }) {
            let value = expression.evaluate(names)
            if case .null = value { return nil }
            values.append(.init(id, value.json))
        }
        return try? Situation(.object([.init(result.entity, .object(values))]), for: book)
    }

    /// The value by the law of the case's `law_date`; null as long as something is not known yet.
    func value(_ names: Context) -> Value {
        guard case .date(let date)? = names["law_date"], let situation = situation(names) else { return .null }
        return Calculation(situation).value(result.id, asOf: date) ?? .null
    }

    func reasons(_ names: Context) -> (reasons: Reasons, date: CivilDate)? {
        guard case .date(let date)? = names["law_date"], let situation = situation(names) else { return nil }
        return Calculation.reasons(for: result.id, in: situation, asOf: date).map { ($0, date) }
    }
}

/// The values of rulebooks that a service calls by name.
public struct ServiceLaw: Sendable {
    /// In the order of the file: each may use those before it.
    public let calls: [LawCall]
    /// Languages in which reasons are told, the government's first one first.
    let languages: [Language]

    public static let none = ServiceLaw(calls: [], languages: [])

    /// What the values count, by name.
    public var units: [String: Unit] { Dictionary(calls.compactMap { call in call.unit.map { (call.name, $0) } }, uniquingKeysWith: { first, _ in first }) }

    /// Makes the values names like all others. Each is computed when an expression needs it, from what is known then.
    public func declare(in names: inout Names) {
        for (place, call) in calls.enumerated() {
            let chain = LawChain(call, after: calls[..<place])
            names.derive(call.name, as: call.type) { chain.value($0) }
        }
    }

    /// One of the values; nil when the service calls none by this name.
    public func value(of name: String, given: Context) -> Value? {
        calls.firstIndex { $0.name == name }.map { LawChain(calls[$0], after: calls[..<$0]).value(given) }
    }

    /// A context with the values in it, for decision models, templates and letters.
    public func adding(_ wanted: Set<String>? = nil, to given: Context) -> Context {
        var names = given
        for call in calls where wanted?.contains(call.name) ?? true && names[call.name] == nil { names[call.name] = call.value(names) }
        return names
    }

    /// The values that are computed from any of these names, or from another value that is.
    public func values(restingOn names: Set<String>) -> Set<String> {
        calls.reduce(into: names) { found, call in if !found.isDisjoint(with: call.references) { found.insert(call.name) } }.subtracting(names)
    }

    /// Why the values are what they are, and those they were computed from.
    public func findings(of wanted: Set<String>, given: Context) -> [RuleFinding] {
        let needed = calls.reversed().reduce(into: wanted) { needed, call in if needed.contains(call.name) { needed.formUnion(call.references) } }
        let known = adding(needed, to: given)
        return calls.filter { needed.contains($0.name) }.compactMap { call in
            call.reasons(known).map { RuleFinding(call, $0.reasons, on: $0.date, languages: languages) }
        }
    }
}

/// A value of the law with those that it rests on, in the order of the file: each is computed once, and not anew by every expression that reads it.
struct LawChain: Sendable {
    private let calls: [LawCall]
    private let last: LawCall

    init(_ call: LawCall, after earlier: ArraySlice<LawCall>) {
        let needed = earlier.reversed().reduce(into: call.references) { needed, call in
            if needed.contains(call.name) { needed.formUnion(call.references) }
        }
        calls = earlier.filter { needed.contains($0.name) }
        last = call
    }

    func value(_ given: Context) -> Value {
        var names = given
        for call in calls where names[call.name] == nil { names[call.name] = call.value(names) }
        return last.value(names)
    }
}
