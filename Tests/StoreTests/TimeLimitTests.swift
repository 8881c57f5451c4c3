import StoreTesting
import Testing

@testable import Store

/// What may take as long as it needs leaves the time limit of those who come after it on the same connection.
@Suite(.enabled(if: TestStores.postgresURL != nil)) struct TimeLimitTests {
    @Test func aScrubThatFailsLeavesTheTimeLimit() async throws {
        var settings = StoreSettings.forTests
        settings.connections = 1
        try await withStore(.postgres, settings: settings) { store in
            func limit() async throws -> String? { try await store.read { try $0.value("SELECT current_setting('statement_timeout')", as: String.self) } }
            let before = try await limit()
            #expect(before != nil && before != "0")
            // No migration makes such a name, and none is quoted so that it could be vacuumed.
            try await store.write("test.table") { tx in _ = try tx.execute("CREATE TABLE \"odd\"\"name\" (id TEXT)") }
            await #expect(throws: (any Error).self) { try await store.scrub() }
            #expect(try await limit() == before)
        }
    }
}
