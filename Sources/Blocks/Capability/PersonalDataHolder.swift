import Kernel
import Store

/// How one capability keeps a person's data: how it is given out, how it is erased, how long it must stay.
public struct PersonalDataHolder: Sendable {
    /// The capability's id; the name of its part in an export.
    public var id: String
    /// Brings into memory what the others need: they run inside transactions.
    public var prepare: @Sendable (_ subject: Identifier<DataSubject>) async throws -> Void
    /// Everything it holds about the subject, for the person to take away (Regulation (EU) 2016/679, article 15).
    public var export: @Sendable (_ subject: Identifier<DataSubject>, _ connection: Connection) throws -> JSON
    /// What the law obliges it to keep, and until when; an empty list lets the subject be erased now.
    public var retained: @Sendable (_ subject: Identifier<DataSubject>, _ connection: Connection) throws -> [Retention]
    /// Removes what destroying the subject's key does not: search tokens, files, links. In the caller's transaction.
    public var erase: @Sendable (_ subject: Identifier<DataSubject>, _ tx: Transaction) throws -> Void

    public init(
        id: String, prepare: @escaping @Sendable (_ subject: Identifier<DataSubject>) async throws -> Void = { _ in },
        export: @escaping @Sendable (_ subject: Identifier<DataSubject>, _ connection: Connection) throws -> JSON,
        retained: @escaping @Sendable (_ subject: Identifier<DataSubject>, _ connection: Connection) throws -> [Retention] = { _, _ in [] },
        erase: @escaping @Sendable (_ subject: Identifier<DataSubject>, _ tx: Transaction) throws -> Void
    ) {
        self.id = id
        self.prepare = prepare
        self.export = export
        self.retained = retained
        self.erase = erase
    }
}

/// A duty to keep something, with the law that says so.
public struct Retention: Sendable, Hashable {
    public var what: LocalizedText
    public var until: CivilDate
    public var source: String
    public var then: After

    /// What comes after the last day.
    public enum After: Sendable, Hashable {
        /// It is deleted without anybody's asking.
        case deleted
        /// Its time has not begun: it is still in use.
        case later
        /// It stays until the person asks.
        case onRequest
    }

    public init(what: LocalizedText, until: CivilDate, source: String, then: After = .onRequest) {
        self.what = what
        self.until = until
        self.source = source
        self.then = then
    }
}
