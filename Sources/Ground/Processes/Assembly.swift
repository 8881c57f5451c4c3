import FEEL
import Kernel

/// Turns elements and flows into nodes with indices, finding everything that is wrong on the way.
struct Assembly {
    var names: Names
    let around: Surroundings
    var nodes: [ProcessModel.Draft] = []
    var flows: [ProcessModel.CompiledFlow] = []
    var nodeIndex: [String: Int] = [:]
    var flowIndex: [String: Int] = [:]
    var contents: [Int: ProcessModel.Content] = [:]

    /// Sub-processes in sub-processes.
    static let depthLimit = 100

    init(names: Names, around: Surroundings) {
        self.names = names
        self.around = around
    }

    /// - Returns: whether the model can run.
    mutating func assemble(_ elements: [Element], _ drawn: [Flow], _ diagnostics: inout Diagnostics) -> Bool {
        let before = diagnostics.count(of: .error)
        guard let first = elements.first else { return false }
        guard elements.count <= ProcessModel.elementLimit, drawn.count <= ProcessModel.elementLimit * 2 else {
            diagnostics.error(first.location, "the process has more than \(ProcessModel.elementLimit) elements", mend: "Split it into several processes.")
            return false
        }
        declare(elements)
        place(elements, &diagnostics)
        guard nest(&diagnostics) else { return false }
        connect(drawn, &diagnostics)
        attach(&diagnostics)
        // Expressions last: those of a complex gateway name its flows, those of an activity what stands around it.
        for index in nodes.indices { compile(index, &diagnostics) }
        check(&diagnostics)
        guard diagnostics.count(of: .error) == before else { return false }
        // These read the graph as it is drawn, so that they only make sense of one without faults.
        checkEnds(&diagnostics)
        guard diagnostics.count(of: .error) == before else { return false }
        for scope in contents.keys.sorted() { Soundness(nodes: nodes, flows: flows, scope: scope, starts: beginnings(scope)).report(&diagnostics) }
        return diagnostics.count(of: .error) == before
    }

    private mutating func place(_ elements: [Element], _ diagnostics: inout Diagnostics) {
        for element in elements {
            if nodeIndex[element.id] != nil {
                diagnostics.error(element.location, "two elements are called '\(element.id)'", mend: "Give each its own id.")
                continue
            }
            nodeIndex[element.id] = nodes.count
            nodes.append(ProcessModel.Draft(element: element, scope: -1))
        }
    }

