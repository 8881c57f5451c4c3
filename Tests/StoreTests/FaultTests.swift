import Kernel
import StoreTesting
import Synchronization
import Testing

@testable import Store

/// A disk that fails and a power that goes: what was acknowledged is there, what was refused is not, and nothing is half.
@Suite struct FaultTests {
    /// What the client was told of each event.
    struct Told: Sendable {
        var acknowledged: Set<Int> = []
        var refused: Set<Int> = []
    }

    static let events = Migration(
        "events", 1, "CREATE TABLE events (id BIGINT NOT NULL, part BIGINT NOT NULL, body BYTES NOT NULL, PRIMARY KEY (id, part));")

    static func settings(_ disk: SimulatedDisk, checkpointsBeside: Bool = false) -> StoreSettings {
        var settings = disk.settings
        settings.checkpointsBeside = checkpointsBeside
        // Small, so that a short workload checkpoints too.
        settings.checkpointPages = 8
        return settings
    }

    static func open(_ disk: SimulatedDisk, checkpointsBeside: Bool = false) async throws -> Store {
        let settings = settings(disk, checkpointsBeside: checkpointsBeside)
        let store = try await Store.open(disk.location, clock: TestClock().clock, logger: .silent, settings: settings)
        do {
            try await store.migrate([events])
        } catch {
            await store.close()
            throw error
        }
        return store
    }

    static func write(_ id: Int, to store: Store, _ told: borrowing Mutex<Told>) async {
        do {
            try await store.write("test.event") { tx in
                for part in 0..<2 {
                    try tx.execute(
                        "INSERT INTO events (id, part, body) VALUES (\(id), \(part), \([UInt8](repeating: UInt8(truncatingIfNeeded: id), count: 3_000)))")
                }
            }
            told.withLock { _ = $0.acknowledged.insert(id) }
        } catch let error as PolityError where error.code == "STORE-109" {
            // Nobody knows: it may be there or not, but never half.
        } catch {
            told.withLock { _ = $0.refused.insert(id) }
        }
    }

    static func check(_ disk: SimulatedDisk, _ told: Told, _ moment: String) async throws {
        let store = try await open(disk)
        let (rows, integrity) = try await store.read { connection in
            (
                try connection.rows("SELECT id, COUNT(*) AS parts FROM events GROUP BY id").map { (try $0.integer(0), try $0.integer(1)) },
                try connection.rows("PRAGMA integrity_check").map { try $0.text(0) }
            )
        }
        let found = Set(rows.map(\.0))
        #expect(integrity == ["ok"], "\(moment)")
        #expect(rows.allSatisfy { $0.1 == 2 }, "\(moment): half an event")
        #expect(told.acknowledged.isSubset(of: found), "\(moment): an acknowledged event is lost")
        #expect(told.refused.isDisjoint(with: found), "\(moment): a refused event is there")
        // And it goes on.
        let again = Mutex(Told())
        await write(1_000, to: store, again)
        #expect(again.withLock { $0.acknowledged } == [1_000], "\(moment): the store does not go on")
        await store.close()
    }

    @Test(arguments: [SimulatedDisk.Fault.full, .inputOutput]) func everyOperationFailsInTurn(_ fault: SimulatedDisk.Fault) async throws {
        let whole = SimulatedDisk()
        let store = try await Self.open(whole)
        let nothing = Mutex(Told())
        for id in 0..<10 { await Self.write(id, to: store, nothing) }
        await store.close()
        #expect(whole.operationCount > 100)

        for number in 0..<whole.operationCount {
            let disk = SimulatedDisk()
            // One operation, or a row of them: then the attempt to undo a failed commit fails too.
            let failing = number % 2 == 0 ? number..<(number + 1) : number..<(number + 4)
            disk.fault = { failing.contains($0.number) ? fault : nil }
            let told = Mutex(Told())
            for _ in 0..<8 {
                guard let store = try? await Self.open(disk) else { continue }
                for id in 0..<10 {
                    await Self.write(id, to: store, told)
                    // Whatever was said must hold if everything ends right after it.
                    if !told.withLock({ $0.acknowledged.contains(id) }) {
                        let now = told.withLock { $0 }
                        try await Self.check(disk.afterPowerLoss(), now, "power lost after operation \(number), event \(id)")
                        try await Self.check(disk.afterKill(), now, "killed after operation \(number), event \(id)")
                    }
                }
                await store.close()
                break
            }
            try await Self.check(disk.afterPowerLoss(), told.withLock { $0 }, "operation \(number)")
        }
    }

