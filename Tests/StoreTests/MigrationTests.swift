import Kernel
import StoreTesting
import Testing

@testable import Store

@Suite struct MigrationTests {
    static let first = Migration("cases", 1, "CREATE TABLE cases (id TEXT NOT NULL PRIMARY KEY);")
    static let second = Migration("cases", 2, "ALTER TABLE cases ADD COLUMN title TEXT NOT NULL DEFAULT '';")

    @Test(arguments: TestStores.all) func onlyWhatIsMissingIsApplied(_ kind: TestStore) async throws {
        try await withStore(kind, [Self.first]) { store in
            try await store.write("test.insert") { try $0.execute("INSERT INTO cases (id) VALUES ('a')") }
            try await store.migrate([Self.first, Self.second])
            try await store.migrate([Self.second, Self.first])
            #expect(try await store.read { try $0.value("SELECT title FROM cases", as: String.self) } == "")
        }
    }

    @Test(arguments: TestStores.all) func aChangedMigrationIsRefused(_ kind: TestStore) async throws {
        try await withStore(kind, [Self.first]) { store in
            let changed = Migration("cases", 1, Self.first.sql + " ")
            let error = await #expect(throws: PolityError.self) { try await store.migrate([changed]) }
            #expect(
                error?.description == """
                    STORE-120: The migration cases 1 is not the one that was applied to this database. Restore its text and put the change in a new migration.
                    """)
        }
    }

    @Test(arguments: TestStores.all) func aNewerDatabaseIsRefused(_ kind: TestStore) async throws {
        try await withStore(kind, [Self.first, Self.second]) { store in
            let error = await #expect(throws: PolityError.self) { try await store.migrate([Self.first]) }
            #expect(error?.code == "STORE-121")
            let unknown = await #expect(throws: PolityError.self) { try await store.migrate([]) }
            #expect(unknown?.code == "STORE-121")
        }
    }

    @Test(arguments: TestStores.all) func aFaultyOneLeavesTheSchemaAsItWas(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            let faulty = Migration("cases", 2, "CREATE TABLE half (id TEXT); CREATE TABLE cases (id TEXT);")
            let error = await #expect(throws: PolityError.self) { try await store.migrate([Self.first, faulty]) }
            #expect(error?.code == "STORE-123")
            try await store.migrate([Self.first, Self.second])
            let foreign = await #expect(throws: PolityError.self) {
                try await store.migrate([Self.first, Self.second, Migration("cases", 3, "CREATE TABLE x (id INTEGER);")])
            }
            #expect(foreign?.message == "The migration cases 3 cannot be applied: INTEGER is not one of TEXT, BIGINT and BYTES")
        }
    }

    @Test(arguments: TestStores.all) func aGapInTheNumbersIsRefused(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            let error = await #expect(throws: PolityError.self) { try await store.migrate([Self.second]) }
            #expect(error?.code == "STORE-122")
        }
    }

    @Test(arguments: TestStores.all) func aPreparedQuerySurvivesAMigration(_ kind: TestStore) async throws {
        var settings = StoreSettings.forTests
        settings.readers = 1
        settings.connections = 1
        try await withStore(kind, [Self.first], settings: settings) { store in
            try await store.write("test.insert") { try $0.execute("INSERT INTO cases (id) VALUES ('a')") }
            let read: @Sendable (Connection) throws -> [SQLValue] = { try $0.row("SELECT * FROM cases")?.values ?? [] }
            let before = try await store.read(read)
            #expect(before == [.text("a")])
            try await store.migrate([Self.first, Self.second])
            let after = try await store.read(read)
            #expect(after == [.text("a"), .text("")])
            let title = try await store.write("test.read") { try $0.row("SELECT * FROM cases")?.text("title") }
            #expect(title == "")
        }
    }

    @Test(arguments: TestStores.all) func twoProcessesMayStartTogether(_ kind: TestStore) async throws {
        // Several rounds: the meeting of one process that opens with one that closes is rare.
        for _ in 0..<50 {
            try await withEmptyPlace(kind) { location in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            let store = try await Store.open(location, clock: TestClock().clock, logger: .silent, settings: .forTests)
                            try await store.migrate([Self.first, Self.second])
                            await store.close()
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }
}
