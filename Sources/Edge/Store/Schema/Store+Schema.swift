import Kernel
import Logging

extension Store {
    /// What stands in the database that no migration made, or lacks what one made, at most a hundred things: a trigger that somebody planted would go
    /// on changing rows behind every check of rows.
    ///
    /// Compared with a database that is made afresh, which is an SQLite one for either driver: tables, columns and indexes have the same names.
    public func schemaDifferences(from migrations: [Migration]) async throws -> [String] {
        // It has nothing to tell anybody: that making it took a moment is no news of the government's own store.
        let silent = Logger(label: "polity.store.schema") { _ in SwiftLogNoOpLogHandler() }
        let fresh = try await Store.open(.temporary, clock: clock, logger: silent)
        let made: Result<SchemaShape, any Error>
        do {
            try await fresh.migrate(migrations)
            made = .success(try await fresh.read { try SchemaShape($0) })
        } catch { made = .failure(error) }
        await fresh.close()
        var expected = try made.get()
        if dialect != .sqlite { expected.texts = [:] }
        let found = try await read { [expected] in try SchemaShape($0).differences(from: expected) }
        return Array(found.prefix(100))
    }
}
