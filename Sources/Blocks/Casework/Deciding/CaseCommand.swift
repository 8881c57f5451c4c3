import FEEL
import Forms
import Kernel
import Processes
import Rules

/// What can be asked of a case.
enum CaseCommand: Sendable {
    /// `at`: the start event of what begins the case; nil for an application.
    case open(fee: Money?, because: [RuleFinding], at: String? = nil)
    case paid
    /// - Parameter without: earlier timers that are left out, as they cannot be carried out.
    case fire(Ticket, without: Set<Ticket> = [])
    case take(Ticket)
    case release(Ticket)
    /// - Parameter lacking: skills that the task asks for and the officer does not have, where that is overridden.
    case handOver(Ticket, to: AccountID?, role: String?, organisation: String?, note: String, lacking: [String])
    case handToTeam(Ticket, team: String?, note: String)
    /// An activity of an ad-hoc sub-process, whose task it is to choose.
    case begin(Ticket, element: String)
    case finish(Ticket, findings: Context)
    case decide(Ticket, DecisionInput)
    /// A second officer agrees with a decision, or gives it back with a note.
    case countersign(Ticket)
    case giveBack(Ticket, note: String)
    case ask(Ticket, text: String)
    case answer(Int, InformationRequest.Answer)
    case appeal(text: String)
    case note(String, mentions: [AccountID])
    case withdraw
    /// An operator has mended what stopped a token, sets variables where it stands, and lets it go on.
    case retry(Ticket, setting: Context)
    /// A message of another case is meant for this one.
    case deliver(message: String, key: Value?, payload: Context)
    /// Another case has thrown a signal.
    case hear(signal: String, payload: Context)
    /// An outside system, or another capability, has answered what a service task asked.
    case called(Ticket, Context)
    /// It has refused, or did not answer however often it was asked.
    case callFailed(Ticket, code: String, reason: String)
    /// The day by which its service promised a decision is near.
    case warn(CaseDeadline.Subject)

    /// The kind of the line in the case's history.
    var kind: String {
        switch self {
        case .open: "submitted"
        case .paid: "paid"
        case .fire: "time_passed"
        case .take: "taken"
        case .release: "released"
        case .handOver, .handToTeam: "handed_over"
        case .begin: "begun"
        case .finish: "finished"
        case .decide: "decided"
        case .countersign: "countersigned"
        case .giveBack: "given_back"
        case .ask: "asked"
        case .answer: "answered"
        case .appeal: "appealed"
        case .note: "noted"
        case .withdraw: "withdrawn"
        case .retry: "retried"
        case .deliver: "message_came"
        case .hear: "signal_came"
        case .called: "called"
        case .callFailed: "call_failed"
        case .warn: "deadline_near"
        }
    }
}

/// What a command leads to: the new state, the events that made it, and what the transaction has to do besides.
struct CaseChange: Sendable {
    var theCase: Case
    var events: [CaseEvent] = []
    var consequences: [Consequence] = []
    /// Records by look-up, as they will stand when the transaction has written what an outcome changes.
    var records = Context()

    enum Consequence: Sendable {
        case schedule(Ticket, at: Instant)
        case unschedule(Ticket)
        /// The outcome of a decision takes effect: registries, papers, the act, the letter.
        case takeEffect(Decision, Outcome)
        case tell(MessageRequest.Kind, text: String)
        /// The applicant is told what a step says.
        case notify(title: String, text: String)
        /// Nothing is owed any more; what was paid goes back where the service says so.
        case giveUpFee(isPaidBack: Bool)
        case act(String, JSON)
        case sendMessage(String, ThrownEvent.Content, keep: Term?)
        case throwSignal(String, payload: Context)
        /// An escalation that nothing catches.
        case escalated(code: String, element: String)
        case call(Ticket, AskedCall)
        case takeBack(Ticket)
        case scheduleWarning(CaseDeadline.Subject, at: Instant)
        case unscheduleWarning(CaseDeadline.Subject)
        /// There is nothing to warn of any more.
        case withdrawWarning
        /// The day is near by which the case was to be decided.
        case warn(CivilDate)
    }

    /// The kind of its line in the history. What waits for a second officer is not decided yet.
    func kind(of command: CaseCommand) -> String {
        events.contains { if case .proposed = $0 { true } else { false } } ? "proposed" : command.kind
    }

    mutating func record(_ event: CaseEvent) {
        theCase.apply(event)
        events.append(event)
    }
}
