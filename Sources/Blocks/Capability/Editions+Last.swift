import Blueprint
import Store

extension Editions {
    /// The folder that was served here first most lately, as it was; nil before anything was served.
    public static func last(in store: Store) async throws -> FolderSnapshot? {
        let blob = try await store.read { connection in
            try connection.value("SELECT folder FROM editions ORDER BY first_served_at DESC, hash LIMIT 1", as: [UInt8].self)
        }
        return try blob.map { try FolderSnapshot(blob: $0) }
    }
}
