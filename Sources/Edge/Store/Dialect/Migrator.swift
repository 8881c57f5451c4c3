import Crypto
import Kernel

/// Applies migrations that are missing, and refuses a database whose history is another.
struct Migrator {
    let store: Store
    let migrations: [Migration]

    /// All of it is one transaction: a schema is whole or as it was.
    func run() async throws {
        let ordered = try ordered()
        let dialect = store.dialect
        // Alone: two processes that start together wait for each other.
        try await store.engine.write("store.migrate", alone: true) { tx in
            try tx.session.script(try dialect.schema(Self.table))
            let applied = try Self.applied(in: tx)
            try Self.check(applied, against: ordered)
            for migration in ordered where applied[migration.name] == nil {
                try Self.apply(migration, in: tx)
            }
        }
    }

    func requireDone(in connection: Connection) throws {
        let (applied, ordered) = (try Self.applied(in: connection), try ordered())
        try Self.check(applied, against: ordered)
        if let missing = ordered.first(where: { applied[$0.name] == nil }) { throw StoreFault.missingMigration(missing.name) }
    }

    static let table = """
        CREATE TABLE IF NOT EXISTS store_migrations (
            capability TEXT NOT NULL,
            number BIGINT NOT NULL,
            hash TEXT NOT NULL,
            applied_at BIGINT NOT NULL,
            PRIMARY KEY (capability, number)
        );
        """

    /// Name to hash.
    static func applied(in connection: Connection) throws -> [String: String] {
        let rows = try connection.rows("SELECT capability, number, hash FROM store_migrations")
        return Dictionary(uniqueKeysWithValues: try rows.map { ("\(try $0.text(0)) \(try $0.integer(1))", try $0.text(2)) })
    }

    private static func check(_ applied: [String: String], against known: [Migration]) throws {
        let hashes = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0.hash) })
        for (name, hash) in applied.sorted(by: { $0.key < $1.key }) {
            guard let expected = hashes[name] else { throw StoreFault.unknownMigration(name) }
            guard expected == hash else { throw StoreFault.changedMigration(name) }
        }
    }

    private static func apply(_ migration: Migration, in tx: Transaction) throws {
        do {
            try tx.session.script(try tx.session.dialect.schema(migration.sql))
        } catch let mistake as SchemaMistake {
            throw StoreFault.badMigration(migration.name, mistake.why)
        } catch let error as PolityError where error.code == "STORE-107" {
            throw StoreFault.badMigration(migration.name, error.context ?? "")
        }
        try tx.execute(
            """
            INSERT INTO store_migrations (capability, number, hash, applied_at)
            VALUES (\(migration.capability), \(migration.number), \(migration.hash), \(tx.now))
            """)
    }

    /// Capabilities in the order they first appear, because a later one may refer to an earlier one's tables.
    private func ordered() throws -> [Migration] {
        var capabilities: [String] = []
        for migration in migrations where !capabilities.contains(migration.capability) { capabilities.append(migration.capability) }
        return try capabilities.flatMap { capability in
            let own = migrations.filter { $0.capability == capability }.sorted { $0.number < $1.number }
            for (index, migration) in own.enumerated() where migration.number != index + 1 {
                throw StoreFault.misnumberedMigration(migration.name)
            }
            return own
        }
    }
}

extension Migration {
    /// `casework 3`.
    var name: String { "\(capability) \(number)" }

    /// SHA-256 of the text (FIPS 180-4), in hexadecimal.
    var hash: String { Hex.encode(SHA256.hash(data: Array(sql.utf8))) }
}
