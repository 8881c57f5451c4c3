/// Namespaces, and what belongs to which of BPMN's families.
public enum Vocabulary {
    public static let model = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    /// Polity's own attributes and elements; docs/bpmn.md lists them.
    public static let polity = "urn:polity:bpmn"
    static let camunda = "http://camunda.org/schema/1.0/bpmn", zeebe = "http://camunda.org/schema/zeebe/1.0"
    static let modeler = "http://camunda.org/schema/modeler/1.0"
    static let activiti = "http://activiti.org/bpmn", flowable = "http://flowable.org/bpmn"
    static let colours = "http://www.omg.org/spec/BPMN/non-normative/color/1.0", bioc = "http://bpmn.io/schema/bpmn/biocolor/1.0"

    /// Camunda's and those it came from write the same attributes.
    static let camundas = [camunda, activiti, flowable]

    /// BPMN 2.0's own elements; the drafts of 2010 had other addresses.
    static func isModel(_ namespace: String) -> Bool {
        namespace == model || namespace == "http://schema.omg.org/spec/BPMN/2.0" || namespace.contains("/spec/BPMN/2010") && namespace.hasSuffix("/MODEL")
    }

    static func isDiagram(_ namespace: String) -> Bool { namespace.contains("/BPMN/") && namespace.hasSuffix("/DI") }

    static let artifacts: Set<String> = ["textAnnotation", "group", "association"]
    static let data: Set<String> = ["dataObject", "dataObjectReference", "dataStoreReference", "dataStore", "dataInput", "dataOutput"]
    static let choreographies: Set<String> = ["choreographyTask", "callChoreography", "subChoreography"]
    static let globalTasks: Set<String> = ["globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"]
    static let subProcesses: Set<String> = ["subProcess", "transaction", "adHocSubProcess"]
    static let eventDefinitions: Set<String> = [
        "timerEventDefinition", "messageEventDefinition", "signalEventDefinition", "errorEventDefinition", "escalationEventDefinition",
        "conditionalEventDefinition", "linkEventDefinition", "cancelEventDefinition", "compensateEventDefinition", "terminateEventDefinition",
    ]

    /// `tns:Order` names `Order`: ids have no colons, and a file's own prefix says nothing more.
    static func reference(_ text: String?) -> String? {
        guard let text = text?.trimmedReference, !text.isEmpty else { return nil }
        return text.split(separator: ":").last.map(String.init)
    }
}

extension String {
    fileprivate var trimmedReference: Substring { drop(while: \.isWhitespace).dropLast(reversed().prefix(while: \.isWhitespace).count) }
}
