import Capability
import Consent
import Documents
import Journal
import Kernel
import Messages
import Store

/// What other blocks do when a case's time is over.
struct RetentionNeighbours: Sendable {
    /// Whether a court or an inquiry keeps this person's data.
    var isHeld: @Sendable (_ subject: Identifier<DataSubject>, _ connection: Connection) throws -> Bool
    /// Files, letters and the words of acts go; that the case was deleted is written into the public log.
    var forget: @Sendable (_ expired: ExpiredCase, _ tx: Transaction) throws -> Void
}

struct ExpiredCase: Sendable {
    var id: Identifier<Case>
    var application: Identifier<Application>
    var reference: ReferenceNumber
    var organisation: String
    var subject: Identifier<DataSubject>
    var legalBasis: String?
    var closedOn: CivilDate
    var keptFor: Term
}

extension RetentionNeighbours {
    init(_ host: Host) {
        let (documents, journal, messages, erasure) = (host[Documents.self], host[Journal.self], host[Messages.self], host[Erasure.self])
        self.init(
            isHeld: { subject, connection in try erasure.isHeld(subject, in: connection) },
            forget: { expired, tx in
                try documents.removeAll(of: Casework.fileOwner(expired.id), in: tx)
                try documents.removeAll(of: Casework.fileOwner(expired.application), in: tx)
                try messages.forget(case: expired.reference.description, of: expired.subject, in: tx)
                let deletion = Act(
                    Journal.deletionKind, organisation: expired.organisation, reference: expired.reference.plain, by: .system("casework.retention"),
                    purpose: expired.legalBasis, at: tx.now,
                    content: ["closed_on": .string(expired.closedOn.description), "kept_for": .string(expired.keptFor.description)])
                try journal.forget(kinds: Casework.actKinds, with: deletion, in: tx)
            })
    }
}
