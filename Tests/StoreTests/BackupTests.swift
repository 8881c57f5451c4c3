import Foundation
import Kernel
import StoreTesting
import Testing

@testable import Store

@Suite struct BackupTests {
    static let migrations = [
        people,
        Migration("people", 2, "CREATE TABLE links (child TEXT NOT NULL PRIMARY KEY, parent TEXT REFERENCES links (child));"),
    ]

    static let both: [(TestStore, TestStore)] = TestStores.all.flatMap { a in TestStores.all.map { (a, $0) } }

    static func fill(_ store: Store) async throws {
        try await store.write("test.fill") { tx in
            try tx.executeAll(
                (0..<2_500).map { index in
                    let photo: [UInt8]? = index % 7 == 0 ? nil : [UInt8](repeating: UInt8(index % 256), count: index % 50)
                    return "INSERT INTO people (id, name, age, photo) VALUES (\("id\(index)"), \("Näme \(index)"), \(index), \(photo))"
                })
            try tx.execute("INSERT INTO pets (owner, name) VALUES ('id1', 'Rex')")
            // A child sorts before its parent, so restoring must put the check off.
            try tx.execute("INSERT INTO links (child, parent) VALUES ('z', NULL)")
            try tx.execute("INSERT INTO links (child, parent) VALUES ('a', 'z')")
            try TokenIndex("people").put("id1", tokens: [[1, 2], [3]], in: tx)
            try tx.schedule(JobRequest("mail", key: "1", at: tx.now))
        }
    }

    static func everything(_ store: Store) async throws -> [String: [[SQLValue]]] {
        try await store.read { connection in
            var all: [String: [[SQLValue]]] = [:]
            for table in try TableList(connection).tables {
                all[table.name] = try connection.rows(table.everything + " ORDER BY 1, 2").map(\.values)
            }
            return all
        }
    }

    @Test(arguments: both) func aBackupComesBackOnEitherDriver(_ kinds: (TestStore, TestStore)) async throws {
        try await withFolder { folder in
            let path = folder + "/store.dump"
            let before = try await withStore(kinds.0, Self.migrations) { store in
                try await Self.fill(store)
                #expect(try await store.backup(to: path) == 2_506)
                return try await Self.everything(store)
            }
            try await withStore(kinds.1, Self.migrations) { store in
                #expect(try await store.restore(from: path) == 2_506)
                let after = try await Self.everything(store)
                #expect(after == before)
                // A store that has something is never written over.
                let error = await #expect(throws: PolityError.self) { try await store.restore(from: path) }
                #expect(error?.code == "STORE-132")
            }
        }
    }

    @Test(arguments: TestStores.all) func aDamagedBackupChangesNothing(_ kind: TestStore) async throws {
        try await withFolder { folder in
            let path = folder + "/store.dump"
            try await withStore(kind, Self.migrations) { store in
                try await Self.fill(store)
                try await store.backup(to: path)
            }
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            try await withStore(kind, Self.migrations) { store in
                var damaged: [Data] = [whole.prefix(whole.count / 2), whole.dropLast(), Data("hello".utf8), Data()]
                for offset in [20, whole.count / 3, whole.count - 40, whole.count - 1] {
                    var flipped = whole
                    flipped[offset] ^= 1
                    damaged.append(flipped)
                }
                for data in damaged {
                    try data.write(to: URL(fileURLWithPath: path))
                    let error = await #expect(throws: PolityError.self) { try await store.restore(from: path) }
                    #expect(error?.code == "STORE-130")
                }
                let count = try await TransactionTests.count(store)
                #expect(count == 0)
            }
        }
    }

    @Test(arguments: TestStores.all) func anotherSchemaIsRefused(_ kind: TestStore) async throws {
        try await withFolder { folder in
            let path = folder + "/store.dump"
            try await withStore(kind, [people]) { try await $0.backup(to: path) }
            try await withStore(kind, Self.migrations) { store in
                let error = await #expect(throws: PolityError.self) { try await store.restore(from: path) }
                #expect(error?.description.contains("it lacks people 2") == true)
            }
        }
    }

    @Test(arguments: TestStores.all) func anUnwritablePlaceIsTold(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            let error = await #expect(throws: PolityError.self) { try await store.backup(to: "/nowhere/store.dump") }
            #expect(error?.code == "STORE-133")
        }
    }

    @Test func whatWasDeletedIsNotInTheFiles() async throws {
        try await withFolder { folder in
            let marker = "a marker that nobody else writes"
            let store = try await Store.open(.sqlite(path: folder + "/store.sqlite"), clock: TestClock().clock, logger: .silent)
            try await store.migrate([people])
            try await store.write("test.insert") { try $0.execute("INSERT INTO people (id, name) VALUES ('a', \(marker))") }
            func files() throws -> Data {
                try FileManager.default.contentsOfDirectory(atPath: folder).reduce(into: Data()) { all, name in
                    all += try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
                }
            }
            #expect(try files().range(of: Data(marker.utf8)) != nil)
            try await store.write("test.delete") { try $0.execute("DELETE FROM people") }
            try await store.scrub()
            #expect(try files().range(of: Data(marker.utf8)) == nil)
            await store.close()
        }
    }

    @Test(arguments: TestStores.all) func scrubbingKeepsTheRest(_ kind: TestStore) async throws {
        try await withStore(kind, Self.migrations) { store in
            try await Self.fill(store)
            let before = try await Self.everything(store)
            try await store.scrub()
            let after = try await Self.everything(store)
            #expect(after == before)
        }
    }
}
