import Capability
import HTML
import Kernel
import Store
import Web

/// The page and the API of each thing: one declaration.
extension Library {
    private static let book = Field<String>.path("book", "The book's id.")
    private static let note = Field<String?>.body("note", schema: .text(Schema.TextRule(maximumLength: 500)), "Anything the library should know.")

    var routes: [Route] { [list, borrow, loans] }

    private var list: Route {
        Route("library_books", .get, "/library", "Lists the books.", output: .any, access: .everyone) { request in
            let books = books.byID.values.sorted { $0.id < $1.id }
            let output = books.map { JSON.object([.init("id", .string($0.id)), .init("title", .string($0.title[request.language.code]))]) }
            return Reply(.array(output)) {
                Page(request.say(.libraryTitle), for: request) { html in
                    html.h1(request.say(.libraryTitle))
                    for book in books {
                        html.h2(book.title[request.language.code])
                        html.form(request, to: "/library/\(book.id)/borrow") { html in html.submit(request.say(.borrow)) }
                    }
                }
            }
        }
    }

    private var borrow: Route {
        Route(
            "borrow_book", .post, "/library/{book}/borrow", "Borrows a copy of a book.", input: [Self.book, Self.note], output: .any, access: .signedIn()
        ) { request in
            guard let book = books.byID[try request[Self.book]] else { throw PolityError(.notFound, "LIBRARY-404", .noSuchBook) }
            guard let person = request.actor.person else { throw PolityError(.forbidden, "LIBRARY-403", .noSuchBook) }
            try await self.borrow(book, note: try request[Self.note] ?? "", by: person)
            return .redirect(to: "/library", output: ["book": .string(book.id)])
        }
    }

    private var loans: Route {
        Route("library_loans", .get, "/desk/library", "Counts the loans.", output: .any, access: .permission(.lendBooks)) { request in
            let count = try await loanCount()
            return Reply(["loans": .integer(count)]) {
                Page(request.say(.libraryTitle), for: request) { html in
                    html.h1(request.say(.libraryTitle))
                    html.p(request.say(.loansOut, ["count": .count(count)]))
                }
            }
        }
    }

    var deskPanel: Panel {
        Panel(.deskHome) { panel in
            guard panel.request.actor.may(.lendBooks) else { return nil }
            let count = try await loanCount()
            return { html in html.p { html in html.a(html.language.say(.loansOut, ["count": .count(count)]), href: "/desk/library") } }
        }
    }

    /// What a colleague of casework sees beside a case.
    var casePanel: Panel {
        Panel(.deskCase) { panel in
            guard let reference = panel.caseReference, panel.request.actor.may(.lendBooks) else { return nil }
            let count = try await loanCount()
            return { html in html.p(html.language.say(.besideCase, ["reference": .text(reference), "count": .count(count)])) }
        }
    }

    var accountPanel: Panel {
        Panel(.portalAccount) { panel in
            guard let person = panel.request.actor.person else { return nil }
            let own = try await store.read { try loans(of: person, in: $0) }
            guard !own.isEmpty else { return nil }
            return { html in
                html.h2(html.language.say(.libraryTitle))
                html.ul { html in for loan in own { html.li(books.byID[loan.book]?.title[html.language.code] ?? loan.book) } }
            }
        }
    }

    var search: SearchProvider {
        SearchProvider(id: "books") { query, limit, request in
            let found = books.byID.values.filter { $0.title[request.language.code].lowercased().contains(query.lowercased()) }
            return found.sorted { $0.id < $1.id }.prefix(limit).map {
                SearchProvider.Hit(title: $0.title[request.language.code], summary: request.say(.libraryTitle), link: "/library")
            }
        }
    }
}
