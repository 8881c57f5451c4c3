import Kernel
import StoreTesting
import Testing

@testable import Store

let people = Migration(
    "people", 1,
    """
    CREATE TABLE people (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT,
        age BIGINT,
        photo BYTES,
        version BIGINT NOT NULL DEFAULT 1,
        CHECK (age >= 0)
    ) WITHOUT ROWID;
    CREATE TABLE pets (
        owner TEXT NOT NULL REFERENCES people (id),
        name TEXT NOT NULL,
        PRIMARY KEY (owner, name)
    );
    """)

@Suite struct ReadWriteTests {
    @Test(arguments: TestStores.all) func valuesComeBackAsTheyWere(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            let values: [(String, String?, Int64?, [UInt8]?)] = [
                ("a", "Ana", 41, [0, 255, 7]), ("b", "", 0, []), ("c", nil, nil, nil),
                ("d", "Ünïcödé 🏛 'quoted' ? $1", .max, [UInt8](repeating: 9, count: 100_000)),
            ]
            try await store.write("test.insert") { tx in
                for (id, name, age, photo) in values {
                    try tx.execute("INSERT INTO people (id, name, age, photo) VALUES (\(id), \(name), \(age), \(photo))")
                }
            }
            let rows = try await store.read { try $0.rows("SELECT id, name, age, photo FROM people ORDER BY id") }
            #expect(rows.count == 4)
            for (row, value) in zip(rows, values) {
                #expect(try row.text("id") == value.0)
                #expect(try row.text(optional: "name") == value.1)
                #expect(try row.value("age", as: Int64?.self) == value.2)
                #expect(try row.bytes(optional: 3) == value.3)
            }
        }
    }

    @Test(arguments: TestStores.all) func typedValues(_ kind: TestStore) async throws {
        let identifiers = Identifiers(clock: TestClock().clock, random: .seeded(1))
        let id = identifiers.next(ReadWriteTests.self)
        let instant = Instant(microseconds: 1_700_000_000_123_456)
        try await withStore(kind) { store in
            let date = try #require(CivilDate("2026-02-28"))
            let row = try #require(
                try await store.read { try $0.row("SELECT \(id) AS id, \(instant) AS at, \(date) AS day, \(true) AS flag, \(-5) AS number") })
            #expect(try row.identifier("id") == id)
            #expect(try row.instant("at") == instant)
            #expect(try row.date("day") == date)
            #expect(try row.bool("flag"))
            #expect(try row.integer("number") == -5)
        }
    }

    @Test(arguments: TestStores.all) func aWrongColumnIsNamedAndItsValueIsNot(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            let row = try #require(try await store.read { try $0.row("SELECT \("secret") AS name") })
            let wrong = #expect(throws: PolityError.self) { try row.integer("name") }
            #expect(wrong?.description == "STORE-105: Something went wrong on our side. [column name: wanted Int, found text]")
            let missing = #expect(throws: PolityError.self) { try row.text("title") }
            #expect(missing?.context == "the query has no column title")
        }
    }

    @Test(arguments: TestStores.all) func textIsOrderedByItsBytes(_ kind: TestStore) async throws {
        let names = ["Zoe", "ana", "Ana", "émile", "zoe", "10", "9", "_", "a b"]
        try await withStore(kind, [people]) { store in
            try await store.write("test.insert") { tx in
                for name in names { try tx.execute("INSERT INTO people (id) VALUES (\(name))") }
            }
            let sorted = try await store.read { try $0.rows("SELECT id FROM people ORDER BY id").map { try $0.text(0) } }
            #expect(sorted == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            let like = try await store.read { try $0.rows("SELECT id FROM people WHERE id LIKE 'a%' ORDER BY id").map { try $0.text(0) } }
            #expect(like == ["a b", "ana"])
        }
    }

    @Test(arguments: TestStores.all) func sumsAndCounts(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            try await store.write("test.insert") { tx in
                try tx.executeAll((1...600).map { "INSERT INTO people (id, age) VALUES (\("\($0)"), \($0 * 1_000_000_007))" })
            }
            let row = try #require(try await store.read { try $0.row("SELECT COUNT(*) AS n, SUM(age) AS total, MAX(age) AS oldest FROM people") })
            #expect(try row.integer("n") == 600)
            #expect(try row.integer("total") == 600 * 601 / 2 * 1_000_000_007)
            #expect(try row.integer("oldest") == 600 * 1_000_000_007)
            let none = try await store.read { try $0.value("SELECT SUM(age) FROM people WHERE age < 0", as: Int.self) }
            #expect(none == nil)
        }
    }

    /// On PostgreSQL these share round trips: each gets its own answers, in its own order, and one that is wrong hurts no other.
    @Test(arguments: TestStores.all) func queriesAskedAtOnceAreEachAnswered(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            try await store.write("test.insert") { tx in
                try tx.executeAll((0..<10).map { "INSERT INTO people (id, age) VALUES (\("\($0)"), \($0))" })
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for asked in 0..<60 {
                    group.addTask {
                        let ages = (0..<asked % 7).map { ($0 * 3 + asked) % 12 }
                        let queries = ages.map { "SELECT id FROM people WHERE age = \($0)" as SQL }
                        if asked % 10 == 9 {
                            await #expect(throws: PolityError.self) { _ = try await store.rowsOfAll("test.wrong", queries + ["SELECT id FROM nowhere"]) }
                        } else {
                            let found = try await store.rowsOfAll("test.ask", queries).map { try $0.map { Int(try $0.text(0)) } }
                            #expect(found == ages.map { $0 < 10 ? [$0] : [] })
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: TestStores.all) func constraintsHaveTheSameCodes(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            try await store.write("test.insert") { try $0.execute("INSERT INTO people (id) VALUES ('a')") }
            let cases: [(SQL, String)] = [
                ("INSERT INTO people (id) VALUES (\("a"))", "STORE-112"),
                ("INSERT INTO people (id, age) VALUES ('b', \(-1))", "STORE-113"),
                ("INSERT INTO pets (owner, name) VALUES ('nobody', 'Rex')", "STORE-113"),
                ("INSERT INTO people (id) VALUES (\(String?.none))", "STORE-113"),
                ("INSERT INTO nowhere (id) VALUES ('b')", "STORE-107"),
                ("INSERT INTO people (id) VALUES (\("a\0b"))", "STORE-106"),
            ]
            for (sql, code) in cases {
                let error = await #expect(throws: PolityError.self) { try await store.write("test.refused") { try $0.execute(sql) } }
                #expect(error?.code == code, "\(sql.text)")
            }
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 1)
        }
    }

    @Test(arguments: TestStores.all) func aReadCannotWrite(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            await #expect(throws: PolityError.self) {
                try await store.read { _ = try $0.rows("INSERT INTO people (id) VALUES ('a') RETURNING id") }
            }
            let id = try await store.write("test.returning") { try $0.value("INSERT INTO people (id) VALUES ('b') RETURNING id", as: String.self) }
            #expect(id == "b")
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 1)
        }
    }

    @Test(arguments: TestStores.all) func aReadSeesOneMoment(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            let counts = try await store.read { connection in
                let before = try connection.value("SELECT COUNT(*) FROM people", as: Int.self)
                let done = Signal()
                Task.detached {
                    try await store.write("test.insert") { try $0.execute("INSERT INTO people (id) VALUES ('a')") }
                    done.set()
                }
                done.wait()
                return [before, try connection.value("SELECT COUNT(*) FROM people", as: Int.self)]
            }
            #expect(counts == [0, 0])
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 1)
        }
    }

    @Test(arguments: TestStores.all) func textMembersOfJSON(_ kind: TestStore) async throws {
        try await withStore(kind, [people]) { store in
            let texts = [
                #"{"a":"x","b":{"c":"deep"}}"#, #"{"a":5}"#, #"{"a":true}"#, #"{"a":null}"#, "{}", #"{"a":"","b":{"c":"q\"\u00e9"}}"#, "[1]",
            ]
            try await store.write("test.insert") { tx in
                for (index, text) in texts.enumerated() { try tx.execute("INSERT INTO people (id, name) VALUES (\("\(index)"), \(text))") }
            }
            let rows = try await store.read {
                try $0.rows("SELECT \(json: "name", "a") AS a, \(json: "people.name", "b", "c") AS c FROM people ORDER BY id")
            }
            #expect(try rows.map { try $0.text(optional: "a") } == ["x", nil, nil, nil, nil, "", nil])
            #expect(try rows.map { try $0.text(optional: "c") } == ["deep", nil, nil, nil, nil, "q\"é", nil])
        }
    }
}
