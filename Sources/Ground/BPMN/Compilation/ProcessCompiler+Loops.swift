import FEEL
import Kernel
import Processes
import XML

/// Section 10.3.8.
extension ProcessCompiler {
    mutating func loop(of node: FlowNode) -> Element.Loop {
        if let element = node.element.first("standardLoopCharacteristics") { return standard(element, node) }
        if let element = node.element.first("multiInstanceLoopCharacteristics") { return .multiple(multiple(element, node)) }
        return .once
    }

    private mutating func standard(_ element: XMLElement, _ node: FlowNode) -> Element.Loop {
        let maximum = element["loopMaximum"].flatMap { Int($0.trimmed) }
        if let text = element["loopMaximum"], maximum == nil {
            diagnostics.tightened(
                element.location(of: "loopMaximum"), "'\(title(node))' loops at most '\(text.trimmed.prefix(60))' times, which is no whole number",
                mend: "Write loopMaximum=\"3\".")
        }
        let condition = expressions.optional(element.first("loopCondition"), of: "the loop's condition of '\(title(node))'")
        guard condition != nil || maximum != nil else {
            missing(node, "not how long it loops, so it is done once", "a loopCondition or loopMaximum")
            return .once
        }
        return .standard(Element.StandardLoop(while: condition, testsBefore: element["testBefore"].isTrue, maximum: maximum))
    }

    private mutating func multiple(_ element: XMLElement, _ node: FlowNode) -> Element.MultiInstance {
        let zeebe = element.extensions("loopCharacteristics", in: Vocabulary.zeebe).first
        let isSequential = element["isSequential"].isTrue
        var loop = Element.MultiInstance(source(element, zeebe, node), isSequential: isSequential)
        loop.completion = expressions.optional(element.first("completionCondition"), of: "the completion condition of '\(title(node))'")
        if let list = Vocabulary.reference(element.first("loopDataOutputRef")?.text), let item = element.first("outputDataItem") {
            let name = item["name"]?.trimmed ?? itemNames[item["id"] ?? ""] ?? ""
            if !name.isEmpty { loop.collect = (expressions.name(name, at: item.location), target(of: list, node) ?? itemNames[list] ?? list) }
        } else if let into = zeebe?["outputCollection"], let value = zeebe?["outputElement"] {
            loop.collect = (expressions.vendor(SourceText(value, at: zeebe?.location ?? node.location), of: "the loop of '\(title(node))'"), into)
        }
        loop.behavior = behavior(element, node)
        return loop
    }

    private mutating func source(_ element: XMLElement, _ zeebe: XMLElement?, _ node: FlowNode) -> Element.MultiInstance.Source {
        let what = "the loop of '\(title(node))'"
        let item = element.first("inputDataItem").flatMap { $0["name"]?.trimmed ?? itemNames[$0["id"] ?? ""] } ?? vendor(element, "elementVariable")
        if let zeebe, let list = zeebe["inputCollection"] {
            return .items(expressions.vendor(SourceText(list, at: zeebe.location(of: "inputCollection")), of: what), name: zeebe["inputElement"] ?? item)
        }
        if let list = vendor(element, "collection") {
            let isExpression = list.contains("${") || list.contains("#{")
            let source = SourceText(list, at: element.location)
            return .items(isExpression ? expressions.vendor(source, of: what) : expressions.name(list.trimmed, at: element.location), name: item)
        }
        if let list = element.first("loopDataInputRef"), let reference = Vocabulary.reference(list.text) {
            let brought = self.list(from: reference, node)
            return .items(brought ?? expressions.name(itemNames[reference] ?? reference, at: list.contentLocation), name: item)
        }
        if let count = expressions.optional(element.first("loopCardinality"), of: "the number of instances of '\(title(node))'") { return .count(count) }
        missing(node, "not how often it is done, so it is done once", "loopDataInputRef (a list) or loopCardinality (a number)")
        return .count(Formula(SourceText("1", at: element.location)))
    }

    private mutating func behavior(_ element: XMLElement, _ node: FlowNode) -> Element.MultiInstance.Behavior {
        switch element["behavior"] {
        case "One": return event("oneBehaviorEventRef", of: element, node).map { .one($0) } ?? .all
        case "None": return event("noneBehaviorEventRef", of: element, node).map { .each($0) } ?? .all
        case "Complex":
            var cases: [(condition: Formula, event: EventResult)] = []
            for definition in element.all("complexBehaviorDefinition") {
                let condition = expressions.optional(definition.first("condition"), of: "a condition of the loop of '\(title(node))'")
                let thrown = definition.first("event").flatMap { event in event.children.compactMap(EventDefinition.init(element:)).first }
                guard let condition, let thrown else {
                    diagnostics.tightened(
                        definition.location, "the loop of '\(title(node))' throws an event, but \(condition == nil ? "not when" : "not which")",
                        mend: "Give the complexBehaviorDefinition a condition and an event with its definition (BPMN 2.0.2, table 10.32).")
                    continue
                }
                cases.append((condition, result(thrown, node)))
            }
            return .complex(cases)
        default: return .all
        }
    }

    /// What instances that end throw.
    private mutating func event(_ attribute: String, of element: XMLElement, _ node: FlowNode) -> EventResult? {
        guard let reference = Vocabulary.reference(element[attribute]) else {
            missing(node, "not which event its instances throw when they end, so they throw none", "\(attribute)=\"…\"")
            return nil
        }
        guard let definition = definitions.rootElements[reference].flatMap(EventDefinition.init(element:)) else {
            diagnostics.tightened(
                element.location(of: attribute), "the instances of '\(title(node))' throw '\(reference)', which is no event definition of the file",
                mend: "Name one that stands beside the processes.")
            return nil
        }
        return result(definition, node)
    }
}

extension EventDefinition {
    init?(element: XMLElement) {
        guard let kind = Kind(rawValue: String(element.name.dropLast("EventDefinition".count))), Vocabulary.eventDefinitions.contains(element.name) else {
            return nil
        }
        self.init(kind: kind, element: element)
    }
}
