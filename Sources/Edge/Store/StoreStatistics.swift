/// Counts since the store was opened, for `/metrics`.
public struct StoreStatistics: Sendable, Hashable {
    public var reads = 0
    /// Requests that were committed.
    public var writes = 0
    /// Commits; on SQLite many requests share one.
    public var commits = 0
    /// Bodies that ran again after a conflict or a lost connection.
    public var retries = 0
    /// Requests that wait now.
    public var waiting = 0
}
