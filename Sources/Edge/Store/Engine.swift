import Kernel

/// One connection to a database, used by one thread at a time.
protocol Session: AnyObject {
    var dialect: Dialect { get }
    func rows(_ sql: SQL) throws -> [Row]
    func rowsOfAll(_ queries: [SQL]) throws -> [[Row]]
    func execute(_ sql: SQL) throws -> Int
    func executeAll(_ statements: [SQL]) throws -> [Int]
    /// Runs a statement at the latest before the commit, and in its order.
    ///
    /// - Parameter isVersioned: it must change exactly one row, or the transaction fails with `VersionConflict`.
    func executeLater(_ sql: SQL, isVersioned: Bool) throws
    /// Several statements of data definition, already in the driver's own dialect.
    func script(_ text: String) throws
    /// Every answer in turn, without holding them all.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws
    /// For work that is long by nature.
    func liftTimeLimit()
}

/// A driver: what `Store` asks of SQLite and of PostgreSQL.
protocol Engine: Sendable {
    var dialect: Dialect { get }
    var statistics: StoreStatistics { get }
    func read<T: Sendable>(_ label: StaticString, _ body: @escaping @Sendable (Connection) throws -> T) async throws -> T
    /// Queries in one round trip, each in a snapshot of its own.
    func rowsOfAll(_ label: StaticString, _ queries: [SQL]) async throws -> [[Row]]
    /// Carries a plan out, durably.
    ///
    /// - Throws: `VersionConflict` when a version it names is gone; nothing of it happened then.
    func carryOut(_ label: StaticString, _ plan: Plan) async throws
    /// - Parameter alone: no other request with this label runs at the same time, in any process.
    func write<T: Sendable>(_ label: StaticString, alone: Bool, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T
    func scrub() async throws
    /// Stops taking requests, finishes those it has, and closes.
    func close() async
}
