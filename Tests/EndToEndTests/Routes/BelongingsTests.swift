import Consent
import Foundation
import Kernel
import Payments
import StoreTesting
import Testing
import Web
import WebTesting

@testable import polity

/// A resident's own messages, consents and invoices over HTTP, as page and as data.
@Suite("Messages, consents and payments over HTTP") struct BelongingsTests {
    @Test("a message is listed, read once, and nobody else's", arguments: TestStores.all)
    func messages(_ kind: TestStore) async throws {
        try await RouteTown.serve(kind) { town in
            let id = try #require(town.values["message"])
            let list = try JSON(parsing: try await town.owner.call("GET", "/messages").body).array ?? []
            let entry = try #require(list.first { $0["id"]?.string == id })
            #expect(entry["is_read"] == false && entry["title"] == "A note")
            #expect(try await town.owner.get("/messages/\(id)").body.contains("To you alone."))
            let again = try JSON(parsing: try await town.owner.call("GET", "/messages/\(id)").body)
            #expect(again["is_read"] == true)
            let stranger = try await town.stranger([])
            #expect(try await stranger.get("/messages/\(id)").status == 404)
            #expect(try await stranger.get("/messages").body.contains("A note") == false)
            #expect(try await town.town.visitor().call("GET", "/messages").status == 401)
        }
    }

    @Test("a consent is shown and withdrawn by its person alone", arguments: TestStores.all)
    func consents(_ kind: TestStore) async throws {
        try await RouteTown.serve(kind) { town in
            let id = try #require(town.values["consent"])
            let stranger = try await town.stranger([])
            _ = try await stranger.get("/account/privacy")
            #expect(try await stranger.post("/account/consents/\(id)/withdraw").status == 404)
            #expect(try await stranger.call("POST", "/account/consents/\(id)/withdraw").status == 404)
            #expect(try await town.owner.get("/account/privacy").body.contains("/account/consents/\(id)/withdraw"))
            #expect(try await town.owner.post("/account/consents/\(id)/withdraw").status == 303)
            #expect(try await town.owner.get("/account/privacy").body.contains("/account/consents/\(id)/withdraw") == false)
            #expect(try JSON(parsing: try await town.owner.call("GET", "/account/privacy").body).array?.count == 1)
        }
    }

    @Test("an invoice is shown by its reference, paid by card once, and tells nobody's name", arguments: TestStores.all)
    func payments(_ kind: TestStore) async throws {
        try await RouteTown.serve(kind) { town in
            let reference = try #require(town.values["invoice"])
            let payer = town.town.visitor()
            let page = try await payer.get("/pay/\(reference)")
            #expect(page.status == 200 && page.body.contains("12.00") && !page.body.contains("owner@example.org"))
            #expect(try await payer.get("/pay/RF18539007547034").status == 404)
            #expect(try await payer.get("/pay/nonsense").status == 404)
            #expect(try await payer.get("/pay/RF00539007547034").status == 404)
            func pay(_ choice: String) async throws -> RawClient.Answer {
                let begun = try await payer.post("/pay/\(reference)/card")
                let card = try #require(begun["location"], "\(begun.status)")
                _ = try await payer.get(card)
                let chosen = try await payer.post(card, [("choice", choice)])
                return try await payer.get(try #require(chosen["location"], "\(chosen.status) \(chosen.body)"))
            }
            #expect(try await pay("declined").body.contains("declined") == true)
            #expect(try JSON(parsing: try await payer.call("GET", "/pay/\(reference)").body)["state"] == "open")
            _ = try await pay("paid")
            #expect(try JSON(parsing: try await payer.call("GET", "/pay/\(reference)").body)["state"] == "settled")
            #expect(try await payer.post("/pay/\(reference)/card").status == 409)
            for check in town.town.running.offers.flatMap(\.integrity) { #expect(try await check.findings().isEmpty) }
        }
    }

    @Test("an invoice that is cancelled says so, and takes no card", arguments: TestStores.all)
    func cancelled(_ kind: TestStore) async throws {
        try await RouteTown.serve(kind) { town in
            let reference = try #require(town.values["invoice"])
            let payments = town.town.running.host[Payments.self]
            try await town.town.store.write("test.cancel") { tx in
                let id = try #require(try tx.value("SELECT id FROM payments_invoices WHERE reference = \(reference)", as: Identifier<Invoice>.self))
                try payments.cancel(id, in: tx)
            }
            let payer = town.town.visitor()
            for (language, words) in [("en", "There is nothing to pay any more"), ("es", "Ya no hay nada que pagar")] {
                let page = try await payer.get("/pay/\(reference)", ["Accept-Language: \(language)"])
                #expect(page.status == 200 && page.body.contains(words) && !page.body.contains("/card"), "\(page.body)")
            }
            #expect(try JSON(parsing: try await payer.call("GET", "/pay/\(reference)").body)["state"] == "cancelled")
            #expect(try await payer.post("/pay/\(reference)/card").status == 409)
        }
    }

    @Test("a cashier imports a statement; others may not, and a file that is none is told in the reader's language", arguments: TestStores.all)
    func statements(_ kind: TestStore) async throws {
        try await RouteTown.serve(kind) { town in
            let cashier = try await town.stranger(["cashier"])
            _ = try await cashier.get("/desk/payments")
            let bad = try await cashier.upload("/desk/payments/statements", file: "statement", name: "a.xml", Array("<?xml version=\"1.0\"?><a/>".utf8))
            #expect(bad.status == 422 && bad.body.contains("camt.053"), "\(bad.status)")
            let problem = try await cashier.client.post(
                "/api/desk/payments/statement-file", type: "application/xml", Array("<a/>".utf8),
                ["Cookie: session=\(cashier.cookie("session") ?? "")", "Accept-Language: es"])
            #expect([403, 422].contains(problem.status), "\(problem.status)")
            let crew = try await town.stranger(["crew"])
            #expect(try await crew.get("/desk/payments").status == 403)
        }
    }
}
