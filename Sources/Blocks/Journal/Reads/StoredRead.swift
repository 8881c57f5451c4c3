import Kernel
import Privacy
import Store

/// An entry of the record of reads as it stands in the store, with everything that must not change.
struct StoredRead {
    var id: String
    var request: String
    var ground: String
    var at: Instant
    var author: String
    var account: String?
    var organisation: String?
    var reference: String?
    var query: String?
    /// What stands for each of its subjects.
    var subjects: Set<String> = []
    var mac: [UInt8]?

    init(_ id: Identifier<ReadEntry>, _ purpose: ReadPurpose, query: String?, at: Instant) {
        self.id = id.text
        request = purpose.request.text
        ground = purpose.groundText
        self.at = at
        author = Act.Author(purpose.actor).text
        account = purpose.actor.account?.text
        organisation = purpose.actor.organisation
        reference = purpose.caseReference
        self.query = query
    }

    private init(_ row: Row) throws {
        id = try row.text(0)
        request = try row.text(1)
        ground = try row.text(2)
        at = try row.instant(3)
        author = try row.text(4)
        account = try row.text(optional: 5)
        organisation = try row.text(optional: 6)
        reference = try row.text(optional: 7)
        query = try row.text(optional: 8)
        mac = try row.bytes(optional: 9)
    }

    private static let columns: SQL = "id, request, ground, read_at, author, account, organisation, reference, query, mac"

    /// The entries that a condition names, in the order of their ids, without their subjects.
    static func read(_ condition: SQL, limit: Int, _ connection: Connection) throws -> [StoredRead] {
        try connection.rows("SELECT \(columns) FROM journal_reads WHERE \(condition) ORDER BY id LIMIT \(limit)").map(StoredRead.init)
    }

    /// Writes it where there is none of its request and ground.
    var insertion: SQL {
        """
        INSERT INTO journal_reads (\(Self.columns))
        VALUES (\(id), \(request), \(ground), \(at), \(author), \(account), \(organisation), \(reference), \(query), \(mac))
        ON CONFLICT (request, ground) DO NOTHING
        """
    }

    /// What an act commits to. Subjects are not among it: they come while the request goes on, and are erased.
    var json: JSON {
        func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
        return [
            "id": .string(id), "request": .string(request), "ground": .string(ground), "read_at": .string("\(at.microseconds)"), "author": .string(author),
            "account": text(account), "organisation": text(organisation), "reference": text(reference), "query": text(query),
        ]
    }

    /// What is sealed.
    var bytes: [UInt8] { JSON.array([json, .array(subjects.sorted().map { .string($0) })]).canonicalBytes }
}
