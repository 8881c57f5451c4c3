import FEEL
import Kernel

/// A process that can run: checked, compiled, and laid out so that a token's next step is an index away.
public struct ProcessModel: Sendable {
    /// Shared, so that a copy of the model costs one reference.
    private let compiled: Compiled

    private final class Compiled: Sendable {
        let id: String
        let nodes: [Node]
        let flows: [CompiledFlow]
        let nodeIndex: [String: Int]
        let flowIndex: [String: Int]
        let contents: [Int: Content]
        let joins: [Int: InclusiveJoin]
        let listeners: [StartListener]

        init(_ id: String, _ assembly: Assembly) {
            self.id = id
            nodes = assembly.nodes.map(Node.init)
            flows = assembly.flows
            nodeIndex = assembly.nodeIndex
            flowIndex = assembly.flowIndex
            contents = assembly.contents
            joins = InclusiveJoin.all(nodes: assembly.nodes, flows: assembly.flows)
            listeners = assembly.listeners()
        }
    }

    /// No one draws more by hand; a generated model beyond it is refused rather than slow.
    public static let elementLimit = 10_000

    public var id: String { compiled.id }
    var nodes: [Node] { _read { yield compiled.nodes } }
    var flows: [CompiledFlow] { _read { yield compiled.flows } }
    var nodeIndex: [String: Int] { _read { yield compiled.nodeIndex } }
    var flowIndex: [String: Int] { _read { yield compiled.flowIndex } }
    /// By the sub-process; -1: the process.
    var contents: [Int: Content] { _read { yield compiled.contents } }
    /// By inclusive or complex gateway: what must hold no token before it fires.
    var joins: [Int: InclusiveJoin] { _read { yield compiled.joins } }
    /// What begins an instance beside `Command.start`.
    public var listeners: [StartListener] { compiled.listeners }

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
        compiled = Compiled(id, assembly)
    }
}

/// An event that begins an instance (section 13.2): the host listens for it, and answers it with `Command.startAt` of a new instance.
public struct StartListener: Sendable {
    /// The start event; or the receive task or event behind a gateway that starts the process.
    public var element: String
    public var trigger: Trigger
}
