import Kernel
import StoreTesting
import Synchronization
import Testing

@testable import Store

@Suite struct TransactionTests {
    struct Refused: Error {}

    static func count(_ store: Store) async throws -> Int {
        try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } ?? 0
    }

    @Test(arguments: TestStores.all) func aBodyThatThrowsLeavesNothing(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            // Together, so that on SQLite they share batches: a refused one must not touch its neighbours.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<60 {
                    group.addTask {
                        do {
                            try await store.write("test.insert") { tx in
                                try tx.execute("INSERT INTO people (id) VALUES (\("\(index)"))")
                                if index % 3 == 0 { throw Refused() }
                            }
                        } catch is Refused {}
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.count(store) == 40)
        }
    }

    @Test(arguments: TestStores.all) func aHiddenErrorStillSpoilsTheTransaction(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            let error = await #expect(throws: PolityError.self) {
                try await store.write("test.hidden") { tx in
                    try tx.execute("INSERT INTO people (id) VALUES ('a')")
                    _ = try? tx.execute("INSERT INTO people (id) VALUES ('a')")
                    _ = try? tx.execute("INSERT INTO people (id) VALUES ('b')")
                }
            }
            #expect(error?.isDuplicate == true)
            #expect(try await Self.count(store) == 0)
            try await store.write("test.after") { try $0.execute("INSERT INTO people (id) VALUES ('c')") }
            #expect(try await Self.count(store) == 1)
        }
    }

    @Test(arguments: TestStores.all) func whatNobodyWaitsForIsWrittenInItsOrder(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            let seen = try await store.write("test.later") { tx in
                try tx.write("INSERT INTO people (id, age) VALUES ('a', 1)")
                try tx.write("UPDATE people SET age = age * 10 WHERE id = 'a'")
                let seen = try tx.value("SELECT age FROM people WHERE id = 'a'", as: Int.self)
                for index in 0..<500 { try tx.write("INSERT INTO people (id) VALUES (\("b\(index)"))") }
                try tx.write("UPDATE people SET age = age + 1 WHERE id = 'a'")
                return seen
            }
            #expect(seen == 10)
            #expect(try await Self.count(store) == 501)
            #expect(try await store.read { try $0.value("SELECT age FROM people WHERE id = 'a'", as: Int.self) } == 11)
        }
    }

    @Test(arguments: TestStores.all) func aDuplicateNobodyWaitsForSpoilsTheTransaction(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            let error = await #expect(throws: PolityError.self) {
                try await store.write("test.later") { tx in
                    try tx.write("INSERT INTO people (id) VALUES ('a')")
                    try tx.write("INSERT INTO people (id) VALUES ('a')")
                }
            }
            #expect(error?.isDuplicate == true)
            try await store.write("test.after") { try $0.write("INSERT INTO people (id) VALUES ('c')") }
            #expect(try await Self.count(store) == 1)
        }
    }

    /// The update is the transaction's last statement: no commit may go out beside it.
    @Test(arguments: TestStores.all) func anUpdateOfAnOldVersionNeverCommits(_ kind: TestStore) async throws {
        let runs = Mutex(0)
        try await withStore(kind, [people]) { store in
            try await store.write("test.insert") { try $0.execute("INSERT INTO people (id, age) VALUES ('a', 0)") }
            let error = await #expect(throws: PolityError.self) {
                try await store.write("test.stale") { tx in
                    runs.withLock { $0 += 1 }
                    try tx.write("INSERT INTO people (id) VALUES ('b')")
                    try tx.update("UPDATE people SET age = 1, version = version + 1 WHERE id = 'a' AND version = 99")
                }
            }
            #expect(error?.kind == .conflict)
            #expect(runs.withLock { $0 } == 3)
            #expect(try await Self.count(store) == 1)
        }
    }

    @Test(arguments: TestStores.all) func hooksRunOnlyAfterACommit(_ kind: TestStore) async throws {
        let heard = Mutex<[String]>([])
        try await withStore(kind, [people]) { store in
            try await store.write("test.committed") { tx in
                tx.afterCommit { heard.withLock { $0.append("committed") } }
                try tx.execute("INSERT INTO people (id) VALUES ('a')")
            }
            _ = try? await store.write("test.refused") { tx in
                tx.afterCommit { heard.withLock { $0.append("refused") } }
                throw Refused()
            }
        }
        #expect(heard.withLock { $0 } == ["committed"])
    }

    @Test(arguments: TestStores.all) func nobodysUpdateIsLost(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            try await store.write("test.insert") { try $0.execute("INSERT INTO people (id, age) VALUES ('a', 0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await store.write("test.count") { tx in
                            guard let row = try tx.row("SELECT age, version FROM people WHERE id = 'a'") else { throw Refused() }
                            let (age, version) = (try row.integer(0), try row.integer(1))
                            try tx.update("UPDATE people SET age = \(age + 1), version = version + 1 WHERE id = 'a' AND version = \(version)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let row = try #require(try await store.read { try $0.row("SELECT age, version FROM people") })
            #expect(try row.integer(0) == 100)
            #expect(try row.integer(1) == 101)
        }
    }

    @Test(arguments: TestStores.all) func aStaleVersionIsToldAfterAFewAttempts(_ kind: TestStore) async throws {
        let runs = Mutex(0)
        try await withStore(kind, [people]) { store in
            let error = await #expect(throws: PolityError.self) {
                try await store.write("case.decide") { tx in
                    runs.withLock { $0 += 1 }
                    try tx.update("UPDATE people SET version = 2 WHERE id = 'missing' AND version = 1")
                }
            }
            #expect(error?.code == "STORE-110")
            #expect(error?.kind == .conflict)
            #expect(error?.context?.hasPrefix("case.decide: ") == true)
            #expect((2...10).contains(runs.withLock { $0 }))
        }
    }

    @Test(arguments: TestStores.all) func afterClosingEveryRequestIsRefused(_ kind: TestStore) async throws {
        try await withEmptyPlace(kind) { location in
            let store = try await Store.open(location, clock: TestClock().clock, logger: .silent, settings: .forTests)
            try await store.migrate([people])
            async let inserted: Void = store.write("test.insert") { _ = try $0.execute("INSERT INTO people (id) VALUES ('a')") }
            try await inserted
            await store.close()
            let error = await #expect(throws: PolityError.self) { try await store.read { _ in } }
            #expect(error?.code == "STORE-103")
            let again = try await Store.open(location, clock: TestClock().clock, logger: .silent, settings: .forTests)
            #expect(try await Self.count(again) == 1)
            await again.close()
        }
    }

    @Test(arguments: TestStores.all) func beyondTheLimitRequestsAreRefused(_ kind: TestStore) async throws {
        var settings = StoreSettings.forTests
        settings.waitingLimit = 5
        settings.readers = 1
        settings.connections = 1
        try await withStore(kind, [people], settings: settings) { store in
            let (began, release) = (Signal(), Signal())
            let blocking = Task {
                try await store.write("test.slow") { _ in
                    began.set(); release.wait()
                }
            }
            await Task.detached { began.wait() }.value
            let refused = Tally()
            let waiting = (0..<8).map { _ in
                Task { do { try await store.write("test.more") { _ in } } catch let error as PolityError where error.code == "STORE-101" { refused.add() } }
            }
            let areRefused = try await eventually { refused.count == 3 }
            #expect(areRefused)
            release.set()
            try await blocking.value
            for task in waiting { try await task.value }
            #expect(refused.count == 3)
        }
    }

    @Test(arguments: TestStores.all) func aLongReadIsCutOff(_ kind: TestStore) async throws {
        var settings = StoreSettings.forTests
        settings.readTimeout = .milliseconds(500)
        try await withStore(kind, [people], settings: settings) { store in
            let error = await #expect(throws: PolityError.self) {
                try await store.read {
                    _ = try $0.rows("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT COUNT(*) FROM n")
                }
            }
            #expect(error?.code == "STORE-104")
            let count = try await Self.count(store)
            #expect(count == 0)
        }
    }
}
