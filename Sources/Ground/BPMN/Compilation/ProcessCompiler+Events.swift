import FEEL
import Kernel
import Processes
import XML

/// Section 10.5.
extension ProcessCompiler {
    mutating func trigger(of node: FlowNode) -> Trigger {
        var triggers: [Trigger] = []
        for event in node.events { if let trigger = trigger(event, node) { triggers.append(trigger) } }
        guard triggers.count > 1 else { return triggers.first ?? .none }
        return node.isParallelMultiple ? .parallelMultiple(triggers) : .multiple(triggers)
    }

    mutating func result(of node: FlowNode) -> EventResult {
        guard node.events.count > 1 else { return node.events.first.map { result($0, node) } ?? .none }
        var results: [EventResult] = []
        for event in node.events { results.append(result(event, node)) }
        return .multiple(results)
    }

    private mutating func trigger(_ event: EventDefinition, _ node: FlowNode) -> Trigger? {
        switch event.kind {
        case .timer: return .timer(timer(event.element, node))
        case .message: return .message(message(of: event.element, for: node, payload: []))
        case .signal: return .signal(name(event.element["signalRef"], node, "signal"))
        case .error: return .error(code(event.element["errorRef"], "errorCode"))
        case .escalation: return .escalation(code(event.element["escalationRef"], "escalationCode"))
        case .conditional:
            let condition = expressions.optional(event.element.first("condition"), of: "the condition of '\(title(node))'")
            if condition == nil { missing(node, "no condition, so it never happens", "a condition in FEEL") }
            return .conditional(condition ?? Formula(SourceText("false", at: event.element.location)))
        case .link: return .link(link(event.element, node))
        case .cancel: return .cancel
        case .compensate: return .compensation
        case .terminate:
            diagnostics.error(
                node.location, "'\(title(node))' waits for a termination, which only an end event does", mend: "Remove it, or wait for another event.")
            return nil
        }
    }

    mutating func result(_ event: EventDefinition, _ node: FlowNode) -> EventResult {
        switch event.kind {
        case .message: return .message(message(of: event.element, for: node, payload: inputs(node)))
        case .signal: return .signal(name(event.element["signalRef"], node, "signal"), payload: inputs(node))
        case .error:
            if let code = code(event.element["errorRef"], "errorCode") { return .error(code) }
            missing(node, "no error, so it throws one with the code '\(title(node))'", "errorRef=\"…\"")
            return .error(title(node))
        case .escalation:
            if let code = code(event.element["escalationRef"], "escalationCode") { return .escalation(code) }
            missing(node, "no escalation, so it throws one with the code '\(title(node))'", "escalationRef=\"…\"")
            return .escalation(title(node))
        case .link: return .link(link(event.element, node))
        case .cancel: return .cancel
        case .compensate:
            return .compensation(of: Vocabulary.reference(event.element["activityRef"]), waits: !event.element["waitForCompletion"].isFalse)
        case .terminate: return .terminate
        case .timer, .conditional:
            diagnostics.error(
                node.location, "'\(title(node))' throws a \(event.kind.rawValue) event, which can only be waited for",
                mend: "Make it a catching event (BPMN 2.0.2, table 10.93).")
            return .none
        }
    }

    // MARK: - Names

    mutating func message(of element: XMLElement, for node: FlowNode, payload: [Assignment]) -> Message {
        var reference = Vocabulary.reference(element["messageRef"])
        if reference == nil, let operation = Vocabulary.reference(element["operationRef"] ?? element.text(of: "operationRef")) {
            reference = Vocabulary.reference(definitions.operations[operation]?.text(of: "inMessageRef"))
        }
        if reference == nil { missing(node, "no message, so its message is called '\(title(node))'", "messageRef=\"…\"") }
        let definition = reference.flatMap { definitions.rootElements[$0] }
        let places = [element, node.element, definition].compactMap { $0 }
        var key: Formula?
        if let (text, location) = places.compactMap({ place in place.attribute("key", in: Vocabulary.polity).map { ($0, place.location) } }).first {
            key = expressions.formula(SourceText(text, at: location), language: "feel", of: "the key of '\(title(node))'")
        } else if let subscription = definition?.extensions("subscription", in: Vocabulary.zeebe).first, let text = subscription["correlationKey"],
            !node.throwsEvents
        {
            key = expressions.vendor(SourceText(text, at: subscription.location(of: "correlationKey")), of: "the key of '\(title(node))'")
        }
        return Message(definitions.name(of: reference) ?? title(node), key: key, payload: payload, keep: keep(places, node))
    }

    private mutating func keep(_ places: [XMLElement], _ node: FlowNode) -> Term? {
        let found = places.compactMap { place in place.attribute("keep", in: Vocabulary.polity).map { ($0, place.location) } }.first
        guard let (text, location) = found else { return nil }
        guard let term = Term(text.trimmed) else {
            diagnostics.error(
                location, "the message of '\(title(node))' is kept for a length of time, not for '\(text)'",
                mend: "Write '30 days', '10 working days' or 'P30D'.")
            return nil
        }
        return term
    }

    private mutating func name(_ reference: String?, _ node: FlowNode, _ what: String) -> String {
        if let name = definitions.name(of: Vocabulary.reference(reference)) { return name }
        missing(node, "no \(what), so its \(what) is called '\(title(node))'", "\(what)Ref=\"…\"")
        return title(node)
    }

    /// Errors and escalations are told apart by their codes; one without goes by its name.
    private func code(_ reference: String?, _ attribute: String) -> String? {
        guard let reference = Vocabulary.reference(reference) else { return nil }
        if let code = definitions.rootElements[reference]?[attribute]?.trimmed, !code.isEmpty { return code }
        return definitions.name(of: reference)
    }

    /// The pair has one name; some tools leave it to the events that have them.
    private func link(_ element: XMLElement, _ node: FlowNode) -> String {
        element["name"].flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed } ?? title(node)
    }
}
