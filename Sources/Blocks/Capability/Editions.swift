import Blueprint
import Kernel
import Store
import Synchronization

/// The editions of this government: the one in force, and every earlier one that something still runs under.
///
/// Each served folder is stored whole, by its hash, so that a case submitted under it can be continued and computed
/// again, years later.
public final class Editions: Sendable {
    static let migrations = [
        Migration(
            "edition", 1,
            """
            CREATE TABLE editions (hash TEXT PRIMARY KEY, folder BYTES NOT NULL, first_served_at BIGINT NOT NULL);
            """),
        // A folder may be changed and changed back; which one was served last is then not the one that was new last.
        Migration(
            "edition", 2,
            """
            ALTER TABLE editions ADD COLUMN last_served_at BIGINT NOT NULL DEFAULT 0;
            UPDATE editions SET last_served_at = first_served_at;
            """),
        // What was served until now passed over what data associations say.
        Migration(
            "edition", 3,
            """
            ALTER TABLE editions ADD COLUMN dialect BIGINT NOT NULL DEFAULT 1;
            """),
        // Which was in force on a day. Of a folder that was changed back only its last start is known from before.
        Migration(
            "edition", 4,
            """
            CREATE TABLE edition_servings (served_at BIGINT NOT NULL, edition TEXT NOT NULL, PRIMARY KEY (served_at, edition));
            INSERT INTO edition_servings (served_at, edition) SELECT first_served_at, hash FROM editions;
            INSERT INTO edition_servings (served_at, edition) SELECT last_served_at, hash FROM editions
              WHERE last_served_at = (SELECT MAX(last_served_at) FROM editions) AND first_served_at < (SELECT MAX(first_served_at) FROM editions);
            """),
    ]

    private let composition: Composition
    private let store: Store
    private let loaded: Mutex<[String: Edition]>
    public let current: Edition

    init(composition: Composition, store: Store, current: Edition) {
        self.composition = composition
        self.store = store
        self.current = current
        loaded = Mutex([current.hash: current])
    }

    /// The edition to serve: a folder that was served before is read in the dialect of then, as its cases are.
    ///
    /// - Throws: `EDITION-102` when this program cannot run it so.
    static func asServed(_ edition: Edition, by composition: Composition, in store: Store) async throws -> Edition {
        let number = try await store.read { try $0.value("SELECT dialect FROM editions WHERE hash = \(edition.hash)", as: Int.self) }
        guard let number, number != edition.dialect.rawValue else { return edition }
        return try again(ServedFolder(snapshot: edition.folder.snapshot, dialect: number), by: composition)
    }

    private static func again(_ stored: ServedFolder, by composition: Composition) throws -> Edition {
        let (edition, diagnostics) = composition.edition(of: stored)
        guard let edition else {
            throw PolityError(
                .broken, "EDITION-102", "The rules this was made under cannot be run by this version.",
                context: "edition \(stored.hash): \(diagnostics.sorted.first { $0.severity == .error }?.description ?? "dialect \(stored.dialect)")")
        }
        return edition
    }

    /// Keeps the current edition in the store, that it is in use now, and since when it is.
    public func keepCurrent() async throws {
        let (hash, bytes, dialect) = (current.hash, current.folder.snapshot.blob, current.dialect.rawValue)
        try await store.write("edition.keep") { tx in
            try tx.execute(
                """
                INSERT INTO editions (hash, folder, first_served_at, last_served_at, dialect)
                VALUES (\(hash), \(bytes), \(tx.now), \(tx.now), \(dialect))
                ON CONFLICT (hash) DO UPDATE SET last_served_at = excluded.last_served_at
                """)
            let newest = try tx.value("SELECT edition FROM edition_servings ORDER BY served_at DESC, edition DESC LIMIT 1", as: String.self)
            guard newest != hash else { return }
            try tx.execute("INSERT INTO edition_servings (served_at, edition) VALUES (\(tx.now), \(hash)) ON CONFLICT DO NOTHING")
        }
    }

    /// - Throws: `EDITION-101` when no such edition was ever served here, `EDITION-102` when this program cannot run it, `EDITION-103` when what
    ///   is stored is not what its hash says: others' cases must not be decided by rules that somebody put in their place.
    public func edition(_ hash: String) async throws -> Edition {
        if let edition = loaded.withLock({ $0[hash] }) { return edition }
        let edition = try Self.again(try await folder(hash), by: composition)
        loaded.withLock { $0[hash] = edition }
        return edition
    }

    /// The folder of an edition as it was served, which nothing is read from yet.
    ///
    /// - Throws: `EDITION-101` and `EDITION-103` as `edition(_:)` does.
    public func folder(_ hash: String) async throws -> ServedFolder {
        let row = try await store.read { try $0.row("SELECT folder, dialect FROM editions WHERE hash = \(hash)") }
        guard let row else {
            throw PolityError(.broken, "EDITION-101", "The rules this was made under are not stored here.", context: "edition \(hash)")
        }
        let stored = ServedFolder(snapshot: try FolderSnapshot(blob: row.bytes(0)), dialect: try row.integer(1))
        guard stored.hash == hash else {
            throw PolityError(.broken, "EDITION-103", "The rules this was made under were changed in the store.", context: "edition \(hash)")
        }
        return stored
    }

    /// Which edition was in force since when, the oldest first.
    ///
    /// - Parameter most: so many of the newest.
    public func servings(most: Int) async throws -> [(since: Instant, edition: String)] {
        let rows = try await store.read { connection in
            try connection.rows("SELECT served_at, edition FROM edition_servings ORDER BY served_at DESC, edition DESC LIMIT \(most)")
        }
        return try rows.reversed().map { (Instant(microseconds: Int64(try $0.integer(0))), try $0.text(1)) }
    }
}

/// A folder that was served, as it lies in the store.
public struct ServedFolder: Sendable {
    public let snapshot: FolderSnapshot
    /// `FolderDialect`'s number; a newer version of the program may have written one that this one does not know.
    let dialect: Int

    public var hash: String { snapshot.hash }
}

extension Composition {
    /// Reads a folder that was served. The edition is nil where this version cannot run it; the diagnostics then say why, unless its dialect is unknown.
    public func edition(of stored: ServedFolder) -> (Edition?, Diagnostics) {
        guard let dialect = FolderDialect(rawValue: stored.dialect) else { return (nil, Diagnostics(isOfServed: true)) }
        return edition(of: stored.snapshot, servedIn: dialect)
    }
}
