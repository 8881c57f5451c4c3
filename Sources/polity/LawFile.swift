import ArgumentParser
import Decisions
import Foundation
import Kernel
import Rules

/// Rulebooks and populations that stand alone in files, outside a government's folder.
enum LawFile {
    /// - Throws: `ExitCode(1)` after telling what is wrong with it, `ExitCode(2)` when it cannot be read.
    ///
    /// - Parameter overlay: what is laid over it: more inputs and formulas.
    static func read(_ path: String, with overlay: RulebookDefinition? = nil) throws -> Rulebook {
        // What is wrong in the file and what is wrong in its whole are told in one go.
        var diagnostics = Diagnostics()
        let definition = try parsed(path, &diagnostics)
        let whole = definition.map { definition in overlay.map { definition.reformed(by: $0, diagnostics: &diagnostics) } ?? definition }
        let book = whole.flatMap { Rulebook($0, diagnostics: &diagnostics) }
        for finding in diagnostics.sorted where finding.severity == .error { Terminal.complain(finding.description) }
        guard let book, !diagnostics.hasErrors else { throw ExitCode(1) }
        return book
    }

    /// The law with a reform laid over it.
    static func read(_ law: Rulebook, reformedBy path: String) throws -> Rulebook { try reformed(law, by: try definition(path)) }

    /// What is wrong in the reform and what is wrong in the whole are told in one go.
    static func reformed(_ law: Rulebook, by reform: RulebookDefinition) throws -> Rulebook {
        var diagnostics = Diagnostics()
        let book = Rulebook(law.definition.reformed(by: reform, diagnostics: &diagnostics), diagnostics: &diagnostics)
        for finding in diagnostics.sorted where finding.severity == .error { Terminal.complain(finding.description) }
        guard let book, !diagnostics.hasErrors else { throw ExitCode(1) }
        return book
    }

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
        var diagnostics = Diagnostics()
        let definition = try parsed(path, &diagnostics)
        for finding in diagnostics.sorted { Terminal.complain(finding.description) }
        guard let definition, !diagnostics.hasErrors else { throw ExitCode(1) }
        return definition
    }

    private static func parsed(_ path: String, _ diagnostics: inout Diagnostics) throws -> RulebookDefinition? {
        let id = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        return RulebookFile.kind.read(try bytes(of: path), path: path, id: id, diagnostics: &diagnostics)?.definition
    }
}
