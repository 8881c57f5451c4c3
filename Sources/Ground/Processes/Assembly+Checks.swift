import FEEL
import Kernel

extension Assembly {
    /// Rules of the whole graph, and what this engine cannot run. Nothing is passed over in silence.
    mutating func check(_ diagnostics: inout Diagnostics) {
        for index in nodes.indices {
            refuse(nodes[index].element, &diagnostics)
            checkFlows(index, &diagnostics)
            if case .start(.none, _) = nodes[index].element.kind {
                if starts[nodes[index].scope] != nil {
                    diagnostics.error(nodes[index].element.location, "a second start event without a trigger", mend: "Keep one, or give this one a trigger.")
                }
                starts[nodes[index].scope] = index
            }
        }
        for scope in [-1] + nodes.indices.filter({ nodes[$0].isScope }) where starts[scope] == nil {
            guard let place = scope == -1 ? nodes.first?.element : nodes[scope].element else { continue }
            diagnostics.error(place.location, "there is no start event" + (scope == -1 ? "" : " in '\(place.id)'"))
        }
        checkReach(&diagnostics)
    }

    private mutating func checkFlows(_ index: Int, _ diagnostics: inout Diagnostics) {
        let node = nodes[index]
        let element = node.element
        switch element.kind {
        case .start, .boundary:
            if !node.incoming.isEmpty { diagnostics.error(element.location, "nothing can lead to the event '\(element.id)'") }
        case .end:
            if !node.outgoing.isEmpty { diagnostics.error(element.location, "nothing can follow the end event '\(element.id)'") }
        case .gateway(.eventBased):
            for flow in node.outgoing {
                switch nodes[flows[flow].to].element.kind {
                case .catchEvent(.timer), .catchEvent(.message), .task(.receive): break
                default:
                    diagnostics.error(
                        element.location, "'\(flows[flow].id)' leads from an event-based gateway to something that does not wait for an event",
                        mend: "Put a timer or message event behind it (BPMN 2.0.2, section 10.6.6).")
                }
            }
        case .gateway(.exclusive(let otherwise)), .gateway(.inclusive(let otherwise)):
            if let otherwise {
                nodes[index].otherwise = flowIndex[otherwise]
                if !node.outgoing.contains(where: { flows[$0].id == otherwise }) {
                    diagnostics.error(element.location, "the default flow '\(otherwise)' does not leave '\(element.id)'")
                }
            } else if node.outgoing.count > 1 {
                diagnostics.warning(
                    element.location, "the gateway '\(element.id)' has no default flow",
                    mend: "When no condition holds, the case stops here until somebody mends it. Say where it goes then.")
            }
        default: break
        }
    }

    /// Every element lies on a way from a start event.
    private func checkReach(_ diagnostics: inout Diagnostics) {
        var reached: Set<Int> = []
        var open = nodes.indices.filter { index in
            if case .start = nodes[index].element.kind { true } else { false }
        }
        while let index = open.popLast() {
            guard reached.insert(index).inserted else { continue }
            open += nodes[index].outgoing.map { flows[$0].to } + nodes[index].boundaries
        }
        for index in nodes.indices where !reached.contains(index) {
            diagnostics.error(nodes[index].element.location, "'\(nodes[index].element.id)' can never be reached", mend: "Lead a flow to it, or remove it.")
        }
    }

    private func refuse(_ element: Element, _ diagnostics: inout Diagnostics) {
        guard let what = Self.unsupported(element) else { return }
        diagnostics.error(
            element.location, "'\(element.id)' is \(what), which cannot run yet",
            mend: "Use tasks, gateways, timers, messages, errors and embedded sub-processes.")
    }

    private static func unsupported(_ element: Element) -> String? {
        if case .standard = element.loop { return "a standard loop" }
        if element.compensates != nil { return "for compensation" }
        switch element.kind {
        case .start(let trigger, _): if case .none = trigger { return nil } else { return "a start event with a trigger" }
        case .catchEvent(let trigger): return unsupported(trigger, isBoundary: false)
        case .boundary(let trigger, _, _): return unsupported(trigger, isBoundary: true)
        case .end(let result), .throwEvent(let result): return unsupported(result)
        case .task: return nil
        case .gateway(.complex): return "a complex gateway"
        case .gateway(.parallelEventBased): return "a parallel event-based gateway"
        case .gateway: return nil
        case .subProcess(.embedded): return nil
        case .subProcess(.event): return "an event sub-process"
        case .subProcess(.transaction): return "a transaction"
        case .subProcess(.adHoc): return "an ad-hoc sub-process"
        case .callActivity: return "a call activity"
        }
    }

    private static func unsupported(_ trigger: Trigger, isBoundary: Bool) -> String? {
        switch trigger {
        case .timer(.every), .timer(.cycle): isBoundary ? nil : "a cycle outside a boundary event"
        case .timer, .message: nil
        case .error: isBoundary ? nil : "an intermediate error event"
        case .none: "a catch event without a trigger"
        case .signal: "a signal event"
        case .escalation: "an escalation event"
        case .conditional: "a conditional event"
        case .link: "a link event"
        case .cancel: "a cancel event"
        case .compensation: "a compensation event"
        case .multiple, .parallelMultiple: "an event with several triggers"
        }
    }

    private static func unsupported(_ result: EventResult) -> String? {
        switch result {
        case .none, .message, .error, .terminate: nil
        case .signal: "a signal event"
        case .escalation: "an escalation event"
        case .link: "a link event"
        case .cancel: "a cancel event"
        case .compensation: "a compensation event"
        case .multiple: "an event with several results"
        }
    }
}

extension ProcessModel.Node {
    var isScope: Bool { if case .subProcess = element.kind { true } else { false } }
}
