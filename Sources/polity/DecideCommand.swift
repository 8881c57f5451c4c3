import ArgumentParser
import Decisions
import FEEL
import Foundation
import Kernel
import Rules

/// `polity decide MODEL`: evaluates a decision model, or a rulebook, for one case or for many given as JSON lines.
struct DecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide", abstract: "Evaluate a decision model (DMN) or a rulebook (YAML).",
        discussion:
            "Reads the inputs as a JSON object from standard input, or several as JSON lines, and answers each with a line of JSON; a line that cannot be read is told, answered with null, and ends the whole with 1. Models that MODEL imports are looked for beside it."
    )

    @Argument(help: "The model, DMN 1.1 to 1.6, or a rulebook.", completion: .file(extensions: ["dmn", "yaml"]))
    var model: String

    @Option(help: "The decision to make, or the value of a rulebook; without one, all of the model's decisions or the rulebook's results.")
    var decision: String?

    @Option(help: "The decision service to call.")
    var service: String?

    @Option(help: ArgumentHelp("For a rulebook: another one with only what a reform changes.", valueName: "file"))
    var reform: String?

    @Option(help: ArgumentHelp("The day whose law holds, and what today() gives; the machine's day without it.", valueName: "date"))
    var asOf: String?

    @Flag(help: "Tell how each value came about.")
    var explain = false

    @Option(help: "With --explain: tells it in sentences too, in this language: en or es.")
    var language: String?

    func validate() throws {
        if let language, !["en", "es"].contains(language) { throw ValidationError("--language takes en or es, not '\(language)'.") }
        if language != nil, !explain { throw ValidationError("--language is for --explain.") }
        if reform != nil, !isRulebook { throw ValidationError("--reform is for rulebooks (YAML).") }
        if service != nil, isRulebook { throw ValidationError("--service is for decision models (DMN).") }
        if decision != nil, service != nil { throw ValidationError("Give --decision or --service, not both.") }
        if let asOf, CivilDate(asOf) == nil { throw ValidationError("--as-of takes a day such as 2026-01-31, not '\(asOf)'.") }
    }

    private var isRulebook: Bool { model.hasSuffix(".yaml") || model.hasSuffix(".yml") }

    func run() throws {
        if isRulebook {
            let law = try LawFile.read(model)
            let book = try reform.map { try LawFile.read(law, reformedBy: $0) } ?? law
            try check(decision ?? "", "value", among: book.names)
            return try answerAll { try answer(book, $0) }
        }
        let model = try read()
        let (wanted, known) = service.map { ($0, model.services) } ?? (decision ?? "", model.decisions)
        try check(wanted, service == nil ? "decision" : "decision service", among: known)
        var told: Set<String> = []
        try answerAll { answer(model, try inputs($0, model, told: &told)) }
    }

    private func answerAll(_ answer: ([UInt8]) throws -> JSON) throws {
        let input = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
        let cases = cases(in: input)
        var hasFaults = false
        for (index, bytes) in cases.enumerated() {
            do {
                Terminal.say(try answer(bytes).text)
            } catch let error as PolityError {
                Terminal.complain(cases.count > 1 ? "Case \(index + 1): \(error)" : error.description)
                // The others are answered all the same, each in its line.
                if cases.count > 1 { Terminal.say("null") }
                hasFaults = true
            }
        }
        if hasFaults { throw ExitCode(1) }
    }

    private var now: DateAndTime {
        guard let date = asOf.flatMap({ CivilDate($0) }), let midnight = TimeOfDay(hour: 0, minute: 0, second: 0, zone: .offset(0)) else {
            return DateAndTime(Clock.system.now())
        }
        return DateAndTime(date: date, time: midnight)
    }

    private func read() throws -> DecisionModel {
        let url = URL(fileURLWithPath: model)
        let folder = url.deletingLastPathComponent().path
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".dmn") }
        var files: [(name: String, bytes: [UInt8])] = []
        for name in Set(names + [url.lastPathComponent]).sorted() {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            files.append((name, [UInt8](data)))
        }
        guard files.contains(where: { $0.name == url.lastPathComponent }) else {
            Terminal.complain("The file \(model) cannot be read.")
            throw ExitCode(2)
        }
        var diagnostics = Diagnostics()
        let found = DecisionModel.load(files, wanted: url.lastPathComponent, diagnostics: &diagnostics)
        for finding in diagnostics.sorted { Terminal.complain(finding.description) }
        guard let found, !diagnostics.hasErrors else { throw ExitCode(1) }
        return found
    }

    /// A name that the model does not have is a mistake, not a null.
    private func check(_ wanted: String, _ kind: String, among known: [String]) throws {
        guard !wanted.isEmpty, !known.contains(wanted) else { return }
        let hint = Spelling.nearest(to: wanted, among: known).map { "Did you mean '\($0)'?" } ?? "It has: \(known.joined(separator: ", "))."
        Terminal.complain("The model has no \(kind) '\(wanted)'. \(hint)")
        throw ExitCode(1)
    }

    /// What the law says of one case: values by name, with --explain the way to each.
    private func answer(_ book: Rulebook, _ bytes: [UInt8]) throws -> JSON {
        let situation: Situation
        do throws(SituationFault) {
            situation = try Situation(try Self.json(bytes), for: book)
        } catch {
            throw PolityError(.badInput, "DECIDE-103", "The case cannot be read. \(error)", field: error.path)
        }
        let wanted = decision.map { [$0] } ?? book.results.filter { situation.count(of: $0.entity) > 0 }.map(\.id)
        let reasons = wanted.compactMap { Calculation.reasons(for: $0, in: situation, asOf: now.date) }
        let values = JSON.object(reasons.map { .init($0.id, $0.value.json) })
        guard explain else { return values }
        let told = Reasons.json(reasons, in: language ?? "en")
        var members: [JSON.Member] = [
            .init("as_of", .string(now.date.description)), .init("values", values), .init("reasons", told.reasons), .init("sources", told.sources),
        ]
        if let spoken { members.append(.init("sentences", .object(reasons.map { .init($0.id, Self.told($0.sentences(of: book, in: spoken))) }))) }
        return .object(members)
    }

    /// The language of sentences, where they are asked for.
    private var spoken: Language? { language.map { $0 == "es" ? .spanish : .english } }

    private static func told(_ sentences: [String]) -> JSON { .array(sentences.map(JSON.string)) }

    private static func json(_ bytes: [UInt8]) throws(SituationFault) -> JSON {
        guard let json = try? JSON(parsing: bytes) else { throw SituationFault("", "this is no JSON") }
        return json
    }

    /// The whole input where it is one JSON value, else its lines.
    private func cases(in input: [UInt8]) -> [[UInt8]] {
        if input.allSatisfy({ $0 == 32 || (9...13).contains($0) }) { return [Array("{}".utf8)] }
        if (try? JSON(parsing: input)) != nil { return [input] }
        return input.split(separator: 10).filter { line in !line.allSatisfy { $0 == 32 || $0 == 13 } }.map(Array.init)
    }

    /// - Parameter told: names that the model does not know and that were told before, in an earlier line.
    private func inputs(_ bytes: [UInt8], _ model: DecisionModel, told: inout Set<String>) throws -> Context {
        guard let members = try JSON(parsing: bytes).members else {
            throw PolityError(.badInput, "DECIDE-101", "The inputs are not a JSON object.", hint: "Give them by name: {\"age\": 34}.")
        }
        let types = model.inputs
        // A decision may be given too, and what a decision service takes in place of its own.
        let known = Set(types.keys).union(model.decisions)
        var context = Context()
        for member in members {
            if !known.contains(member.name), told.insert(member.name).inserted {
                let nearest = Spelling.nearest(to: member.name, among: known).map { "Did you mean '\($0)'?" }
                let list = "It has: \(types.keys.sorted().prefix(30).joined(separator: ", "))."
                Terminal.complain("The model has no input '\(member.name)', so that is not looked at. \(nearest ?? list)")
            }
            let type = types[member.name] ?? .any
            guard let value = Value(member.value, as: type) else {
                let (path, wanted) = type.misfit(member.value, at: member.name) ?? (member.name, type)
                throw PolityError(.badInput, "DECIDE-102", "The input '\(path)' does not fit.", hint: "It takes \(wanted.plainName).")
            }
            context[member.name] = value
        }
        return context
    }

    private func answer(_ model: DecisionModel, _ inputs: Context) -> JSON {
        if let service {
            return explain
                ? told(model.explain(service: service, inputs: inputs, now: now), model) : model.evaluate(service: service, inputs: inputs, now: now).json
        }
        if explain {
            let explanations = (decision.map { [$0] } ?? model.decisions).map { model.explain(decision: $0, inputs: inputs, now: now) }
            return explanations.count == 1 ? told(explanations[0], model) : .array(explanations.map { told($0, model) })
        }
        if let decision { return model.evaluate(decision: decision, inputs: inputs, now: now).json }
        return .object(model.decisions.map { .init($0, model.evaluate(decision: $0, inputs: inputs, now: now).json) })
    }

    private func told(_ explanation: Explanation, _ model: DecisionModel) -> JSON {
        guard let spoken, case .object(let members) = explanation.json else { return explanation.json }
        return .object(members + [.init("sentences", Self.told(explanation.sentences(of: model, in: spoken)))])
    }
}
