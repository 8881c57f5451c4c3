import Blueprint
import Capability
import Casework
import Consent
import Courier
import FEEL
import Forms
import Foundation
import FoundationNetworking
import Identity
import Journal
import Kernel
import Ledger
import Logging
import Messages
import Payments
import Portal
import Registries
import Rules
import Store
import StoreTesting
import Web

import class Capability.Host

@testable import Desk

/// Arden with its desk behind a real server, and officers who are signed in by the name of their role.
struct TestDesk {
    let host: Host
    let clock: TestClock
    let running: RunningGovernment
    let server: RunningWebServer
    let people: People

    var casework: Casework { host[Casework.self] }

    static let composition = Composition([
        .privacy, .journal, .identity, .registries, .rules, .documents, .messages(sender: MailSender { _ in }), .ledger, .payments(), .consent, .casework,
        .portal,
        .desk,
    ])

    /// Who can come in: an account with a name for each role of the folder.
    struct People: Sendable {
        var actors: [String: Actor] = [:]
        var names: [String: String] = [:]

        subscript(role: String) -> Actor { actors[role] ?? .nobody }
    }

    /// Read once: it takes longer than most of what is tested with it.
    private static let ardenEdition = Result { try edition(adding: [:]) }

    private static func edition(adding more: [String: String]) throws -> Edition {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var diagnostics = Diagnostics()
        let snapshot = try FolderSnapshot(directory: root.appending(path: "governments/arden").path, diagnostics: &diagnostics)
        let folder = FolderSnapshot(
            files: snapshot.files.filter { !$0.path.hasPrefix("samples/") && $0.path != "demonstration.yaml" }
                + more.map { .init(path: $0.key, bytes: Array($0.value.utf8)) })
        let (edition, findings) = composition.edition(of: folder)
        guard let edition else { throw PolityError(.broken, "TEST", findings.sorted.map(\.description).joined(separator: "\n")) }
        return edition
    }

    /// - Parameter more: files beside those of Arden, by path.
    static func on(_ kind: TestStore, adding more: [String: String] = [:], _ body: (TestDesk) async throws -> Void) async throws {
        let clock = TestClock()
        let edition = try more.isEmpty ? ardenEdition.get() : Self.edition(adding: more)
        try await withFolder { directory in
            try await withStore(kind, clock: clock.clock) { store in
                let settings = HostSettings(
                    dataDirectory: directory, keyDirectory: directory + "/keys", publicAddress: "http://localhost:1", mailFrom: "no-reply@arden.example")
                let running = try await RunningGovernment.open(
                    composition, edition: edition, store: store, clock: clock.clock, random: .system, settings: settings, logger: .silent)
                let people = try await people(running.host)
                let server = try await serve(running, people, clock)
                do {
                    try await body(TestDesk(host: running.host, clock: clock, running: running, server: server, people: people))
                    await server.stop()
                } catch {
                    await server.stop()
                    throw error
                }
            }
        }
    }

    private static func people(_ host: Host) async throws -> People {
        let identity = host[Identity.self]
        let names = [
            "planning_officer": "Petra Linde", "medical_officer": "Hana Weir", "second_medical_officer": "Ilse Brook", "complaints_officer": "Cora Finch",
            "crew": "Kofi Dray", "second_crew": "Mara Quist", "administrator": "Ada Alder",
            "appeals_officer": "Greta Vale", "supervisor": "Selma North", "registrar": "Runa Falk", "cashier": "Nils Carrow",
        ]
        return try await host.store.write("test.people") { tx in
            var people = People()
            for (key, name) in names.sorted(by: { $0.key < $1.key }) {
                let role = key.replacing("second_", with: "")
                let person: PersonID = host.identifiers.next()
                let account = try identity.createAccount(email: "\(key)@arden.example", person: person, name: name, in: tx)
                try identity.give(role, to: account, by: Actor(.system("tests")), in: tx)
                people.actors[key] = Actor(
                    .account(account), person: person, assurance: .substantial, actingFor: .office(role),
                    organisation: identity.authority.organisation(of: role), grants: identity.authority.grants(of: [role]))
                people.names[key] = name
            }
            let person: PersonID = host.identifiers.next()
            people.actors["citizen"] = Actor(
                .account(try identity.createAccount(email: "rosa@arden.example", person: person, name: "Rosa Quill", in: tx)), person: person,
                assurance: .substantial)
            people.names["citizen"] = "Rosa Quill"
            return people
        }
    }

