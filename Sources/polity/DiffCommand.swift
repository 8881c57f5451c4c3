import ArgumentParser
import Casework
import Decisions
import FEEL
import Foundation
import Kernel
import Rules

/// `polity diff OLD NEW`: what a change of the law does, in words.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say in words what a change of the rules does.",
        discussion:
            "OLD and NEW are two rulebooks (YAML), two decision models (DMN), two services (service.yaml), or two governments' folders, whose rules/ and services are compared file by file; what else a service says (its questions, its texts) is not compared. With --population, for rulebooks, also to how many people it does that, and how much. Nothing is printed where nothing differs. Exits with 0 when nothing differs, with 1 when something does, and with 2 when a file cannot be read."
    )

    @Argument(help: "The law as it was: a rulebook, a decision model, a service or a government's folder.")
    var old: String

    @Argument(help: "The law as it is now.")
    var new: String

    @Option(help: ArgumentHelp("People or households, as 'polity simulate' takes them: .csv or .jsonl.", valueName: "file"))
    var population: String?

    @Option(help: ArgumentHelp("The day whose law is applied to the population; today without it.", valueName: "date"))
    var asOf: String?

    func validate() throws {
        if let asOf, CivilDate(asOf) == nil { throw ValidationError("--as-of takes a day such as 2026-01-31, not '\(asOf)'.") }
        if population != nil, Kind(old) != .rulebook { throw ValidationError("--population is for rulebooks (YAML).") }
        if asOf != nil, population == nil { throw ValidationError("--as-of is for a --population.") }
    }

    func run() async throws {
        let (before, after) = (try Self.laws(old), try Self.laws(new))
        if let was = before[""], let isNow = after[""], Kind(was) != Kind(isNow) {
            throw Self.unreadable("Files of two kinds cannot be compared: give two rulebooks, two decision models or two services.")
        }
        if (before[""] == nil) != (after[""] == nil) { throw Self.unreadable("A file and a folder cannot be compared: give two files, or two folders.") }
        let isFolder = before[""] == nil || after[""] == nil
        var differs = false
        for name in Set(before.keys).union(after.keys).sorted() {
            let sentences = try Self.sentences(before[name], after[name])
            guard !sentences.isEmpty else { continue }
            differs = true
            if isFolder { Terminal.say("\(name):") }
            for sentence in sentences { Terminal.say(sentence) }
            guard let population, let old = before[name], let new = after[name], Kind(old) == .rulebook else { continue }
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

    private enum Kind: String {
        case rulebook, model = "decision model", service

        init(_ path: String) { self = path.hasSuffix(".dmn") ? .model : path.hasSuffix("service.yaml") ? .service : .rulebook }
    }

    private static func sentences(_ old: String?, _ new: String?) throws -> [String] {
        switch (old, new) {
        case (let old?, let new?):
            switch Kind(new) {
            case .rulebook: RulebookDifference(from: try definition(old), to: try definition(new)).sentences
            case .model: DecisionDifference(from: try model(old), to: try model(new)).sentences
            case .service: ServiceDifference(from: try service(old), to: try service(new)).sentences
            }
        case (nil, let new?): ["This \(Kind(new).rawValue) is new."]
        case (let old?, nil): ["This \(Kind(old).rawValue) is gone."]
        case (nil, nil): []
        }
    }

    private static func service(_ path: String) throws -> ServiceFile {
        guard let data = FileManager.default.contents(atPath: path) else { throw unreadable("The file \(path) cannot be read.") }
        var diagnostics = Diagnostics()
        let file = ServiceFile.kind.read([UInt8](data), path: path, id: "service", diagnostics: &diagnostics)
        for finding in diagnostics.sorted where finding.severity == .error { Terminal.complain(finding.description) }
        guard let file, !diagnostics.hasErrors else { throw ExitCode(2) }
        return file
    }

    private static func model(_ path: String) throws -> WrittenModel {
        guard let data = FileManager.default.contents(atPath: path) else { throw unreadable("The file \(path) cannot be read.") }
        var diagnostics = Diagnostics()
        let model = WrittenModel(parsing: [UInt8](data), file: path, diagnostics: &diagnostics)
        for finding in diagnostics.sorted { Terminal.complain(finding.description) }
        guard let model, !diagnostics.hasErrors else { throw ExitCode(2) }
        return model
    }

    /// One with faults cannot be compared: that is not "something differs".
    private static func definition(_ path: String) throws -> RulebookDefinition {
        do { return try LawFile.definition(path) } catch is ExitCode { throw ExitCode(2) }
    }

    private static func unreadable(_ words: String) -> ExitCode {
        Terminal.complain(words)
        return ExitCode(2)
    }

    /// Paths by what the files are called in a government; a single file has no name, so that a renamed one can be compared.
    private static func laws(_ path: String) throws -> [String: String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw unreadable("There is no file or folder \(path).") }
        guard isFolder.boolValue else { return ["": path] }
        func names(in folder: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? [] }
        var laws: [String: String] = [:]
        for name in names(in: "rules") {
            if name.hasSuffix(".yaml") { laws[String(name.dropLast(".yaml".count))] = "\(path)/rules/\(name)" }
            if name.hasSuffix(".dmn") { laws["rules/\(name)"] = "\(path)/rules/\(name)" }
        }
        for service in names(in: "services") {
            for file in ["rules.dmn", "service.yaml"].map({ "services/\(service)/\($0)" }) where FileManager.default.fileExists(atPath: path + "/" + file) {
                laws[file] = path + "/" + file
            }
        }
        return laws
    }
}
