import FEEL
import Kernel
import Processes
import XML

/// What goes into activities and events and comes out of them: the standard's associations (section 10.4.2), and what vendors write in their
/// place.
extension ProcessCompiler {
    mutating func inputs(_ node: FlowNode) -> [Assignment] {
        var result = assignments(node.element.extensions("input", in: Vocabulary.polity), of: node)
        for mapping in node.element.extensions("ioMapping", in: Vocabulary.zeebe) { result += mapped(mapping.all("input"), node) }
        result += parameters("inputParameter", node)
        guard dialect.readsDataAssociations else { return result }
        result += transferred("in", node)
        let list = listInput(of: node)
        for association in node.element.all("dataInputAssociation") where list == nil || Vocabulary.reference(association.text(of: "targetRef")) != list {
            result += values(of: association, node)
        }
        return result
    }

    mutating func outputs(_ node: FlowNode) -> [Assignment] {
        var result = assignments(node.element.extensions("output", in: Vocabulary.polity), of: node)
        for mapping in node.element.extensions("ioMapping", in: Vocabulary.zeebe) { result += mapped(mapping.all("output"), node) }
        result += parameters("outputParameter", node)
        guard dialect.readsDataAssociations else { return result }
        result += transferred("out", node)
        let list = listOutput(of: node)
        for association in node.element.all("dataOutputAssociation") where list == nil || Vocabulary.reference(association.text(of: "sourceRef")) != list {
            result += values(of: association, node)
        }
        return result
    }

    mutating func assignments(_ lines: [XMLElement], of node: FlowNode) -> [Assignment] {
        lines.compactMap { line in
            guard let name = line["name"], let value = line["value"] else {
                diagnostics.error(line.location, "polity:\(line.name) of '\(title(node))' lacks its name or value", mend: "Write name=\"…\" value=\"…\".")
                return nil
            }
            let formula = expressions.formula(SourceText(value, at: line.location(of: "value")), language: "feel", of: "'\(name)' of '\(title(node))'")
            return (name: name, value: formula)
        }
    }

    private mutating func mapped(_ lines: [XMLElement], _ node: FlowNode) -> [Assignment] {
        lines.compactMap { line in
            guard let source = line["source"], let target = line["target"], !target.trimmed.isEmpty else {
                diagnostics.tightened(
                    line.location, "\(line.qualifiedName) of '\(title(node))' lacks its source or target", mend: "Write source=\"= …\" target=\"…\".")
                return nil
            }
            return (name: target, value: expressions.vendor(SourceText(source, at: line.location(of: "source")), of: "'\(target)' of '\(title(node))'"))
        }
    }

    private mutating func parameters(_ kind: String, _ node: FlowNode) -> [Assignment] {
        let groups = Vocabulary.camundas.flatMap { node.element.extensions("inputOutput", in: $0) }
        return groups.flatMap { $0.all(kind) }.compactMap { line in
            guard let name = line["name"], !name.trimmed.isEmpty else {
                diagnostics.tightened(line.location, "\(line.qualifiedName) of '\(title(node))' lacks its name", mend: "Write name=\"…\".")
                return nil
            }
            if let nested = line.children.first {
                let format = nested["scriptFormat"] ?? nested.name
                return (name: name, value: expressions.formula(nested.source, language: format, of: "'\(name)' of '\(title(node))'"))
            }
            return (name: name, value: expressions.vendor(line.source, of: "'\(name)' of '\(title(node))'"))
        }
    }

    // MARK: - Calls

    /// Camunda 7's lines for what a call activity or a thrown signal takes along (`in`), and gets back (`out`).
    func transfers(_ kind: String, _ node: FlowNode) -> [XMLElement] {
        let places = [node.element] + node.events.filter { $0.kind == .signal }.map(\.element)
        return places.flatMap { place in Vocabulary.camundas.flatMap { place.extensions(kind, in: $0) } }
    }

    private mutating func transferred(_ kind: String, _ node: FlowNode) -> [Assignment] {
        transfers(kind, node).compactMap { line in
            if line["businessKey"] != nil {
                diagnostics.warning(
                    line.location, "'\(title(node))' passes a business key, and there is none here", mend: "Pass a variable in its place, if it is needed.")
                return nil
            }
            if line["variables"] == "all", node.kind == "callActivity" { return nil }
            guard let target = line["target"], !target.trimmed.isEmpty else {
                diagnostics.error(
                    line.location, "\(line.qualifiedName) of '\(title(node))' does not say which variable it sets", mend: "Write source=\"…\" target=\"…\".")
                return nil
            }
            if let text = line["sourceExpression"] {
                let source = SourceText(text, at: line.location(of: "sourceExpression"))
                return (name: target, value: expressions.vendor(source, of: "'\(target)' of '\(title(node))'"))
            }
            guard let source = line["source"]?.trimmed, !source.isEmpty else {
                diagnostics.error(
                    line.location, "\(line.qualifiedName) of '\(title(node))' does not say where '\(target)' comes from", mend: "Write source=\"…\".")
                return nil
            }
            return (name: target, value: expressions.name(source, at: line.location(of: "source")))
        }
    }