    private static func serve(_ running: RunningGovernment, _ people: People, _ clock: TestClock) async throws -> RunningWebServer {
        var settings = WebSettings()
        settings.port = 0
        settings.clientRate = nil
        settings.formKey = [UInt8](repeating: 7, count: 32)
        let site = Site(name: ["en": "Arden", "es": "Arden"], publicURL: "http://localhost:1")
        let server = try WebServer(
            settings, site: site, routes: running.offers.flatMap(\.routes), clock: clock.clock, logger: .silent,
            authenticate: { credentials in
                let token =
                    switch credentials.proof {
                    case .session(let token), .bearer(let token): token
                    }
                guard var actor = people.actors[token] else { return nil }
                if let account = actor.account, !actor.grants.isEmpty {
                    let identity = running.host[Identity.self]
                    actor.standsInFor = try await running.host.store.read { try identity.standIns(of: account, in: $0) }
                    let found = try await running.host.store.read { try identity.account(account, in: $0) }
                    (actor.teams, actor.skills) = (found?.teams ?? [], found?.skills ?? [])
                }
                return Session(id: "session of " + token, actor: actor, name: people.names[token])
            })
        return try await server.start()
    }

    // MARK: Asking

    struct Answer {
        var status: Int
        var body: String
        var headers: [String: String]

