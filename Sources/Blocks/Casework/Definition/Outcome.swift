import FEEL
import Kernel

/// What follows from a decision: changes of registries, papers, letters.
public struct Outcome: Sendable {
    public var id: String
    public var title: LocalizedText
    /// For the applicant; `{{name}}` stands for a FEEL name.
    public var message: LocalizedText?
    public var changes: [Change]
    public var certificate: Certificate?
    public var letter: Letter?
    /// Green, amber or grey where the outcome is shown. `granted` and the like are positive.
    public var isPositive: Bool
    /// Only the rules decide so: no officer can choose it.
    public var isByRules = false

    /// A change of one record.
    public struct Change: Sendable {
        public var registry: String
        public var when: Expression?
        public var target: Target
        public var fields: [(name: String, value: Expression)]

        public enum Target: Sendable {
            case create
            /// The record found by the look-up of this name.
            case update(lookUp: String)
        }
    }

    public struct Certificate: Sendable {
        public var title: LocalizedText
        /// FEEL → date; nil: without end.
        public var validUntil: Expression?
        /// What the paper says, in order.
        public var fields: [(label: LocalizedText, value: Expression)]
        /// A file beside service.yaml; nil: the common certificate.
        public var template: String?
        /// Whether the person's earlier certificates of this service are no longer good.
        public var replacesEarlier = false
    }

    public struct Letter: Sendable {
        public var title: LocalizedText
        public var template: String?
    }
}
