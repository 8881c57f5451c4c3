import Kernel
import StoreTesting
import Synchronization
import Testing

@testable import Store

/// Decisions thought out before their transaction begins.
@Suite struct DecideTests {
    struct Refused: Error {}

    static func person(_ id: String) -> SQL { "SELECT age, version FROM people WHERE id = \(id)" }

    /// One year more, by the version that was read.
    static func birthday(_ id: String, _ tx: Transaction) throws -> Int {
        guard let row = try tx.row(person(id)) else { throw Refused() }
        let age = try row.integer(0) + 1
        try tx.update("UPDATE people SET age = \(age), version = version + 1 WHERE id = \(id) AND version = \(row.integer(1))")
        return age
    }

    static func withPeople(_ kind: TestStore, _ count: Int, settings: StoreSettings = .forTests, _ body: (Store) async throws -> Void) async throws {
        try await withStore(kind, [people], settings: settings) { store in
            try await store.write("test.insert") { tx in
                for index in 0..<count { try tx.write("INSERT INTO people (id, age) VALUES (\("p\(index)"), 0)") }
            }
            try await body(store)
        }
    }

    static func ages(_ store: Store) async throws -> [Int] {
        try await store.read { try $0.rows("SELECT age FROM people ORDER BY id").map { try $0.integer(0) } }
    }

