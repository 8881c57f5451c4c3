import Foundation
import StoreTesting
import Testing

/// Weeks of a government in seconds, with everything around it failing.
///
/// `POLITY_SEED` runs one seed, `POLITY_SEEDS` that many; a failure names its seed.
@Suite struct SimulationTests {
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["POLITY_SEED"].flatMap({ UInt64($0) }) { return [seed] }
        if let count = environment["POLITY_SEEDS"].flatMap({ UInt64($0) }), count > 0 { return Array(1...count) }
        // 17: mail is away for days; 34: so is the folder of files.
        return [1, 17, 34]
    }()

    @Test(arguments: TestStores.all, seeds) func promisesAreKept(_ kind: TestStore, _ seed: UInt64) async throws {
        try await SimulatedPlace.with(kind) { place, folder in
            let simulation = try await Simulation(seed: seed, place: place, folder: folder)
            do {
                try await simulation.run(steps: 75)
                // A simulation in which nothing happens proves nothing.
                #expect(simulation.told.sent.count { $0.submission != nil } >= 3)
            } catch {
                Issue.record("POLITY_SEED=\(seed) on \(kind): \(Simulation.code(error))\n\(simulation.diary.suffix(40).joined(separator: "\n"))")
            }
            await simulation.close()
        }
    }
}