        var token: String { body.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/).map { String($0.1) } ?? "" }
        var words: String { body.replacing(/<[^>]+>/, with: " ").replacing(/\s+/, with: " ") }
        var json: JSON? { try? JSON(parsing: body) }
    }

    /// - Parameter site: from where a browser says that it was led here.
    func get(_ path: String, as role: String, language: String = "en", json: Bool = false, site: String? = nil) async throws -> Answer {
        try await send("GET", path, nil, role, language, json, site)
    }

    /// Posts a form with the token of this role's session.
    func post(_ path: String, _ fields: [(String, String)], as role: String) async throws -> Answer {
        let token = try await get("/", as: role).token
        let form = FormValues([.init("form_token", token)] + fields.map { .init($0.0, $0.1) }).encoded
        return try await send("POST", path, form, role, "en", false)
    }

    private func send(_ method: String, _ path: String, _ form: String?, _ role: String, _ language: String, _ json: Bool, _ site: String? = nil)
        async throws -> Answer
    {
        guard let url = URL(string: server.url + path) else { throw PolityError(.badInput, "TEST", path) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue("session=\(role)", forHTTPHeaderField: "Cookie")
        request.setValue(language, forHTTPHeaderField: "Accept-Language")
        request.setValue(json ? "application/json" : "text/html", forHTTPHeaderField: "Accept")
        request.setValue(site, forHTTPHeaderField: "Sec-Fetch-Site")
        if let form {
            request.httpBody = Data(form.utf8)
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
            request.setValue("http://localhost:1", forHTTPHeaderField: "Origin")
        }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        let (data, response) = try await URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil).data(for: request)
        let http = response as? HTTPURLResponse
        var headers: [String: String] = [:]
        for (name, value) in http?.allHeaderFields ?? [:] { headers["\(name)".lowercased()] = "\(value)" }
        return Answer(status: http?.statusCode ?? 0, body: String(decoding: data, as: UTF8.self), headers: headers)
    }

    // MARK: Things to work on

    func caller(_ role: String) -> Caller { Caller(people[role], request: host.identifiers.next()) }

    /// The citizen's licence, with a health condition that a medical officer has to judge; paid for.
    func healthCase() async throws -> (id: Identifier<Case>, ticket: Int) {
        try await register()
        let caller = caller("citizen")
        let (application, _) = try await casework.start("renew_driving_licence", caller)
        for (page, fields) in [
            ("address_is_right", ["address_is_right": ["yes"]]), ("wears_glasses", ["wears_glasses": ["no"]]), ("health", ["health": ["heart"]]),
        ] {
            _ = try await casework.answer(application, page: page, fields: RawFields(fields), caller)
        }
        let sent = try await casework.submit(application, caller)
        let payments = host[Payments.self]
        try await host.store.write("test.pay") { tx in
            guard let invoice = try payments.invoices(ofCase: sent.caseID.text, connection: tx).first else { return }
            try payments.receive(Receipt(.card, key: "test", amount: invoice.amount, day: invoice.dueDay), for: invoice.id, in: tx)
        }
        let ticket = try await casework.queue(QueueQuery(), self.caller("medical_officer")).rows.first?.ticket ?? 0
        return (sent.caseID, ticket)
    }

    /// A complaint of the citizen about the planning office.
    func complaint() async throws -> Identifier<Case> {
        let caller = caller("citizen")
        let (application, _) = try await casework.start("complaint", caller)
        for (page, fields) in [
            ("office", ["office": ["planning_office"]]), ("matter", ["matter": ["delay"]]), ("happened", ["happened": ["Nobody answers."]]), ("wish", [:]),
            ("case_number", [:]), ("evidence", [:]), ("email", [:]),
        ] {
            _ = try await casework.answer(application, page: page, fields: RawFields(fields), caller)
        }
        return try await casework.submit(application, caller).caseID
    }

    /// Broken street lights, for the crew.
    func reports(_ count: Int) async throws {
        let caller = caller("citizen")
        for _ in 0..<count {
            let (application, _) = try await casework.start("report_a_problem", caller)
            let pages = [
                ("category", ["category": ["street_light"]]), ("place", ["place.description": ["By the bakery"]]), ("details", [:]), ("photo", [:]),
                ("email", [:]),
            ]
            for (page, fields) in pages {
                _ = try await casework.answer(application, page: page, fields: RawFields(fields), caller)
            }
            _ = try await casework.submit(application, caller)
        }
    }

    private func register() async throws {
        guard let person = people["citizen"].person, let id = RecordID(person.text) else { return }
        let (registries, today) = (host[Registries.self], casework.calendar.zone.date(of: clock.now))
        let note = ChangeNote(by: Actor(.system("tests")), reason: "Entered for a test")
        try await host.store.write("test.register") { tx in
            try registries.create(
                "residents",
                [
                    "number": .string("79927398713"), "name": .string("Rosa Quill"), "date_of_birth": .date(today.adding(years: -40)),
                    "address": .context(["line_1": .string("4 Harbour Street"), "town": .string("Arden")]), "email": .string("rosa@arden.example"),
                ], id: id, from: today.adding(years: -40), note: note, in: tx)
            try registries.create(
                "driving_licences",
                [
                    "number": .string(CheckScheme.mod37.completing("AQ7992739871") ?? ""), "holder": .string(id.text), "categories": .list([.string("B")]),
                    "status": .string("valid"), "issued_on": .date(today.adding(years: -10)), "expires_on": .date(today.adding(days: 30)),
                    "penalty_points": .number(Decimal128(0)),
                ], from: today.adding(years: -10), note: note, in: tx)
        }
    }

    /// Who looked at the citizen's data, newest first, but for the rules.
    func looks() async throws -> [ReadEntry] {
        guard let person = people["citizen"].person else { return [] }
        let journal = host[Journal.self]
        return try await host.store.read { try journal.reads(of: person, in: $0) }.filter { $0.account != nil }
    }
}

/// Answers are looked at as they come.
private final class NoRedirects: NSObject, URLSessionTaskDelegate, Sendable {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) { completionHandler(nil) }
}