    /// Puts each element into its sub-process.
    private mutating func nest(_ diagnostics: inout Diagnostics) -> Bool {
        contents[-1] = ProcessModel.Content()
        for index in nodes.indices {
            if nodes[index].element.isScope { contents[index] = ProcessModel.Content() }
            guard let parent = nodes[index].element.parent else { continue }
            if let scope = nodeIndex[parent], nodes[scope].element.isScope {
                nodes[index].scope = scope
            } else {
                let element = nodes[index].element
                diagnostics.error(element.location, "'\(element.id)' stands in '\(parent)', which is no sub-process of this process")
            }
        }
        for index in nodes.indices {
            var (scope, depth) = (nodes[index].scope, 0)
            while scope != -1, depth <= Self.depthLimit { (scope, depth) = (nodes[scope].scope, depth + 1) }
            guard depth <= Self.depthLimit else {
                diagnostics.error(
                    nodes[index].element.location, "'\(nodes[index].element.id)' stands in itself or more than \(Self.depthLimit) sub-processes deep")
                return false
            }
        }
        return true
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
            flowIndex[flow.id] = flows.count
            nodes[from].outgoing.append(flows.count)
            nodes[to].incoming.append(flows.count)
            flows.append(ProcessModel.CompiledFlow(id: flow.id, countName: flow.countName, from: from, to: to, condition: flow.condition))
        }
    }

    /// Events on borders, handlers, links, event sub-processes, and where each scope begins.
    private mutating func attach(_ diagnostics: inout Diagnostics) {
        for index in nodes.indices {
            let element = nodes[index].element
            guard case .boundary(_, let host, _) = element.kind else { continue }
            if let activity = nodeIndex[host], nodes[activity].element.isActivity, nodes[activity].scope == nodes[index].scope {
                nodes[activity].boundaries.append(index)
            } else {
                diagnostics.error(element.location, "'\(element.id)' is attached to '\(host)', which is no task or sub-process beside it")
            }
        }
        attachHandlers(&diagnostics)
        attachLinks(&diagnostics)
        for index in nodes.indices { begin(index, &diagnostics) }
        beginWithoutStartEvents()
        keepWhatCanBeUndone()
        markWhatIsForPeople()
    }

    private mutating func markWhatIsForPeople() {
        for index in nodes.indices {
            guard case .task(.user) = nodes[index].element.kind else { continue }
            var place = index
            while place != -1, !nodes[place].isForPeople {
                nodes[place].isForPeople = true
                place = nodes[place].scope
            }
        }
    }

    private mutating func attachHandlers(_ diagnostics: inout Diagnostics) {
        for index in nodes.indices {
            let element = nodes[index].element
            guard let event = element.compensates else { continue }
            guard let boundary = nodeIndex[event], case .boundary(.compensation, let host, _) = nodes[boundary].element.kind,
                let activity = nodeIndex[host], element.isActivity, nodes[boundary].scope == nodes[index].scope
            else {
                diagnostics.error(
                    element.location, "'\(element.id)' is for compensation, but no compensation event leads to it",
                    mend: "Associate it with a compensation event on the border of the activity it undoes (BPMN 2.0.2, section 10.7.1).")
                continue
            }
            if nodes[activity].handler != nil {
                diagnostics.error(element.location, "'\(host)' has a second compensation handler", mend: "Keep one.")
            }
            nodes[activity].handler = index
        }
        for index in nodes.indices {
            guard case .boundary(.compensation, let host, _) = nodes[index].element.kind, let activity = nodeIndex[host] else { continue }
            if nodes[activity].handler == nil {
                diagnostics.error(
                    nodes[index].element.location, "nothing undoes '\(host)': the compensation event '\(nodes[index].element.id)' leads to no handler")
            }
        }
    }

    private mutating func attachLinks(_ diagnostics: inout Diagnostics) {
        var catching: [Int: [String: [Int]]] = [:]
        for index in nodes.indices {
            if case .catchEvent(.link(let name)) = nodes[index].element.kind { catching[nodes[index].scope, default: [:]][name, default: []].append(index) }
        }
        for index in nodes.indices {
            let element = nodes[index].element
            guard case .throwEvent(.link(let name)) = element.kind else { continue }
            let targets = catching[nodes[index].scope]?[name] ?? []
            if targets.count == 1 {
                nodes[index].target = targets[0]
            } else {
                diagnostics.error(
                    element.location, targets.isEmpty ? "no link event catches '\(name)'" : "several link events catch '\(name)'",
                    mend: "A link has one target in the same process or sub-process (BPMN 2.0.2, section 10.5.5).")
            }
        }
    }

    /// What a token or an event begins with in each scope.
    private mutating func begin(_ index: Int, _ diagnostics: inout Diagnostics) {
        let node = nodes[index]
        if case .start(.none, _) = node.element.kind { contents[node.scope]?.starts.append(index) }
        guard node.element.isEventSubProcess else { return }
        let starts = nodes.indices.filter { if case .start = nodes[$0].element.kind { nodes[$0].scope == index } else { false } }
        guard starts.count == 1, case .start(let trigger, let interrupts) = nodes[starts[0]].element.kind else {
            diagnostics.error(
                node.element.location, "the event sub-process '\(node.element.id)' has \(starts.count) start events",
                mend: "Give it one, with a trigger (BPMN 2.0.2, section 10.3.5.1).")
            return
        }
        contents[node.scope]?.eventSubProcesses.append(
            ProcessModel.EventSubProcess(node: index, start: starts[0], trigger: trigger, interrupts: interrupts))
    }
}

extension Assembly {
    /// Marks the activities whose completion must be remembered: those with a handler, and the sub-processes that hold such ones or
    /// undo themselves.
    private mutating func keepWhatCanBeUndone() {
        for index in nodes.indices {
            let node = nodes[index]
            var scope = node.scope
            let undoesAround =
                node.element.isEventSubProcess && contents[node.scope]?.eventSubProcesses.contains { $0.node == index && $0.trigger.isCompensation } == true
            guard node.handler != nil || undoesAround else { continue }
            if node.handler != nil { nodes[index].isCompensable = true }
            while scope != -1 {
                nodes[scope].isCompensable = true
                scope = nodes[scope].scope
            }
        }
    }
}
