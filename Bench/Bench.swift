import ArgumentParser
import Foundation

/// `script/bench`: the speeds this project promises, each measured as a ratio to a ceiling of the same machine, or against
/// a fixed limit, in one run.
@main struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "polity-bench", abstract: "Measures the promised speeds.", subcommands: [Measure.self, Hello.self, Households.self, Fuzz.self],
        defaultSubcommand: Measure.self)
}

struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Runs the measurements that are named, or all.")

    @Argument(help: ArgumentHelp("Which measurements to run; every one whose name begins with one of these.", valueName: "name"))
    var names: [String] = []

    @Flag(help: "Fewer and shorter rounds; the whole stays under three minutes.")
    var quick = false

    @Flag(help: "Only list the measurements.")
    var list = false

    @Option(help: ArgumentHelp("Where the figures go, as JSON.", valueName: "file"))
    var output = "bench-results.json"

    @Option(help: ArgumentHelp("The program that is measured.", valueName: "file"))
    var polity: String

    @Option(help: ArgumentHelp("A durable PostgreSQL server's database postgres, as its administrator.", valueName: "url"))
    var postgres: String

    func run() async throws {
        let chosen = Measurements.all.filter { measurement in names.isEmpty || names.contains { measurement.name.hasPrefix($0) } }
        guard !chosen.isEmpty else {
            throw ValidationError("Nothing is called that. There are: \(Measurements.all.map(\.name).joined(separator: ", ")).")
        }
        guard !list else {
            for measurement in chosen { Report.say("\(measurement.name.padded(to: 14)) \(measurement.about)") }
            return
        }
        let workshop = try Workshop(polity: polity, postgres: postgres, isQuick: quick)
        defer { workshop.clear() }
        var report = Report(machine: try Machine(postgres: postgres), isQuick: quick)
        for measurement in chosen {
            Progress.say("\(measurement.name): \(measurement.about)")
            let began = ContinuousClock.now
            do {
                try await measurement.run(workshop) { report.add($0) }
            } catch {
                // One broken measurement does not hide the others, and is never taken for a fast one.
                report.fail(measurement.name, error)
            }
            Progress.say("\(measurement.name): took \(Int(seconds(ContinuousClock.now - began).rounded())) s")
        }
        try report.write(to: output)
        Report.say(report.summary(file: output))
        if report.hasFailed { throw ExitCode(1) }
    }
}

/// One promise, or a few that are measured together.
protocol Measurement: Sendable {
    var name: String { get }
    var about: String { get }
    /// Does the work, checks that it was really done, and tells what was found.
    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws
}

enum Measurements {
    static let all: [any Measurement] = [
        CheckMeasurement(), StartMeasurement(), PagesMeasurement(), MemoryMeasurement(), SubmissionMeasurement(), QueueMeasurement(),
        RegistriesMeasurement(), HouseholdsMeasurement(), ScaleMeasurement(), LawAPIMeasurement(), DecisionTableMeasurement(), KitMeasurement(),
        RulebookMeasurement(), ProcessMeasurement(), TimerMeasurement(),
    ]
}

/// What was measured turned out not to be what was asked for.
struct BenchFault: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

/// Seconds that `body` takes.
func time(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return seconds(ContinuousClock.now - start)
}

enum Progress {
    /// To standard error: standard output holds the figures alone.
    static func say(_ text: String) { FileHandle.standardError.write(Data("· \(text)\n".utf8)) }
}
