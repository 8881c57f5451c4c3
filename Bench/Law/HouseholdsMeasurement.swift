import Foundation

/// The disposable income of a million households, as OpenFisca's country template has it, with the inputs already loaded.
struct HouseholdsMeasurement: Measurement {
    let name = "law.households"
    let about = "a law for a million households, beside OpenFisca"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        let peers = try Peers()
        let rounds = workshop.isQuick ? 3 : 7
        var (ours, theirs, memory, theirMemory): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        for _ in 0..<(workshop.isQuick ? 1 : 3) {
            let peer = try peers.run("households.py", ["1000000", "\(rounds)"])
            let own = try Figures(try Command.run(CommandLine.arguments[0], ["households", "--rounds", "\(rounds)"]).output, of: "polity-bench households")
            // The peer computes with 32 bits a number.
            guard try abs(own["total"] - peer["total"]) < 1e-4 * abs(peer["total"]) else {
                throw BenchFault("together the households have \(try own["total"]), by the peer \(try peer["total"])")
            }
            try ours.append(own["milliseconds"])
            try theirs.append(peer["milliseconds"])
            try memory.append(own["megabytes"])
            try theirMemory.append(peer["megabytes"])
        }
        let (own, peer) = (Statistics.median(ours), Statistics.median(theirs))
        found(Finding("law.households", peer / own, "times as fast", .atLeast(15), [("ms", own), ("openfisca_ms", peer)]))
        let (space, peerSpace) = (Statistics.median(memory), Statistics.median(theirMemory))
        found(Finding("law.households.memory", peerSpace / space, "times smaller", .atLeast(6), [("mb", space), ("openfisca_mb", peerSpace)]))
    }
}
