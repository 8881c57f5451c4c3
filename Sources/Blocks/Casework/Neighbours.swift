import Documents
import FEEL
import Kernel
import Privacy
import Store

/// What a case asks of the other blocks, inside its own transaction. Each is one narrow call, so that a test can stand in
/// for any of them and a fault in one undoes the whole command.
public struct Neighbours: Sendable {
    /// Who applies, for FEEL: `{id, name, email}`, as far as it is known.
    public var applicant: @Sendable (_ actor: Actor, _ connection: Connection) throws -> Context
    /// A record for FEEL, with its id under `id`; nil when there is none. A look that must be written down needs a transaction.
    public var record: @Sendable (_ query: RecordQuery, _ connection: Connection) throws -> Context?
    /// Whether the folder lets this purpose open a registry.
    public var isOpen: @Sendable (_ registry: String, _ purpose: ReadPurpose) -> Bool
    /// Applies one change to a registry. Returns the record's id.
    public var change: @Sendable (_ change: RecordChange, _ tx: Transaction) throws -> String
    /// Makes an invoice.
    public var invoice: @Sendable (_ invoice: InvoiceRequest, _ tx: Transaction) throws -> Void
    /// What is still owed for a case is owed no more; what was paid is paid back where `isPaidBack`.
    public var giveUpFee: @Sendable (_ id: Identifier<Case>, _ isPaidBack: Bool, _ tx: Transaction) throws -> Void
    /// Writes an act with its commitment for the public log. Returns its id.
    public var act: @Sendable (_ act: OfficialAct, _ tx: Transaction) throws -> String
    /// A file that was uploaded becomes the evidence of an application or a case.
    public var keepFile: @Sendable (_ file: String, _ owner: DocumentOwner, _ subject: Identifier<DataSubject>, _ tx: Transaction) throws -> Void
    public var dropFile: @Sendable (_ file: String, _ owner: DocumentOwner, _ tx: Transaction) throws -> Void
    /// Puts a letter to the applicant in the outbox.
    public var message: @Sendable (_ message: MessageRequest, _ tx: Transaction) throws -> Void
    /// Writes down that somebody of an office looked at what these persons sent in.
    public var recordRead: @Sendable (_ purpose: ReadPurpose, _ subjects: [Identifier<DataSubject>], _ tx: Transaction) throws -> Void
    /// What an account's offices allow; nothing for one that is suspended.
    public var grants: @Sendable (_ account: AccountID, _ connection: Connection) throws -> [Grant]
    /// The accounts that supervise cases of an organisation.
    public var supervisors: @Sendable (_ organisation: String, _ connection: Connection) throws -> [AccountID]
    /// The skills an account has.
    public var skills: @Sendable (_ account: AccountID, _ connection: Connection) throws -> Set<String>
    /// Keyed tokens under which a case is found by its applicant's name, and those of a search; empty where nothing is indexed.
    public var tokens: @Sendable (_ text: String, _ isQuery: Bool) -> Set<[UInt8]>
    /// Keyed tokens of what a case says, under which it is found by its words; no more than `Casework.mostTokens`.
    public var words: @Sendable (_ texts: [String]) -> Set<[UInt8]>
    /// What a search by words asks for, and the tokens of its words as they stand there, by which what is found is ranked.
    public var wordQuery: @Sendable (_ text: String) -> (all: Set<[UInt8]>, whole: Set<[UInt8]>)
    /// A keyed token for the whole of a text, under which the key of a message is found.
    public var keyToken: @Sendable (_ text: String) -> [UInt8]
    /// The keyed token of a case's trait.
    public var trait: @Sendable (_ text: String) -> [UInt8]
    /// Tells the operator's security log that somebody asked for what is another's.
    public var noteAttempt: @Sendable () -> Void

