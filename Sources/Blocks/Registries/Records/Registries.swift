import FEEL
import Journal
import Kernel
import Privacy
import Store

/// The records of all registries: changed with a note, read with a purpose. Each change is an act in the public log.
///
/// Records know valid time (on which days something holds) and recorded time (since when we say so); no change removes
/// anything, and every question can be asked as of a day and as of a moment.
public struct Registries: Sendable {
    /// Writes down that staff or a machine read about these persons. The journal's; in the reader's transaction.
    public typealias RecordRead = @Sendable (_ purpose: ReadPurpose, _ read: RecordedRead, _ tx: Transaction) throws -> Void

    /// Writes down the act of a change for the public log. The journal's; in the change's transaction.
    public typealias RecordActOfChange = @Sendable (_ act: Act, _ subject: Identifier<DataSubject>?, _ tx: Transaction) throws -> ActID

    public let book: RegistryBook
    let store: Store
    let vault: PersonalVault
    let identifiers: Identifiers
    public let zone: CivilZone
    let recordRead: RecordRead
    let recordAct: RecordActOfChange

    public init(
        book: RegistryBook, store: Store, vault: PersonalVault, identifiers: Identifiers, zone: CivilZone, recordRead: @escaping RecordRead,
        recordAct: @escaping RecordActOfChange
    ) {
        self.book = book
        self.store = store
        self.vault = vault
        self.identifiers = identifiers
        self.zone = zone
        self.recordRead = recordRead
        self.recordAct = recordAct
    }

    /// Enters a new record that holds from `day` on (today unless given).
    ///
    /// - Parameters:
    ///   - values: by field id; fields left out have no value.
    ///   - id: where the record is a person who already has an id.
    /// - Throws: `REGISTRY-104` and `-105` for a value that is wrong or missing, `REGISTRY-106` when a unique value is taken.
    @discardableResult
    public func create(
        _ registry: String, _ values: Context, id: RecordID? = nil, organisation: String? = nil, from day: CivilDate? = nil, note: ChangeNote,
        in tx: Transaction
    ) throws -> RecordID {
        let registry = try book.registry(registry)
        let id = id ?? identifiers.next()
        let editor = RecordEditor(registries: self, registry: registry, id: id, tx: tx)
        try editor.create(try editor.changes(values), organisation: organisation ?? registry.organisation, from: day ?? zone.date(of: tx.now), note: note)
        return id
    }

    /// Records that something has changed in reality: `values` hold from `day` on (today unless given), the rest stays.
    ///
    /// - Parameter version: the version the change was decided on; `REGISTRY-107` when the record has moved on.
    public func update(
        _ id: RecordID, _ values: Context, from day: CivilDate? = nil, expecting version: Int? = nil, note: ChangeNote, in tx: Transaction
    ) throws {
        try editor(id, tx).change(values, from: day ?? zone.date(of: tx.now), to: .never, kind: .updated, expecting: version, note: note)
    }

    /// Records that what was said was wrong: `values` held in `days`, whatever was recorded before.
    public func correct(
        _ id: RecordID, _ values: Context, from day: CivilDate, to end: CivilDate? = nil, expecting version: Int? = nil, note: ChangeNote,
        in tx: Transaction
    ) throws {
        try editor(id, tx).change(values, from: day, to: end ?? .never, kind: .corrected, expecting: version, note: note)
    }

    /// Records that there is no such thing any more from `day` on (today unless given).
    public func end(_ id: RecordID, on day: CivilDate? = nil, expecting version: Int? = nil, note: ChangeNote, in tx: Transaction) throws {
        try editor(id, tx).end(on: day ?? zone.date(of: tx.now), expecting: version, note: note)
    }

    private func editor(_ id: RecordID, _ tx: Transaction) throws -> RecordEditor {
        guard let head = try RecordRows.head(id, in: tx) else { throw RegistryFault.noRecord(in: "") }
        return RecordEditor(registries: self, registry: try book.registry(head.registry), id: id, tx: tx)
    }
}
