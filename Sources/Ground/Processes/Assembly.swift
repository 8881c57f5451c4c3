import FEEL
import Kernel

/// Turns elements and flows into nodes with indices, finding everything that is wrong on the way.
struct Assembly {
    let names: Names
    var nodes: [ProcessModel.Node] = []
    var flows: [ProcessModel.CompiledFlow] = []
    var nodeIndex: [String: Int] = [:]
    var flowIndex: [String: Int] = [:]
    var starts: [Int: Int] = [:]

    /// No one draws more by hand; a generated model beyond it is refused rather than slow.
    static let elementLimit = 10_000

    init(names: Names) { self.names = names }

    /// - Returns: whether the model can run.
    mutating func assemble(_ elements: [Element], _ drawn: [Flow], _ diagnostics: inout Diagnostics) -> Bool {
        let before = diagnostics.all.filter { $0.severity == .error }.count
        guard let first = elements.first else { return false }
        guard elements.count <= Self.elementLimit, drawn.count <= Self.elementLimit * 2 else {
            diagnostics.error(first.location, "the process has more than \(Self.elementLimit) elements", mend: "Split it into several processes.")
            return false
        }
        place(elements, &diagnostics)
        connect(drawn, &diagnostics)
        check(&diagnostics)
        return diagnostics.all.filter { $0.severity == .error }.count == before
    }

    private mutating func place(_ elements: [Element], _ diagnostics: inout Diagnostics) {
        for element in elements {
            if nodeIndex[element.id] != nil {
                diagnostics.error(element.location, "two elements are called '\(element.id)'", mend: "Give each its own id.")
                continue
            }
            nodeIndex[element.id] = nodes.count
            nodes.append(ProcessModel.Node(element: element, scope: -1))
        }
        for index in nodes.indices {
            let element = nodes[index].element
            if let parent = element.parent {
                if let scope = nodeIndex[parent], case .subProcess = nodes[scope].element.kind {
                    nodes[index].scope = scope
                } else {
                    diagnostics.error(element.location, "'\(element.id)' stands in '\(parent)', which is no sub-process of this process")
                }
            }
            if case .boundary(_, let host, _) = element.kind {
                if let activity = nodeIndex[host], nodes[activity].isActivity {
                    nodes[activity].boundaries.append(index)
                } else {
                    diagnostics.error(element.location, "'\(element.id)' is attached to '\(host)', which is no task or sub-process")
                }
            }
            compile(index, &diagnostics)
        }
    }

    private mutating func connect(_ drawn: [Flow], _ diagnostics: inout Diagnostics) {
        for flow in drawn {
            guard let from = nodeIndex[flow.from], let to = nodeIndex[flow.to] else {
                let missing = nodeIndex[flow.from] == nil ? flow.from : flow.to
                diagnostics.error(flow.location, "the flow '\(flow.id)' names '\(missing)', which does not exist")
                continue
            }
            guard nodes[from].scope == nodes[to].scope else {
                diagnostics.error(flow.location, "the flow '\(flow.id)' crosses the border of a sub-process", mend: "Use an event to leave a sub-process.")
                continue
            }
            guard flowIndex[flow.id] == nil else {
                diagnostics.error(flow.location, "two flows are called '\(flow.id)'", mend: "Give each its own id.")
                continue
            }
            var condition = flow.condition
            condition?.compile(names, expected: .boolean, &diagnostics)
            flowIndex[flow.id] = flows.count
            nodes[from].outgoing.append(flows.count)
            nodes[to].incoming.append(flows.count)
            flows.append(ProcessModel.CompiledFlow(id: flow.id, from: from, to: to, condition: condition))
        }
    }
}

extension ProcessModel.Node {
    var isActivity: Bool {
        switch element.kind {
        case .task, .subProcess, .callActivity: true
        default: false
        }
    }
}
