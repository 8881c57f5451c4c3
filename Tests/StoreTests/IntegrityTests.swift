import Foundation
import StoreTesting
import Testing

@testable import Store

@Suite struct IntegrityTests {
    @Test(arguments: TestStores.all) func aSoundStoreHasNoDamage(_ kind: TestStore) async throws {
        try await withStore(kind, BackupTests.migrations) { store in
            try await BackupTests.fill(store)
            #expect(try await store.damages() == [])
        }
    }

    /// A changed byte of an index changes no row, and leads whoever searches by it astray.
    @Test func aChangedByteOfAnIndexIsFound() async throws {
        try await withFolder { folder in
            let path = folder + "/store.sqlite"
            func open() async throws -> Store {
                let store = try await Store.open(.sqlite(path: path), clock: TestClock().clock, logger: .silent)
                try await store.migrate(BackupTests.migrations)
                return store
            }
            let store = try await open()
            try await BackupTests.fill(store)
            let page = try #require(
                try await store.read { connection in
                    try connection.value(
                        """
                        SELECT MIN(s.pageno) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name
                        WHERE m.type = 'index' AND s.pagetype = 'leaf' AND s.ncell > 0
                        """, as: Int.self)
                })
            await store.close()
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            // The page's content grows from its end (SQLite file format, section 1.6).
            bytes[page * 4_096 - 1] ^= 1
            try bytes.write(to: URL(fileURLWithPath: path))
            let damaged = try await open()
            #expect(try await damaged.damages().isEmpty == false)
            await damaged.close()
        }
    }
}
