import BPMN
import Blueprint
import FEEL
import Forms
import Kernel
import Processes
import Rules

/// A service as its folder describes it: `services/NAME/service.yaml`, read and checked. One object for all who ask, because every page
/// asks for some, and copying thirty parts of one costs more than what is read of it.
public final class PublicService: Sendable {
    public let id: String
    public let title: LocalizedText
    public let summary: LocalizedText
    /// Markdown.
    public let about: LocalizedText?
    /// The organisation of the folder that answers for it.
    public let organisation: String
    public let access: Access
    /// How surely we must know who applies.
    public let assurance: AssuranceLevel
    /// What a person needs at hand.
    public let youNeed: [LocalizedText]
    /// How long it takes, in words.
    public let takes: LocalizedText?
    /// The legal basis (of polity.yaml) on which the applicant's records are read.
    public let legalBasis: String?
    public let lookUps: [LookUp]
    public let eligibility: [Requirement]
    public let form: Form
    public let fee: Fee?
    public let steps: [Step]
    /// Teams that are given its tasks: the first whose condition holds.
    public let teams: [TeamClaim]
    /// The folder's skills by id.
    public let skillTitles: [String: LocalizedText]
    public let outcomes: [Outcome]
    /// Time the applicant has to send what an officer asked for.
    public let answerWithin: Term
    public let appeal: Appeal?
    /// Within which time a case is decided; nil where the service promises nothing.
    public let decideWithin: Term?
    /// How many working days before a promised day officers are warned.
    public let warnBefore: Int
    /// Answers and findings that anyone may read, by id; empty when the case has no public page.
    public let publicFields: [String]
    /// Those of them that everybody is shown: a folder that was served before may name what tells about a person.
    public let publishedFields: [String]
    /// What programs outside may tell its cases.
    public let messages: [ServiceMessage]
    /// How long the case is kept after it is closed.
    public let keep: Term?
    /// What expressions may name, with types.
    public let names: [String: FEELType]
    /// The values of rulebooks it calls by name, which are among the names.
    public let law: ServiceLaw
    /// The decisions of its `rules.dmn`, which are among the names.
    public let rules: ServiceRules?
    /// What people read for the names and texts that its tables look at.
    public let ruleWords: RuleWords
    /// What its papers say, where that was written for it.
    let templates: PaperTemplates
    /// What the steps compile to.
    public let process: ProcessModel
    /// Its `process.bpmn`, where it has one: to be shown, with marks at the elements where cases are.
    public let drawing: BPMNDocument?
    /// Whose service it is, in the same edition.
    let government: Government
    public let location: SourceLocation

    init(
        id: String, title: LocalizedText, summary: LocalizedText, about: LocalizedText?, organisation: String, access: Access,
        assurance: AssuranceLevel, youNeed: [LocalizedText], takes: LocalizedText?, legalBasis: String?, lookUps: [LookUp],
        eligibility: [Requirement], form: Form, fee: Fee?, steps: [Step], teams: [TeamClaim], skillTitles: [String: LocalizedText],
        outcomes: [Outcome], answerWithin: Term, appeal: Appeal?, decideWithin: Term?, warnBefore: Int, publicFields: [String], publishedFields: [String],
        messages: [ServiceMessage],
        keep: Term?,
        names: [String: FEELType], law: ServiceLaw, rules: ServiceRules?, ruleWords: RuleWords, templates: PaperTemplates,
        process: ProcessModel, drawing: BPMNDocument?, government: Government, location: SourceLocation
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.about = about
        self.organisation = organisation
        self.access = access
        self.assurance = assurance
        self.youNeed = youNeed
        self.takes = takes
        self.legalBasis = legalBasis
        self.lookUps = lookUps
        self.eligibility = eligibility
        self.form = form
        self.fee = fee
        self.steps = steps
        self.teams = teams
        self.skillTitles = skillTitles
        self.outcomes = outcomes
        self.answerWithin = answerWithin
        self.appeal = appeal
        self.decideWithin = decideWithin
        self.warnBefore = warnBefore
        self.publicFields = publicFields
        self.publishedFields = publishedFields
        self.messages = messages
        self.keep = keep
        self.names = names
        self.law = law
        self.rules = rules
        self.ruleWords = ruleWords
        self.templates = templates
        self.process = process
        self.drawing = drawing
        self.government = government
        self.location = location
    }

    /// Whether its process waits anywhere for what an applicant answers.
    public var mayAsk: Bool { process.exchange.messagesAwaited.contains { $0.name == StepCompiler.MessageName.answered } }

    public enum Access: String, Sendable, CaseIterable {
        case everyone
        case signedIn = "signed_in"
    }

    /// A record that is read before the first question and whenever an expression needs it.
    public struct LookUp: Sendable {
        /// Its name in FEEL.
        public var name: String
        public var registry: String
        public var key: Key

        public enum Key: Sendable {
            /// The record of which the applicant is the data subject.
            case applicant
            /// The record whose identifier this expression gives.
            case record(Expression)
        }
    }

    /// Something that must hold, with what a person is told when it does not.
    public struct Requirement: Sendable {
        public var must: Expression
        public var otherwise: LocalizedText
        /// The source of law.
        public var source: String?
    }

    public struct Fee: Sendable {
        /// Whole units of the government's currency.
        public var amount: Expression
        public var text: LocalizedText?
        public var source: String?
        /// Whether a fee that was paid goes back when the application is withdrawn before a decision.
        public var isPaidBackOnWithdrawal = false
    }

    public struct Appeal: Sendable {
        public var within: Term
        /// Within which time it is decided.
        public var decideWithin: Term? = nil
        public var role: String
        /// nil: the service's own organisation. An appeal often goes to another house, as a tribunal.
        public var organisation: String?
    }

    /// Whether people apply for it. Cases of others are only opened by the government itself.
    public var isAppliedFor: Bool { process.startsPlainly }

    /// Whether anything in its process waits until the fee is paid.
    var waitsForPayment: Bool { process.exchange.messagesAwaited.contains { $0.name == StepCompiler.MessageName.paid } }

    /// Whether it says within which time it decides, on applications or on appeals.
    public var promises: Bool { decideWithin != nil || appeal?.decideWithin != nil }

    public func outcome(_ id: String) -> Outcome? { outcomes.first { $0.id == id } }
    public func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// The step in which a second officer looks at what a review decided.
    func countersignature(of review: String) -> Step? {
        steps.first { $0.countersigns(review) }
    }
}
