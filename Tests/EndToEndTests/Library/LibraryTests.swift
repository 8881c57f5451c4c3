import Blueprint
import Capability
import Casework
import Consent
import Courier
import Foundation
import Identity
import Journal
import Kernel
import Logging
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import polity

/// A capability in one folder and one line: everything the seam promises, on both stores and over a real socket.
@Suite("A capability of one folder and one line")
struct LibraryTests {
    /// The line.
    static let composition = Composition(Composition.polity(mail: MailSender { _ in }).capabilities + [.library])

    static let files = [
        "polity.yaml": """
        name: Smalltown
        languages: [en, es]
        currency: GBP
        time_zone: UTC
        organisations:
          town: {title: Town}
        roles:
          librarian: {title: Librarian, organisation: town, permissions: [library.lend, casework.work]}
        """,
        "books/whales.yaml": "title: On whales\npages: 600\nshelf: A1\n",
        "books/moss.yaml": "title: A book of moss\npages: 90\ncopies: 2\nshelf: A2\n",
        "services/long_loan/service.yaml": """
        title: Keep a book for longer
        summary: Some books may be kept for more than four weeks.
        access: everyone
        questions:
          pages: {ask: How many pages has it?, type: number}
          days: {ask: For how many days?, type: number, valid: days <= loan days(pages), message: That is too long for this book.}
        steps:
          - review: {title: Look at it, role: librarian, within: 5 working days}
        outcomes:
          granted: {title: You may keep it}
        """,
    ]

    static func read(_ changes: [String: String] = [:]) -> (Edition?, Diagnostics) {
        let all = files.merging(changes) { $1 }
        return composition.edition(of: FolderSnapshot(files: all.map { .init(path: $0.key, bytes: Array($0.value.utf8)) }))
    }

    @Test("its kind of file has a schema, and faults in it are told")
    func files() throws {
        let (edition, diagnostics) = Self.read()
        #expect(edition?[Books.self].byID.count == 2, "\(diagnostics.sorted.map(\.description))")
        let schema = try #require(Self.composition.kinds.first { $0.id == "book" }).document
        #expect(schema["properties"]?["pages"]?["minimum"] == 1)
        let (none, faults) = Self.read(["books/moss.yaml": "title: A book of moss\npages: none\nshelf: A1\ncopys: 2\n"])
        #expect(none == nil)
        let texts = faults.sorted.map(\.description)
        #expect(texts.contains { $0.hasPrefix("books/moss.yaml:2:8: error:") }, "\(texts)")
        #expect(texts.contains { $0.hasPrefix("books/moss.yaml:4:1: error: unknown key 'copys'") }, "\(texts)")
        let (_, shelves) = Self.read([
            "books/moss.yaml": "title: A book of moss\npages: 90\nshelf: A2\n", "books/fern.yaml": "title: Ferns\npages: 9\nshelf: A2\n",
        ])
        #expect(shelves.sorted.map(\.description).contains { $0.contains("stands on the shelf 'A2' already") })
    }

    @Test("the folder's expressions may call its function, and a mistaken name is found")
    func functions() throws {
        let wrong = Self.files["services/long_loan/service.yaml"]?.replacingOccurrences(of: "loan days(pages)", with: "loan day(pages)")
        let (edition, faults) = Self.read(["services/long_loan/service.yaml": try #require(wrong)])
        #expect(edition == nil)
        #expect(faults.sorted.map(\.description).contains { $0.contains("loan day") }, "\(faults.sorted.map(\.description))")
    }

    @Test("it works: pages, API, panels, search, job, figures, health, verification", arguments: TestStores.all)
    func works(kind: TestStore) async throws {
        try await Self.serve(kind) { town in
            let reader = try await town.signedIn("rosa@example.org")
            // The service's question asks the capability's function.
            let draft = try #require(try await reader.post("/services/long_loan/start")["location"])
            #expect(try await reader.call("POST", draft + "/questions/pages", ["pages": "600"]).status == 200)
            #expect(try await reader.call("POST", draft + "/questions/days", ["days": "43"]).status == 422)
            #expect(try await reader.call("POST", draft + "/questions/days", ["days": "42"]).status == 200)
            // The page and its API; the form and its API.
            #expect(try await reader.get("/library", ["Accept-Language: es"]).body.contains("Tomar prestado"))
            #expect(try JSON(parsing: try await reader.call("GET", "/library").body).array?.count == 2)
            #expect(try await reader.post("/library/whales/borrow", [("note", "a planted marker")]).status == 303)
            #expect(try await reader.call("POST", "/library/moss/borrow").status == 200)
            let refused = try await reader.call("POST", "/library/whales/borrow", [:], ["Accept-Language: es"])
            #expect(refused.status == 409 && refused.body.contains("Todos los ejemplares están prestados."), "\(refused.body)")
            #expect(try await town.visitor().post("/library/moss/borrow").status == 401)
            let document = try JSON(parsing: try await reader.get("/api/openapi.json").body)
            #expect(document["paths"]?["/library/{book}/borrow"]?["post"]?["operationId"] == "borrow_book")
            // Its permission, its panels, its place in the search.
            let librarian = try await town.signedIn("librarian@example.org")
            #expect(try await reader.get("/desk/library").status == 403)
            #expect(try await librarian.get("/desk/library").body.contains("2 books are lent"))
            #expect(try await librarian.get("/desk").body.contains("/desk/library"))
            let sent = try #require(try await reader.post(draft + "/submit")["location"])
            let beside = try await librarian.get("/desk" + sent.replacing("/sent", with: ""))
            #expect(beside.body.contains(", while 2 are lent"), "\(sent): \(beside.status)")
            #expect(try await reader.get("/applications").body.contains("On whales"))
            #expect(try await reader.get("/?q=moss").body.contains("A book of moss"))
            // Its figure and its health.
            #expect(try await town.visitor().get("/metrics").body.contains("\npolity_library_loans 2\n"))
            #expect(try JSON(parsing: try await town.visitor().get("/health").body)["library"]?["healthy"] == true)
            for check in town.running.offers.flatMap(\.integrity) { #expect(try await check.findings().isEmpty, "\(check.id)") }
            // Its job, four weeks later.
            town.clock.advance(by: .seconds(29 * 86_400))
            try await town.running.jobRunner().runDue()
            #expect(try await town.store.read { try $0.value("SELECT SUM(reminded) FROM library_loans", as: Int.self) } == 2)
        }
    }

    @Test("a person takes their data away, and is forgotten", arguments: TestStores.all)
    func personalData(kind: TestStore) async throws {
        try await Self.serve(kind) { town in
            let reader = try await town.signedIn("rosa@example.org")
            #expect(try await reader.post("/library/whales/borrow", [("note", "a planted marker")]).status == 303)
            let own = try JSON(parsing: try await reader.call("GET", "/account/data").body)
            #expect(own.text.contains("a planted marker") && own.text.contains("whales"))
            let stored = try await town.store.read { try $0.value("SELECT sealed_note FROM library_loans", as: [UInt8].self) } ?? []
            #expect(!stored.isEmpty && Data(stored).range(of: Data("planted".utf8)) == nil)
            #expect(try await reader.post("/account/erasure").status == 200)
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM library_loans", as: Int.self) } == 0)
        }
    }

    private static func serve(_ kind: TestStore, _ body: (ServedTown) async throws -> Void) async throws {
        try await ServedTown.serve(kind, composition, files.map { .init(path: $0.key, bytes: Array($0.value.utf8)) }) { town in
            try await town.account("rosa@example.org")
            try await town.account("librarian@example.org", roles: ["librarian"])
            try await body(town)
        }
    }
}
