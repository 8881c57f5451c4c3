import Blueprint
import Kernel
import Store

extension Editions {
    /// The folder that was served here last, as it was; nil before anything was served.
    ///
    /// It reads data as they lie: a command that only looks does not migrate what a server of another version may be using.
    public static func last(in store: Store) async throws -> ServedFolder? {
        let version: Int?
        do {
            version = try await store.read { try $0.value("SELECT MAX(number) FROM store_migrations WHERE capability = 'edition'") }
        } catch let error as PolityError where error.code == "STORE-107" {
            // No such table: an empty database.
            return nil
        }
        guard let version else { return nil }
        let newest: SQL =
            switch version {
            case ..<2: "SELECT folder, CAST(1 AS BIGINT) FROM editions ORDER BY first_served_at DESC, hash LIMIT 1"
            case 2: "SELECT folder, CAST(1 AS BIGINT) FROM editions ORDER BY last_served_at DESC, hash LIMIT 1"
            default: "SELECT folder, dialect FROM editions ORDER BY last_served_at DESC, hash LIMIT 1"
            }
        let row = try await store.read { try $0.row(newest) }
        return try row.map { ServedFolder(snapshot: try FolderSnapshot(blob: $0.bytes(0)), dialect: try $0.integer(1)) }
    }
}
