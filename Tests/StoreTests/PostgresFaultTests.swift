import Foundation
import Kernel
import StoreTesting
import Testing

@testable import Store

/// A server that goes away at the worst moments. Without a server on a Unix socket these tests are left out.
@Suite(.enabled(if: TestStores.postgresURL?.contains("host=/") == true)) struct PostgresFaultTests {
    static func withProxy(patience: Duration = .seconds(15), _ body: (Store, PostgresProxy) async throws -> Void) async throws {
        try await withEmptyPlace(.postgres) { location in
            try await withFolder { folder in
                guard case .postgres(let url) = location else { preconditionFailure("asked for PostgreSQL") }
                let proxy = try #require(PostgresProxy(folder: folder))
                defer { proxy.stop() }
                var settings = StoreSettings()
                settings.connections = 1
                settings.patience = patience
                let store = try await Store.open(.postgres(url: proxy.url(for: url)), clock: TestClock().clock, logger: .silent, settings: settings)
                try await store.migrate([people])
                do { try await body(store, proxy) } catch {
                    await store.close()
                    throw error
                }
                await store.close()
            }
        }
    }

    static func insert(_ id: String, into store: Store, _ runs: Tally) async throws {
        try await store.write("test.insert") { tx in
            runs.add()
            try tx.execute("INSERT INTO people (id) VALUES (\(id))")
        }
    }

    static func ids(_ store: Store) async throws -> [String] {
        try await store.read { try $0.rows("SELECT id FROM people ORDER BY id").map { try $0.text(0) } }
    }

    /// On a new connection `COMMIT` is not prepared yet, so the word itself will go over the line.
    static func replaceConnection(_ store: Store, _ proxy: PostgresProxy) async throws {
        proxy.cutAll()
        _ = try await ids(store)
    }

    @Test func idleConnectionsThatWereCutAreReplaced() async throws {
        try await Self.withProxy { store, proxy in
            let runs = Tally()
            for id in ["a", "b", "c"] {
                try await Self.insert(id, into: store, runs)
                proxy.cutAll()
            }
            #expect(try await Self.ids(store) == ["a", "b", "c"])
        }
    }

    @Test func aBodyCutInTheMiddleRunsAgain() async throws {
        try await Self.withProxy { store, proxy in
            let runs = Tally()
            try await store.write("test.cut") { tx in
                let run = runs.add()
                try tx.execute("INSERT INTO people (id) VALUES ('a')")
                if run == 1 { proxy.cutAll() }
                try tx.execute("INSERT INTO people (id) VALUES ('b')")
            }
            #expect(runs.count == 2)
            #expect(try await Self.ids(store) == ["a", "b"])
        }
    }

    @Test func aCommitWhoseAnswerIsLostIsLookedUp() async throws {
        try await Self.withProxy { store, proxy in
            let runs = Tally()
            try await Self.replaceConnection(store, proxy)
            proxy.cutOnce(.afterDelivering("COMMIT"))
            try await Self.insert("a", into: store, runs)
            #expect(runs.count == 1, "it was committed, so it must not run again")
            #expect(try await Self.ids(store) == ["a"])
        }
    }

    @Test func aCommitThatNeverArrivedRunsAgain() async throws {
        try await Self.withProxy { store, proxy in
            let runs = Tally()
            try await Self.replaceConnection(store, proxy)
            proxy.cutOnce(.before("COMMIT"))
            try await Self.insert("a", into: store, runs)
            #expect(runs.count == 2)
            #expect(try await Self.ids(store) == ["a"])
        }
    }

    @Test(arguments: [PostgresProxy.Cut.afterDelivering("COMMIT"), .before("COMMIT")])
    func plansWhoseCommitIsCutOffHappenOnce(_ cut: PostgresProxy.Cut) async throws {
        try await Self.withProxy { store, proxy in
            let runs = Tally()
            proxy.cutOnce(cut)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        try await store.decide("test.decide") { tx in
                            runs.add()
                            try tx.write("INSERT INTO people (id) VALUES (\("p\(index)"))")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(runs.count == 20, "a plan that was thought out needs no second thought")
            #expect(try await Self.ids(store).count == 20)
        }
    }

    @Test func aQueryCutOffIsAskedAgain() async throws {
        try await Self.withProxy { store, proxy in
            try await Self.insert("a", into: store, Tally())
            for _ in 0..<3 {
                #expect(try await store.row("test.ask", "SELECT id FROM people")?.text(0) == "a")
                proxy.cutAll()
            }
        }
    }

    @Test func aServerAwayForAWhileIsWaitedFor() async throws {
        try await Self.withProxy { store, proxy in
            proxy.isAway = true
            let runs = Tally()
            async let read = Self.ids(store)
            async let back: Void = {
                try await Task.sleep(for: .seconds(2))
                proxy.isAway = false
            }()
            try await Self.insert("a", into: store, runs)
            _ = try await read
            try await back
            #expect(try await Self.ids(store) == ["a"])
        }
    }

    @Test func aServerAwayForLongIsToldPlainly() async throws {
        try await Self.withProxy(patience: .milliseconds(500)) { store, proxy in
            proxy.isAway = true
            let error = await #expect(throws: PolityError.self) { _ = try await Self.ids(store) }
            #expect(error?.code == "STORE-102")
            #expect(error?.kind == .unavailable)
            let health = await store.health(within: .milliseconds(100))
            #expect(!health.answers)
            proxy.isAway = false
            // It is as impatient as before, so a busy machine may need more than one attempt.
            let isBack = try await eventually { (try? await Self.ids(store)) == [] }
            let isWell = try await eventually { await store.health().answers }
            #expect(isBack && isWell)
        }
    }

    @Test func conflictsUnderLoadAllComeThrough() async throws {
        var settings = StoreSettings()
        settings.patience = .seconds(120)
        try await withStore(.postgres, [people], settings: settings) { store in
            try await store.write("test.insert") { try $0.execute("INSERT INTO people (id, age) VALUES ('a', 0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await store.write("test.number") { tx in
                            let age = try tx.value("SELECT age FROM people WHERE id = 'a'", as: Int.self) ?? 0
                            try tx.execute("UPDATE people SET age = \(age + 1) WHERE id = 'a'")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let age = try await store.read { try $0.value("SELECT age FROM people", as: Int.self) }
            #expect(age == 200)
        }
    }

    @Test func wholeNumericsAreRead() {
        func numeric(_ words: [Int]) -> Int64? {
            words.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }.withUnsafeBytes { PostgresBinary.wholeNumeric($0) }
        }
        #expect(numeric([0, 0, 0, 0]) == 0)
        #expect(numeric([1, 0, 0x4000, 0, 7]) == -7)
        #expect(numeric([1, 1, 0, 0, 5]) == 50_000)
        #expect(numeric([5, 4, 0, 0, 922, 3372, 368, 5477, 5807]) == .max)
        #expect(numeric([5, 4, 0x4000, 0, 922, 3372, 368, 5477, 5808]) == .min)
        #expect(numeric([5, 4, 0, 0, 922, 3372, 368, 5477, 5808]) == nil)
        #expect(numeric([2, 0, 0, 1, 7, 5000]) == nil)
        #expect(numeric([0, 0, 0xC000, 0]) == nil)
    }
}
