import Blueprint
import Kernel
import Store

extension Editions {
    /// The folder that was served here last, as it was; nil before anything was served.
    ///
    /// It reads data as they lie: a command that only looks does not migrate what a server of another version may be using.
    public static func last(in store: Store) async throws -> FolderSnapshot? {
        let version: Int?
        do {
            version = try await store.read { try $0.value("SELECT MAX(number) FROM store_migrations WHERE capability = 'edition'") }
        } catch let error as PolityError where error.code == "STORE-107" {
            // No such table: an empty database.
            return nil
        }
        guard let version else { return nil }
        let newest: SQL =
            version < 2
            ? "SELECT folder FROM editions ORDER BY first_served_at DESC, hash LIMIT 1"
            : "SELECT folder FROM editions ORDER BY last_served_at DESC, hash LIMIT 1"
        let blob = try await store.read { try $0.value(newest, as: [UInt8].self) }
        return try blob.map { try FolderSnapshot(blob: $0) }
    }
}
