import Capability
import Kernel
import Privacy
import Store

import class Capability.Host

/// Who has borrowed what. A note on a loan is the borrower's, and sealed with their key.
struct Library: Sendable {
    static let reminder = "library.remind"

    let books: Books
    let store: Store
    let codec: PersonalCodec
    let identifiers: Identifiers

    init(_ host: Host) {
        books = host.edition[Books.self]
        store = host.store
        codec = host[PersonalCodec.self]
        identifiers = host.identifiers
    }

    enum LoanRow {}

    struct Loan {
        var book: String
        /// nil once the borrower was erased.
        var note: String?
    }

    /// - Throws: `LIBRARY-409` when every copy is lent.
    func borrow(_ book: BookFile, note: String, by borrower: PersonID) async throws {
        let id: Identifier<LoanRow> = identifiers.next()
        try await store.write("library.borrow") { tx in
            let lent = try tx.value("SELECT COUNT(*) FROM library_loans WHERE book = \(book.id)", as: Int.self) ?? 0
            guard lent < book.copies else { throw PolityError(.conflict, "LIBRARY-409", .allLent, hint: .allLentHint) }
            let due = tx.now + .seconds(28 * 86_400)
            let sealed = try codec.seal(text: note, subject: borrower, class: .ordinary, place: "library.note/\(id)")
            try tx.execute(
                "INSERT INTO library_loans (id, book, borrower, sealed_note, due) VALUES (\(id), \(book.id), \(borrower), \(sealed), \(due))")
            try tx.schedule(JobRequest(Self.reminder, key: id.text, at: due))
        }
    }

    func remind(_ job: Job, _ store: Store) async throws {
        try await store.write("library.remind") { tx in
            try tx.execute("UPDATE library_loans SET reminded = 1 WHERE id = \(job.key)")
            try tx.complete(job)
        }
    }

    func loans(of borrower: PersonID, in connection: Connection) throws -> [Loan] {
        try connection.rows("SELECT id, book, sealed_note FROM library_loans WHERE borrower = \(borrower) ORDER BY id LIMIT 100").map { row in
            let place = "library.note/\(try row.text(0))"
            return Loan(
                book: try row.text(1), note: try codec.openText(row.bytes(2), subject: borrower, class: .ordinary, place: place).value)
        }
    }

    func loanCount() async throws -> Int { try await store.read { try $0.value("SELECT COUNT(*) FROM library_loans") ?? 0 } }

    /// Loans of books that the folder no longer has.
    func strayLoans() async throws -> [String] {
        let lent = try await store.read { try $0.rows("SELECT DISTINCT book FROM library_loans ORDER BY book LIMIT 100").map { try $0.text(0) } }
        return lent.filter { books.byID[$0] == nil }.map { "The lent book \($0) is in no file." }
    }

    var personalData: PersonalDataHolder {
        PersonalDataHolder(
            id: "library",
            export: { person, connection in
                .array(try loans(of: person, in: connection).map { ["book": .string($0.book), "note": $0.note.map(JSON.string) ?? .null] })
            },
            erase: { person, tx in try tx.execute("DELETE FROM library_loans WHERE borrower = \(person)") })
    }
}
