import FEEL
import Kernel
import Processes
import Rules

/// What the government does about an application: the process it runs, the work it asks of officers, what was decided.
public struct Case: Sendable, Hashable {
    public var id: Identifier<Case>
    public var reference: ReferenceNumber
    public var application: Identifier<Application>
    public var service: String
    public var folder: String
    public var organisation: String
    public var subject: Identifier<DataSubject>
    public var applicant: Party?
    /// The account that is told, where there is one.
    public var account: AccountID?
    public var language: String
    /// The day whose law holds.
    public var lawDate: CivilDate
    public var openedAt: Instant
    public var process: Instance
    public var tasks: [Ticket: OfficeTask]
    public var requests: [InformationRequest]
    public var decisions: [Decision]
    /// What an officer decided and another has to countersign. Nothing of it has taken effect, and the applicant is not told.
    public var proposal: Decision?
    public var notes: [Note]
    public var fee: Money?
    /// Why it is that much.
    public var feeFindings: [RuleFinding] = []
    public var isPaid: Bool
    public var appealText: String?
    /// By when it is to be decided, where its service promises that.
    public var deadline: CaseDeadline? = nil
    public var closedAt: Instant?
    public var version: Int
    /// The person was erased, and what the case says of them.
    public var isErased = false

    /// Where the case stands, for people: a projection of its process.
    public enum Stage: String, Sendable, CaseIterable {
        case awaitingPayment = "awaiting_payment"
        case inProgress = "in_progress"
        case awaitingApplicant = "awaiting_applicant"
        case waiting
        case appealed
        case decided
        case withdrawn
    }
}

/// Something an officer was asked to do. Numbered by its token in the process.
public struct OfficeTask: Sendable, Hashable {
    public var ticket: Ticket
    /// The step's id.
    public var step: String
    public var role: String
    public var organisation: String
    public var assignee: AccountID?
    public var createdAt: Instant
    /// The last day on which it is in time.
    public var due: CivilDate?
    /// Who has taken it in the assignee's place, while they are away.
    public var standIn: AccountID? = nil
    /// The team of its role before which it is put first; none for the whole role.
    public var team: String? = nil
    /// What whoever takes it has to be able to do, as its step asked when it began; in the order of their ids.
    public var skills: [String] = []
}

/// A question to the applicant; the office's clock stops until it is answered.
public struct InformationRequest: Sendable, Hashable {
    public var number: Int
    public var text: String
    public var askedAt: Instant
    public var askedBy: String
    public var due: CivilDate
    /// Working days the officer had left when the clock stopped.
    public var workingDaysLeft: Int?
    /// The task during which it was asked.
    public var step: String
    /// Who asked gets the task back.
    public var assignee: AccountID?
    public var isOpen: Bool
    /// nil while it is open, and when the time to answer passed.
    public var answer: Answer?
    /// Where the task was, when it had been handed over: there it comes back.
    public var role: String? = nil
    public var organisation: String? = nil
    /// The team that had it.
    public var team: String? = nil
    /// What was left of the timers on the task's border, whose clocks stopped with it; nil where it was asked before they did.
    public var timers: [StoppedTimer]? = nil

    public struct Answer: Sendable, Hashable {
        public var text: String
        public var files: [Application.AttachedFile]
        public var at: Instant
    }
}

/// A timer on the border of a task, with what was left of it when the task's clock stopped.
public struct StoppedTimer: Sendable, Hashable {
    /// The boundary event.
    public var event: String
    public var left: Left
    /// How often it may still come; as often as it begins with where that was not kept.
    public var repeats: Int? = nil

    public enum Left: Sendable, Hashable {
        /// It stood still with a fault, or keeps to a calendar (a cron expression), and begins as the task does.
        case anew
        case workingDays(Int)
        /// Of a term that ends with a day.
        case days(Int)
        case time(Duration)
        /// It was set to a date, which does not wait for anybody, or its time had come.
        case until(Instant)
    }
}

public struct Decision: Sendable, Hashable {
    /// 1 for the first; an appeal's comes after it and stands in its place.
    public var number: Int
    public var outcome: String
    public var reasons: [Reason]
    public var conditions: [String]
    public var decidedAt: Instant
    /// Rules of the folder, or an officer in a role.
    public var by: Decider
    /// The officer who agreed, where the service asks for a second one.
    public var countersignedBy: AccountID? = nil
    /// The absent colleague in whose place the officer decided, and in whose place the second one agreed.
    public var decidedFor: AccountID? = nil
    public var countersignedFor: AccountID? = nil
    /// What the service's decision tables said, on which it rests or which the officer had before them.
    public var findings: [RuleFinding] = []
    /// What the outcome says to the applicant, in their language, as it was true on the day.
    public var message: String? = nil
    /// Whether the officer wrote that in the place of what was drafted from the rules.
    public var isEdited = false
    /// Where the officer's task was, when it had been handed over.
    public var organisation: String? = nil
    /// Skills that the review asked for and the officer does not have: a supervisor gave it to them all the same.
    public var withoutSkills: [String] = []

    public struct Reason: Sendable, Hashable {
        public var text: String
        public var source: String?

        public init(_ text: String, source: String? = nil) {
            self.text = text
            self.source = source
        }
    }

    /// Everybody whose decision it is already, and who is no second pair of eyes: who made it, and in whose place.
    public var eyes: Set<AccountID> { Set([officer, decidedFor].compactMap { $0 }) }

    /// The same with who agreed, and in whose place: nobody of them looks at it again when it is appealed.
    public var allEyes: Set<AccountID> { eyes.union([countersignedBy, countersignedFor].compactMap { $0 }) }

    /// The officer who decided; nil for the rules.
    public var officer: AccountID? { if case .officer(let account, _) = by { account } else { nil } }

    public enum Decider: Sendable, Hashable {
        case rules
        case officer(AccountID, role: String)
    }
}

/// For colleagues only.
public struct Note: Sendable, Hashable {
    public var text: String
    public var by: String
    public var at: Instant
    /// Colleagues who are told of it.
    public var mentions: [AccountID] = []
}
