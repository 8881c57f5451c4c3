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
        for finding in diagnostics.sorted where finding.severity == .error { Terminal.complain(finding.under(path).description) }
        guard let edition, !diagnostics.hasErrors else { throw ExitCode(1) }
        return edition
    }
}

extension SourceLocation {
    /// As the shell sees it, so that an editor or a terminal can open it.
    func under(_ directory: String) -> SourceLocation {
        var location = self
        location.file = directory.hasSuffix("/") ? directory + file : directory + "/" + file
        return location
    }
}

extension Diagnostic {
    func under(_ directory: String) -> Diagnostic {
        var finding = self
        finding.location = location.under(directory)
        return finding
    }
}
