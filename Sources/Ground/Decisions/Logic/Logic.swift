import FEEL
import Kernel

/// The logic of a decision or a function: a boxed expression (DMN 1.5, section 10.2.1), compiled.
indirect enum Logic: Sendable {
    /// nil where the text could not be read: null, with the reason.
    case literal(Expression?, source: String, ItemType)
    case table(DecisionTable)
    case context([Entry], result: Logic?)
    case invocation(Logic, [Binding])
    case list([Logic], ItemType)
    case relation(columns: [String], rows: [[Logic]])
    case function(FunctionLogic)
    case external(Function?)
    case conditional(Logic, then: Logic, otherwise: Logic)
    case filter(Logic, match: Logic)
    case iteration(Loop, Logic, body: Logic)
    case quantified(every: Bool, variable: String, Logic, condition: Logic)
    /// An element that is missing or of an unknown kind.
    case nothing(reason: String)

    struct Loop: Sendable {
        var variable: String
        /// The body reads what the rounds before it gave.
        var readsPartial: Bool
    }

    struct Entry: Sendable {
        var name: String
        var type: ItemType
        var logic: Logic
    }

    struct Binding: Sendable {
        var name: String
        var logic: Logic
    }
}

/// A function with parameters and a body of its own.
struct FunctionLogic: Sendable {
    var parameters: [(name: String, type: ItemType)]
    var body: Logic
    var result: ItemType

    var type: FEELType { .function(parameters: parameters.map(\.type.type), result: result.type) }
}

extension Logic {
    /// The decision tables in it, at any depth.
    var tables: [DecisionTable] {
        switch self {
        case .table(let table): [table]
        case .context(let entries, let result): (entries.map(\.logic) + (result.map { [$0] } ?? [])).flatMap(\.tables)
        case .invocation(let callee, let bindings): ([callee] + bindings.map(\.logic)).flatMap(\.tables)
        case .list(let items, _): items.flatMap(\.tables)
        case .relation(_, let rows): rows.joined().flatMap(\.tables)
        case .function(let function): function.body.tables
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise].flatMap(\.tables)
        case .filter(let list, let match): list.tables + match.tables
        case .iteration(_, let list, let body): list.tables + body.tables
        case .quantified(_, _, let list, let condition): list.tables + condition.tables
        case .literal, .external, .nothing: []
        }
    }
}
