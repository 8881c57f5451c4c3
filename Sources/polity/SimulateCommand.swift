import ArgumentParser
import Decisions
import FEEL
import Foundation
import Kernel
import Rules

/// `polity simulate RULEBOOK --population FILE`: what a law, and a reform of it, comes to for a whole population.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Apply a rulebook, and a reform of it, to a whole population.",
        discussion: """
            The population is a CSV file with a line for each person under the names of the rulebook's inputs, or lines of JSON with a case each. \
            Prints what each result comes to; with a reform also what changes, and for whom, where --has or --pays names the value by which people win \
            or lose. --claims and --service tell how many have a benefit or may use a service, and who comes to it. Every value is to the last digit the \
            one of the case by itself.
            """)

    @Argument(help: "The rulebook (YAML).", completion: .file(extensions: ["yaml"]))
    var rulebook: String

    @Option(help: ArgumentHelp("People or households: .csv or .jsonl.", valueName: "file"))
    var population: String

    @Option(help: ArgumentHelp("A rulebook with only what the reform changes.", valueName: "file"))
    var reform: String?

    @Option(help: ArgumentHelp("The day whose law holds; today without it.", valueName: "date"))
    var asOf: String?

    @Option(
        name: .customLong("result"), help: ArgumentHelp("A value to add up; may be given several times. The rulebook's results without it.", valueName: "name"))
    var results: [String] = []

    @Option(help: ArgumentHelp("What people have: more of it is a gain.", valueName: "name"))
    var has: String?

    @Option(help: ArgumentHelp("What people pay: more of it is a loss.", valueName: "name"))
    var pays: String?

    @Option(help: ArgumentHelp("The value by which people are put in order for tenths; what they have or pay without it.", valueName: "name"))
    var tenthsBy: String?

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("A value of the rulebook, or a column of the population, that divides them into groups: a region.", valueName: "name"))
    var groupedBy: String?

    @Option(help: "What people claim, a truth or an amount: how many do, and who comes to it by the reform.")
    var claims: String?

    @Option(help: ArgumentHelp("A service's folder in a government's: how many may use it, and who comes to it by the reform.", valueName: "folder"))
    var service: String?

    @Option(help: "How it is printed: html is a page that stands alone.")
    var format = Format.table

    @Option(help: "The language of the page: en or es.")
    var language = "en"

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, json, html }

    func validate() throws {
        if has != nil, pays != nil { throw ValidationError("Give --has or --pays, not both.") }
        if claims != nil, service != nil { throw ValidationError("Give --claims or --service, not both.") }
        guard ["en", "es"].contains(language) else { throw ValidationError("--language takes en or es, not '\(language)'.") }
        if let asOf, CivilDate(asOf) == nil { throw ValidationError("--as-of takes a day such as 2026-01-31, not '\(asOf)'.") }
    }

    func run() async throws {
        let date = asOf.flatMap { CivilDate($0) } ?? DateAndTime(Clock.system.now()).date
        let eligibility = try service.map { try ServiceEligibility($0, rulebook: rulebook, asOf: date) }
        let (law, isColumn) = try self.law(groupedIn: LawFile.read(rulebook, with: eligibility?.overlay), eligibility)
        let overlay = try reform.map { try LawFile.definition($0) }
        let changed = try overlay.map { try LawFile.reformed(law, by: $0) }
        let people = try LawFile.population(population, for: law)
        try eligibility?.check(people)
        if let groupedBy, isColumn, !people.tells(groupedBy) {
            Terminal.complain("The population does not tell '\(groupedBy)', by which people are to be grouped.")
            throw ExitCode(1)
        }
        let measure = has.map { Simulation.Measure($0) } ?? pays.map { Simulation.Measure($0, isBurden: true) }
        let simulation: Simulation
        do {
            simulation = try Simulation(
                law, reform: changed, on: people, asOf: date, results: results, measure: measure, decilesBy: tenthsBy, groupedBy: groupedBy,
                caseload: eligibility?.name ?? claims)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(1)
        }
        let workers = ProcessInfo.processInfo.activeProcessorCount
        let start = ContinuousClock.now
        let report = await simulation.run(workers: workers)
        let elapsed = ContinuousClock.now - start
        if let groupedBy, report.hasTooManyGroups {
            Terminal.complain("'\(groupedBy)' has more than \(SimulationReport.mostGroups) values, so people are not divided by it.")
        }
        switch format {
        case .table: Terminal.say(report.text)
        case .csv: FileHandle.standardOutput.write(Data(report.csv.utf8))
        case .json: Terminal.say(report.json.text)
        case .html:
            let page = SimulationPage(
                report, of: law, reform: changed, reformTitle: overlay?.title[language], language: language == "es" ? .spanish : .english)
            FileHandle.standardOutput.write(Data(page.draw().bytes))
        }
        let who = report.counts.map { "\($0.count) \($0.entity)" }.joined(separator: ", ")
        Terminal.complain("\(who): computed in \(Int((elapsed / .milliseconds(1)).rounded())) ms on \(workers) cores")
    }

    /// The law, in which a column that it does not know, by which people are to be grouped, is an input of theirs.
    private func law(groupedIn law: Rulebook, _ eligibility: ServiceEligibility?) throws -> (law: Rulebook, isColumn: Bool) {
        guard let groupedBy, law.subject(groupedBy) == nil, let of = (has ?? pays ?? eligibility?.name ?? claims).flatMap(law.subject)?.entity,
            let first = groupedBy.utf8.first, first.isLetter, groupedBy.utf8.allSatisfy({ $0.isLetter || (48...57).contains($0) })
        else { return (law, false) }
        let place = law.definition.location
        let column = RulebookDefinition.Subject(
            id: groupedBy, title: LocalizedText(groupedBy.replacing("_", with: " ")), entity: of, type: .string, period: .forever, across: .first,
            initial: .null, location: place)
        var overlay = eligibility?.overlay ?? RulebookDefinition(id: law.id, title: law.definition.title, location: place)
        overlay.inputs.append(.init(column))
        return (try LawFile.read(rulebook, with: overlay), true)
    }
}

extension UInt8 {
    /// Of a name that people would give a column.
    fileprivate var isLetter: Bool { (65...90).contains(self) || (97...122).contains(self) || self == UInt8(ascii: "_") }
}
