import Blueprint
import Capability
import Decisions
import Kernel

/// The rulebooks of an edition: the law as dated values and formulas.
public struct Rulebooks: Sendable {
    /// In the order of their names.
    public let all: [Rulebook]

    init(_ edition: inout Linking) {
        var books: [Rulebook] = []
        for entry in edition.folder.all(of: RulebookFile.kind) {
            if let book = Rulebook(entry.value.definition, diagnostics: &edition.diagnostics) { books.append(book) }
        }
        all = books.sorted { $0.id < $1.id }
    }

    public subscript(id: String) -> Rulebook? { all.first { $0.id == id } }
}
