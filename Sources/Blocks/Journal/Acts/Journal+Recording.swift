import Kernel
import Store

extension Journal {
    /// Writes an act and its commitment in the transaction that does what the act says: both or neither.
    ///
    /// It gets its place in the log with the next batch, about a second later.
    /// - Parameter subject: the person it is about; act and salt are sealed with their key and end with it. nil for an act
    ///   that holds no personal data.
    /// - Throws: `JOURNAL-101` for an act that cannot be written down; `PERSONAL-102` when the subject was erased.
    @discardableResult
    public func record(_ act: Act, about subject: Identifier<DataSubject>?, in tx: Transaction) throws -> ActID {
        let id: ActID = identifiers.next()
        let canonical = try CanonicalAct(act, id: id)
        let salt = random.bytes(Commitment.saltByteCount)
        let stored = try StoredAct.sealed(canonical, salt: salt, about: subject, codec: codec)
        try tx.write(
            """
            INSERT INTO journal_acts (id, kind, organisation, reference, recorded_at, subject, act, salt, commitment)
            VALUES (\(id), \(act.kind), \(act.organisation), \(act.reference), \(act.at), \(subject), \(stored.act), \(stored.salt), \(stored.commitment))
            """)
        try tx.write("INSERT INTO journal_waiting (act_id) VALUES (\(id))")
        return id
    }

    /// A recorded act; nil when there is none of this id.
    public func act(_ id: ActID, in connection: Connection) throws -> Opened<Act>? {
        guard let stored = try StoredAct.read(id, in: connection) else { return nil }
        return try stored.open(codec).map { try CanonicalAct(parsing: $0.act).act }
    }

    /// The kinds of these acts; those that do not exist are left out.
    public func kinds(of ids: [ActID], in connection: Connection) throws -> [ActID: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try connection.rows("SELECT id, kind FROM journal_acts WHERE id IN \(list: ids.map(\.text))")
        return Dictionary(try rows.map { (try $0.identifier(0), try $0.text(1)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The acts of a case or a record, oldest first.
    public func acts(reference: String, limit: Int = 200, in connection: Connection) throws -> [(id: ActID, act: Opened<Act>)] {
        let rows = try connection.rows(
            "SELECT \(StoredAct.columns) FROM journal_acts a WHERE reference = \(reference) ORDER BY id LIMIT \(limit)")
        return try rows.map { row in
            let stored = try StoredAct(row)
            return (stored.id, try stored.open(codec).map { try CanonicalAct(parsing: $0.act).act })
        }
    }
}
