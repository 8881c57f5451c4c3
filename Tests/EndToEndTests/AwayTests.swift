import Foundation
import Kernel
import Store
import StoreTesting
import Testing
import WebTesting

/// The store goes away while people use the town: what it is asked meanwhile is carried over, or answered with a clear "try
/// later"; nothing acknowledged is lost; and all goes on by itself once it is back.
@Suite("A store that is away", .serialized, .enabled(if: PolityCommand.isBuilt))
struct AwayTests {
    @Test("PostgreSQL cannot be reached", .timeLimit(.minutes(20)), .enabled(if: TestStores.postgresURL?.contains("host=/") == true))
    func unreachable() async throws {
        let folder = ScratchDirectory()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        defer { folder.remove() }
        let proxy = try #require(PostgresProxy(folder: folder.path))
        defer { proxy.stop() }
        try await withTown(.postgres, address: proxy.url) { town in
            try await goesAway(town, Absence(begin: { proxy.isAway = true }, end: { proxy.isAway = false }), healthSaysSo: true)
        }
    }

    /// Reading goes on: SQLite's readers do not wait for a writer.
    @Test("another process holds the SQLite file", .timeLimit(.minutes(20)))
    func locked() async throws {
        try await withTown(.sqlite) { town in
            let other = try await Store.open(town.location, clock: TestClock().clock, logger: .silent)
            let hold = Hold(on: other)
            try await goesAway(town, Absence(begin: hold.begin, end: hold.end), healthSaysSo: false)
            await other.close()
        }
    }

    private func goesAway(_ town: Town, _ store: Absence, healthSaysSo: Bool) async throws {
        let (crowd, pid) = (Crowd(town: town), town.pid)
        try await crowd.live {
            let browser = try await town.browser()
            let question = try await town.beginReport(browser) + "/questions/details"
            try await crowd.isBusy()

            // Ten seconds: who waits is served afterwards.
            try await store.begin()
            let began = ContinuousClock.now
            async let answer = browser.send(question, [("details", "Sent while the store was away")])
            // These are answered while it is away: had they waited for it, they would wait for ever.
            if healthSaysSo { #expect(try await town.client.get("/health").status == 503) }
            #expect(try await town.client.get("/health/live").status == 200)
            try await Task.sleep(until: began + .seconds(10), clock: .continuous)
            try await store.end()
            let carried = try await answer
            #expect(carried.status == 303, "\(carried.status) \(town.logLines("error").suffix(20).joined(separator: "\n"))")
            let kept = try JSON(parsing: try await browser.json(question).bytes)["answers"]?["details"]?.string
            #expect(kept == "Sent while the store was away")

            // Longer than anybody would wait: a page that says so, in the reader's language.
            try await store.begin()
            let refused = try await browser.send(question + "?language=es", [("details", "Nobody will ever read this")])
            try await store.end()
            #expect(refused.status == 503 && refused["retry-after"] != nil, "\(refused.status)")
            #expect(refused.body.contains("<h1") && refused.body.contains("no está disponible ahora mismo"), "\(refused.body)")

            // The work that nobody waits for goes on too.
            _ = try await town.openTask(of: try await town.sendReport(browser), try await town.browser("clerk"))
            try await crowd.isBusy()
        }
        #expect(town.pid == pid && kill(pid, 0) == 0, "the program ended: \(town.log.suffix(2_000))")
        try await crowd.check()
        #expect(try await town.client.get("/health").status == 200)
    }
}

/// How a store is taken away, and given back.
struct Absence: Sendable {
    var begin: @Sendable () async throws -> Void
    var end: @Sendable () async throws -> Void
}

/// A transaction that holds a store's lock until it is told to let go.
private actor Hold {
    private let store: Store
    private let release = DispatchSemaphore(value: 0)
    private var holding: Task<Void, any Error>?

    init(on store: Store) { self.store = store }

    func begin() async throws {
        let (began, beginning) = AsyncStream.makeStream(of: Void.self)
        holding = Task { [store, release] in
            defer { beginning.finish() }
            try await store.write("test.hold") { _ in
                beginning.yield()
                release.wait()
            }
        }
        for await _ in began { return }
        try await holding?.value
    }

    func end() async throws {
        release.signal()
        try await holding?.value
    }
}
