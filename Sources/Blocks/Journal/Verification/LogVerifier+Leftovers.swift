import Kernel
import MerkleLog
import Store

// What the leaves do not lead to: tiles that differ, rows without a counterpart.
extension LogVerifier {
    mutating func compare(full tiles: [Tile]) async throws {
        for tile in tiles {
            let found = try await storedTile(tile.address)
            if found.bytes != tile.bytes { report.add(.tileDiffers(path: tile.address.path)) }
        }
    }

    /// The partial tiles. When the log has grown since the start, they may be wider by now.
    mutating func compareRightEdge() async throws {
        for tile in tree.rightEdge {
            let found = try await storedTile(tile.address)
            let isAsItWas = found.size == tree.size ? found.bytes == tile.bytes : found.bytes.starts(with: tile.bytes)
            if !isAsItWas { report.add(.tileDiffers(path: tile.address.path)) }
        }
    }

    private func storedTile(_ address: TileAddress) async throws -> (bytes: [UInt8], size: UInt64) {
        try await journal.store.read { connection in
            let hashes = try connection.value(
                "SELECT hashes FROM journal_tiles WHERE level = \(address.level) AND number = \(Int64(address.index))", as: [UInt8].self)
            return (hashes ?? [], UInt64(try Self.size(in: connection)))
        }
    }

    private static func size(in connection: Connection) throws -> Int {
        max(0, try connection.value("SELECT MAX(size) FROM journal_checkpoints", as: Int.self) ?? 0)
    }

    /// Rows that belong to nothing, as of one moment.
    mutating func lookForLeftovers() async throws {
        for finding in try await journal.store.read({ try Self.leftovers(in: $0) }) { report.add(finding) }
    }

    private static func leftovers(in connection: Connection) throws -> [Finding] {
        var found: [Finding] = []
        let size = try size(in: connection)
        if let beyond = try connection.value("SELECT MIN(position) FROM journal_leaves WHERE position >= \(size)", as: Int.self) {
            found.append(.leavesBeyondCheckpoint(from: beyond))
        }
        for row in try connection.rows("SELECT level, number FROM journal_tiles WHERE \(strayTiles(size: size)) ORDER BY level, number LIMIT 100") {
            found.append(.strayTile(level: try row.integer(0), number: try row.integer(1)))
        }
        let ids = { (sql: SQL) in try connection.rows(sql).map { try $0.text(0) } }
        found += try ids(
            """
            SELECT a.id FROM journal_acts a LEFT JOIN journal_leaves l ON l.act_id = a.id LEFT JOIN journal_waiting w ON w.act_id = a.id
            WHERE l.act_id IS NULL AND w.act_id IS NULL ORDER BY a.id LIMIT 100
            """
        ).map(Finding.actWithoutLeaf)
        found += try ids(
            """
            SELECT w.act_id FROM journal_waiting w LEFT JOIN journal_acts a ON a.id = w.act_id
            WHERE a.id IS NULL ORDER BY w.act_id LIMIT 100
            """
        ).map(Finding.waitingWithoutAct)
        found += try ids(
            "SELECT w.act_id FROM journal_waiting w JOIN journal_leaves l ON l.act_id = w.act_id ORDER BY w.act_id LIMIT 100"
        ).map(Finding.waitingTwice)
        return found
    }

    /// A tree of `size` leaves has so many tiles at each level, the last one partial, and none above level 7.
    private static func strayTiles(size: Int) -> SQL {
        (0..<8).map { level -> SQL in
            let hashes = size >> (8 * level)
            return "(level = \(level) AND number >= \((hashes + 255) / 256))"
        }.joined(separator: " OR ") + " OR level < 0 OR level > 7 OR number < 0"
    }

    /// What other blocks hold without an act.
    mutating func lookForOrphans() async throws {
        for content in journal.committed.withLock({ $0 }) {
            for id in try await journal.store.read({ try content.orphans($0) }).prefix(100) { report.add(.contentWithoutAct(name: content.name, id: id)) }
        }
    }
}
