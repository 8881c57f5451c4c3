import Blueprint
import Capability
import Consent
import Courier
import FEEL
import Forms
import Foundation
import Identity
import Journal
import Kernel
import Messages
import Payments
import Registries
import Rules
import Store
import StoreTesting
import Web

import class Capability.Host

@testable import Casework

/// The services of Arden on an empty store, with every block they need and a clock that is moved by hand.
struct TestGovernment {
    let running: RunningGovernment
    let store: Store
    let clock: TestClock
    let casework: Casework

    var host: Host { running.host }
    var identifiers: Identifiers { host.identifiers }
    var registries: Registries { host[Registries.self] }

    /// The repository's own folder of Arden, without what only a demonstration or the portal reads.
    static func arden() throws -> FolderSnapshot {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var diagnostics = Diagnostics()
        let snapshot = try FolderSnapshot(directory: root.appending(path: "governments/arden").path, diagnostics: &diagnostics)
        let notRead: Set = ["demonstration.yaml", "portal.yaml", "translations/es.yaml"]
        return FolderSnapshot(files: snapshot.files.filter { !$0.path.hasPrefix("samples/") && !notRead.contains($0.path) })
    }

    static let composition = Composition([
        .privacy, .journal, .identity, .registries, .rules, .documents, .messages(sender: MailSender { _ in }), .ledger, .payments(), .consent, .casework,
    ])

    /// Most tests have the repository's own folder, and reading it takes three times as long as what they do with it.
    private static let ardenEdition = Result { try edition(of: arden()) }

    private static func edition(of folder: FolderSnapshot) throws -> Edition {
        let (edition, diagnostics) = composition.edition(of: folder)
        guard let edition else { throw PolityError(.broken, "TEST", diagnostics.sorted.map(\.description).joined(separator: "\n")) }
        return edition
    }

    static func on(_ kind: TestStore, with folder: FolderSnapshot? = nil, _ body: (TestGovernment) async throws -> Void) async throws {
        try await on(kind, served: try folder.map { try Self.edition(of: $0) } ?? ardenEdition.get(), body)
    }

    static func on(_ kind: TestStore, served edition: Edition, _ body: (TestGovernment) async throws -> Void) async throws {
        let clock = TestClock()
        try await withFolder { folder in
            try await withStore(kind, clock: clock.clock) { store in
                let settings = HostSettings(
                    dataDirectory: folder, keyDirectory: folder + "/keys", publicAddress: "https://arden.example", mailFrom: "no-reply@arden.example")
                let running = try await RunningGovernment.open(
                    composition, edition: edition, store: store, clock: clock.clock, random: .system, settings: settings, logger: .silent)
                try await body(TestGovernment(running: running, store: store, clock: clock, casework: running.host[Casework.self]))
            }
        }
    }

    // MARK: People

    func caller(_ actor: Actor = .nobody, secret: [UInt8]? = nil) -> Caller { Caller(actor, request: identifiers.next(), secret: secret) }

    func person() -> Actor { Actor(.account(identifiers.next()), person: identifiers.next(), assurance: .substantial) }

    func officer(_ role: String, at organisation: String, _ permissions: Set<Permission> = [.workCases]) -> Caller {
        caller(
            Actor(
                .account(identifiers.next()), person: identifiers.next(), assurance: .substantial, actingFor: .office(role), organisation: organisation,
                grants: [Grant(role: role, organisations: [organisation], permissions: permissions)]))
    }

    /// The same actor in another request.
    func again(_ caller: Caller) -> Caller { self.caller(caller.actor) }

    /// Enters a resident with a driving licence.
    func register(_ actor: Actor, points: Int = 0) async throws {
        guard let person = actor.person, let id = RecordID(person.text) else { return }
        let note = ChangeNote(by: Actor(.system("tests")), reason: "Entered for a test")
        let number = CheckScheme.luhn.completing("1\(person.text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFFFF })") ?? ""
        let licence = CheckScheme.mod37.completing("AQ\(number)") ?? ""
        let (registries, today) = (registries, casework.calendar.zone.date(of: clock.now))
        try await store.write("test.register") { tx in
            try registries.create(
                "residents", ["number": .string(number), "name": .string("Rosa Quill"), "date_of_birth": .date(today.adding(years: -40))], id: id,
                from: today.adding(years: -40), note: note, in: tx)
            try registries.create(
                "driving_licences",
                [
                    "number": .string(licence), "holder": .string(id.text), "categories": .list([.string("B")]), "status": .string("valid"),
                    "issued_on": .date(today.adding(years: -10)), "expires_on": .date(today.adding(days: 30)), "penalty_points": .number(Decimal128(points)),
                ], from: today.adding(years: -10), note: note, in: tx)
        }
    }

    // MARK: Doing

    /// Answers the pages in order, and gives the first that is wrong.
    func answer(_ id: Identifier<Application>, _ pages: [(String, [String: String])], _ caller: Caller) async throws -> [FieldErrorText] {
        for (page, fields) in pages {
            if case .wrong(let errors, _) = try await casework.answer(id, page: page, fields: RawFields(fields.mapValues { [$0] }), caller) {
                return errors.map { FieldErrorText(question: $0.question, message: $0.message(in: .english)) }
            }
        }
        return []
    }

    struct FieldErrorText: Hashable { var question, message: String }

    func pay(_ id: Identifier<Case>, _ amount: Money) async throws {
        let payments = host[Payments.self]
        let day = casework.calendar.zone.date(of: clock.now)
        try await store.write("test.pay") { tx in
            let invoice = try tx.value("SELECT id FROM payments_invoices WHERE case_id = \(id.text)", as: Identifier<Invoice>.self)
            guard let invoice else { throw PolityError(.broken, "TEST", "there is no invoice") }
            try payments.receive(Receipt(.card, key: "test/\(invoice)", amount: amount, day: day), for: invoice, in: tx)
        }
    }

    /// Everything that is due: timers, papers, mail.
    func work() async throws {
        try await host[Journal.self].sequence()
        _ = try await running.jobRunner().runDue()
    }
}
