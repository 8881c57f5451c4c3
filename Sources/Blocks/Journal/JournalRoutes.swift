import Kernel
import MerkleLog
import Store
import Web

extension Journal {
    /// The public log over HTTP: a page for people, and C2SP tlog-tiles for programs, under `/log`.
    public var routes: [Route] { [logPage, checkpointRoute, keyRoute, tileRoute, proofRoute] }

    private static let rest = Field<String>.path("path", "Level, index and width of a tile, or entries, index and width, as C2SP tlog-tiles writes them.")
    private static let act = Field<ActID>.path("act", "The id of an act.")

    private var checkpointRoute: Route {
        Route("log_checkpoint", .get, "/log/checkpoint", "The newest signed checkpoint (C2SP tlog-checkpoint).", access: .everyone) {
            [self] _ in
            let note = try await checkpoint()
            return Self.text(note.bytes).header("Cache-Control", "max-age=1")
        }
    }

    private var keyRoute: Route {
        Route("log_key", .get, "/log/key", "The public key that checkpoints are signed with (C2SP signed-note).", access: .everyone) {
            [self] _ in
            Self.text(Array("\(publicKey)\n".utf8))
        }
    }

    /// "This endpoint is immutable, so its caching headers SHOULD be long-lived."
    private var tileRoute: Route {
        Route(
            "log_tile", .get, "/log/tile/{path...}", "Hashes of the log's tree, or its entries (C2SP tlog-tiles).", input: [Self.rest],
            access: .everyone
        ) { [self] request in
            let path = try request[Self.rest]
            let bytes = try await store.read { connection in try PublicTiles.bytes(path, in: connection) }
            return Reply(output: .null, body: .bytes(contentType: "application/octet-stream", bytes))
                .header("Cache-Control", "public, max-age=31536000, immutable")
        }
    }

    private var proofRoute: Route {
        Route(
            "log_proof", .get, "/log/acts/{act}/proof",
            "The proof that an act's commitment stands in the log (C2SP tlog-proof). It tells nothing about the act.", input: [Self.act],
            access: .everyone
        ) { [self] request in
            let id = try request[Self.act]
            guard let proof = try await store.read({ try Self.logProof(for: id, in: $0) }) else { throw JournalFault.noSuchAct }
            return Self.text(Array(proof.text.utf8)).header("Cache-Control", "no-store")
        }
    }

    private static func text(_ bytes: [UInt8]) -> Reply { Reply(output: .null, body: .bytes(contentType: "text/plain; charset=utf-8", bytes)) }
}

/// Tiles and entry bundles as they are served.
enum PublicTiles {
    /// Positions are signed 64-bit numbers in the store, 256 to a tile; no log comes near.
    private static let limit: UInt64 = 1 << 54

    /// - Parameter path: what stands behind `tile/`.
    /// - Throws: `JOURNAL-105` for what the tree does not have, or not in this width.
    static func bytes(_ path: String, in connection: Connection) throws -> [UInt8] {
        if path.hasPrefix("entries/") {
            guard let (index, width) = EntryBundle.read(path: path.dropFirst(8)), index < limit else { throw JournalFault.noSuchTile }
            let first = Int64(index) * 256
            let rows = try connection.rows(
                "SELECT entry FROM journal_leaves WHERE position >= \(first) AND position < \(first + Int64(width)) ORDER BY position")
            guard rows.count == width else { throw JournalFault.noSuchTile }
            return EntryBundle(entries: try rows.map { try $0.bytes(0) }).bytes
        }
        guard let address = TileAddress(path: path), address.index < limit else { throw JournalFault.noSuchTile }
        do {
            return try StoredTree.tiles([address], in: connection)[0].bytes
        } catch is LogError {
            throw JournalFault.noSuchTile
        }
    }
}
