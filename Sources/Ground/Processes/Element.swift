import Kernel

/// One element of a process, as BPMN 2.0 has them (OMG formal/2013-12-09, chapter 10). What the engine cannot run yet can be
/// said here too, so that reading a model never loses it; `ProcessModel` refuses it with its position.
public struct Element: Sendable {
    public var id: String
    public var name: String
    public var kind: Kind
    /// The sub-process it stands in; nil in the process itself.
    public var parent: String?
    public var loop: Loop
    public var location: SourceLocation

    public init(_ id: String, name: String = "", _ kind: Kind, in parent: String? = nil, loop: Loop = .once, at location: SourceLocation) {
        self.id = id
        self.name = name
        self.kind = kind
        self.parent = parent
        self.loop = loop
        self.location = location
    }

    public enum Kind: Sendable {
        case start(Trigger)
        case end(EventResult)
        case catchEvent(Trigger)
        case throwEvent(EventResult)
        case boundary(Trigger, on: String, interrupts: Bool)
        case task(Task)
        case gateway(Gateway)
        case subProcess(SubProcess)
        /// Another process or global task (section 10.3.6).
        case callActivity(process: String)
    }

    /// Section 10.3.3.
    public enum Task: Sendable {
        /// Work of a person; `due` is told to whoever lists it, and nothing happens by itself when it is over.
        case user(role: String?, due: Timer?)
        /// Something done outside the process; named inputs are evaluated when it begins.
        case service(String, input: [(name: String, value: Formula)])
        /// Variables set by FEEL.
        case script([(name: String, value: Formula)])
        /// A decision of the folder; its result becomes the variable `result`.
        case rules(decision: String, result: String)
        case send(Message)
        case receive(Message)
        /// Work outside the system's sight, and the task without a type: both pass at once (sections 10.3.3.1 and 13.3.3).
        case manual
    }

    /// Section 10.6.
    public enum Gateway: Sendable {
        /// `otherwise` is the flow taken when no condition holds.
        case exclusive(otherwise: String?)
        case parallel
        case inclusive(otherwise: String?)
        case eventBased
        case parallelEventBased
        case complex
    }

    /// Section 10.3.5.
    public enum SubProcess: String, Sendable { case embedded, event, transaction, adHoc = "ad_hoc" }

    /// Section 10.3.8.
    public enum Loop: Sendable {
        case once
        /// Once for each item of a list; `item` names the variable that holds it, `collect` the result of each and the list they
        /// are gathered in.
        case each(of: Formula, item: String, isSequential: Bool, collect: (value: Formula, into: String)?)
        /// While a condition holds.
        case standard(Formula)
    }
}

/// A sequence flow (section 8.4.13).
public struct Flow: Sendable {
    public var id: String
    public var from: String
    public var to: String
    public var condition: Formula?
    public var location: SourceLocation

    public init(_ id: String, from: String, to: String, when condition: Formula? = nil, at location: SourceLocation) {
        self.id = id
        self.from = from
        self.to = to
        self.condition = condition
        self.location = location
    }
}
