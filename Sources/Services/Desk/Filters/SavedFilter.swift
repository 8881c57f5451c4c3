import Kernel
import Privacy
import Store

/// A view of the queue that an officer comes back to: a name of their own, and the address of its page.
struct SavedFilter: Sendable, Hashable {
    var id: Identifier<SavedFilter>
    var name: String
    /// The query of the queue's page. A search by name is never kept in it.
    var query: String

    var address: String { "/desk?" + query }

    static let longestName = 60
    /// More than this nobody finds their way in.
    static let most = 20
}

/// Officers' saved filters. Their names are words of the officer's and sealed as such: what somebody writes may be about anybody.
struct SavedFilterStore {
    let codec: PersonalCodec

    static let migration = Migration(
        "desk", 1,
        """
        CREATE TABLE desk_filters (
            id TEXT PRIMARY KEY,
            account TEXT NOT NULL,
            subject TEXT NOT NULL,
            name BYTES NOT NULL,
            query TEXT NOT NULL,
            saved_at BIGINT NOT NULL
        );
        CREATE INDEX desk_filters_by_account ON desk_filters (account, id);
        CREATE INDEX desk_filters_by_subject ON desk_filters (subject);
        """)

    func all(of account: AccountID, _ connection: Connection) throws -> [SavedFilter] {
        try filters(connection.rows("SELECT \(Self.columns) FROM desk_filters WHERE account = \(account) ORDER BY id LIMIT \(SavedFilter.most)"))
    }

    func all(about subject: String, _ connection: Connection) throws -> [SavedFilter] {
        try filters(connection.rows("SELECT \(Self.columns) FROM desk_filters WHERE subject = \(subject) ORDER BY id LIMIT 1000"))
    }

    /// - Throws: `DESK-421` beyond the most that are kept, `DESK-422` for a name that another has.
    func save(_ filter: SavedFilter, of account: AccountID, _ person: PersonID, _ tx: Transaction) throws {
        let others = try all(of: account, tx)
        guard others.count < SavedFilter.most else { throw DeskFault.tooManyFilters }
        guard !others.contains(where: { $0.name == filter.name }) else { throw DeskFault.nameTaken }
        let sealed = try seal(filter.name, filter.id, person)
        try tx.execute(
            """
            INSERT INTO desk_filters (id, account, subject, name, query, saved_at)
            VALUES (\(filter.id), \(account), \(person.text), \(sealed), \(filter.query), \(tx.now))
            """)
    }

    /// - Throws: `DESK-405` for a filter that is not the officer's, `DESK-422` for a name that another has.
    func rename(_ id: Identifier<SavedFilter>, to name: String, of account: AccountID, _ person: PersonID, _ tx: Transaction) throws {
        let others = try all(of: account, tx)
        guard others.contains(where: { $0.id == id }) else { throw DeskFault.noFilter }
        guard !others.contains(where: { $0.id != id && $0.name == name }) else { throw DeskFault.nameTaken }
        try tx.execute("UPDATE desk_filters SET name = \(try seal(name, id, person)), subject = \(person.text) WHERE id = \(id) AND account = \(account)")
    }

    /// - Throws: `DESK-405` for a filter that is not the officer's.
    func delete(_ id: Identifier<SavedFilter>, of account: AccountID, _ tx: Transaction) throws {
        guard try tx.execute("DELETE FROM desk_filters WHERE id = \(id) AND account = \(account)") == 1 else { throw DeskFault.noFilter }
    }

    // MARK: - Rows

    private static let columns: SQL = "id, subject, name, query"

    /// Without those of an erased officer, whose names nobody can read any more.
    private func filters(_ rows: [Row]) throws -> [SavedFilter] {
        try rows.compactMap { row in
            let id: Identifier<SavedFilter> = try row.identifier(0)
            let opened = try codec.openText(
                try row.bytes(2), subject: try row.identifier(1, of: DataSubject.self), class: .ordinary, place: Self.place(id))
            return try opened.value.map { SavedFilter(id: id, name: $0, query: try row.text(3)) }
        }
    }

    private func seal(_ name: String, _ id: Identifier<SavedFilter>, _ person: PersonID) throws -> [UInt8] {
        try codec.seal(text: name, subject: person, class: .ordinary, place: Self.place(id))
    }

    private static func place(_ id: Identifier<SavedFilter>) -> String { "desk_filters.name/\(id)" }
}

enum DeskFault {
    static let noFilter = PolityError(
        .notFound, "DESK-405", Phrase("desk.fault.no_filter", en: "You have no such filter.", es: "No tiene ese filtro."))
    static let tooManyFilters = PolityError(
        .conflict, "DESK-421",
        Phrase(
            "desk.fault.too_many_filters", en: "You keep {count} filters already; delete one first.",
            es: "Ya guarda {count} filtros; borre antes uno."), ["count": .count(SavedFilter.most)], field: "name")
    static let nameTaken = PolityError(
        .conflict, "DESK-422",
        Phrase("desk.fault.name_taken", en: "You have a filter of this name already.", es: "Ya tiene un filtro con este nombre."), field: "name")
}
