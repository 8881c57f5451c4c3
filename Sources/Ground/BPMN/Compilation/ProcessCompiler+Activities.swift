import FEEL
import Kernel
import Processes
import XML

/// Sections 10.3.3 to 10.3.8.
extension ProcessCompiler {
    mutating func task(_ node: FlowNode) -> Element.Task {
        switch node.kind {
        case "userTask", "globalUserTask": return .user(role: role(of: node), due: due(node))
        case "serviceTask": return service(node)
        case "scriptTask", "globalScriptTask": return .script(script(node))
        case "businessRuleTask", "globalBusinessRuleTask": return rules(node)
        case "sendTask": return .send(message(of: node.element, for: node, payload: inputs(node)))
        case "receiveTask": return .receive(message(of: node.element, for: node, payload: []))
        // Manual tasks, and tasks of no type.
        default: return .manual
        }
    }

    private func role(of node: FlowNode) -> String? {
        let element = node.element
        if let role = element.attribute("role", in: Vocabulary.polity) { return role }
        if let groups = vendor(element, "candidateGroups"), let first = first(of: groups) { return first }
        if let groups = element.extensions("assignmentDefinition", in: Vocabulary.zeebe).first?["candidateGroups"], let first = first(of: groups) {
            return first
        }
        for kind in ["potentialOwner", "humanPerformer", "performer", "resourceRole"] {
            guard let owner = element.first(kind) else { continue }
            if let reference = Vocabulary.reference(owner.first("resourceRef")?.text) { return definitions.name(of: reference) }
            let assignment = owner.first("resourceAssignmentExpression")
            if let text = (assignment?.first("formalExpression") ?? assignment?.first("expression"))?.text.trimmed, let first = first(of: text) { return first }
        }
        return laneRoles[node.id]
    }

