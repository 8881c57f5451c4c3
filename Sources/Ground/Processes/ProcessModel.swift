import FEEL
import Kernel

/// A process that can run: checked, compiled, and laid out so that a token's next step is an index away.
public struct ProcessModel: Sendable {
    public let id: String
    let nodes: [Node]
    let flows: [CompiledFlow]
    let nodeIndex: [String: Int]
    let flowIndex: [String: Int]
    /// Start events without a trigger, by the scope they stand in (-1: the process).
    let starts: [Int: Int]
    /// By inclusive gateway: what must hold no token before it fires.
    let inclusiveJoins: [Int: InclusiveJoin]

    struct Node: Sendable {
        var element: Element
        /// Index of the sub-process it stands in; -1: the process.
        var scope: Int
        var incoming: [Int] = []
        var outgoing: [Int] = []
        var boundaries: [Int] = []
        var otherwise: Int?
    }

    struct CompiledFlow: Sendable {
        var id: String
        var from: Int
        var to: Int
        var condition: Formula?
    }

    /// The element of this id.
    public func element(_ id: String) -> Element? { nodeIndex[id].map { nodes[$0].element } }
    public var elements: [Element] { nodes.map(\.element) }

    /// Checks and compiles.
    ///
    /// - Parameters:
    ///   - names: what expressions may use: facts, answers, and the variables that come in with a start, a task's output or a
    ///     message. Those that the model itself sets (scripts, decisions, inputs and outputs, loops) need not be among them.
    ///   - around: roles, services, decisions and processes that exist; naming another is an error.
    /// - Returns: nil when `diagnostics` were given an error. All are found, not the first.
    public init?(id: String, elements: [Element], flows: [Flow], names: Names, around: Surroundings = Surroundings(), diagnostics: inout Diagnostics) {
        var assembly = Assembly(names: names)
        guard assembly.assemble(elements, flows, &diagnostics) else { return nil }
        self.id = id
        nodes = assembly.nodes
        self.flows = assembly.flows
        nodeIndex = assembly.nodeIndex
        flowIndex = assembly.flowIndex
        starts = assembly.starts
        inclusiveJoins = InclusiveJoin.all(nodes: assembly.nodes, flows: assembly.flows)
    }
}
