/// `polity check` is run by a designer after every change, and by editors as they save.
struct CheckMeasurement: Measurement {
    let name = "check"
    let about = "polity check of a whole folder"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        var times: [Double] = []
        for _ in 0..<(workshop.isQuick ? 7 : 21) {
            times.append(
                try time {
                    let (status, output) = try Command.run(workshop.polity, ["check", Workshop.government])
                    guard status == 0, output.contains("nothing to mend") else { throw BenchFault("polity check said: \(output)") }
                } * 1_000)
        }
        found(Finding("check", Statistics.median(times), "ms", .under(150), [("slowest_ms", times.max() ?? 0)]))
    }
}
