import FEEL
import Forms
import Kernel

/// One step of a service between submission and outcome. `PublicService.process` holds what they compile to; the node of a
/// step has the step's id.
public struct Step: Sendable {
    public var id: String
    /// The step is taken when this holds; always, when there is none.
    public var when: Expression?
    public var kind: Kind
    public var location: SourceLocation

    public enum Kind: Sendable {
        /// Waits until the fee is paid; passes at once when there is none.
        case pay
        /// The applicant is refused when a requirement does not hold.
        case check([PublicService.Requirement])
        /// The first rule that holds decides; if none holds, the next step goes on.
        case decide([Rule])
        /// An officer decides. `advise` suggests an outcome with its reason.
        case review(Work, advise: [Rule])
        /// A second officer agrees with what was decided in the review of this id, or gives it back. Nothing takes effect before
        /// (the four-eyes principle). It stands behind its review, and nowhere else.
        case countersign(Work, of: String)
        /// Work that gives findings and no decision: an inspection, a repair.
        case task(Work)
        /// Nothing happens for a time.
        case wait(Term)
        /// The applicant is told something. In the texts `{{name}}` stands for a FEEL name.
        case tell(title: LocalizedText, text: LocalizedText)
    }

    /// Work of a person in an office.
    public struct Work: Sendable {
        public var title: LocalizedText
        public var role: String
        /// nil: the service's own organisation.
        public var organisation: String?
        public var within: Deadline?
        /// What the officer fills in; the answers are names in FEEL from then on.
        public var form: Form
        /// The question whose answer names the organisation that does it, before `organisation`.
        public var office: String? = nil
        /// What whoever takes it has to be able to do.
        public var skills: [SkillNeed] = []
    }

    /// A skill of the folder that some work asks for.
    public struct SkillNeed: Sendable {
        public var skill: String
        /// Asked for when this holds as the work begins; always, when there is none.
        public var when: Expression?
    }

    public enum Deadline: Sendable {
        case term(Term)
        /// FEEL: a number of working days.
        case workingDays(Expression)
    }

    public struct Rule: Sendable {
        /// nil: holds always.
        public var when: Expression?
        /// An id of the service's outcomes.
        public var outcome: String
        public var because: LocalizedText
        /// Conditions of the decision; of each text every line is one.
        public var conditions: [LocalizedText] = []
        public var source: String?
    }
}