    /// The first of a list of names; nil for an expression, whose value only the running case would know.
    private func first(of list: String) -> String? {
        guard !list.contains("${"), !list.hasPrefix("=") else { return nil }
        return list.split(separator: ",").first.map { String($0).trimmed }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private mutating func due(_ node: FlowNode) -> Timer? {
        if let text = node.element.attribute("due", in: Vocabulary.polity) { return timer(text, kind: .duration, of: node, at: node.location) }
        let schedule = node.element.extensions("taskSchedule", in: Vocabulary.zeebe).first
        guard let text = vendor(node.element, "dueDate") ?? schedule?["dueDate"] else { return nil }
        let isLength = text.trimmed.hasPrefix("P")
        return timer(text, kind: isLength ? .duration : .date, of: node, at: node.location)
    }

    private mutating func service(_ node: FlowNode) -> Element.Task {
        let element = node.element
        let worker = element.extensions("taskDefinition", in: Vocabulary.zeebe).first?["type"]
        let operation = Vocabulary.reference(element["operationRef"]).flatMap { definitions.operations[$0]?["name"] }
        let ways = ["topic", "delegateExpression", "class", "expression", "type"]
        let connector = Vocabulary.camundas.lazy.compactMap { element.extensions("connector", in: $0).first?.text(of: "connectorId") }.first
        let named =
            element.attribute("service", in: Vocabulary.polity) ?? worker ?? ways.compactMap { vendor(element, $0) }.first ?? connector ?? operation
        if named == nil { missing(node, "no service to call, so it calls one named '\(node.id)'", "polity:service=\"…\"") }
        return .service(named ?? node.id, input: inputs(node))
    }

    private mutating func rules(_ node: FlowNode) -> Element.Task {
        let element = node.element
        let called = element.extensions("calledDecision", in: Vocabulary.zeebe).first
        // Zeebe lets a worker do it, too.
        if called == nil, element.attribute("decision", in: Vocabulary.polity) == nil,
            let worker = element.extensions("taskDefinition", in: Vocabulary.zeebe).first
        {
            return .service(worker["type"] ?? node.id, input: inputs(node))
        }
        let decision = element.attribute("decision", in: Vocabulary.polity) ?? called?["decisionId"] ?? vendor(element, "decisionRef")
        if decision == nil { missing(node, "no decision, so it asks for one named '\(node.id)'", "polity:decision=\"…\", a decision of rules.dmn") }
        let result = element.attribute("result", in: Vocabulary.polity) ?? called?["resultVariable"] ?? vendor(element, "resultVariable")
        return .rules(decision: decision ?? node.id, result: result ?? decision ?? node.id)
    }

    /// A script in FEEL: `polity:set` for each variable; or one expression, whose value gets the name it says; or a context, each of
    /// whose entries becomes a variable.
    private mutating func script(_ node: FlowNode) -> [Assignment] {
        let element = node.element
        let lines = element.extensions("set", in: Vocabulary.polity)
        if !lines.isEmpty { return assignments(lines, of: node) }
        if let script = element.extensions("script", in: Vocabulary.zeebe).first, let text = script["expression"] {
            let value = expressions.vendor(SourceText(text, at: script.location(of: "expression")), of: "the script of '\(title(node))'")
            return [(name: script["resultVariable"] ?? node.id, value: value)]
        }
        guard let script = element.first("script"), !script.text.trimmed.isEmpty else {
            missing(node, "no script, so it passes at once", "a script in FEEL, or polity:set name=\"…\" value=\"…\"")
            return []
        }
        let language = element["scriptFormat"] ?? element["scriptLanguage"]
        let result = element.attribute("result", in: Vocabulary.polity) ?? vendor(element, "resultVariable")
        let formula = expressions.formula(script.source, language: language, of: "the script of '\(title(node))'")
        if let result { return [(name: result, value: formula)] }
        if let entries = ExpressionReader.entries(of: formula.source, names: expressions.names) { return entries }
        // One that was refused has been told about.
        guard formula.source.text != "null" else { return [(name: node.id, value: formula)] }
        diagnostics.warning(
            script.contentLocation, "the script of '\(title(node))' gives a value without a name, which becomes '\(node.id)'",
            mend: "Write a context, such as { fee: 10, reduced: true }, or say polity:result=\"…\".")
        return [(name: node.id, value: formula)]
    }

    mutating func callActivity(_ node: FlowNode) -> Element.Kind {
        let called = node.element.extensions("calledElement", in: Vocabulary.zeebe).first?["processId"] ?? Vocabulary.reference(node.element["calledElement"])
        guard let called, !called.trimmed.isEmpty else {
            missing(node, "no process to call, so it passes at once", "calledElement=\"…\"")
            return .task(.manual)
        }
        if called.hasPrefix("=") || called.contains("${") {
            diagnostics.error(
                node.location, "'\(title(node))' calls what only the running case would know: \(called.trimmed.prefix(60))",
                mend: "Call a process of this file by its id, and choose between several with a gateway.")
            return .task(.manual)
        }
        return .callActivity(process: called.trimmed)
    }

    mutating func subProcess(_ node: FlowNode) -> Element.SubProcess {
        if node.isEventSubProcess { return .event }
        switch node.kind {
        case "transaction": return .transaction
        case "adHocSubProcess":
            let completion = expressions.optional(node.element.first("completionCondition"), of: "the completion condition of '\(title(node))'")
            return .adHoc(
                Element.AdHoc(
                    isSequential: node.element["ordering"] == "Sequential", completion: completion,
                    cancelsRemaining: !node.element["cancelRemainingInstances"].isFalse))
        default: return .embedded
        }
    }

    /// An attribute of Camunda's or one of its relatives'.
    func vendor(_ element: XMLElement, _ name: String) -> String? {
        Vocabulary.camundas.lazy.compactMap { element.attribute(name, in: $0) }.first
    }
}

extension XMLElement {
    /// What a vendor put into `extensionElements` (section 8.2.3).
    func extensions(_ name: String, in namespace: String) -> [XMLElement] {
        first("extensionElements")?.children.filter { $0.name == name && $0.namespace == namespace } ?? []
    }
}
