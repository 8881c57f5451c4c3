import Kernel
import Synchronization

/// The names an expression may use, with their types. Names may hold spaces, as the standard allows.
public struct Names: Sendable {
    public var types: [String: FEELType] {
        get { known }
        _modify {
            defer { words = Words() }
            yield &known
        }
    }
    private var known: [String: FEELType]
    /// Functions that come on top of the built-in ones.
    public private(set) var functions: [String: NamedFunction] = [:]
    /// Names whose values are not given but computed from those that are: the decisions of a model.
    public private(set) var derived: [String: Derivation] = [:]
    /// Types that have a name of their own, for `instance of` and parameters.
    public var namedTypes: [String: FEELType] { didSet { words = Words() } }
    /// The only texts that a name can have, or a member of it (`resident.status`): comparing it with another text is a mistake.
    public var texts: [String: [String]] = [:]
    private var words = Words()

    /// Whether it is a word of the language, which alone is never a name (DMN 1.5, section 10.3.1.2).
    public static func isKeyword(_ word: String) -> Bool { Parser.keywords.contains(word) }

    public init(_ types: [String: FEELType] = [:], functions: [NamedFunction] = [], namedTypes: [String: FEELType] = [:]) {
        known = types
        self.namedTypes = namedTypes
        for function in functions { self.functions[function.name] = function }
    }

    public typealias Derivation = @Sendable (_ given: Context) -> Value

    /// Adds a name that is computed, whenever an expression needs it, from the values the expression is given. A value given under the
    /// name itself goes first. Pure, quick, and total, like a function.
    public mutating func derive(_ name: String, as type: FEELType, _ derivation: @escaping Derivation) {
        derived[name] = derivation
        declare(name, as: type)
    }

    /// Adds a name. A model may have thousands, so one more does not gather all the words again.
    public mutating func declare(_ name: String, as type: FEELType) {
        known[name] = type
        if !isKnownUniquelyReferenced(&words) { words = Words(words) }
        words.insert(name, type)
    }

    /// The words that a parser knows by these names: gathered once for all the expressions that are read with them.
    var vocabularies: Vocabularies {
        words.gathered { Vocabularies(types: known, functions: functions, namedTypes: namedTypes) }
    }
}

/// What a parser needs of names: they may be several words.
struct Vocabularies: Sendable {
    private(set) var names: Vocabulary
    /// Of all members of records in one.
    private(set) var members = BuiltIns.properties
    private(set) var types: Vocabulary

    init(types known: [String: FEELType], functions: [String: NamedFunction], namedTypes: [String: FEELType]) {
        names = Vocabulary(known.keys)
        types = Vocabulary(namedTypes.keys)
        for name in functions.keys { names.insert(name) }
        for type in known.values { collect(type, depth: 0) }
        for type in namedTypes.values { collect(type, depth: 0) }
        for function in functions.values { collect(function.function.result, depth: 0) }
    }

    mutating func insert(_ name: String, _ type: FEELType) {
        names.insert(name)
        collect(type, depth: 0)
    }

    private mutating func collect(_ type: FEELType, depth: Int) {
        guard depth < 32 else { return }
        switch type {
        case .list(let element), .range(let element): collect(element, depth: depth + 1)
        case .context(let entries):
            for (name, member) in entries {
                members.insert(name)
                collect(member, depth: depth + 1)
            }
        case .function(_, let result): collect(result, depth: depth + 1)
        default: break
        }
    }
}

/// The vocabularies of some names, once an expression has asked for them. Copies of the names share them, and whoever changes
/// names takes a new one: thousands of names can be declared one after the other in as many steps.
private final class Words: Sendable {
    private let content: Mutex<Vocabularies?>

    init() { content = Mutex(nil) }

    init(_ other: Words) {
        let gathered = other.content.withLock { $0 }
        content = Mutex(gathered)
    }

    func gathered(_ gather: () -> Vocabularies) -> Vocabularies {
        content.withLock { content in
            if let content { return content }
            let gathered = gather()
            content = gathered
            return gathered
        }
    }

    func insert(_ name: String, _ type: FEELType) { content.withLock { $0?.insert(name, type) } }
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
