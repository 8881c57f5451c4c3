import Kernel

extension Assembly {
    /// Whether an event or sub-process may stand where it stands (section 10.5.5, tables 10.84 to 10.93).
    func checkKind(_ index: Int, _ diagnostics: inout Diagnostics) {
        let node = nodes[index]
        let element = node.element
        func refuse(_ what: String, mend: String? = nil) {
            diagnostics.error(element.location, "'\(element.id)' is \(what)", mend: mend)
        }
        switch element.kind {
        case .start(let trigger, _):
            checkTimers(trigger, &diagnostics, element)
            if node.scope != -1, nodes[node.scope].element.adHoc != nil { refuse("a start event in an ad-hoc sub-process, where people begin the activities") }
            checkStart(trigger, node) { refuse($0) }
        case .end(let result):
            if node.scope != -1, nodes[node.scope].element.adHoc != nil { refuse("an end event in an ad-hoc sub-process, which ends by its condition") }
            for part in result.parts {
                if case .link = part { refuse("a link at an end") }
                if case .cancel = part, !isInTransaction(index) { refuse("a cancel event without a transaction around it that catches it on its border") }
            }
        case .throwEvent(let result):
            for part in result.parts {
                switch part {
                case .error: refuse("an error event in the middle", mend: "An error ends its way: use an end event.")
                case .terminate: refuse("a terminate event in the middle", mend: "Use an end event.")
                case .cancel: refuse("a cancel event in the middle", mend: "Use an end event of the transaction.")
                default: break
                }
            }
            checkParts(result) { refuse($0) }
        case .catchEvent(let trigger):
            checkTimers(trigger, &diagnostics, element)
            checkCatch(trigger) { refuse($0) }
        case .boundary(let trigger, let host, let interrupts):
            checkTimers(trigger, &diagnostics, element)
            checkBoundary(trigger, nodeIndex[host], interrupts) { refuse($0) }
        case .gateway(.complex(let activation, _)):
            if activation == nil, node.incoming.count > 1 {
                refuse("a complex gateway that joins without an activation condition", mend: "Say when it fires (BPMN 2.0.2, section 10.6.5).")
            }
        case .subProcess(.adHoc):
            if !nodes.contains(where: { $0.scope == index && $0.element.isActivity }) { refuse("an ad-hoc sub-process without activities") }
        case .task, .gateway, .subProcess, .callActivity: break
        }
    }

    /// A timer that waits, stands still with its task or goes with a move is known by its event.
    private func checkTimers(_ trigger: Trigger, _ diagnostics: inout Diagnostics, _ element: Element) {
        guard trigger.parts.count(where: { if case .timer = $0 { true } else { false } }) > 1 else { return }
        diagnostics.tightened(
            element.location, "'\(element.id)' waits for several times, which nothing could tell apart",
            mend: "Draw an event for each: on a border one beside the other, elsewhere behind an event-based gateway.")
    }

    private func checkStart(_ trigger: Trigger, _ node: ProcessModel.Draft, _ refuse: (String) -> Void) {
        let isEventSubProcess = node.scope != -1 && nodes[node.scope].element.isEventSubProcess
        if node.scope != -1, !isEventSubProcess {
            if case .none = trigger { return }
            return refuse("a start event with a trigger in a sub-process that begins with its token")
        }
        for part in trigger.parts {
            switch part {
            case .timer, .message, .signal, .conditional: continue
            case .none: if isEventSubProcess { refuse("the start event of an event sub-process, and has no trigger") }
            case .error, .escalation: if !isEventSubProcess { refuse("an error or escalation event that starts a process") }
            case .compensation:
                if !isEventSubProcess || nodes[node.scope].scope == -1 { refuse("a compensation event outside an event sub-process of a sub-process") }
            case .link, .cancel, .multiple, .parallelMultiple: refuse("a start event of a kind that starts nothing")
            }
        }
        checkParts(trigger, refuse)
    }

    private func checkCatch(_ trigger: Trigger, _ refuse: (String) -> Void) {
        for part in trigger.parts {
            switch part {
            case .timer, .message, .signal, .conditional: continue
            case .link: if trigger.isSeveral { refuse("a link among several triggers") }
            case .none: refuse("a catch event without a trigger")
            case .error: refuse("an error event that nothing leads to")
            case .escalation: refuse("an escalation event in the middle")
            case .cancel: refuse("a cancel event in the middle")
            case .compensation: refuse("a compensation event in the middle that catches")
            case .multiple, .parallelMultiple: break
            }
        }
        checkParts(trigger, refuse)
    }

    private func checkBoundary(_ trigger: Trigger, _ host: Int?, _ interrupts: Bool, _ refuse: (String) -> Void) {
        for part in trigger.parts {
            switch part {
            case .none: refuse("an event on a border without a trigger")
            case .link: refuse("a link on a border")
            case .cancel:
                if let host, case .subProcess(.transaction) = nodes[host].element.kind { continue }
                refuse("a cancel event on the border of something that is no transaction")
            case .compensation: if trigger.isSeveral { refuse("a compensation event among several triggers") }
            default: continue
            }
        }
        checkParts(trigger, refuse)
    }

    private func checkParts(_ trigger: Trigger, _ refuse: (String) -> Void) {
        switch trigger {
        case .multiple(let parts), .parallelMultiple(let parts):
            if parts.isEmpty || parts.contains(where: \.isSeveral) { refuse("an event of several triggers that holds none or a multiple one") }
        default: break
        }
        guard case .parallelMultiple(let parts) = trigger, parts.contains(where: { !$0.isListening }) else { return }
        refuse("an event that waits for several triggers, of which one cannot be waited for")
    }

    private func checkParts(_ result: EventResult, _ refuse: (String) -> Void) {
        guard case .multiple(let parts) = result else { return }
        if parts.contains(where: { if case .link = $0 { true } else { false } }) { refuse("a link among several results") }
    }

    private func isInTransaction(_ index: Int) -> Bool {
        var scope = nodes[index].scope
        while scope != -1 {
            if case .subProcess(.transaction) = nodes[scope].element.kind {
                return nodes[scope].boundaries.contains { nodes[$0].element.boundaryTrigger?.isCancel == true }
            }
            scope = nodes[scope].scope
        }
        return false
    }
}

extension Trigger {
    var isSeveral: Bool {
        switch self {
        case .multiple, .parallelMultiple: true
        default: false
        }
    }
}
