import Kernel

/// A variable and the expression that gives its value.
public typealias Assignment = (name: String, value: Formula)

/// One element of a process, as BPMN 2.0 has them (OMG formal/2013-12-09, chapter 10). What the engine cannot run can be said here
/// too, so that reading a model never loses it; `ProcessModel` refuses it with its position.
public struct Element: Sendable {
    public var id: String
    public var name: String
    public var kind: Kind
    /// The sub-process it stands in; nil in the process itself.
    public var parent: String?
    public var loop: Loop
    /// Variables that only this activity and what stands in it see, set when it begins: data inputs (section 10.4.1), and the
    /// properties and data objects of a sub-process. For a call activity: what the called process starts with, and without
    /// any it starts with all variables that the call sees.
    public var input: [Assignment]
    /// What its end sets around it: data outputs. The expressions see the activity's own variables and what completed it; without
    /// any, whatever completed it (the output of a task, the payload of a message) is set as it came. On a catch event or a start
    /// event they see the payload, and for an error or escalation `code` and `reason`.
    public var output: [Assignment]
    /// The flow that an activity takes when the condition of no other holds (section 8.4.13). Gateways say theirs in their kind.
    public var otherwise: String?
    /// The compensation boundary event whose handler this activity is: the association in the diagram, `isForCompensation` in
    /// the file (section 10.7.1). An activity for compensation that no event leads to says "".
    public var compensates: String?
    /// How many tokens begin an activity and how many leave it (table 10.3); one each where nothing is said.
    public var quantity = Quantity()
    public var location: SourceLocation

    public init(
        _ id: String, name: String = "", _ kind: Kind, in parent: String? = nil, loop: Loop = .once, input: [Assignment] = [], output: [Assignment] = [],
        otherwise: String? = nil, compensates: String? = nil, at location: SourceLocation
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.parent = parent
        self.loop = loop
        self.input = input
        self.output = output
        self.otherwise = otherwise
        self.compensates = compensates
        self.location = location
    }

    /// Tokens that begin an activity once they have come along its flows, and tokens that it sends along each open flow when it is done.
    public struct Quantity: Sendable, Hashable {
        public var start: Int
        public var completion: Int

        /// More in one place are no flow of work; each may become a task.
        public static let limit = 100

        public init(start: Int = 1, completion: Int = 1) {
            self.start = start
            self.completion = completion
        }
    }

    public enum Kind: Sendable {
        /// `interrupts` says something only in an event sub-process (`isInterrupting`, section 10.5.2).
        case start(Trigger, interrupts: Bool = true)
        case end(EventResult)
        case catchEvent(Trigger)
        case throwEvent(EventResult)
        /// Error, cancel and compensation events do not choose whether they interrupt: the first two do, the third does not.
        case boundary(Trigger, on: String, interrupts: Bool)
        case task(Task)
        case gateway(Gateway)
        case subProcess(SubProcess)
        /// Another process or global task (section 10.3.6), which the host runs as an instance of its own.
        case callActivity(process: String)
    }

    /// Section 10.3.3.
    public enum Task: Sendable {
        /// Work of a person; `due` is told to whoever lists it, and nothing happens by itself when it is over.
        case user(role: String?, due: Timer?)
        /// Something done outside the process; named inputs are evaluated when it begins.
        case service(String, input: [Assignment])
        /// Variables set by FEEL, one after the other.
        case script([Assignment])
        /// A decision of the folder; its result becomes the variable `result`.
        case rules(decision: String, result: String)
        case send(Message)
        /// `instantiate` in the file is told by standing where no flow leads to: then it starts a process (section 13.2).
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
        /// `eventGatewayType` Exclusive. One that no flow leads to starts a process (`instantiate`).
        case eventBased
        /// `eventGatewayType` Parallel, which only exists for starting a process (section 10.6.6): the first event starts it, and
        /// all others must come as well.
        case parallelEventBased
        /// `activation` sees, beside the variables, each incoming flow's id as the number of tokens on it, `activationCount` as
        /// their sum and `waitingForStart` (section 10.6.5). Conditions of outgoing flows see `waitingForStart` too.
        case complex(activation: Formula?, otherwise: String?)
    }

    /// Section 10.3.5.
    public enum SubProcess: Sendable {
        case embedded, event, transaction
        case adHoc(AdHoc)
        /// A called process in the place of the call activity (section 10.3.6), with variables of its own: what runs in it sees none of those around,
        /// and sets none.
        case call(Call)
    }

    /// What goes into a called process and comes out of it, beside the element's `input` and `output`.
    public struct Call: Sendable {
        /// It begins with all variables that the call sees.
        public var takesAll: Bool
        /// Its end sets all of its variables around it.
        public var givesAll: Bool

        public init(takesAll: Bool, givesAll: Bool) {
            self.takesAll = takesAll
            self.givesAll = givesAll
        }
    }

    /// A sub-process whose activities are begun by people in the order they choose (section 10.3.5.3).
    public struct AdHoc: Sendable {
        /// `ordering` Sequential: one activity at a time.
        public var isSequential: Bool
        /// Asked whenever an activity in it has ended. Without one it ends when a person says so.
        public var completion: Formula?
        /// Whether activities under way are taken away when it completes, or waited for.
        public var cancelsRemaining: Bool

        public init(isSequential: Bool = false, completion: Formula? = nil, cancelsRemaining: Bool = true) {
            self.isSequential = isSequential
            self.completion = completion
            self.cancelsRemaining = cancelsRemaining
        }
    }
}

/// A sequence flow (section 8.4.13).
public struct Flow: Sendable {
    public var id: String
    public var from: String
    public var to: String
    public var condition: Formula?
    /// What the activation condition of a complex gateway calls the number of tokens on it.
    public var countName: String
    public var location: SourceLocation

    /// - Parameter countName: its id, where nothing else is said.
    public init(_ id: String, from: String, to: String, when condition: Formula? = nil, countName: String? = nil, at location: SourceLocation) {
        self.id = id
        self.from = from
        self.to = to
        self.condition = condition
        self.countName = countName ?? id
        self.location = location
    }
}
