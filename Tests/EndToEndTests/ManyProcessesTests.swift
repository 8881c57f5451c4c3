import Foundation
import Kernel
import StoreTesting
import Synchronization
import Testing

/// Many `polity serve` on one PostgreSQL share the work, and die one by one. Nothing is lost, and nothing is done twice.
@Suite("Many processes", .serialized, .enabled(if: PolityCommand.isBuilt && TestStores.all.contains(.postgres)))
struct ManyProcessesTests {
    private static let isComplete = ProcessInfo.processInfo.environment["POLITY_TEST_COMPLETE"] == "1"

    @Test("four share the work while one is killed every second: every letter, timer, paper and record is there once", .timeLimit(.minutes(20)))
    func oneIsKilledEverySecond() async throws {
        let folder = try Parades.folder()
        defer { folder.remove() }
        try await withTown(.postgres, folder: folder.path) { first in
            let parades = try await Parades(town: first)
            let towns = [first] + (try (2...4).map { try first.beside(number: $0) })
            defer { for town in towns { town.kill() } }
            for town in towns.dropFirst() { try await town.start() }
            let crowd = Crowd(town: first, doors: towns.map(\.client), errands: ["parade", "report"])
            let seen = Sequencers()
            do {
                try await crowd.live { try await kill(one: towns, of: crowd, seen) }
            } catch {
                Issue.record("POLITY_SEED=\(KillTests.seed): \(error)\n\(towns.map { $0.log.suffix(1_500) }.joined(separator: "\n--\n"))")
                return
            }
            for town in towns { try await town.awaitAnswer() }
            try await parades.allIsDone()
            try await parades.check(acknowledged: crowd.acknowledged)
            // So many deaths meet the one that numbers the acts as well; a few may spare it.
            if Self.isComplete { #expect(seen.count > 1, "only one process ever numbered the acts") }
            for town in towns.dropFirst() { town.stop() }
            try await crowd.check()
        }
    }

    /// Every second one of them dies, whatever it is doing, and is started again at once.
    private func kill(one towns: [Town], of crowd: Crowd, _ seen: Sequencers) async throws {
        let moments = SeededGenerator(seed: KillTests.seed)
        for _ in 1...(Self.isComplete ? 60 : 8) {
            try await crowd.somethingIsSaid()
            try await Task.sleep(for: .seconds(1))
            let unlucky = towns[moments.next(below: towns.count)]
            unlucky.kill()
            try unlucky.launch()
            seen.note(try await towns[0].inspect { try $0.value("SELECT holder FROM journal_log", as: String.self) ?? "" })
        }
        try await crowd.isBusy()
    }

    @Test("four that start at the same moment on an empty database all serve", .timeLimit(.minutes(10)))
    func startTogether() async throws {
        // A port of this machine on which no mail server listens: nobody is written to.
        let mail = ["--smtp", "smtp://127.0.0.1:9"]
        try await withTown(.postgres, isStarted: false, arguments: mail) { first in
            let towns = [first] + (try (2...4).map { try first.beside(number: $0) })
            defer { for town in towns { town.kill() } }
            for town in towns { try town.launch() }
            for town in towns { try await town.awaitAnswer() }
            for town in towns { town.stop() }
            let verified = try first.verify()
            #expect(verified.status == 0, "\(verified.output)\(verified.complaints)")
        }
    }
}

extension Town {
    /// Another process over the same data.
    func beside(number: Int) throws -> Town {
        try Town(folder, data: data, database: database, keys: keys, arguments: arguments, number: number)
    }
}

/// Which processes were seen to number the acts of the public log.
private final class Sequencers: Sendable {
    private let holders = Mutex<Set<String>>([])

    var count: Int { holders.withLock { $0.count } }
    func note(_ holder: String) { holders.withLock { if !holder.isEmpty { $0.insert(holder) } } }
}