    /// - Parameters:
    ///   - inputs: the mappings of the call activity.
    ///   - outputs: likewise.
    func mapping(of node: FlowNode, _ inputs: [Assignment], _ outputs: [Assignment]) -> CallMapping {
        let (taken, given) = (transfers("in", node), transfers("out", node))
        let called = node.element.extensions("calledElement", in: Vocabulary.zeebe).first
        var takesAll = inputs.isEmpty
        var givesAll = outputs.isEmpty
        if !(taken + given).isEmpty {
            takesAll = taken.contains { $0["variables"] == "all" }
            givesAll = given.contains { $0["variables"] == "all" }
        } else if let called {
            takesAll = !called["propagateAllParentVariables"].isFalse
            givesAll = outputs.isEmpty && !called["propagateAllChildVariables"].isFalse
        }
        // Each instance of several has its own.
        let isMultiple = node.element.first("multiInstanceLoopCharacteristics") != nil
        return CallMapping(
            takesAll: takesAll, givesAll: givesAll, isOwn: !takesAll || !givesAll || !inputs.isEmpty || !outputs.isEmpty || isMultiple)
    }

    // MARK: - Data associations

    /// The data input that the list of a multi-instance activity comes in, and the output it leaves in: the loop reads and writes what is
    /// associated with them, once and not for each item.
    private func listInput(of node: FlowNode) -> String? {
        Vocabulary.reference(node.element.first("multiInstanceLoopCharacteristics")?.first("loopDataInputRef")?.text)
    }

    private func listOutput(of node: FlowNode) -> String? {
        Vocabulary.reference(node.element.first("multiInstanceLoopCharacteristics")?.first("loopDataOutputRef")?.text)
    }

    /// What the list of a loop is, where an association brings it.
    mutating func list(from input: String, _ node: FlowNode) -> Formula? {
        guard dialect.readsDataAssociations else { return nil }
        let association = node.element.all("dataInputAssociation").first { Vocabulary.reference($0.text(of: "targetRef")) == input }
        return association.flatMap { values(of: $0, node).first?.value }
    }

    /// The variable that the list of a loop's results becomes, where an association says so.
    func target(of output: String, _ node: FlowNode) -> String? {
        guard dialect.readsDataAssociations else { return nil }
        let association = node.element.all("dataOutputAssociation").first { Vocabulary.reference($0.text(of: "sourceRef")) == output }
        return association.flatMap { Vocabulary.reference($0.text(of: "targetRef")) }.map { itemNames[$0] ?? $0 }
    }

    /// What one association sets: what its assignments say; else its target, to what the transformation makes of its sources, or to its one source.
    private mutating func values(of association: XMLElement, _ node: FlowNode) -> [Assignment] {
        let assignments = association.all("assignment")
        if !assignments.isEmpty { return assignments.compactMap { assigned($0, node) } }
        let sources = association.all("sourceRef").compactMap { Vocabulary.reference($0.text) }
        guard let reference = Vocabulary.reference(association.text(of: "targetRef")) else {
            diagnostics.error(
                association.location, "a data association of '\(title(node))' does not say what it sets", mend: "Give it a targetRef, or an assignment.")
            return []
        }
        let target = itemNames[reference] ?? reference
        // bpmn.io draws an arrow into an activity so, which says nothing but that the data is used there: it sees it anyway.
        if target == "__targetRef_placeholder" { return [] }
        if let transformation = association.first("transformation"), !transformation.text.trimmed.isEmpty {
            return [(name: target, value: expressions.formula(transformation, of: "the transformation to '\(target)' at '\(title(node))'"))]
        }
        guard let source = sources.first else {
            diagnostics.warning(
                association.location, "nothing says what '\(title(node))' sets '\(target)' to, so it is what the activity itself says under this name",
                mend: "To make it run as meant, give the association a sourceRef, an assignment or a transformation.")
            return []
        }
        guard sources.count == 1 else {
            diagnostics.error(
                association.location, "nothing says what '\(title(node))' makes of \(sources.count) sources for '\(target)'",
                mend: "Give the association a transformation (BPMN 2.0.2, section 10.4.2).")
            return []
        }
        return [(name: target, value: expressions.name(itemNames[source] ?? source, at: association.location))]
    }

    /// `from` is an expression; `to` names what is set, by its id, by its name, or as a language with data objects does.
    private mutating func assigned(_ assignment: XMLElement, _ node: FlowNode) -> Assignment? {
        guard let from = assignment.first("from"), !from.text.trimmed.isEmpty, let to = assignment.first("to"), !to.text.trimmed.isEmpty else {
            diagnostics.error(
                assignment.location, "an assignment of '\(title(node))' lacks its 'from' or its 'to'", mend: "Say what is set, and to what.")
            return nil
        }
        guard let name = name(setBy: to.text.trimmed) else {
            diagnostics.error(
                to.contentLocation, "an assignment of '\(title(node))' sets '\(to.text.trimmed.prefix(60))', which is no data of the process",
                mend: "Name a data object, property, input or output; a part of one is set with context put(…) in 'from'.")
            return nil
        }
        return (name: name, value: expressions.formula(from, of: "'\(name)' of '\(title(node))'"))
    }

    private func name(setBy text: String) -> String? {
        if let name = itemNames[text] { return name }
        if expressions.declared.contains(text) { return text }
        let isJUEL = text.hasPrefix("${") || text.hasPrefix("#{")
        let bare = text.hasPrefix("=") ? String(text.dropFirst()).trimmed : text
        guard let name = ForeignExpression.feel(bare, isJUEL ? .juel : .xpath), name.first?.isLetter == true || name.first == "_",
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " })
        else { return nil }
        return itemNames[name] ?? name
    }
}
