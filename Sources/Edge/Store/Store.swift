import Foundation
import Kernel
import Logging

/// The one place where state lies: SQL over SQLite (embedded, the default) or PostgreSQL, with the same meaning on both.
///
/// ```swift
/// let store = try await Store.open(.sqlite(path: "arden.sqlite"), clock: .system, logger: logger)
/// try await store.migrate(capabilities.flatMap(\.migrations))
/// let title = try await store.read { try $0.value("SELECT title FROM cases WHERE id = \(id)", as: String.self) }
/// try await store.write("case.close") { tx in
///     try tx.update("UPDATE cases SET state = 'closed', version = version + 1 WHERE id = \(id) AND version = \(version)")
/// }
/// ```
public final class Store: Sendable {
    let engine: any Engine
    let clock: Clock
    let logger: Logger

    init(engine: any Engine, clock: Clock, logger: Logger) {
        self.engine = engine
        self.clock = clock
        self.logger = logger
    }

    /// - Throws: `PolityError` of kind `.unavailable` when the file or the server cannot be opened.
    public static func open(
        _ location: StoreLocation, clock: Clock, logger: Logger, settings: StoreSettings = StoreSettings()
    ) async throws -> Store {
        let engine: any Engine
        switch location {
        case .sqlite(let path):
            engine = try SQLiteEngine(path: path, clock: clock, logger: logger, settings: settings)
        case .temporary:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("polity-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            engine = try SQLiteEngine(path: folder + "/store.sqlite", temporaryFolder: folder, clock: clock, logger: logger, settings: settings)
        case .postgres(let url):
            engine = try PostgresEngine(url: url, clock: clock, logger: logger, settings: settings)
        }
        return Store(engine: engine, clock: clock, logger: logger)
    }

    public var dialect: Dialect { engine.dialect }

    /// One consistent snapshot. The body runs on a thread of the store's own and must not wait for anything else.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await engine.read("read", body)
    }

    /// One consistent snapshot.
    ///
    /// - Parameter label: names the request in errors; never a value.
    public func read<T: Sendable>(_ label: StaticString, _ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await engine.read(label, body)
    }

    /// One transaction, answered only once it is durable.
    ///
    /// The body may run again (on a conflict, or after the server was away): it must have no effect outside the
    /// transaction and should read what it decides on inside. When it throws, nothing of it happened, and the error is
    /// the caller's.
    ///
    /// - Parameter label: names the request in logs and errors; never a value.
    @discardableResult
    public func write<T: Sendable>(_ label: StaticString, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await engine.write(label, alone: false, body)
    }

    /// The same while no other process on this store runs a request of this label: for what a database cannot do twice at once,
    /// such as making a schema (PostgreSQL's `IF NOT EXISTS` does not wait for another's). On SQLite every write is alone.
    @discardableResult
    public func writeAlone<T: Sendable>(_ label: StaticString, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await engine.write(label, alone: true, body)
    }

    /// Brings the schema up to `migrations`: each capability's in the order of its numbers, capabilities in the order of the list.
    ///
    /// - Throws: `STORE-120` when an applied migration was changed, and when the database knows one that this list does not.
    public func migrate(_ migrations: [Migration]) async throws {
        try await Migrator(store: self, migrations: StoreMigrations.all + migrations).run()
    }

    /// Whether nothing was ever migrated here.
    public func isNew() async throws -> Bool {
        do { return try await read { try $0.row("SELECT 1 FROM store_migrations LIMIT 1") == nil } } catch let error as PolityError
            where error.code == "STORE-107"
        {
            // No such table: an empty database.
            return true
        }
    }

    /// For a command that must leave the schema as it is: a server of another version may be using it.
    ///
    /// - Throws: `STORE-120` and `STORE-121` as `migrate`, `STORE-124` when the database lacks one of `migrations`.
    public func requireMigrated(_ migrations: [Migration]) async throws {
        let migrator = Migrator(store: self, migrations: StoreMigrations.all + migrations)
        try await read { try migrator.requireDone(in: $0) }
    }

    /// Makes what was deleted unfindable in the store's own files: the last step of an erasure.
    ///
    /// On SQLite the log is emptied, which is quick. On PostgreSQL every table is rewritten and locked meanwhile, so it is
    /// for a quiet hour; the server's own log and its backups follow the server's settings.
    public func scrub() async throws { try await engine.scrub() }

    public var statistics: StoreStatistics { engine.statistics }

    /// Stops taking requests, finishes those it has, and closes.
    public func close() async { await engine.close() }
}
