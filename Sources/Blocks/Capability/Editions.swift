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

    /// Keeps the current edition in the store, and that it is in use now.
    public func keepCurrent() async throws {
        let (hash, bytes) = (current.hash, current.folder.snapshot.blob)
        try await store.write("edition.keep") { tx in
            try tx.execute(
                """
                INSERT INTO editions (hash, folder, first_served_at, last_served_at) VALUES (\(hash), \(bytes), \(tx.now), \(tx.now))
                ON CONFLICT (hash) DO UPDATE SET last_served_at = excluded.last_served_at
                """)
        }
    }

    /// - Throws: `EDITION-101` when no such edition was ever served here, `EDITION-102` when this program cannot run it, `EDITION-103` when what
    ///   is stored is not what its hash says: others' cases must not be decided by rules that somebody put in their place.
    public func edition(_ hash: String) async throws -> Edition {
        if let edition = loaded.withLock({ $0[hash] }) { return edition }
        let bytes = try await store.read { try $0.value("SELECT folder FROM editions WHERE hash = \(hash)", as: [UInt8].self) }
        guard let bytes else {
            throw PolityError(.broken, "EDITION-101", "The rules this was made under are not stored here.", context: "edition \(hash)")
        }
        let snapshot = try FolderSnapshot(blob: bytes)
        guard snapshot.hash == hash else {
            throw PolityError(.broken, "EDITION-103", "The rules this was made under were changed in the store.", context: "edition \(hash)")
        }
        let (edition, diagnostics) = composition.edition(of: snapshot)
        guard let edition else {
            throw PolityError(
                .broken, "EDITION-102", "The rules this was made under cannot be run by this version.",
                context: "edition \(hash): \(diagnostics.sorted.first?.description ?? "")")
        }
        loaded.withLock { $0[hash] = edition }
        return edition
    }
}
