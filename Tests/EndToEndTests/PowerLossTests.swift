import Foundation
import Kernel
import StoreTesting
import Synchronization
import Testing

/// The power goes with the program: of everything it wrote, only what it had synced is sure to be there afterwards. What
/// people were told is true all the same.
///
/// `POLITY_SEED` runs one seed; a failure names its seed. The moments and what survives follow from it; how far the program had
/// got at such a moment does not.
@Suite("A loss of power", .serialized, .enabled(if: PolityCommand.isBuilt && FaultyDisk.library != nil))
struct PowerLossTests {
    static let seeds: [UInt64] = ProcessInfo.processInfo.environment["POLITY_SEED"].flatMap { UInt64($0) }.map { [$0] } ?? [1, 2]

    @Test("takes nothing that was acknowledged, and leaves nothing half done", .timeLimit(.minutes(20)), arguments: seeds)
    func again(_ seed: UInt64) async throws {
        let disk = try FaultyDisk()
        defer { disk.remove() }
        // No folder is there before: each that the program makes must outlive the power too.
        try await withTown(.sqlite, isStarted: false, keys: "apart/from/data", environment: disk.environment) { town in
            try await town.start()
            let (crowd, fate) = (Crowd(town: town), SeededGenerator(seed: seed))
            let lost = Mutex(0)
            do {
                try await crowd.live(through: 12, moments: SeededGenerator(seed: seed &+ 1)) { blow in
                    // One time in two some of what was not synced has reached the disk all the same, in any combination.
                    let changes = try disk.losePower(blow.isMultiple(of: 2) ? nil : fate)
                    lost.withLock { $0 += changes }
                }
            } catch {
                Issue.record("POLITY_SEED=\(seed): \(error)\n\(town.log.suffix(4_000))")
                return
            }
            // Else everything was synced by chance, and nothing was tried.
            #expect(lost.withLock { $0 } > 0)
            try await crowd.check()
        }
    }
}
