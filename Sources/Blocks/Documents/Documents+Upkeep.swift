import Foundation
import Kernel
import Store

extension Documents {
    /// How long a staged file waits for its owner, and a file without a row for its row.
    static let patience = Duration.seconds(24 * 3_600)

    /// Removes what nobody owns: files that were staged and never attached, files taken from their owners, files begun and
    /// never finished, and files on disk that no row names. Each file goes before its row, so that nothing is forgotten.
    ///
    /// - Returns: how many files went.
    /// - Throws: `DOCUMENTS-132` when the folder is another store's: then nothing goes.
    @discardableResult
    public func sweep(now: Instant) async throws -> Int {
        // Beside another store every file would be a stray.
        try await requireOwnFolder()
        let limit = now - Self.patience
        let rows = try await store.read { connection in
            try connection.rows(
                """
                SELECT id, name, state FROM documents_files WHERE state = 'removed' OR (state = 'staged' AND changed_at < \(limit)) ORDER BY id LIMIT 1000
                """
            ).map { (id: try $0.identifier(0, of: Document.self), name: try $0.text(1), isStaged: try $0.text(2) == "staged") }
        }
        var count = 0
        for row in rows {
            // An owner who comes at the last moment is in time or too late, and never left with a row whose file is gone.
            if row.isStaged, try await !giveUp(row.id) { continue }
            try await forget(row.id, named: row.name)
            count += 1
        }
        return count + (try await sweepStrays(before: limit))
    }

    /// Takes a staged file away at once: its request came to nothing, or its handler has no use for it.
    public func discard(_ id: Identifier<Document>) async throws {
        guard try await giveUp(id), let name = try await store.read({ try $0.value("SELECT name FROM documents_files WHERE id = \(id)", as: String.self) })
        else { return }
        try await forget(id, named: name)
    }

    /// From now on nobody can attach it.
    ///
    /// - Returns: false when it is staged no more.
    private func giveUp(_ id: Identifier<Document>) async throws -> Bool {
        try await store.write("documents.give_up") { tx in
            try tx.execute("UPDATE documents_files SET state = 'removed', changed_at = \(tx.now) WHERE id = \(id) AND state = 'staged'") == 1
        }
    }

    private func forget(_ id: Identifier<Document>, named name: String) async throws {
        try await area.run { try area.remove(name) }
        try await store.write("documents.forget") { tx in
            try tx.execute("DELETE FROM documents_files WHERE id = \(id) AND state = 'removed'")
            return ()
        }
    }

    private func sweepStrays(before limit: Instant) async throws -> Int {
        let moment = Date(timeIntervalSince1970: Double(limit.microseconds) / 1_000_000)
        let (kept, incoming) = try await area.run { try area.names(before: moment) }
        var count = incoming.count
        for name in incoming { area.removeIncoming(name) }
        for start in stride(from: 0, to: kept.count, by: 500) {
            let names = Array(kept[start..<min(start + 500, kept.count)])
            let known = try await store.read { connection in
                Set(try connection.rows("SELECT name FROM documents_files WHERE name IN \(list: names)").map { try $0.text(0) })
            }
            for name in names where !known.contains(name) {
                try await area.run { try area.remove(name) }
                count += 1
            }
        }
        return count
    }

    /// Takes all of a person's files away. Their keys open no longer once the person's key is destroyed; the bytes go with
    /// the next sweep.
    public func erase(_ subject: Identifier<DataSubject>, in tx: Transaction) throws {
        try tx.execute("UPDATE documents_files SET state = 'removed', changed_at = \(tx.now) WHERE subject = \(subject)")
    }

    /// Compares every kept file with the hash beside its row, and tries the key that it is sealed with.
    ///
    /// - Returns: the ids of files that are missing, were changed or cannot be opened any more, at most a hundred.
    public func verify() async throws -> [Identifier<Document>] {
        var wrong: [Identifier<Document>] = []
        var after = ""
        while wrong.count < 100 {
            let last = after
            let rows = try await store.read { connection in
                try connection.rows(
                    "SELECT id, name, stored_hash, sealed_key, subject FROM documents_files WHERE state = 'kept' AND id > \(last) ORDER BY id LIMIT 500"
                ).map { row in
                    let id: Identifier<Document> = try row.identifier(0)
                    let opens = (try? codec.open(row.bytes(3), subject: row.identifier(4), class: .ordinary, place: Self.keyPlace(id))) != nil
                    return (id: id, name: try row.text(1), hash: try row.bytes(2), opens: opens)
                }
            }
            guard let end = rows.last else { break }
            after = end.id.text
            for row in rows {
                let isRight = try await area.run { (try? area.hash(row.name)) == row.hash }
                if !isRight || !row.opens { wrong.append(row.id) }
            }
        }
        return wrong
    }

    func export(_ subject: Identifier<DataSubject>, connection: Connection) throws -> JSON {
        .array(
            try connection.rows("SELECT id, sealed_name, type, size, made_at FROM documents_files WHERE subject = \(subject) AND state = 'kept' ORDER BY id")
                .map { row in
                    let id: Identifier<Document> = try row.identifier("id")
                    let name = try codec.openText(row.bytes("sealed_name"), subject: subject, class: .ordinary, place: Self.namePlace(id)).value
                    return [
                        "id": .string(id.text), "file_name": name.map(JSON.string) ?? .null, "type": .string(try row.text("type")),
                        "size": .integer(try row.integer("size")), "made_at": .string(try row.instant("made_at").description),
                    ]
                })
    }
}
