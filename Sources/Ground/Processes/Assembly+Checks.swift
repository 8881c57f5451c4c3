import FEEL
import Kernel

extension Assembly {
    /// Rules of the whole graph, and what cannot run. Nothing is passed over in silence.
    mutating func check(_ diagnostics: inout Diagnostics) {
        for index in nodes.indices {
            checkKind(index, &diagnostics)
            checkFlows(index, &diagnostics)
            checkDefault(index, &diagnostics)
            checkLoop(nodes[index].element, &diagnostics)
            checkQuantity(index, &diagnostics)
            checkNames(nodes[index].element, &diagnostics)
            checkStanding(index, &diagnostics)
        }
        checkStarts(&diagnostics)
        checkReach(&diagnostics)
    }

    private func checkFlows(_ index: Int, _ diagnostics: inout Diagnostics) {
        let node = nodes[index]
        let element = node.element
        func none(_ flows: [Int], _ what: String) { if !flows.isEmpty { diagnostics.error(element.location, "\(what) '\(element.id)'") } }
        switch element.kind {
        case .start: none(node.incoming, "nothing can lead to the event")
        case .boundary(let trigger, _, _):
            none(node.incoming, "nothing can lead to the event")
            if trigger.isCompensation { none(node.outgoing, "a flow cannot follow the compensation event") }
        case .end: none(node.outgoing, "nothing can follow the end event")
        case .throwEvent(.link): none(node.outgoing, "a flow cannot follow the link")
        case .catchEvent(.link): none(node.incoming, "a flow cannot lead to the target of links")
        case .subProcess(.event): none(node.incoming + node.outgoing, "no flow can lead to or from the event sub-process")
        case .gateway(.parallel), .gateway(.eventBased), .gateway(.parallelEventBased):
            for flow in node.outgoing {
                guard let condition = flows[flow].condition else { continue }
                diagnostics.error(
                    condition.source.location, "'\(flows[flow].id)' leaves a gateway that asks no conditions",
                    mend: "Remove the condition, or use an exclusive or inclusive gateway.")
            }
        default: break
        }
        if element.compensates != nil { none(node.incoming + node.outgoing, "no flow can lead to or from the compensation handler") }
        checkEventGateway(index, &diagnostics)
    }

    private func checkEventGateway(_ index: Int, _ diagnostics: inout Diagnostics) {
        let node = nodes[index]
        switch node.element.kind {
        case .gateway(.eventBased): break
        case .gateway(.parallelEventBased):
            if !node.incoming.isEmpty || node.scope != -1 {
                diagnostics.error(
                    node.element.location, "the parallel event-based gateway '\(node.element.id)' does not start the process",
                    mend: "It can only stand where a process begins (BPMN 2.0.2, section 10.6.6).")
            }
        default: return
        }
        for flow in node.outgoing {
            switch nodes[flows[flow].to].element.kind {
            case .catchEvent(.link): break
            case .catchEvent, .task(.receive): continue
            default: break
            }
            diagnostics.error(
                node.element.location, "'\(flows[flow].id)' leads from an event-based gateway to something that does not wait for an event",
                mend: "Put a timer or message event behind it (BPMN 2.0.2, section 10.6.6).")
        }
    }

    private mutating func checkDefault(_ index: Int, _ diagnostics: inout Diagnostics) {
        let node = nodes[index]
        let element = node.element
        var named = element.otherwise
        var asks = false
        switch element.kind {
        case .gateway(.exclusive(let otherwise)), .gateway(.inclusive(let otherwise)), .gateway(.complex(_, let otherwise)):
            (named, asks) = (otherwise, true)
        default: break
        }
        guard let named else {
            // With a flow that has no condition there is always a way.
            if asks, node.outgoing.count > 1, node.outgoing.allSatisfy({ flows[$0].condition != nil }) || isExclusive(element) {
                diagnostics.warning(
                    element.location, "the gateway '\(element.id)' has no default flow",
                    mend: node.outgoing.allSatisfy { flows[$0].condition != nil }
                        ? "When no condition holds, the case stops here until somebody mends it. Say where it goes then."
                        : "Its first flow without a condition is taken instead. Say which one that is, or give all of them conditions.")
            } else if element.isActivity, !node.outgoing.isEmpty, node.outgoing.allSatisfy({ flows[$0].condition != nil }) {
                diagnostics.warning(
                    element.location, "no flow leaves '\(element.id)' when no condition holds",
                    mend: "The token ends there then. Say where it goes with a default flow.")
            }
            return
        }
        nodes[index].otherwise = flowIndex[named]
        if !node.outgoing.contains(where: { flows[$0].id == named }) {
            diagnostics.error(element.location, "the default flow '\(named)' does not leave '\(element.id)'")
        }
    }

