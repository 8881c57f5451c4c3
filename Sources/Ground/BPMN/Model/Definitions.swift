import Kernel
import XML

/// What a BPMN file holds (section 8.1).
public struct Definitions: Sendable {
    public var id: String?
    public var name: String?
    public var targetNamespace: String
    /// The tool that wrote it, and its version.
    public var exporter: String?
    /// The URI of the language of expressions that name none.
    public var expressionLanguage: String?
    public var processes: [ProcessDefinition] = []
    public var collaborations: [Collaboration] = []
    /// Messages, signals, errors, escalations, global tasks, event definitions and the like: by id.
    public var rootElements: [String: XMLElement] = [:]
    /// Of all interfaces, by id (section 8.4.3).
    var operations: [String: XMLElement] = [:]
    public var globalTasks: [FlowNode] = []
    public var choreographies: [FlowNode] = []
    public var diagrams: [Diagram] = []
    public var root: XMLElement

    public var participants: [Participant] { collaborations.flatMap(\.participants) }
    public var nodes: [FlowNode] { processes.flatMap(\.nodes) }

    /// The name under which a message, signal, error or escalation is known: its own, or its id.
    func name(of reference: String?) -> String? {
        guard let reference else { return nil }
        guard let element = rootElements[reference] else { return reference }
        return element["name"].flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed } ?? reference
    }
}

/// A process (section 10).
public struct ProcessDefinition: Sendable {
    public var id: String
    public var name: String
    public var isExecutable: Bool?
    public var nodes: [FlowNode] = []
    public var flows: [SequenceFlow] = []
    public var lanes: [Lane] = []
    public var data: [DataElement] = []
    public var artifacts: [Artifact] = []
    public var element: XMLElement
    public var location: SourceLocation { element.location }
}

/// An event, activity or gateway.
public struct FlowNode: Sendable {
    public var id: String
    public var name: String
    /// The element's local name: `userTask`, `boundaryEvent`.
    public var kind: String
    /// The sub-process it stands in; nil in the process itself.
    public var parent: String?
    public var events: [EventDefinition] = []
    public var attachedTo: String?
    /// The flow that is taken when no other is.
    public var defaultFlow: String?
    public var isForCompensation = false
    public var element: XMLElement
    public var location: SourceLocation { element.location }

    public var isActivity: Bool { kind.lowercased().hasSuffix("task") || Vocabulary.subProcesses.contains(kind) || kind == "callActivity" }
    public var isEvent: Bool { kind.hasSuffix("Event") || kind == "event" }
    public var isGateway: Bool { kind.hasSuffix("Gateway") }
    public var isSubProcess: Bool { Vocabulary.subProcesses.contains(kind) }
    public var isEventSubProcess: Bool { isSubProcess && element["triggeredByEvent"].isTrue }
    /// A boundary event, or the start of an event sub-process, that leaves running what it interrupts nothing of.
    public var isNonInterrupting: Bool { (kind == "boundaryEvent" ? element["cancelActivity"] : element["isInterrupting"]).isFalse }
    public var isParallelMultiple: Bool { element["parallelMultiple"].isTrue }
    public var throwsEvents: Bool { kind == "endEvent" || kind == "intermediateThrowEvent" || kind == "implicitThrowEvent" }
}

/// What an event waits for or does (section 10.5.5); `element` has its particulars.
public struct EventDefinition: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case timer, message, signal, error, escalation, conditional, link, cancel, compensate, terminate
    }
    public var kind: Kind
    public var element: XMLElement
}

/// Section 8.4.13.
public struct SequenceFlow: Sendable {
    public var id: String
    public var name: String
    public var from: String
    public var to: String
    /// `conditionExpression`, where there is one with any text in it.
    public var condition: XMLElement?
    public var element: XMLElement
    public var location: SourceLocation { element.location }
}

/// Section 10.8.
public struct Lane: Sendable {
    public var id: String
    public var name: String
    public var parent: String?
    public var nodes: [String]
    public var element: XMLElement
}

/// Section 10.4.1.
public struct DataElement: Sendable {
    public var id: String
    public var name: String
    public var kind: String
    public var isCollection: Bool
    public var state: String?
    public var element: XMLElement
}

/// A text annotation, a group, or an association (section 8.4.1).
public struct Artifact: Sendable {
    public var id: String
    public var kind: String
    public var text: String
    /// Of an association.
    public var ends: (from: String, to: String)?
    public var element: XMLElement
}

/// Section 9.
public struct Collaboration: Sendable {
    public var id: String
    public var participants: [Participant] = []
    public var messageFlows: [MessageFlow] = []
    public var conversations: [Artifact] = []
    public var artifacts: [Artifact] = []
    public var element: XMLElement
}

/// A pool; without a process a black box.
public struct Participant: Sendable {
    public var id: String
    public var name: String
    public var process: String?
    public var isMultiple: Bool
    public var element: XMLElement
}

public struct MessageFlow: Sendable {
    public var id: String
    public var name: String
    public var from: String
    public var to: String
    public var element: XMLElement
}

extension String? {
    /// `xsd:boolean` has two words for each.
    var isTrue: Bool { self == "true" || self == "1" }
    var isFalse: Bool { self == "false" || self == "0" }
}
