import BPMN
import FEEL
import Forms
import Kernel
import Processes
import Rules

/// A service as its folder describes it: `services/NAME/service.yaml`, read and checked.
public struct PublicService: Sendable {
    public var id: String
    public var title: LocalizedText
    public var summary: LocalizedText
    /// Markdown.
    public var about: LocalizedText?
    /// The organisation of the folder that answers for it.
    public var organisation: String
    public var access: Access
    /// How surely we must know who applies.
    public var assurance: AssuranceLevel
    /// What a person needs at hand.
    public var youNeed: [LocalizedText]
    /// How long it takes, in words.
    public var takes: LocalizedText?
    /// The legal basis (of polity.yaml) on which the applicant's records are read.
    public var legalBasis: String?
    public var lookUps: [LookUp]
    public var eligibility: [Requirement]
    public var form: Form
    public var fee: Fee?
    public var steps: [Step]
    public var outcomes: [Outcome]
    /// Time the applicant has to send what an officer asked for.
    public var answerWithin: Term
    public var appeal: Appeal?
    /// Answers and findings that anyone may read, by id; empty when the case has no public page.
    public var publicFields: [String]
    /// How long the case is kept after it is closed.
    public var keep: Term?
    /// What expressions may name, with types.
    public var names: [String: FEELType]
    /// The values of rulebooks it calls by name, which are among the names.
    public var law: ServiceLaw
    /// The decisions of its `rules.dmn`, which are among the names.
    public var rules: ServiceRules?
    /// What its papers say, where that was written for it.
    var templates: PaperTemplates
    /// What the steps compile to.
    public var process: ProcessModel
    /// Its `process.bpmn`, where it has one: to be shown, with marks at the elements where cases are.
    public var drawing: BPMNDocument?
    public var location: SourceLocation

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
        public var role: String
        /// nil: the service's own organisation. An appeal often goes to another house, as a tribunal.
        public var organisation: String?
    }

    public func outcome(_ id: String) -> Outcome? { outcomes.first { $0.id == id } }
    public func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// The step in which a second officer looks at what a review decided.
    func countersignature(of review: String) -> Step? {
        steps.first { $0.countersigns(review) }
    }
}