    private func isExclusive(_ element: Element) -> Bool { if case .gateway(.exclusive) = element.kind { true } else { false } }

    private func checkLoop(_ element: Element, _ diagnostics: inout Diagnostics) {
        guard element.isLooped else { return }
        if !element.isActivity { diagnostics.error(element.location, "'\(element.id)' is no activity and cannot be repeated") }
        guard case .standard(let loop) = element.loop else { return }
        if loop.condition == nil, loop.maximum == nil {
            diagnostics.error(element.location, "'\(element.id)' is repeated for ever", mend: "Give the loop a condition or a maximum.")
        }
        if let maximum = loop.maximum, maximum < 1 { diagnostics.error(element.location, "'\(element.id)' is repeated at most \(maximum) times") }
    }

    private func checkQuantity(_ index: Int, _ diagnostics: inout Diagnostics) {
        let element = nodes[index].element
        guard element.quantity != Element.Quantity() else { return }
        let limit = Element.Quantity.limit
        if !element.isActivity { diagnostics.error(element.location, "'\(element.id)' is no activity, so one token begins it and one leaves it") }
        for count in [element.quantity.start, element.quantity.completion] where !(1...limit).contains(count) {
            diagnostics.error(element.location, "'\(element.id)' begins or ends with \(count) tokens; 1 to \(limit) can be")
        }
        if element.isGathering, nodes[index].incoming.isEmpty {
            diagnostics.error(
                element.location, "'\(element.id)' begins with \(element.quantity.start) tokens, and no flow brings any",
                mend: "Let flows lead to it, or say no 'startQuantity'.")
        }
    }

    private func checkNames(_ element: Element, _ diagnostics: inout Diagnostics) {
        func check(_ name: String, in known: Set<String>?, _ what: String) {
            guard let known, !known.contains(name) else { return }
            let near = Spelling.nearest(to: name, among: known)
            diagnostics.error(element.location, "'\(element.id)' names the \(what) '\(name)', which does not exist", mend: near.map { "Did you mean '\($0)'?" })
        }
        switch element.kind {
        case .task(.user(let role?, _)): check(role, in: around.roles, "role")
        case .task(.service(let name, _)): check(name, in: around.services, "service")
        case .task(.rules(let decision, _)): check(decision, in: around.decisions, "decision")
        case .callActivity(let process): check(process, in: around.processes, "process")
        case .end(let result), .throwEvent(let result):
            for case .compensation(let activity?, _) in result.parts where nodeIndex[activity].map({ !nodes[$0].isCompensable }) ?? true {
                diagnostics.error(element.location, "'\(element.id)' undoes '\(activity)', which has no compensation")
            }
        default: break
        }
    }

    /// What begins an instance cannot ask for its data (section 10.5.2): it is not there yet.
    private func checkStanding(_ index: Int, _ diagnostics: inout Diagnostics) {
        guard let standing = around.standing, nodes[index].scope == -1, case .start(let trigger, _) = nodes[index].element.kind else { return }
        let parts = trigger.parts.filter { if case .message = $0 { false } else { true } }
        for formula in parts.flatMap(\.formulas) {
            for name in formula.references.subtracting(standing).sorted() {
                diagnostics.error(
                    formula.source.location, "'\(nodes[index].element.id)' asks for '\(name)', which is known only once the process has begun",
                    mend: "Wait for it behind the start.")
            }
        }
    }
}
