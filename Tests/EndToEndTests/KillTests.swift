import Foundation
import Kernel
import StoreTesting
import Testing

/// The program dies at any moment, again and again, while people use it. Whatever they were told is true afterwards.
@Suite("kill -9", .serialized, .enabled(if: PolityCommand.isBuilt))
struct KillTests {
    /// The moments follow from it; how far the program has got at such a moment does not.
    static let seed = ProcessInfo.processInfo.environment["POLITY_SEED"].flatMap { UInt64($0) } ?? 1

    @Test("everything acknowledged is there once, nothing is half done, and the log verifies", .timeLimit(.minutes(20)), arguments: TestStores.all)
    func kills(_ kind: TestStore) async throws {
        try await withTown(kind) { town in
            let crowd = Crowd(town: town)
            do { try await crowd.live(through: 50, moments: SeededGenerator(seed: Self.seed)) } catch {
                Issue.record("POLITY_SEED=\(Self.seed): \(error)\n\(town.log.suffix(4_000))")
                return
            }
            try await crowd.check()
        }
    }
}
