import FEEL
import Kernel
import Store

/// Something that a service task of a drawn process may ask of a capability: `polity:service="registries.find"`. What it does when it is asked
/// is offered once the capability is open (`Offer.serviceTasks`).
public struct ServiceTaskDeclaration: Sendable, Hashable {
    /// Begins with the capability's id: `registries.find`.
    public var name: String
    public var about: String
    public var inputs: [Input]
    /// What the answer holds, which the task knows as `reply`.
    public var answer: String
    /// Whether it reads or passes on what is about a person, which takes a law.
    public var needsLegalBasis: Bool

    /// A `<polity:input>` of the task.
    public struct Input: Sendable, Hashable {
        public var name: String
        public var about: String
        public var isOptional: Bool
        public var kind: Kind

        /// What it must be.
        public enum Kind: Sendable, Hashable {
            /// Whatever its expression gives when the task is asked.
            case computed
            /// The same, where it is kept for ever or read by many: nothing that may tell about a person.
            case impersonal
            /// An amount in the government's currency, computed as well.
            case money
            /// The id of a registry, written out, so that it is checked with the folder.
            case registry
            /// A list of fields of the registry that another input names, written out.
            case fields(ofRegistryIn: String)
        }

        public init(_ name: String, _ about: String, isOptional: Bool = false, _ kind: Kind = .computed) {
            self.name = name
            self.about = about
            self.isOptional = isOptional
            self.kind = kind
        }
    }

    /// What it does, takes and answers, in one line of the reference.
    public var reference: String {
        let inputs = inputs.map { "`\($0.name)`\($0.isOptional ? " (optional)" : ""): \($0.about)" }.joined(separator: " ")
        return "\(about) Inputs: \(inputs) Answer: \(answer)"
    }

    public init(_ name: String, _ about: String, inputs: [Input], answer: String, needsLegalBasis: Bool = false) {
        self.name = name
        self.about = about
        self.inputs = inputs
        self.answer = answer
        self.needsLegalBasis = needsLegalBasis
    }
}

/// What a service task asks, and for which case.
public struct ServiceTaskRequest: Sendable {
    public var input: Context
    /// The same for the same request at the same place of a case, however often it is asked; it begins with `caseID` and a dash.
    public var idempotencyKey: String
    public var caseID: String
    /// As people know it.
    public var reference: ReferenceNumber
    public var service: String
    public var organisation: String
    public var subject: Identifier<DataSubject>
    /// The service's.
    public var legalBasis: String?

    public init(
        input: Context, idempotencyKey: String, caseID: String, reference: ReferenceNumber, service: String, organisation: String,
        subject: Identifier<DataSubject>, legalBasis: String?
    ) {
        self.input = input
        self.idempotencyKey = idempotencyKey
        self.caseID = caseID
        self.reference = reference
        self.service = service
        self.organisation = organisation
        self.subject = subject
        self.legalBasis = legalBasis
    }
}

/// Does what is asked in the transaction that brings the answer to the case: both happen, or neither.
///
/// What it throws as unavailable or too many is asked again later; any other error is the answer, and an error event of the process catches its
/// code.
public typealias ServiceTaskHandler = @Sendable (_ request: ServiceTaskRequest, _ tx: Transaction) throws -> Context
