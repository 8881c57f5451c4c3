import ArgumentParser
import Decisions
import FEEL
import Foundation
import Kernel
import Rules

/// `polity diff OLD NEW`: what a change of the law does, in words.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say in words what a change of rulebooks does.",
        discussion:
            "OLD and NEW are rulebooks (YAML), or governments' folders whose rules/ are compared file by file. With --population also to how many people it does that, and how much. Nothing is printed where nothing differs. Exits with 0 when nothing differs, with 1 when something does, and with 2 when a file cannot be read."
    )

    @Argument(help: "The law as it was: a rulebook or a government's folder.")
    var old: String

    @Argument(help: "The law as it is now.")
    var new: String

    @Option(help: ArgumentHelp("People or households, as 'polity simulate' takes them: .csv or .jsonl.", valueName: "file"))
    var population: String?

    @Option(help: ArgumentHelp("The day whose law is applied to the population; today without it.", valueName: "date"))
    var asOf: String?

    func validate() throws {
        if let asOf, CivilDate(asOf) == nil { throw ValidationError("--as-of takes a day such as 2026-01-31, not '\(asOf)'.") }
        if asOf != nil, population == nil { throw ValidationError("--as-of is for a --population.") }
    }

    func run() async throws {
        let (before, after) = (try Self.rulebooks(old), try Self.rulebooks(new))
        var differs = false
        for id in Set(before.keys).union(after.keys).sorted() {
            let sentences = try Self.sentences(before[id], after[id])
            guard !sentences.isEmpty else { continue }
            differs = true
            if after.count > 1 || before.count > 1 { Terminal.say("\(id):") }
            for sentence in sentences { Terminal.say(sentence) }
            guard let population, let old = before[id], let new = after[id] else { continue }
            for sentence in try await numbers(old, new, population) { Terminal.say(sentence) }
        }
        if differs { throw ExitCode(1) }
    }

    /// To how many, and how much. Figures without --as-of are of today's law.
    private func numbers(_ old: String, _ new: String, _ file: String) async throws -> [String] {
        let (law, reform) = (try LawFile.read(old), try LawFile.read(new))
        let people = try LawFile.population(file, for: law)
        let date = asOf.flatMap { CivilDate($0) } ?? DateAndTime(Clock.system.now()).date
        do {
            // What is of somebody else, or of another kind, than it was cannot be compared person by person.
            let results = law.results.filter { subject in
                guard let changed = reform.subject(subject.id), changed.entity == subject.entity, changed.type == subject.type else { return false }
                return people.count(of: subject.entity) > 0
            }.map(\.id)
            guard !results.isEmpty else { return [] }
            let simulation = try Simulation(law, reform: reform, on: people, asOf: date, results: results)
            return await simulation.run(workers: ProcessInfo.processInfo.activeProcessorCount).sentences(of: law)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(1)
        }
    }

    private static func sentences(_ old: String?, _ new: String?) throws -> [String] {
        switch (old, new) {
        case (let old?, let new?): RulebookDifference(from: try LawFile.definition(old), to: try LawFile.definition(new)).sentences
        case (nil, _?): ["This rulebook is new."]
        case (_?, nil): ["This rulebook is gone."]
        case (nil, nil): []
        }
    }

    /// Paths by the names of the rulebooks; a single file has no name, so that a renamed one can be compared.
    private static func rulebooks(_ path: String) throws -> [String: String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            Terminal.complain("There is no file or folder \(path).")
            throw ExitCode(2)
        }
        guard isFolder.boolValue else { return ["": path] }
        let rules = path + "/rules"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: rules)) ?? []).filter { $0.hasSuffix(".yaml") }
        return Dictionary(names.map { (String($0.dropLast(".yaml".count)), rules + "/" + $0) }, uniquingKeysWith: { first, _ in first })
    }
}
