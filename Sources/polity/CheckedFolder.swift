import ArgumentParser
import Blueprint
import Capability
import Kernel

/// A government's folder as the commands take it: read, checked, and refused aloud where it has errors.
enum CheckedFolder {
    /// - Throws: `ExitCode(1)` after printing every finding, `ExitCode(2)` when the folder cannot be read.
    static func edition(at path: String) throws -> Edition {
        var diagnostics = Diagnostics()
        let snapshot: FolderSnapshot
        do {
            snapshot = try FolderSnapshot(directory: path, diagnostics: &diagnostics)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(2)
        }
        let (edition, found) = Composition.polity.edition(of: snapshot)
        diagnostics.append(contentsOf: found)
        for finding in diagnostics.sorted where finding.severity == .error { Terminal.complain(finding.description) }
        guard let edition, !diagnostics.hasErrors else { throw ExitCode(1) }
        return edition
    }
}
