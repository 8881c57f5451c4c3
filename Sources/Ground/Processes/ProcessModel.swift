import FEEL
import Kernel

/// A process that can run: checked, compiled, and laid out so that a token's next step is an index away.
public struct ProcessModel: Sendable {
    public let id: String
    let nodes: [Node]
    let flows: [CompiledFlow]
    let nodeIndex: [String: Int]
    let flowIndex: [String: Int]
    /// By the sub-process; -1: the process.
    let contents: [Int: Content]
    /// By inclusive or complex gateway: what must hold no token before it fires.
    let joins: [Int: InclusiveJoin]
    /// What begins an instance beside `Command.start`.
    public let listeners: [StartListener]

    /// The element of this id.
    public func element(_ id: String) -> Element? { nodeIndex[id].map { nodes[$0].element } }
    public var elements: [Element] { nodes.map(\.element) }
    /// Whether `Command.start` begins an instance.
    public var startsPlainly: Bool { contents[-1]?.starts.isEmpty == false }

    /// Checks and compiles.
    ///
    /// - Parameters:
    ///   - names: what expressions may use: facts, answers, and the variables that come in with a start, a task's output or a
    ///     message. Those that the model itself sets (scripts, decisions, inputs and outputs, loops) need not be among them.
    ///   - around: roles, services, decisions and processes that exist; naming another is an error.
    /// - Returns: nil when `diagnostics` were given an error. All are found, not the first.
    public init?(
        id: String, elements: [Element], flows: [Flow], names: Names, around: Surroundings = Surroundings(), diagnostics: inout Diagnostics
    ) {
        var assembly = Assembly(names: names, around: around)
        guard assembly.assemble(elements, flows, &diagnostics) else { return nil }
        self.id = id
        nodes = assembly.nodes.map(Node.init)
        self.flows = assembly.flows
        nodeIndex = assembly.nodeIndex
        flowIndex = assembly.flowIndex
        contents = assembly.contents
        joins = InclusiveJoin.all(nodes: assembly.nodes, flows: assembly.flows)
        listeners = assembly.listeners()
    }
}

/// An event that begins an instance (section 13.2): the host listens for it, and answers it with `Command.startAt` of a new instance.
public struct StartListener: Sendable {
    /// The start event; or the receive task or event behind a gateway that starts the process.
    public var element: String
    public var trigger: Trigger
}
