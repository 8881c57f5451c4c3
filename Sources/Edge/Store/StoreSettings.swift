/// What a store may be told. The defaults suit one machine.
public struct StoreSettings: Sendable {
    /// Threads that read (SQLite).
    public var readers = 4
    /// Connections that run bodies, each on its own thread (PostgreSQL).
    public var connections = 12
    /// More of them that carry out plans (PostgreSQL).
    public var committers = 2
    /// More of them that answer single queries (PostgreSQL).
    public var askers = 2
    /// Plans that share one transaction, and queries that share one round trip (PostgreSQL).
    public var groupLimit = 32
    /// Requests that may wait; one more is refused with `STORE-101`.
    public var waitingLimit = 8_192
    /// Requests that share one commit (SQLite).
    public var batchLimit = 256
    /// A single read may not take longer than this; `STORE-104` then.
    public var readTimeout: Duration = .seconds(30)
    /// How long a request waits for a server that is away (PostgreSQL), or a file that another process has locked (SQLite);
    /// `STORE-102` then.
    public var patience: Duration = .seconds(15)
    /// How often a body runs again after a conflict; beyond it only within `patience` (PostgreSQL).
    public var retryLimit = 10
    /// Pages of the write-ahead log after which they are put in their places (SQLite).
    public var checkpointPages = 1_000
    /// Whether a thread of its own does that. A simulation lets the writer do it, so that everything comes in one order.
    public var checkpointsBeside = true
    /// The SQLite file system to use, by the name it is registered under; nil is the system's own.
    public var fileSystem: String?

    public init() {}
}
