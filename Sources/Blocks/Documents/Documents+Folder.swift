import Kernel
import Store

/// To which store the folder of files belongs. What no row of its store names is swept away, so beside another store, which a wrong
/// setting is enough for, all of it would be.
extension Documents {
    /// How many files are looked for in a store that does not bear the folder's id yet.
    private static let sample = 500

    /// Sees that store and folder bear one id. A new folder, and one that an earlier version left, gets it here.
    ///
    /// - Throws: `DOCUMENTS-132` when the folder is another store's.
    public func claimFolder() async throws {
        let (area, id) = (area, try await storeID())
        guard try await area.run({ try area.mark() }) == nil else { return try await requireOwnFolder() }
        let names = try await area.run { area.names(atMost: Self.sample) }
        var isOwn = names.isEmpty
        if !isOwn { isOwn = try await knows(names) }
        guard isOwn else { throw anotherStore(id, found: "no id, and files that the database does not know") }
        try await area.run { try area.setMark(id) }
    }

    /// - Throws: `DOCUMENTS-132` when the folder does not bear this store's id.
    func requireOwnFolder() async throws {
        let (area, id) = (area, try await storeID())
        let mark = try await area.run { try area.mark() }
        guard mark == id else { throw anotherStore(id, found: mark.map { "the id \($0.prefix(64))" } ?? "no id any more") }
    }

    /// Made once; of several servers that start at the same moment one makes it.
    private func storeID() async throws -> String {
        let known: SQL = "SELECT id FROM documents_folder WHERE place = 'files'"
        if let id = try await store.read({ try $0.value(known, as: String.self) }) { return id }
        let new = Hex.encode(random.bytes(16))
        return try await store.write("documents.store_id") { tx in
            try tx.execute("INSERT INTO documents_folder (place, id) VALUES ('files', \(new)) ON CONFLICT (place) DO NOTHING")
            return try tx.value(known, as: String.self) ?? new
        }
    }

    /// Names are random: a store that knows one of them is the folder's own.
    private func knows(_ names: [String]) async throws -> Bool {
        try await store.read { try $0.row("SELECT 1 FROM documents_files WHERE name IN \(list: names) LIMIT 1") != nil }
    }

    private func anotherStore(_ id: String, found: String) -> PolityError {
        PolityError(
            .conflict, "DOCUMENTS-132", "The folder of files belongs to another database.",
            hint: """
                Give the --data and the --database that belong together, or an empty --data. If these files do belong to this database, \
                write its id, \(id), into \(area.markPath).
                """, context: "\(area.directory) has \(found)")
    }
}
