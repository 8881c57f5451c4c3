import ArgumentParser
import BPMN
import Foundation
import Kernel

/// `polity bpmn FILE`: what a BPMN 2.0 file holds, and what of it cannot run.
struct BPMNCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bpmn", abstract: "Say what a process model (BPMN 2.0) holds and what of it cannot run.",
        discussion: """
            Errors are what cannot run as it stands; warnings what the model leaves open, and what happens then. Ends with 0 when all of it runs, with \
            1 when some of it cannot, with 2 when the file is no BPMN 2.0, with 3 when what was asked for with --write or --svg could not be written.
            """)

    @Argument(help: "The model.", completion: .file(extensions: ["bpmn", "bpmn2", "xml"]))
    var file: String

    @Option(help: ArgumentHelp("Write the model, with all that any tool put into it.", valueName: "file"))
    var write: String?

    @Option(help: ArgumentHelp("Draw its diagram; of several the others go beside it, as FILE-2.svg and so on.", valueName: "file"))
    var svg: String?

    @Flag(help: "Say only what cannot run.")
    var quiet = false

    func run() throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            Terminal.complain("The file \(file) cannot be read.")
            throw ExitCode(2)
        }
        let bytes = [UInt8](data)
        var diagnostics = Diagnostics()
        guard let document = BPMNDocument(reading: bytes, file: file, diagnostics: &diagnostics) else {
            for finding in diagnostics.sorted { Terminal.complain(finding.rendered(source: bytes)) }
            throw ExitCode(2)
        }
        _ = document.check(&diagnostics, now: Clock.system.now())
        if !quiet { for line in document.contents.summary { Terminal.say(line) } }
        for finding in diagnostics.sorted where !quiet || finding.severity == .error { Terminal.say(finding.rendered(source: bytes)) }
        if let write { try save(document.write(), at: write) }
        if let svg { try draw(document, at: svg) }
        if !quiet { Terminal.say(Self.verdict(diagnostics, holdsNothing: document.contents.processes.isEmpty)) }
        if diagnostics.hasErrors { throw ExitCode(1) }
    }

    private static func verdict(_ diagnostics: Diagnostics, holdsNothing: Bool) -> String {
        let (errors, warnings) = (diagnostics.sorted.count { $0.severity == .error }, diagnostics.sorted.count { $0.severity == .warning })
        let left = warnings == 0 ? "" : warnings == 1 ? " 1 thing is left open." : " \(warnings) things are left open."
        let whole = holdsNothing ? "It holds no process." : "All of it runs."
        return (errors == 0 ? whole : errors == 1 ? "1 thing cannot run." : "\(errors) things cannot run.") + left
    }

    private func draw(_ document: BPMNDocument, at path: String) throws {
        let drawing = DiagramDrawing(of: document, in: .english, isFile: true)
        if document.contents.diagrams.isEmpty {
            Terminal.complain("\(file) has no diagram to draw.")
            throw ExitCode(3)
        }
        for (number, diagram) in document.contents.diagrams.enumerated() {
            let base = path.hasSuffix(".svg") ? String(path.dropLast(4)) : path
            try save(drawing.svg(diagram), at: number == 0 ? path : "\(base)-\(number + 1).svg")
        }
    }

    private func save(_ bytes: [UInt8], at path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            Terminal.complain("\(path) cannot be written: \(error.localizedDescription)")
            throw ExitCode(3)
        }
    }
}
