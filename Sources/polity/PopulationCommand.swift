import ArgumentParser
import Decisions
import Foundation
import Kernel

/// `polity population --people N --seed S`: made-up people, to try a law on before there are figures of real ones.
struct PopulationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "population", abstract: "Make up a population for 'polity simulate'.",
        discussion: """
            Writes CSV to standard output: households with ages and incomes spread as in a country of western Europe. Nobody in it exists. The same seed \
            and day give the same people on every machine; with --for, only the inputs of that rulebook are written, under its own names.
            """)

    @Option(help: "At least so many people; the last household is whole.")
    var people: Int

    @Option(help: "Any number; another one makes other people.")
    var seed: UInt64 = 1

    @Option(name: .customLong("for"), help: ArgumentHelp("The rulebook whose inputs are written (YAML).", valueName: "rulebook"))
    var rulebook: String?

    @Option(help: ArgumentHelp("The day on which they are as old as it says; 2026-01-01 without it.", valueName: "date"))
    var asOf = "2026-01-01"

    func validate() throws {
        guard (1...50_000_000).contains(people) else { throw ValidationError("--people takes a number from 1 to 50,000,000.") }
        guard CivilDate(asOf) != nil else { throw ValidationError("--as-of takes a day such as 2026-01-31, not '\(asOf)'.") }
    }

    func run() throws {
        guard let date = CivilDate(asOf) else { return }
        var population = MadeUpPopulation(seed: seed, on: date, for: try rulebook.map { try LawFile.read($0) })
        guard !population.isEmpty else {
            Terminal.complain("Nothing that this rulebook asks can be made up. What can: \(MadeUpPopulation.names.joined(separator: ", ")).")
            throw ExitCode(1)
        }
        var text = population.header + "\n"
        var written = 0
        while written < people {
            for line in population.next() {
                text += line + "\n"
                written += 1
            }
            if text.utf8.count > 1_000_000 {
                FileHandle.standardOutput.write(Data(text.utf8))
                text = ""
            }
        }
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
