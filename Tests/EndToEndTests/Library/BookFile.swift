import Blueprint
import Capability
import Kernel

/// `books/NAME.yaml`: a book of the library.
struct BookFile: Sendable {
    let id: String
    let title: LocalizedText
    let pages: Int
    let copies: Int
    let shelf: Located<String>

    static let kind = FileKind<BookFile>(
        id: "book", pattern: "books/*.yaml", about: "A book that people may borrow.", declares: "book", translations: .central,
        schema: .object(
            ObjectSchema(
                "Book", "A book of the library.",
                [
                    .required("title", .localized(), "What it is called."),
                    .required("pages", .integer(minimum: 1, maximum: 10_000), "How many pages it has."),
                    .optional("copies", .integer(minimum: 1, maximum: 100), "How many there are; one without it."),
                    .required("shelf", .text(), "Where it stands."),
                ]))
    ) { file, _ in
        BookFile(
            id: file.id, title: file.root.localized("title"), pages: file.root.integer("pages"), copies: file.root.integer("copies", or: 1),
            shelf: file.root.name("shelf") ?? Located("", at: file.location))
    }
}

/// All books of an edition.
struct Books: Sendable {
    let byID: [String: BookFile]

    /// What no file shows alone: two books on one shelf.
    static func link(_ edition: inout Linking) {
        let books = edition.folder.all(of: BookFile.kind).map(\.value)
        var shelves: [String: BookFile] = [:]
        for book in books {
            if let other = shelves.updateValue(book, forKey: book.shelf.value) {
                edition.diagnostics.error(
                    book.shelf.location, "the book '\(other.id)' stands on the shelf '\(book.shelf.value)' already", mend: "Choose another.")
            }
        }
        edition.provide(Books(byID: Dictionary(books.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })))
    }
}
