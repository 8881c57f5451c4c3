import Kernel
import Store

extension KeyShelf {
    public static let migrations = [
        Migration(
            "keys", 1,
            """
            CREATE TABLE keys (name TEXT PRIMARY KEY, wrapped BYTES, destroyed_at BIGINT) WITHOUT ROWID;
            """),
        // Whose keys are destroyed is asked at every start.
        Migration("keys", 2, "CREATE INDEX keys_destroyed ON keys (name) WHERE destroyed_at IS NOT NULL;"),
    ]

    /// Keys in a store of their own: another SQLite file, or another schema of PostgreSQL.
    public static func inStore(_ store: Store) -> KeyShelf {
        let threads = BlockingExecutor(name: "keys")
        let ahead = Ahead(
            find: { names in
                guard names.count == 1 else { return try await store.read { connection in try names.map { try entry($0, in: connection) } } }
                return [try entry(try await store.row("keys.find", query(names[0])))]
            },
            add: { keys in try await add(keys, to: store) })
        return KeyShelf(
            find: { name in
                try threads.wait { try await store.read { try entry(name, in: $0) } }
            },
            add: { keys in
                try threads.wait { [keys] in try await add(keys, to: store) }
            },
            destroy: { names in
                try threads.wait { [names] in
                    try await overwrite(names, in: store) { name, now in
                        """
                        INSERT INTO keys (name, wrapped, destroyed_at) VALUES (\(name), NULL, \(now))
                        ON CONFLICT (name) DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at WHERE keys.wrapped IS NOT NULL
                        """
                    }
                }
            },
            // Without a day: what has ended so is nobody's erasure.
            end: { names in
                try threads.wait { [names] in
                    try await overwrite(names, in: store) { name, _ in
                        "INSERT INTO keys (name, wrapped) VALUES (\(name), NULL) ON CONFLICT (name) DO UPDATE SET wrapped = NULL"
                    }
                }
            },
            destroyed: { after, limit in
                try await store.read { connection in
                    try connection.rows("SELECT name FROM keys WHERE destroyed_at IS NOT NULL AND name > \(after) ORDER BY name LIMIT \(limit)")
                        .map { try $0.text(0) }
                }
            },
            destroyedCount: { try await store.read { try $0.value("SELECT COUNT(*) FROM keys WHERE destroyed_at IS NOT NULL", as: Int.self) ?? 0 } },
            ahead: ahead)
    }

    private static func overwrite(_ names: [String], in store: Store, _ statement: @escaping @Sendable (_ name: String, _ now: Instant) -> SQL) async throws {
        try await store.write("keys.destroy") { tx in _ = try tx.executeAll(names.map { statement($0, tx.now) }) }
        // A key that was overwritten must not lie on in SQLite's log. PostgreSQL's vacuum removes it in its own time: scrubbing
        // would lock the keys while people wait.
        if store.dialect == .sqlite { try await store.scrub() }
    }

    private static func add(_ keys: [(name: String, wrapped: [UInt8])], to store: Store) async throws -> [Entry] {
        try await store.write("keys.add") { tx in
            try tx.executeAll(keys.map { "INSERT INTO keys (name, wrapped) VALUES (\($0.name), \($0.wrapped)) ON CONFLICT (name) DO NOTHING" })
            return try keys.map { try entry($0.name, in: tx) }
        }
    }

    private static func query(_ name: String) -> SQL { "SELECT wrapped FROM keys WHERE name = \(name)" }

    private static func entry(_ name: String, in connection: Connection) throws -> Entry { try entry(try connection.row(query(name))) }

    private static func entry(_ row: Row?) throws -> Entry {
        guard let row else { return .absent }
        return try row.bytes(optional: 0).map(Entry.wrapped) ?? .destroyed
    }
}