    @Test(arguments: [false, true]) func powerMayGoBeforeAnyOperation(_ checkpointsBeside: Bool) async throws {
        let disk = SimulatedDisk()
        let told = Mutex(Told())
        let moments = Mutex<[(SimulatedDisk, Told, String)]>([])
        disk.beforeEach = { operation in
            let now = told.withLock { $0 }
            let seed = UInt64(operation.number)
            moments.withLock {
                $0.append((disk.afterPowerLoss(), now, "everything unsynced gone before \(operation.number)"))
                $0.append((disk.afterPowerLoss(seed: seed), now, "something unsynced left before \(operation.number)"))
                $0.append((disk.afterKill(), now, "killed before \(operation.number)"))
            }
        }
        let store = try await Self.open(disk, checkpointsBeside: checkpointsBeside)
        for id in 0..<12 { await Self.write(id, to: store, told) }
        disk.beforeEach = nil
        await store.close()
        #expect(told.withLock { $0.acknowledged.count } == 12)
        let all = moments.withLock { $0 }
        #expect(all.count > 200)
        for (survivor, told, moment) in all { try await Self.check(survivor, told, moment) }
    }

    @Test func requestsThatWaitTogetherShareOneSync() async throws {
        let disk = SimulatedDisk()
        let store = try await Store.open(disk.location, clock: TestClock().clock, logger: .silent, settings: disk.settings)
        try await store.migrate([people])
        try await store.write("test.first") { try $0.execute("INSERT INTO people (id) VALUES ('first')") }
        let (began, release) = (Signal(), Signal())
        let before = (syncs: disk.syncCount, commits: store.statistics.commits)
        let blocking = Task {
            try await store.write("test.slow") { _ in
                began.set(); release.wait()
            }
        }
        await Task.detached { began.wait() }.value
        let tasks = (0..<100).map { index in
            Task { try await store.write("test.insert") { _ = try $0.execute("INSERT INTO people (id) VALUES (\("\(index)"))") } }
        }
        while store.statistics.waiting < 100 { try await Task.sleep(for: .milliseconds(2)) }
        release.set()
        try await blocking.value
        for task in tasks { try await task.value }
        let commits = store.statistics.commits - before.commits
        // The one in front closes its batch after ten milliseconds; the hundred behind it share a commit or two, or a few more
        // where the machine is so busy that ten milliseconds are soon over.
        #expect(commits <= 50)
        #expect(disk.syncCount - before.syncs <= commits)
        await store.close()
    }

    @Test func aFullDiskRefusesWritesAndStillReads() async throws {
        let disk = SimulatedDisk()
        let store = try await Self.open(disk)
        let told = Mutex(Told())
        await Self.write(1, to: store, told)
        disk.fault = { $0.kind == .write ? .full : nil }
        for id in 2..<6 { await Self.write(id, to: store, told) }
        let count = try await store.read { try $0.value("SELECT COUNT(*) FROM events", as: Int.self) }
        #expect(count == 2)
        disk.fault = nil
        await Self.write(6, to: store, told)
        #expect(told.withLock { $0.acknowledged } == [1, 6])
        try await Self.check(disk.afterPowerLoss(), told.withLock { $0 }, "after a full disk")
        await store.close()
    }
}
