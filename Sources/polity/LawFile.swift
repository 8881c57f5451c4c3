import ArgumentParser
import Decisions
import Foundation
import Kernel
import Rules

/// Rulebooks and populations that stand alone in files, outside a government's folder.
enum LawFile {
    /// - Throws: `ExitCode(1)` after telling what is wrong with it, `ExitCode(2)` when it cannot be read.
    static func read(_ path: String) throws -> Rulebook { try linked(try definition(path)) }

    /// The law with a reform laid over it.
    static func read(_ law: Rulebook, reformedBy path: String) throws -> Rulebook { try linked(law.definition.reformed(by: try definition(path))) }

    static func population(_ path: String, for law: Rulebook) throws -> Population {
        let bytes = try bytes(of: path)
        var diagnostics = Diagnostics()
        let population =
            path.hasSuffix(".jsonl")
            ? Population(jsonLines: bytes, file: path, for: law, diagnostics: &diagnostics)
            : Population(csv: bytes, file: path, for: law, diagnostics: &diagnostics)
        for finding in diagnostics.sorted { Terminal.complain(finding.description) }
        guard let population else { throw ExitCode(1) }
        return population
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            Terminal.complain("The file \(path) cannot be read.")
            throw ExitCode(2)
        }
        return [UInt8](data)
    }

    static func definition(_ path: String) throws -> RulebookDefinition {
        let id = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        var diagnostics = Diagnostics()
        let file = RulebookFile.kind.read(try bytes(of: path), path: path, id: id, diagnostics: &diagnostics)
        for finding in diagnostics.sorted { Terminal.complain(finding.description) }
        guard let file, !diagnostics.hasErrors else { throw ExitCode(1) }
        return file.definition
    }

    private static func linked(_ definition: RulebookDefinition) throws -> Rulebook {
        var diagnostics = Diagnostics()
        let book = Rulebook(definition, diagnostics: &diagnostics)
        for finding in diagnostics.sorted where finding.severity == .error { Terminal.complain(finding.description) }
        guard let book else { throw ExitCode(1) }
        return book
    }
}
