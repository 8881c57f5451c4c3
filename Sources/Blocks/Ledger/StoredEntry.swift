import Kernel
import Store

/// An entry of the books as it stands in the store, with everything that must not change.
struct StoredEntry {
    var id: String
    var members: [JSON.Member]

    init(id: Identifier<LedgerEntry>, _ entry: LedgerEntry, postedAt: Instant) {
        self.init(
            id: id.text, key: entry.key, kind: entry.kind.rawValue, organisation: entry.organisation, day: Int64(entry.day.daysSinceEpoch), postedAt: postedAt,
            postings: entry.postings.enumerated().map { line, posting in
                Self.posting(Int64(line), posting.account.path, entry.organisation, posting.amount.currency.code, posting.amount.minorUnits)
            })
    }

    private init(id: String, key: String, kind: String, organisation: String, day: Int64, postedAt: Instant, postings: [JSON]) {
        self.id = id
        members = [
            .init("id", .string(id)), .init("key", .string(key)), .init("kind", .string(kind)), .init("organisation", .string(organisation)),
            .init("day", .string("\(day)")), .init("posted_at", .string("\(postedAt.microseconds)")), .init("postings", .array(postings)),
        ]
    }

    /// Amounts as texts: a number in JSON has room for 53 bits.
    private static func posting(_ line: Int64, _ account: String, _ organisation: String, _ currency: String, _ amount: Int64) -> JSON {
        [.string("\(line)"), .string(account), .string(organisation), .string(currency), .string("\(amount)")]
    }

    var json: JSON { .object(members) }
    var bytes: [UInt8] { json.canonicalBytes }

    /// The entries that a condition on `e` names, in the order of their ids, each with its seal.
    static func read(_ condition: SQL, limit: Int, _ connection: Connection) throws -> [(entry: StoredEntry, organisation: String, mac: [UInt8]?)] {
        let rows = try connection.rows(
            "SELECT e.id, e.key, e.kind, e.organisation, e.day, e.posted_at, e.mac FROM ledger_entries e WHERE " + condition + " ORDER BY e.id LIMIT \(limit)")
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0.text(0) }
        var postings: [String: [JSON]] = [:]
        for row in try connection.rows(
            "SELECT entry, line, account, organisation, currency, amount FROM ledger_postings WHERE entry IN \(list: ids) ORDER BY entry, line")
        {
            postings[try row.text(0), default: []].append(
                posting(try row.value(1), try row.text(2), try row.text(3), try row.text(4), try row.value(5)))
        }
        return try rows.map { row in
            let id = try row.text(0)
            let entry = StoredEntry(
                id: id, key: try row.text(1), kind: try row.text(2), organisation: try row.text(3), day: try row.value(4), postedAt: try row.instant(5),
                postings: postings[id] ?? [])
            return (entry, try row.text(3), try row.bytes(optional: 6))
        }
    }
}
