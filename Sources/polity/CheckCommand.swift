import ArgumentParser
import Blueprint
import Capability
import Foundation
import Kernel

/// `polity check DIR`: everything that is wrong with a government folder, and how to mend it.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a government folder.",
        discussion:
            "Every finding is 'file:line:column: error: what is wrong', and on the next line the mend. Exits with 0 when there are no errors, with 1 when there are, and with 2 when the folder cannot be read."
    )

    @Argument(help: "The government's folder, with a polity.yaml in it.", completion: .directory)
    var directory: String

    func run() throws {
        var diagnostics = Diagnostics()
        let snapshot: FolderSnapshot
        do {
            snapshot = try FolderSnapshot(directory: directory, diagnostics: &diagnostics)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(2)
        }
        diagnostics.append(contentsOf: Composition.polity.edition(of: snapshot).1)
        let report = CheckReport(directory: directory, snapshot: snapshot, diagnostics: diagnostics)
        FileHandle.standardOutput.write(Data(report.text(isTerminal: isatty(STDOUT_FILENO) == 1).utf8))
        if diagnostics.hasErrors { throw ExitCode(1) }
    }
}

/// What a check prints.
struct CheckReport {
    var directory: String
    var snapshot: FolderSnapshot
    var diagnostics: Diagnostics

    /// Beyond this nobody reads on; the count at the end still counts all.
    static let most = 2_000

    func text(isTerminal: Bool) -> String {
        var text = ""
        let all = diagnostics.sorted
        for finding in all.prefix(Self.most) {
            let shown = finding.under(directory)
            text += (isTerminal ? shown.rendered(source: snapshot[finding.location.file], colours: true) : shown.description) + "\n"
        }
        if all.count > Self.most { text += "… and \(all.count - Self.most) more\n" }
        return text + summary(all) + "\n"
    }

    private func summary(_ all: [Diagnostic]) -> String {
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        let errors = all.count { $0.severity == .error }
        let warnings = all.count - errors
        let found = [errors > 0 ? count(errors, "error") : nil, warnings > 0 ? count(warnings, "warning") : nil].compactMap { $0 }
        return "\(directory): \(count(snapshot.files.count, "file")), " + (found.isEmpty ? "nothing to mend" : found.joined(separator: ", "))
    }
}