    @Test(arguments: TestStores.all) func whatWasThoughtOutIsWritten(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 1) { store in
            let (runs, heard) = (Tally(), Tally())
            let known = KnownRows(Self.person("p0"), try await store.rows("test.look", Self.person("p0")))
            let age = try await store.decide("test.decide", knowing: [known]) { tx in
                runs.add()
                tx.afterCommit { heard.add() }
                try tx.write("INSERT INTO people (id) VALUES ('new')")
                return try Self.birthday("p0", tx)
            }
            #expect(age == 1)
            // The query comes behind a write to the same table, so what is known does not answer it.
            #expect(runs.count == 2)
            #expect(heard.count == 1)
            #expect(try await store.decide("test.decide", knowing: [known]) { tx in try Self.birthday("p0", tx) } == 2)
        }
    }

    @Test(arguments: TestStores.all) func whatIsKnownIsNotReadAgain(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 1) { store in
            let runs = Tally()
            let known = KnownRows(Self.person("p0"), try await store.rows("test.look", Self.person("p0")))
            let reads = store.statistics.reads
            _ = try await store.decide("test.decide", knowing: [known]) { tx in
                runs.add()
                return try Self.birthday("p0", tx)
            }
            #expect(runs.count == 1)
            #expect(store.statistics.reads == reads)
            #expect(try await Self.ages(store) == [1])
        }
    }

    @Test(arguments: TestStores.all) func aVersionThatIsGoneIsDecidedAgain(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 1) { store in
            let runs = Tally()
            let known = KnownRows(Self.person("p0"), try await store.rows("test.look", Self.person("p0")))
            try await store.write("test.other") { try $0.execute("UPDATE people SET age = 40, version = version + 1 WHERE id = 'p0'") }
            let age = try await store.decide("test.decide", knowing: [known]) { tx in
                runs.add()
                return try Self.birthday("p0", tx)
            }
            #expect(age == 41)
            #expect(runs.count == 2)
        }
    }

    @Test(arguments: TestStores.all) func ofManyOnOneVersionNoneIsLost(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 2) { store in
            let known = KnownRows(Self.person("p0"), try await store.rows("test.look", Self.person("p0")))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask { _ = try await store.decide("test.same", knowing: [known]) { tx in try Self.birthday("p0", tx) } }
                    group.addTask { _ = try await store.decide("test.unknown") { tx in try Self.birthday("p1", tx) } }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.ages(store) == [20, 20])
        }
    }

    /// Somebody else was first, and has written what a later statement of the plan would write again.
    @Test(arguments: TestStores.all) func aVersionThatIsGoneIsNoDuplicate(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 1) { store in
            let known = KnownRows(Self.person("p0"), try await store.rows("test.look", Self.person("p0")))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        _ = try await store.decide("test.once", knowing: [known]) { tx in
                            guard try tx.row(Self.person("p0"))?.integer(0) == 0 else { return }
                            _ = try Self.birthday("p0", tx)
                            try tx.write("INSERT INTO people (id, age) VALUES ('once', 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.ages(store) == [1, 1])
        }
    }

    /// On PostgreSQL they share transactions: what one of them meets must not touch the others.
    @Test(arguments: TestStores.all) func aDuplicateAndARefusalTouchNobodyElse(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 1) { store in
            let (duplicates, refusals) = (Tally(), Tally())
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<60 {
                    group.addTask {
                        do {
                            try await store.decide("test.decide") { tx in
                                try tx.write("INSERT INTO people (id, age) VALUES (\(index % 10 == 3 ? "p0" : "n\(index)"), \(1))")
                                if index % 10 == 7 { throw Refused() }
                            }
                        } catch is Refused {
                            refusals.add()
                        } catch let error as PolityError where error.isDuplicate {
                            duplicates.add()
                        } catch {
                            Issue.record(error)
                        }
                    }
                }
            }
            #expect(duplicates.count == 6)
            #expect(refusals.count == 6)
            let count = try await Self.ages(store).count
            #expect(count == 1 + 48)
        }
    }

    @Test(arguments: TestStores.all) func thoseThatWaitTogetherShareACommit(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 1) { store in
            let (began, release) = (Signal(), Signal())
            // On SQLite it holds the writing thread, on PostgreSQL the row that the first plan wants.
            let blocking = Task {
                try await store.write("test.slow") { tx in
                    try tx.execute("UPDATE people SET name = 'held' WHERE id = 'p0'")
                    began.set()
                    release.wait()
                }
            }
            await Task.detached { began.wait() }.value
            let first = Task { try await store.decide("test.first") { tx in try tx.write("UPDATE people SET age = 5 WHERE id = 'p0'") } }
            let rest = (0..<120).map { index in
                Task {
                    try await store.decide("test.rest") { tx in
                        let name = index.isMultiple(of: 3) ? nil : "name \(index)"
                        try tx.write("INSERT INTO people (id, name, age, photo) VALUES (\("n\(index)"), \(name), \(1), \([UInt8(index)]))")
                    }
                }
            }
            while store.statistics.waiting < 80 { try await Task.sleep(for: .milliseconds(2)) }
            let before = store.statistics.commits
            release.set()
            try await blocking.value
            try await first.value
            for task in rest { try await task.value }
            #expect(store.statistics.commits - before <= 16)
            #expect(try await Self.ages(store).reduce(0, +) == 125)
            let rows = try await store.read { try $0.rows("SELECT id, name, photo FROM people WHERE id <> 'p0'") }
            for row in rows {
                let index = try #require(Int(try row.text("id").dropFirst()))
                #expect(try row.text(optional: "name") == (index.isMultiple(of: 3) ? nil : "name \(index)"))
                #expect(try row.bytes("photo") == [UInt8(index)])
            }
        }
    }

    /// A body sees what it has written, in whatever way it is run.
    @Test(arguments: TestStores.all) func aBodySeesItsOwnWrites(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 1) { store in
            let seen = try await store.decide("test.decide") { tx in
                try tx.write("INSERT INTO people (id, age) VALUES ('b', 7)")
                return try tx.value("SELECT SUM(age) FROM people", as: Int.self)
            }
            #expect(seen == 7)
            let changed = try await store.decide("test.decide") { tx in
                let before = try tx.value("SELECT age FROM people WHERE id = 'b'", as: Int.self) ?? 0
                return try tx.execute("UPDATE people SET age = \(before + 1) WHERE id = 'b'")
            }
            #expect(changed == 1)
            #expect(try await Self.ages(store) == [8, 0])
        }
    }

    @Test(arguments: TestStores.all) func whatAPlanCannotTellIsNoRefusal(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 1) { store in
            let found = try await store.decide("test.decide") { tx in
                // The error of the query that a plan cannot answer is hidden, and the body goes on without it.
                guard let row = try? tx.row(Self.person("p0")) else { throw Refused() }
                try tx.write("INSERT INTO people (id, age) VALUES ('c', \(row.integer(0)))")
                return try row.integer(0)
            }
            #expect(found == 0)
        }
    }

    @Test(arguments: TestStores.all) func queriesThatAreAskedTogetherAreAnsweredEach(_ kind: TestStore) async throws {
        try await Self.withPeople(kind, 50) { store in
            let wrong = Tally()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        let row = try await store.row("test.ask", "SELECT id FROM people WHERE id = \("p\(index)")")
                        #expect(try row?.text(0) == (index < 50 ? "p\(index)" : nil))
                    }
                    if index % 25 == 0 {
                        group.addTask { do { _ = try await store.rows("test.wrong", "SELECT nothing FROM people") } catch { wrong.add() } }
                    }
                }
                try await group.waitForAll()
            }
            #expect(wrong.count == 4)
        }
    }
}
