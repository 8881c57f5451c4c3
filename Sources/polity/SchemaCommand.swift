import ArgumentParser
import Blueprint
import Capability
import Kernel

/// `polity schema [KIND]`: what the files of a folder may say, for editors and for people.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a kind of file, or list the kinds.",
        discussion: "An editor that knows YAML completes and checks a file while it is written, once it is given the schema.")

    @Argument(help: "The kind of file; without it the kinds are listed.")
    var kind: String?

    @Flag(help: "Print the reference of all kinds as Markdown instead (docs/blueprint.md).")
    var reference = false

    @Flag(help: "Print every phrase of the pages with its English instead, to begin a phrases/LANG.yaml from.")
    var phrases = false

    func run() throws {
        if phrases { return print(PhraseCatalogue.text, terminator: "") }
        let kinds = Folder.ownKinds + Composition.polity.kinds
        if reference {
            let composition = Composition.polity
            return print(
                BlueprintReference.markdown(
                    kinds, permissions: composition.permissions.map { ($0.permission.name, $0.about) },
                    messages: composition.letters.map { ($0.kind, $0.about) },
                    serviceTasks: composition.serviceTasks.map { ($0.name, $0.reference) }),
                terminator: "")
        }
        guard let kind else {
            let width = kinds.map(\.id.count).max() ?? 0
            for kind in kinds { print(kind.id.padding(to: width), kind.pattern, separator: "  ") }
            return
        }
        guard let found = kinds.first(where: { $0.id == kind }) else {
            let nearest = Spelling.nearest(to: kind, among: kinds.map(\.id)).map { " Did you mean '\($0)'?" } ?? ""
            throw ValidationError("There is no kind of file called '\(kind)'.\(nearest) Known: \(kinds.map(\.id).joined(separator: ", ")).")
        }
        print(found.document.indentedText)
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
