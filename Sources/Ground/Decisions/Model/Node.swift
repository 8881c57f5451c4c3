import FEEL
import Kernel

/// An element's name across models: the model's namespace and the element's id.
struct NodeKey: Hashable, Sendable {
    var namespace: String
    var id: String
}

/// An element of the requirements graph (DMN 1.5, section 6).
struct Node: Sendable {
    enum Content: Sendable {
        case input
        case decision(Logic)
        case knowledge(FunctionLogic?)
        case service(Service)
    }

    struct Requirement: Sendable {
        var key: NodeKey
        /// The import's name, for an element of another model.
        var alias: String?
        /// The element's place in the model that is evaluated; set when that is put together.
        var place = -1
    }

    struct Service: Sendable {
        var outputs: [NodeKey]
        var inputDecisions: [NodeKey]
        var inputs: [NodeKey]
    }

    var key: NodeKey
    /// The variable's name.
    var name: String
    var type: ItemType
    var content: Content
    var requirements: [Requirement]
    var location: SourceLocation
    /// What people read for it: `label`, and `polity:label_es` in a further language.
    var label: LocalizedText?
    /// How many nodes stand in the longest chain that ends with it.
    var depth = 1

    var isInput: Bool { if case .input = content { true } else { false } }
    var isFunction: Bool {
        switch content {
        case .knowledge, .service: true
        case .input, .decision: false
        }
    }
    var isService: Bool { if case .service = content { true } else { false } }
    /// The decision tables in its logic.
    var tables: [DecisionTable] {
        switch content {
        case .decision(let logic): logic.tables
        case .knowledge(let function?): function.body.tables
        case .input, .knowledge(nil), .service: []
        }
    }
    var isDecision: Bool { if case .decision = content { true } else { false } }
}

/// A node in its place: shared, so that an evaluation does not copy it.
final class Place: Sendable {
    let node: Node

    init(_ node: Node) { self.node = node }
}
