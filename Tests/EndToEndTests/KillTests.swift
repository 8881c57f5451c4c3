import Foundation
import Kernel
import StoreTesting
import Testing

/// The program dies at any moment, again and again, while people use it. Whatever they were told is true afterwards.
@Suite("kill -9", .serialized, .enabled(if: PolityCommand.isBuilt))
struct KillTests {
    @Test("everything acknowledged is there once, nothing is half done, and the log verifies", .timeLimit(.minutes(10)), arguments: TestStores.all)
    func kills(_ kind: TestStore) async throws {
        try await withTown(kind) { town in
            let crowd = Crowd(town: town)
            try await crowd.live(through: kind == .sqlite ? 50 : 25, moments: SeededGenerator(seed: .random(in: 0 ... .max)))
            try await crowd.check()
        }
    }
}
