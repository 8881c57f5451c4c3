import Kernel
import StoreTesting
import Testing

@testable import Store

/// Another process holds the SQLite file: requests wait for it as long as they are told to, and no longer.
@Suite struct LockedFileTests {
    static func withLocked(patience: Duration, _ body: (Store, SQLiteSession) async throws -> Void) async throws {
        try await withFolder { folder in
            var settings = StoreSettings()
            settings.patience = patience
            let store = try await Store.open(.sqlite(path: folder + "/polity.sqlite"), clock: TestClock().clock, logger: .silent, settings: settings)
            try await store.migrate([people])
            let other = try SQLiteSession(path: folder + "/polity.sqlite", role: .writer, settings: StoreSettings())
            try other.begin("BEGIN IMMEDIATE")
            do { try await body(store, other) } catch {
                await store.close()
                throw error
            }
            await store.close()
        }
    }

    @Test func aFileThatIsFreeAgainInTimeIsWrittenTo() async throws {
        try await Self.withLocked(patience: .seconds(20)) { store, other in
            let writes = (0..<20).map { number in
                Task { try await store.write("test.insert") { _ = try $0.execute("INSERT INTO people (id) VALUES (\("\(number)"))") } }
            }
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 0, "it can be read meanwhile")
            other.rollback()
            for write in writes { try await write.value }
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 20)
        }
    }

    /// Those behind the first have waited as long as it has, and are not kept waiting once more each.
    @Test func aFileThatStaysLockedIsToldToEverybodyInTime() async throws {
        try await Self.withLocked(patience: .seconds(2)) { store, other in
            let start = ContinuousClock.now
            let writes = (0..<30).map { _ in Task { try await store.write("test.insert") { _ = try $0.execute("INSERT INTO people (id) VALUES ('a')") } } }
            for write in writes {
                await #expect { try await write.value } throws: { ($0 as? PolityError)?.code == "STORE-102" }
            }
            // One after the other would take a minute.
            #expect(ContinuousClock.now - start < .seconds(40))
            other.rollback()
            try await store.write("test.insert") { _ = try $0.execute("INSERT INTO people (id) VALUES ('b')") }
            #expect(try await store.read { try $0.rows("SELECT id FROM people").map { try $0.text(0) } } == ["b"])
        }
    }
}
