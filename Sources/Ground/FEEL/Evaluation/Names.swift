import Kernel

/// The names an expression may use, with their types. Names may hold spaces, as the standard allows.
public struct Names: Sendable {
    public var types: [String: FEELType] {
        get { known }
        set {
            known = newValue
            refresh()
        }
    }
    private var known: [String: FEELType]
    /// Functions that come on top of the built-in ones.
    public private(set) var functions: [String: NamedFunction] = [:]
    /// Names whose values are not given but computed from those that are: the decisions of a model.
    public private(set) var derived: [String: Derivation] = [:]
    /// Types that have a name of their own, for `instance of` and parameters.
    public var namedTypes: [String: FEELType]
    /// The only texts that a name can have, or a member of it (`resident.status`): comparing it with another text is a mistake.
    public var texts: [String: [String]] = [:]
    private(set) var vocabulary = Vocabulary()
    private(set) var memberVocabulary = Vocabulary()

    public init(_ types: [String: FEELType] = [:], functions: [NamedFunction] = [], namedTypes: [String: FEELType] = [:]) {
        known = types
        self.namedTypes = namedTypes
        for function in functions { self.functions[function.name] = function }
        refresh()
    }

    public typealias Derivation = @Sendable (_ given: Context) -> Value

    /// Adds a name that is computed, whenever an expression needs it, from the values the expression is given. A value given under the
    /// name itself goes first. Pure, quick, and total, like a function.
    public mutating func derive(_ name: String, as type: FEELType, _ derivation: @escaping Derivation) {
        derived[name] = derivation
        known[name] = type
        // A model may have thousands of decisions, so one more does not gather all the words again.
        vocabulary.insert(name)
        Self.collect(type, into: &memberVocabulary, depth: 0)
    }

    private mutating func refresh() {
        vocabulary = Vocabulary(types.keys)
        for name in functions.keys { vocabulary.insert(name) }
        memberVocabulary = BuiltIns.properties
        for type in types.values { Self.collect(type, into: &memberVocabulary, depth: 0) }
        for type in namedTypes.values { Self.collect(type, into: &memberVocabulary, depth: 0) }
        for function in functions.values { Self.collect(function.function.result, into: &memberVocabulary, depth: 0) }
    }

    private static func collect(_ type: FEELType, into vocabulary: inout Vocabulary, depth: Int) {
        guard depth < 32 else { return }
        switch type {
        case .list(let element), .range(let element): collect(element, into: &vocabulary, depth: depth + 1)
        case .context(let members):
            for (name, member) in members {
                vocabulary.insert(name)
                collect(member, into: &vocabulary, depth: depth + 1)
            }
        case .function(_, let result): collect(result, into: &vocabulary, depth: depth + 1)
        default: break
        }
    }
}

/// A function with its name, given to expressions from outside: pure, quick, and total.
public struct NamedFunction: Sendable {
    public let name: String
    public let function: Function

    public init(_ name: String, _ parameters: [Function.Parameter], result: FEELType, body: @escaping @Sendable ([Value]) -> Value) {
        self.name = name
        function = Function(parameters: parameters, result: result, body)
    }
}
