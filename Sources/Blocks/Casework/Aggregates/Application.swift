import FEEL
import Forms
import Kernel

/// What somebody asks a government for: answers to a service's form, first as a draft, then as they were submitted.
public struct Application: Sendable, Hashable {
    public var id: Identifier<Application>
    public var service: String
    /// The version of the folder by which it is judged: of a draft the newest, of a submission the one it was made under.
    public var folder: String
    public var owner: Owner
    /// Whose data the answers are: a person's key, or one made for a visitor.
    public var subject: Identifier<DataSubject>
    public var answers: Answers
    /// Files uploaded for it by question.
    public var files: [AttachedFile]
    public var state: State
    public var startedAt: Instant
    public var updatedAt: Instant
    /// The aggregate's version: what a command read and its commit names.
    public var version: Int
    /// The person was erased, and the answers with them.
    public var isErased = false

    public enum State: Sendable, Hashable {
        case draft
        case submitted(at: Instant, case: Identifier<Case>)
        case discarded(at: Instant)
    }

    public enum Owner: Sendable, Hashable {
        /// Who began it, and whose it is: under a mandate two persons.
        case account(AccountID, party: Party?)
        /// A visitor who holds the secret of which this is the SHA-256.
        case visitor(secretHash: [UInt8])
        /// Nobody: the government itself opened the case.
        case nobody

        /// Who sent it in, and for whom, as far as that is known.
        var known: (account: AccountID?, party: Party?) { if case .account(let account, let party) = self { (account, party) } else { (nil, nil) } }
    }

    public struct AttachedFile: Sendable, Hashable {
        /// The document's id.
        public var id: String
        public var question: String
        public var name: String
        public var type: String
        public var bytes: Int

        public init(id: String, question: String, name: String, type: String, bytes: Int) {
            self.id = id
            self.question = question
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }
}
