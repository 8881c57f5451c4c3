import Capability
import Consent
import Courier
import Foundation
import Identity
import Kernel
import Ledger
import Messages
import Payments
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import polity

/// Arden, and a resident who has something of every kind.
struct RouteTown {
    let town: ServedTown
    /// The resident.
    let owner: Visitor
    /// What stands in a path, by its name: the owner's, where it is somebody's.
    let values: [String: String]

    static func serve(_ kind: TestStore, _ body: (RouteTown) async throws -> Void) async throws {
        let mailbox = Mailbox()
        let composition = Composition.polity(mail: .keeping(in: mailbox), mailbox: mailbox)
        try await ServedTown.serve(kind, composition, try ServedTown.folder("arden")) { town in
            try await body(try await RouteTown(town))
        }
    }

    private init(_ town: ServedTown) async throws {
        self.town = town
        let account = try await town.account("owner@example.org")
        let owner = try await town.signedIn("owner@example.org")
        func draft() async throws -> String {
            let begun = try await owner.call("POST", "/services/report_a_problem/start")
            return try #require(try JSON(parsing: begun.body)["application"]?.string, "\(begun.body)")
        }
        let sent = try await draft()
        for (page, answers) in [("category", ["category": "pothole"]), ("place", ["place.description": "High Street 1"])] as [(String, JSON)] {
            let answer = try await owner.call("POST", "/applications/\(sent)/questions/\(page)", answers)
            #expect(answer.status == 200, "\(answer.body)")
        }
        for page in ["details", "photo", "email"] { _ = try await owner.call("POST", "/applications/\(sent)/questions/\(page)") }
        let submitted = try await owner.call("POST", "/applications/\(sent)/submit")
        let output = try JSON(parsing: submitted.body)
        var values = [
            "service": "report_a_problem", "application": try await draft(), "page": "category", "number": "1", "path": "0/000", "bounds": "0",
            "case": try #require(output["case"]?.string, "\(submitted.body)"), "reference": try #require(output["reference"]?.string),
        ]
        let host = town.running.host
        let person = try #require(try await town.store.read { try town.identity.account(account, in: $0)?.person })
        let today = CivilZone.utc.date(of: town.clock.now)
        let session = try #require(
            try await town.identity.authenticate(Credentials(proof: .session(owner.cookie("session") ?? ""), client: "", now: town.clock.now)))
        let (messages, consents, payments) = (host[Messages.self], host[Consents.self], host[Payments.self])
        let request: RequestID = host.identifiers.next()
        let (message, consent, invoice) = try await town.store.write("test.belongings") { [values] tx in
            (
                try messages.enqueue(MessageOrder(to: person, address: nil, language: "en", kind: "note", title: "A note", text: "To you alone."), in: tx),
                try consents.give(purpose: "To try", to: "city", registries: ["residents"], by: session.actor, request: request, in: tx),
                try payments.issue(
                    InvoiceOrder(
                        key: "test", organisation: "city", subject: person, service: "report_a_problem", caseID: values["case"], title: "A fee",
                        amount: Money(minorUnits: 1_200, currency: host.edition.government.currency), dueDay: today.adding(days: 14)), in: tx)
            )
        }
        (values["message"], values["consent"], values["invoice"]) = (message.text, consent.text, invoice.reference.text)
        let ticket = try await town.store.read { [values] in
            try $0.value("SELECT ticket FROM casework_tasks WHERE case_id = \(values["case"] ?? "")", as: Int.self)
        }
        values["ticket"] = ticket.map { "\($0)" }
        self.owner = owner
        self.values = values
    }

    /// Somebody new with these roles: nothing in the town is theirs.
    func stranger(_ roles: [String]) async throws -> Visitor {
        let email = "s" + Hex.encode(Random.system.bytes(8)) + "@example.org"
        let token = try await town.store.write("test.stranger") { tx in
            let account = try town.identity.createAccount(email: email, name: "Stranger", in: tx)
            for role in roles { try town.identity.give(role, to: account, by: Actor(.system("tests")), in: tx) }
            return try town.identity.startSession(of: account, assurance: .low, in: tx).token
        }
        let visitor = town.visitor()
        visitor.setCookie("session", token)
        return visitor
    }

    /// Asks for a route with the owner's ids in its path.
    func ask(_ route: Route, _ visitor: Visitor, isProgram: Bool) async throws -> RawClient.Answer {
        let parts = route.path.split(separator: "/").map { part -> String in
            guard part.hasPrefix("{") else { return String(part) }
            let name = String(part.dropFirst().prefix { $0 != "}" && $0 != "." })
            // Both a case and an invoice have a reference.
            if name == "reference", route.path.hasPrefix("/pay") { return values["invoice"] ?? "" }
            return values[name] ?? "01a20514-b0f7-7b19-9bc6-2a59f244461a"
        }
        let path = "/" + parts.joined(separator: "/")
        if isProgram {
            if !route.method.isSafe { _ = try await visitor.get("/account/password") }
            return try await visitor.call(route.method.rawValue, path)
        }
        guard !route.method.isSafe else { return try await visitor.get(path) }
        _ = try await visitor.get("/account/password")
        return try await visitor.post(path)
    }

    /// Beyond its declaration a route may refuse with 403 what is not the caller's to do, for a reason that stands here.
    private static let refusesToo = [
        "erase_me": "whoever acts for an office acts for themselves first: the office has no data to erase",
        "give_mandate": "who acts for an office lets nobody act in its name", "revoke_mandate": "the same",
        "release_task": "a task is released by the colleague who took it",
        "desk_records": "who reads records states a purpose", "desk_record": "the same", "desk_record_form": "the same", "change_record": "the same",
        "desk_new_record_form": "the same", "create_record": "the same",
    ]

    /// What is wrong with the answer by the route's own declaration; nil when nothing is.
    func fault(_ answer: RawClient.Answer, of route: Route, _ roles: [String], isSignedIn: Bool, isProgram: Bool) -> String? {
        let leadsToSignIn = answer.status == 303 && answer["location"]?.hasPrefix("/sign-in?return_to=") == true
        let isTurnedAway = answer.status == 401 || leadsToSignIn
        switch route.access {
        case .everyone: return answer.status == 401 || answer.status == 403 ? "is open, but answers \(answer.status): \(answer.body.prefix(200))" : nil
        case .signedIn:
            if !isSignedIn { return isTurnedAway ? nil : "nobody has signed in, but it answers \(answer.status)" }
            return isTurnedAway || (answer.status == 403 && Self.refusesToo[route.id] == nil)
                ? "is for whoever has signed in, but answers \(answer.status)" : nil
        case .permission(let permission, _):
            if !isSignedIn { return isTurnedAway ? nil : "nobody has signed in, but it answers \(answer.status)" }
            let isAllowed = !town.identity.authority.grants(of: roles).filter { $0.permissions.contains(permission) }.isEmpty
            // Without a purpose nobody reads a person's data, whatever their role; the request states none.
            if isAllowed, route.purpose == .stated { return answer.status == 401 ? "is allowed, but answers 401" : nil }
            if isAllowed {
                return answer.status == 401 || (answer.status == 403 && Self.refusesToo[route.id] == nil && !saysNotThisOne(answer))
                    ? "is allowed, but answers \(answer.status)" : nil
            }
            return answer.status == 403 ? nil : "is not allowed \(permission), but it answers \(answer.status)"
        }
    }

    /// The role is right, and the one task or record is another office's: the handler says so, not the gate.
    private func saysNotThisOne(_ answer: RawClient.Answer) -> Bool { answer.body.contains("CASE-4") || answer.body.contains("REGISTRY-110") }
}
