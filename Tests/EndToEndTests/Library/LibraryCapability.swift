import Capability
import FEEL
import Kernel
import Privacy
import Store
import Web

extension Capability {
    /// A public library: books in files, loans in a table. All that it is stands in this folder; the line that adds it is
    /// in the test's composition.
    static let library = Capability(
        id: "library", kinds: [BookFile.kind.erased],
        migrations: [
            Migration(
                "library", 1,
                """
                CREATE TABLE library_loans (
                    id TEXT PRIMARY KEY, book TEXT NOT NULL, borrower TEXT NOT NULL, sealed_note BYTES NOT NULL, due BIGINT NOT NULL,
                    reminded BIGINT NOT NULL DEFAULT 0
                );
                CREATE INDEX library_loans_by_borrower ON library_loans (borrower, id);
                CREATE INDEX library_loans_by_book ON library_loans (book);
                """)
        ],
        permissions: [PermissionDeclaration(.lendBooks, "See who has borrowed which book.")],
        // Given to every expression of the folder: pure, quick and total.
        functions: [
            NamedFunction("loan days", [.init("pages", .number)], result: .number) { arguments in
                guard case .number(let pages)? = arguments.first else { return .null }
                return .number(pages > 500 ? 42 : 28)
            }
        ],
        link: Books.link,
        open: { host in
            let library = Library(host)
            var offer = Offer()
            offer.routes = library.routes
            offer.jobs = [JobRunner.Kind(Library.reminder) { job, store in try await library.remind(job, store) }]
            offer.panels = [library.deskPanel, library.casePanel, library.accountPanel]
            offer.searches = [library.search]
            offer.figures = [Figure(id: "library_loans", about: .libraryLoans) { try await library.loanCount() }]
            offer.checks = [{ HealthCheck("library", isHealthy: (try? await library.loanCount()) != nil) }]
            offer.integrity = [IntegrityCheck("library.books") { try await library.strayLoans() }]
            offer.personalData = [library.personalData]
            return offer
        })
}

extension Permission {
    static let lendBooks: Permission = "library.lend"
}
