import ArgumentParser
import Blueprint
import Capability
import Casework
import Foundation

/// `polity test DIR`: the worked examples of a government, which are the tests of its law.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the worked examples of a government folder.",
        discussion:
            "Rules of decision tables that no example reaches are told as warnings. The last line is 'N passed, N failed'. Exits with 0 when all pass, with 1 when one fails or the folder has errors, and with 2 when it cannot be read."
    )

    @Argument(help: "The government's folder, with a polity.yaml in it.", completion: .directory)
    var directory: String

    func run() throws {
        let edition = try CheckedFolder.edition(at: directory)
        let services = edition[CompiledServices.self].byID
        var passed = 0, failed = 0
        for (id, examples) in edition[CompiledExamples.self].byService.sorted(by: { $0.key < $1.key }) {
            guard let service = services[id] else { continue }
            var coverage = RuleCoverage(service)
            for example in examples {
                let run = ExampleRun(example, of: service, in: edition.government)
                coverage.add(run)
                let failures = run.failures()
                if failures.isEmpty { passed += 1 } else { failed += 1 }
                for failure in failures { print("\(example.location): \(id), \(example.id): \(failure)") }
            }
            for warning in coverage.warnings { print(warning) }
        }
        print("\(passed) passed, \(failed) failed")
        if failed > 0 { throw ExitCode(1) }
    }
}
