import ArgumentParser
import Capability
import FEEL
import Foundation
import Journal
import Kernel
import Logging
import Registries
import Store

/// `polity import records DIR REGISTRY FILE`: fills a registry of a real government, which begins empty.
struct ImportRecordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records", abstract: "Enter records of another system in a registry.",
        discussion: """
            FILE has one JSON object a line, with the registry's fields by their ids; a field of type 'record' takes the id of a record. Every line is \
            checked before the first is entered. Each record entered is printed as 'LINE<tab>ID', so that the records of another registry can refer to \
            it. Each is an act in the public log. A line of the same file that was entered before is not entered again, so a run that was cut off is simply \
            run once more. It may be run while the government is served. Exits with 1 when a line is wrong.
            """)

    @Argument(help: "The government's folder.", completion: .directory)
    var folder: String

    @Argument(help: "The registry, by its id.")
    var registry: String

    @Argument(help: "The file of JSON lines.", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("Why, for the records' history. Nothing personal.", valueName: "text"))
    var reason: String = "Taken over from another system"

    @Option(help: ArgumentHelp("The first line to enter, where an earlier run ended.", valueName: "line"))
    var fromLine: Int = 1

    @OptionGroup var listening: ListeningSettings
    @OptionGroup var settings: ServerSettings

    /// So many records are entered together, or none of them.
    private static let batch = 500

    func run() async throws {
        let edition = try CheckedFolder.edition(at: folder)
        guard let definition = edition[RegistryBook.self][registry] else {
            let known = edition[RegistryBook.self].registries.map(\.id)
            let nearest = Spelling.nearest(to: registry, among: known).map { " Did you mean '\($0)'?" } ?? " There are: \(known.joined(separator: ", "))."
            throw ValidationError("There is no registry '\(registry)'.\(nearest)")
        }
        guard let bytes = FileManager.default.contents(atPath: file) else { throw ValidationError("The file '\(file)' cannot be read.") }
        let lines = try read(bytes, definition)
        let government = try await OpenGovernment.open(
            .polity, edition: edition, settings: settings, listening: listening, isDemonstration: false,
            logger: Logger(label: "polity.import") { StructuredLog(label: $0) }, isServed: false)
        let failure: (any Error)?
        do {
            // What is written under a folder is compared with it from then on.
            try await government.host.editions.keepCurrent()
            try await enter(lines, RecordImport(of: Array(bytes), in: registry, government.host[Journal.self]), government)
            failure = nil
        } catch { failure = error }
        await government.host.store.close()
        if let failure { throw failure }
    }

    private struct Line: Sendable {
        var number: Int
        var values: Context
    }

    /// Every line with its values, or all that is wrong with the file.
    private func read(_ bytes: Data, _ registry: Registry) throws -> [Line] {
        var lines: [Line] = []
        var faults = 0
        for (index, text) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() where index + 1 >= fromLine {
            guard text.contains(where: { $0 > 0x20 }) else { continue }
            do throws(PolityError) {
                lines.append(Line(number: index + 1, values: try Self.values(text, registry)))
            } catch {
                faults += 1
                if faults <= 100 { Terminal.complain("\(file):\(index + 1):1: error: \(error.message)\n    \(error.hint ?? "")") }
            }
        }
        guard faults == 0 else {
            Terminal.complain("\(faults == 1 ? "1 line is" : "\(faults) lines are") wrong; nothing was entered.")
            throw ExitCode(1)
        }
        return lines
    }

    private static func values(_ text: Data, _ registry: Registry) throws(PolityError) -> Context {
        guard let members = try JSON(parsing: Array(text)).members else {
            throw PolityError(.badInput, "IMPORT-101", "a line is one JSON object", hint: "Write {\"field\": \"value\"} on one line.")
        }
        var values = Context()
        for member in members {
            guard let field = registry.field(member.name) else {
                let names = registry.fields.map(\.id)
                throw PolityError(
                    .badInput, "IMPORT-102", "the registry '\(registry.id)' has no field '\(member.name)'",
                    hint: Spelling.nearest(to: member.name, among: names).map { "Did you mean '\($0)'?" } ?? "Its fields are \(names.joined(separator: ", ")).")
            }
            guard let value = Value(member.value, as: field.type.feelType) else {
                throw PolityError(
                    .badInput, "IMPORT-103", "'\(member.name)' is no \(field.type.feelType)", hint: "docs/blueprint.md says what each type of field holds.")
            }
            values[member.name] = value
        }
        let missing = registry.fields.filter { $0.isRequired && values[$0.id] ?? .null == .null }.map { "'\($0.id)'" }
        guard missing.isEmpty else {
            throw PolityError(.badInput, "IMPORT-104", "\(missing.joined(separator: ", ")) must have a value", hint: "The registry calls it 'required'.")
        }
        return values
    }

    private func enter(_ lines: [Line], _ file: RecordImport, _ government: RunningGovernment) async throws {
        let (registries, store, registry) = (government.host[Registries.self], government.host.store, self.registry)
        let note = ChangeNote(by: Actor(.system("polity import")), reason: String(reason.prefix(500)))
        var before = 0
        for start in stride(from: 0, to: lines.count, by: Self.batch) {
            let part = Array(lines[start..<min(start + Self.batch, lines.count)])
            do {
                let (records, known) = try await store.write("import.records") { tx in
                    let known = try file.entered(part[0].number...part[part.count - 1].number, in: tx)
                    let records = try part.map { line in
                        if let record = known[line.number] { return (line.number, record) }
                        let record = try Self.enter(line, registry, note, registries, tx)
                        try file.note(line.number, record, in: tx)
                        return (line.number, record)
                    }
                    return (records, known.count)
                }
                before += known
                for (number, id) in records { print("\(number)\t\(id)") }
                // What was entered is told before more is.
                fflush(nil)
            } catch let wrong as WrongLine {
                let field = wrong.error.field.map { "'\($0)': " } ?? ""
                Terminal.complain("\(self.file):\(wrong.number):1: error: \(field)\(wrong.error.message)")
                Terminal.complain("The lines before \(part[0].number) were entered. Mend this one, and go on with --from-line \(part[0].number).")
                throw ExitCode(1)
            }
        }
        if before > 0 { Terminal.complain("\(before == 1 ? "1 line was" : "\(before) lines were") entered by an earlier run.") }
        let made = lines.count - before
        Terminal.complain("\(made == 1 ? "1 record was" : "\(made) records were") entered.")
    }

    private static func enter(_ line: Line, _ registry: String, _ note: ChangeNote, _ registries: Registries, _ tx: Transaction) throws -> RecordID {
        do {
            return try registries.create(registry, line.values, note: note, in: tx)
        } catch let error as PolityError {
            throw WrongLine(number: line.number, error: error)
        }
    }

    private struct WrongLine: Error {
        var number: Int
        var error: PolityError
    }
}
