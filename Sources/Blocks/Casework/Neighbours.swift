import FEEL
import Kernel
import Store

/// What a case asks of the other blocks, inside its own transaction. Each is one narrow call, so that a test can stand in
/// for any of them and a fault in one undoes the whole command.
public struct Neighbours: Sendable {
    /// A record for FEEL, with its id under `id`; nil when there is none. Logged as a look under its purpose.
    public var record: @Sendable (_ query: RecordQuery, _ connection: Connection) throws -> Context?
    /// Applies one change to a registry. Returns the record's id.
    public var change: @Sendable (_ change: RecordChange, _ tx: Transaction) throws -> String
    /// Makes an invoice. Returns the payment reference to be shown (ISO 11649).
    public var invoice: @Sendable (_ invoice: InvoiceRequest, _ tx: Transaction) throws -> String
    /// Writes an act with its commitment for the public log.
    public var act: @Sendable (_ act: OfficialAct, _ tx: Transaction) throws -> Void
    /// Promises a paper (a certificate or a letter), made once its act stands in the log.
    public var paper: @Sendable (_ paper: PaperRequest, _ tx: Transaction) throws -> Void
    /// Puts a letter to the applicant in the outbox.
    public var message: @Sendable (_ message: MessageRequest, _ tx: Transaction) throws -> Void

    public init(
        record: @escaping @Sendable (_ query: RecordQuery, _ connection: Connection) throws -> Context?,
        change: @escaping @Sendable (_ change: RecordChange, _ tx: Transaction) throws -> String,
        invoice: @escaping @Sendable (_ invoice: InvoiceRequest, _ tx: Transaction) throws -> String,
        act: @escaping @Sendable (_ act: OfficialAct, _ tx: Transaction) throws -> Void,
        paper: @escaping @Sendable (_ paper: PaperRequest, _ tx: Transaction) throws -> Void,
        message: @escaping @Sendable (_ message: MessageRequest, _ tx: Transaction) throws -> Void
    ) {
        self.record = record
        self.change = change
        self.invoice = invoice
        self.act = act
        self.paper = paper
        self.message = message
    }
}

public struct RecordQuery: Sendable {
    public enum Key: Sendable, Hashable {
        case subject(Identifier<DataSubject>)
        case identifier(Value)
    }
    public var registry: String
    public var key: Key
    public var asOf: CivilDate
    public var purpose: Purpose
}

/// Why a person's data is read or changed: nothing reads it without.
public struct Purpose: Sendable {
    public var legalBasis: String
    public var service: String
    public var application: Identifier<Application>?
    public var caseID: Identifier<Case>?
    public var actor: Actor
}

public struct RecordChange: Sendable {
    public var registry: String
    /// nil: a new record.
    public var record: String?
    public var fields: Context
    public var subject: Identifier<DataSubject>
    public var validFrom: CivilDate
    public var purpose: Purpose
}

public struct InvoiceRequest: Sendable {
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var organisation: String
    public var subject: Identifier<DataSubject>
    public var amount: Money
    public var title: LocalizedText
}

public struct OfficialAct: Sendable {
    /// `application_submitted`, `decision`, `registry_change` …
    public var kind: String
    public var caseID: Identifier<Case>
    public var organisation: String
    public var subject: Identifier<DataSubject>
    public var actor: Actor
    /// What was done; it becomes canonical JSON (RFC 8785).
    public var content: JSON
    public var at: Instant
}

public struct PaperRequest: Sendable {
    public enum Kind: String, Sendable { case certificate, letter }
    public var kind: Kind
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var service: String
    public var folder: String
    public var organisation: String
    public var subject: Identifier<DataSubject>
    public var language: String
    public var title: LocalizedText
    public var template: String?
    /// Label and text, in order.
    public var lines: [(label: LocalizedText, value: Value)]
    public var validUntil: CivilDate?
}

public struct MessageRequest: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case received, paymentDue = "payment_due", paid, questionAsked = "question_asked", decided, closed, appealReceived = "appeal_received"
    }
    public var kind: Kind
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var subject: Identifier<DataSubject>
    public var account: AccountID?
    /// Where there is no account: the address left in the form.
    public var email: String?
    public var language: String
    public var title: LocalizedText
    public var text: String
}
