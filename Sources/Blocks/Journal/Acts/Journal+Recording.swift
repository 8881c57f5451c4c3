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
        try tx.write("INSERT INTO journal_waiting (act_id, mac) VALUES (\(id), \(seal.code(over: Self.waiting(id, stored.commitment))))")
        return id
    }

    /// A recorded act; nil when there is none of this id.
    public func act(_ id: ActID, in connection: Connection) throws -> Opened<Act>? {
        guard let stored = try StoredAct.read(id, in: connection) else { return nil }
        return try stored.open(codec).map { try CanonicalAct(parsing: $0.act).act }
    }

    /// The kinds of these acts, and whether they have ended, so that nothing proves what they were; those that do not exist are left out.
    public func kinds(of ids: [ActID], in connection: Connection) throws -> [ActID: (kind: String, isErased: Bool)] {
        guard !ids.isEmpty else { return [:] }
        let acts = try connection.rows("SELECT \(StoredAct.columns) FROM journal_acts a WHERE a.id IN \(list: ids.map(\.text))").map { try StoredAct($0) }
        return Dictionary(acts.map { ($0.id, ($0.kind, $0.isErased(codec))) }, uniquingKeysWith: { first, _ in first })
    }

    /// The acts of a case or a record, oldest first: all of them, or those of some kinds.
    public func acts(
        reference: String, kinds: [String]? = nil, limit: Int = 200, in connection: Connection
    ) throws -> [(id: ActID, act: Opened<Act>)] {
        let ofKinds: SQL = kinds.map { " AND kind IN \(list: $0)" } ?? ""
        let rows = try connection.rows(
            "SELECT \(StoredAct.columns) FROM journal_acts a WHERE reference = \(reference)" + ofKinds + " ORDER BY id LIMIT \(limit)")
        return try rows.map { row in
            let stored = try StoredAct(row)
            return (stored.id, try stored.open(codec).map { try CanonicalAct(parsing: $0.act).act })
        }
    }
}