    public init(
        applicant: @escaping @Sendable (_ actor: Actor, _ connection: Connection) throws -> Context,
        record: @escaping @Sendable (_ query: RecordQuery, _ connection: Connection) throws -> Context?,
        change: @escaping @Sendable (_ change: RecordChange, _ tx: Transaction) throws -> String,
        invoice: @escaping @Sendable (_ invoice: InvoiceRequest, _ tx: Transaction) throws -> Void,
        giveUpFee: @escaping @Sendable (_ id: Identifier<Case>, _ isPaidBack: Bool, _ tx: Transaction) throws -> Void,
        act: @escaping @Sendable (_ act: OfficialAct, _ tx: Transaction) throws -> String,
        keepFile: @escaping @Sendable (_ file: String, _ owner: DocumentOwner, _ subject: Identifier<DataSubject>, _ tx: Transaction) throws -> Void,
        dropFile: @escaping @Sendable (_ file: String, _ owner: DocumentOwner, _ tx: Transaction) throws -> Void,
        message: @escaping @Sendable (_ message: MessageRequest, _ tx: Transaction) throws -> Void,
        recordRead: @escaping @Sendable (_ purpose: ReadPurpose, _ subjects: [Identifier<DataSubject>], _ tx: Transaction) throws -> Void,
        grants: @escaping @Sendable (_ account: AccountID, _ connection: Connection) throws -> [Grant] = { _, _ in [] },
        supervisors: @escaping @Sendable (_ organisation: String, _ connection: Connection) throws -> [AccountID] = { _, _ in [] },
        skills: @escaping @Sendable (_ account: AccountID, _ connection: Connection) throws -> Set<String> = { _, _ in [] },
        tokens: @escaping @Sendable (_ text: String, _ isQuery: Bool) -> Set<[UInt8]> = { _, _ in [] },
        words: @escaping @Sendable (_ texts: [String]) -> Set<[UInt8]> = { _ in [] },
        wordQuery: @escaping @Sendable (_ text: String) -> (all: Set<[UInt8]>, whole: Set<[UInt8]>) = { _ in ([], []) },
        keyToken: @escaping @Sendable (_ text: String) -> [UInt8] = { Array($0.utf8) },
        trait: @escaping @Sendable (_ text: String) -> [UInt8] = { Array($0.utf8) },
        isOpen: @escaping @Sendable (_ registry: String, _ purpose: ReadPurpose) -> Bool = { _, _ in true },
        noteAttempt: @escaping @Sendable () -> Void = {}
    ) {
        self.applicant = applicant
        self.record = record
        self.change = change
        self.invoice = invoice
        self.giveUpFee = giveUpFee
        self.act = act
        self.keepFile = keepFile
        self.dropFile = dropFile
        self.message = message
        self.recordRead = recordRead
        self.grants = grants
        self.supervisors = supervisors
        self.skills = skills
        self.tokens = tokens
        self.words = words
        self.wordQuery = wordQuery
        self.keyToken = keyToken
        self.trait = trait
        self.isOpen = isOpen
        self.noteAttempt = noteAttempt
    }
}

public struct RecordQuery: Sendable {
    public enum Key: Sendable, Hashable {
        /// The record that is this person's data; the newest where there are several.
        case person(PersonID)
        /// By its id, or by the number people know it by.
        case identifier(String)
    }
    public var registry: String
    public var key: Key
    public var asOf: CivilDate
    public var purpose: ReadPurpose
}

public struct RecordChange: Sendable {
    public var registry: String
    /// nil: a new record.
    public var record: String?
    public var fields: Context
    public var subject: Identifier<DataSubject>
    public var organisation: String
    public var validFrom: CivilDate
    public var actor: Actor
    /// What the record's history says; no personal data.
    public var reason: String
    public var legalBasis: String?
    public var reference: ReferenceNumber
}

public struct InvoiceRequest: Sendable {
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var organisation: String
    public var service: String
    public var subject: Identifier<DataSubject>
    public var amount: Money
    /// The service's title, in the applicant's language.
    public var title: String
    public var dueDay: CivilDate
}

public struct OfficialAct: Sendable {
    /// `application_submitted`, `decision_made`, `appeal` …
    public var kind: String
    /// nil where no case is known yet.
    public var reference: ReferenceNumber?
    public var organisation: String
    public var subject: Identifier<DataSubject>?
    public var actor: Actor
    /// The role in which an officer acted; nil for the rules and for the applicant.
    public var role: String?
    public var legalBasis: String?
    /// What was done; it becomes canonical JSON (RFC 8785).
    public var content: JSON
    public var at: Instant
}

public struct PaperRequest: Sendable {
    public enum Kind: String, Sendable { case certificate, letter }
    public var kind: Kind
    /// What its QR code names.
    public var number: ReferenceNumber
    /// Which decision of the case it tells.
    public var decision: Int
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var service: String
    public var folder: String
    public var organisation: String
    public var subject: Identifier<DataSubject>
    public var language: String
    public var title: LocalizedText
    /// A template of the service.
    public var template: String?
    /// Label and text, in order, in `language`.
    public var lines: [(label: String, value: String)]
    /// Paragraphs of a letter.
    public var paragraphs: [String]
    /// What the template asks for.
    public var values: JSON
    public var issuedOn: CivilDate
    public var validUntil: CivilDate?
    /// Whether it takes the place of the same service's earlier certificates for the same person.
    public var replacesEarlier: Bool
}

public struct MessageRequest: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case received, paymentDue = "payment_due", paid, questionAsked = "question_asked", decided, appealReceived = "appeal_received", withdrawn
        case withdrawnAndPaidBack = "withdrawn_and_paid_back", notice, invoiced
    }
    public var kind: Kind
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var service: String
    public var organisation: String
    public var subject: Identifier<DataSubject>
    /// Who sent it in, and for whom.
    public var account: AccountID?
    public var applicant: Party?
    /// Where there is no account: the address left in the form.
    public var email: String?
    public var language: String
    /// The service's title, or the outcome's.
    public var title: String
    public var text: String
    public var fee: Money?
    /// Until when the applicant has to do something: pay, answer.
    public var due: CivilDate?
    /// Where the reader goes on, as a path of the portal.
    public var link: String
}
