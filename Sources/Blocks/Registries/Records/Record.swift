import FEEL
import Journal
import Kernel

public enum RegistryRecord: Sendable {}
/// A record's id. Where a record is a person (`subject: self`), the same text is their `PersonID`.
public typealias RecordID = Identifier<RegistryRecord>

/// A record as it stands, or stood, on one day.
public struct Record: Sendable, Hashable {
    public var id: RecordID
    public var registry: String
    public var organisation: String
    /// Whose data it is; nil when it is nobody's.
    public var subject: PersonID?
    /// How often the record was changed; a change names the version it was decided on.
    public var version: Int
    /// The days on which these values hold; no end when none is recorded.
    public var validFrom: CivilDate
    public var validTo: CivilDate?
    /// Every field by its id, and the record's own under `id`: what FEEL sees. Erased values are null.
    public var values: Context
    public var title: String
    /// Whether the person behind it was erased, and their values with them.
    public var isErased: Bool
}

/// Who changes a record, why, and for which case.
public struct ChangeNote: Sendable, Hashable {
    public var actor: Actor
    /// In words for the history. It must not hold personal data, because it is read by whoever reads the record.
    public var reason: String
    public var caseReference: String?
    /// In what capacity, as the public log says it.
    public var author: Act.Author
    /// On which legal basis, by its id in the folder.
    public var legalBasis: String?

    /// - Parameter author: the actor's own capacity unless given.
    public init(by actor: Actor, reason: String, case reference: String? = nil, author: Act.Author? = nil, legalBasis: String? = nil) {
        self.actor = actor
        self.reason = reason
        caseReference = reference
        self.author = author ?? Act.Author(actor)
        self.legalBasis = legalBasis
    }
}

/// One change in a record's history.
public struct RecordedChange: Sendable, Hashable {
    public enum Kind: String, Sendable { case created, updated, corrected, ended }

    public var version: Int
    public var kind: Kind
    public var recordedAt: Instant
    /// Who did it, for the reader: `account:…`, `machine:…`, `system:…`.
    public var actor: String
    public var reason: String
    public var caseReference: String?
    /// What this change made hold, and on which days.
    public var states: [Record]
}
