import Decisions
import Foundation
import Kernel
import Rules

/// Rulebooks, read from files as the program reads them.
enum LawBook {
    /// The country template of the peer, written as a rulebook; the tests hold it to the peer's figures.
    static func countryTemplate() throws -> Rulebook { try read("Tests/RulesTests/Rulebooks/country_template.yaml") }

    static func read(_ path: String) throws -> Rulebook {
        guard let data = FileManager.default.contents(atPath: path) else { throw BenchFault("\(path) cannot be read") }
        return try read([UInt8](data), path)
    }

    static func read(_ bytes: [UInt8], _ path: String) throws -> Rulebook {
        var diagnostics = Diagnostics()
        let file = RulebookFile.kind.read(bytes, path: path, id: "law", diagnostics: &diagnostics)
        guard let file, let book = Rulebook(file.definition, diagnostics: &diagnostics), !diagnostics.hasErrors else {
            throw BenchFault("\(path) has errors: \(diagnostics.sorted.map(\.description).joined(separator: "\n"))")
        }
        return book
    }
}
