import Kernel

/// Something the government did that has effect: an application received, a decision, a change of a register.
///
/// An act names an office, never the person who holds it. What it says of residents stands in `content` and is sealed
/// with their key when it is recorded about them.
public struct Act: Sendable, Hashable {
    /// What was done, in snake_case: `decision_made`.
    public var kind: String
    /// The organisation of the folder in whose name it was done.
    public var organisation: String
    /// The case or the record it belongs to, by its public reference.
    public var reference: String?
    public var author: Author
    /// The legal basis or the purpose, by its id in the folder.
    public var purpose: String?
    public var at: Instant
    /// What exactly was done. Long things (a decision's text, a file) stand elsewhere and enter by their hash, which a
    /// `CommittedContent` compares.
    public var content: JSON

    public init(
        _ kind: String, organisation: String, reference: String? = nil, by author: Author, purpose: String? = nil, at: Instant, content: JSON
    ) {
        self.kind = kind
        self.organisation = organisation
        self.reference = reference
        self.author = author
        self.purpose = purpose
        self.at = at
        self.content = content
    }

    /// In what capacity somebody acted.
    public enum Author: Sendable, Hashable {
        /// The holder of an office (a role of the folder).
        case office(String)
        /// A resident or a business, for itself or for another; which one is not said here.
        case applicant
        /// Another system, by its registered client id.
        case machine(String)
        /// The government's own background work, by the name of the job.
        case system(String)

        public init(_ actor: Actor) {
            switch (actor.principal, actor.actingFor) {
            case (_, .office(let role)): self = .office(role)
            case (.machine(let client), _): self = .machine(client)
            case (.system(let job), _): self = .system(job)
            case (.account, _), (.nobody, _): self = .applicant
            }
        }
    }
}

extension Act.Author {
    /// `office:planning_officer`, `applicant`, `machine:land_register`, `system:deadlines`.
    public var text: String {
        switch self {
        case .office(let role): "office:\(role)"
        case .applicant: "applicant"
        case .machine(let client): "machine:\(client)"
        case .system(let job): "system:\(job)"
        }
    }

    public init?(text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        switch (parts[0], parts.count) {
        case ("applicant", 1): self = .applicant
        case ("office", 2): self = .office(parts[1])
        case ("machine", 2): self = .machine(parts[1])
        case ("system", 2): self = .system(parts[1])
        default: return nil
        }
    }
}

public typealias ActID = Identifier<Act>
