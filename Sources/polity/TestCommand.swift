import ArgumentParser
import Blueprint
import Capability
import Casework
import Decisions
import Foundation
import Rules

/// `polity test DIR`: the worked examples of a government's services and the worked cases of its law, which are the tests of both.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the worked examples of a government folder.",
        discussion:
            "Runs the examples of services and the cases of rulebooks and decision models. Where a case of the law differs, what was expected and what came out stand side by side, with the way to each value. Rules of decision tables that no example reaches are told as warnings. The last line is 'N passed, N failed'. Exits with 0 when all pass, with 1 when one fails or the folder has errors, and with 2 when it cannot be read."
    )

    @Argument(help: "The government's folder, with a polity.yaml in it.", completion: .directory)
    var directory: String

    @Flag(help: "Tell which formulas, dated values and rows of tables of the law no case touches.")
    var coverage = false

    func run() throws {
        let edition = try CheckedFolder.edition(at: directory)
        var tally = Tally()
        runExamples(edition, &tally)
        runCases(edition, &tally)
        print("\(tally.passed) passed, \(tally.failed) failed")
        if tally.failed > 0 { throw ExitCode(1) }
    }

    private struct Tally {
        var (passed, failed) = (0, 0)

        mutating func count(_ hasPassed: Bool) { if hasPassed { passed += 1 } else { failed += 1 } }
    }

    private func runExamples(_ edition: Edition, _ tally: inout Tally) {
        let services = edition[CompiledServices.self].byID
        for (id, examples) in edition[CompiledExamples.self].byService.sorted(by: { $0.key < $1.key }) {
            guard let service = services[id] else { continue }
            var coverage = RuleCoverage(service)
            for example in examples {
                let run = ExampleRun(example, of: service, in: edition.government)
                coverage.add(run)
                let failures = run.failures()
                tally.count(failures.isEmpty)
                for failure in failures { print("\(example.location.under(directory)): \(id), \(example.id): \(failure)") }
            }
            for warning in coverage.warnings { print(warning.under(directory)) }
        }
    }

    private func runCases(_ edition: Edition, _ tally: inout Tally) {
        for ofLaw in edition[RuleCases.self].all {
            var touched = LawCoverage(ofLaw.law)
            for example in ofLaw.cases {
                let place = "\(example.location.under(directory)): \(ofLaw.id), \(example.id) on \(example.asOf)"
                do throws(SituationFault) {
                    let run = try RuleCaseRun(example, of: ofLaw.law)
                    touched.add(run)
                    tally.count(run.passed)
                    if !run.passed { print("\(place): \(example.about ?? "differs")\n\(run.report)", terminator: "") }
                } catch {
                    tally.count(false)
                    print("\(place): \(error)")
                }
            }
            guard coverage else { continue }
            for warning in touched.warnings { print(warning.under(directory)) }
            print("\(ofLaw.id): \(touched.summary)")
        }
        for untried in coverage ? edition[RuleCases.self].untried : [] {
            print(untried.warning.under(directory))
            print("\(untried.id): \(LawCoverage(untried.law).summary)")
        }
    }
}
