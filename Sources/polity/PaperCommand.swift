import ArgumentParser
import Blueprint
import Capability
import Casework
import Foundation
import Kernel

/// `polity paper DIR`: a certificate or letter of a service as a PDF, from one of its worked examples.
struct PaperCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper", abstract: "Print a service's certificate or letter from a worked example, to see how it looks.",
        discussion:
            "Plays an example of the service to its decision and prints the paper that comes of it, with the folder's templates as they are now. Nothing is decided or kept: the paper bears no seal and no proof. Exits with 1 when the folder has errors or no example leads to such a paper."
    )

    @Argument(help: "The government's folder, with a polity.yaml in it.", completion: .directory)
    var directory: String

    @Option(help: "The service, by its id.")
    var service: String

    @Option(help: "The example, by its id; the first that gives such a paper unless given.")
    var example: String?

    @Option(help: "certificate or letter; whichever comes first unless given.")
    var kind: String?

    @Option(help: "The applicant's language; the government's first unless given.")
    var language: String?

    @Option(help: ArgumentHelp("The PDF file to write.", valueName: "file"))
    var out: String

    func validate() throws {
        guard kind.map({ PaperRequest.Kind(rawValue: $0) != nil }) ?? true else { throw ValidationError("--kind takes certificate or letter.") }
    }

    func run() async throws {
        let edition = try CheckedFolder.edition(at: directory)
        guard let compiled = edition[CompiledServices.self].byID[service] else {
            throw ValidationError("there is no service '\(service)'. There are: \(edition[CompiledServices.self].byID.keys.sorted().joined(separator: ", ")).")
        }
        let language = edition.government.language(language ?? edition.government.defaultLanguage)
        guard edition.government.languages.contains(language.code) else {
            throw ValidationError("--language takes one of \(edition.government.languages.joined(separator: ", ")).")
        }
        let examples = (edition[CompiledExamples.self].byService[service] ?? []).filter { example == nil || $0.id == example }
        guard !examples.isEmpty else { throw ValidationError(example.map { "there is no example '\($0)'." } ?? "the service has no worked examples.") }
        for example in examples {
            let papers: [ExamplePaper]
            do {
                papers = try await ExampleRun(example, of: compiled, in: edition.government)
                    .papers(in: language, publicAddress: "https://\(directory.split(separator: "/").last ?? "government").example")
            } catch {
                Terminal.complain("\(example.location): \(example.id): \(error)")
                throw ExitCode(1)
            }
            guard let paper = papers.first(where: { kind == nil || $0.kind.rawValue == kind }) else { continue }
            try Data(paper.bytes).write(to: URL(filePath: out))
            return Terminal.say("\(out): \(paper.title), from the example '\(example.id)'")
        }
        Terminal.complain("No example of '\(service)' leads to a \(kind ?? "paper"). Its outcomes say which papers they give: certificate, letter.")
        throw ExitCode(1)
    }
}
