import Foundation

/// The whole DMN conformance kit, from the start of the process to its end, where its data is at hand.
struct KitMeasurement: Measurement {
    let name = "law.kit"
    let about = "every case of the DMN conformance kit"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        let conformance = ProcessInfo.processInfo.environment["POLITY_CONFORMANCE"] ?? "../shared/conformance"
        let kit = conformance + "/dmn-tck/TestCases"
        guard FileManager.default.fileExists(atPath: kit) else {
            Progress.say("law.kit: skipped, the kit is not in \(conformance); POLITY_CONFORMANCE says where it is")
            return
        }
        var times: [Double] = []
        var passed = 0.0
        for _ in 0..<(workshop.isQuick ? 3 : 9) {
            let start = ContinuousClock.now
            let output = try Command.run(workshop.polity, ["tck", kit]).output
            times.append(seconds(ContinuousClock.now - start))
            guard let line = output.split(separator: "\n").last, let count = line.split(separator: " ").first.flatMap({ Double($0) }), count > 0 else {
                throw BenchFault("polity tck said: \(output)")
            }
            passed = count
        }
        found(Finding("law.kit", Statistics.median(times), "s", .under(5), [("passed", passed)]))
    }
}
