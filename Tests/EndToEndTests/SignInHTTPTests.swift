import Blueprint
import Courier
import Foundation
import Identity
import Kernel
import StoreTesting
import Testing
import Web
import WebTesting

@testable import polity

/// Coming in, staying in and going out, as a browser meets it.
@Suite("Signing in over HTTP") struct SignInHTTPTests {
    static func serve(_ kind: TestStore, _ body: (ServedTown, Mailbox) async throws -> Void) async throws {
        let mailbox = Mailbox()
        let files = SmallGovernment.files.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) }
        try await ServedTown.serve(kind, .polity(mail: .keeping(in: mailbox), mailbox: mailbox), files) { town in
            try await town.account("ada@example.org", roles: ["clerk"])
            try await body(town, mailbox)
        }
    }

    @Test("a link from a letter signs in once, and only by a press of its button", arguments: TestStores.all)
    func link(kind: TestStore) async throws {
        try await Self.serve(kind) { town, mailbox in
            let visitor = town.visitor()
            // For a known and an unknown address the answer is the same.
            for email in ["ada@example.org", "nobody@example.org"] {
                let asked = try await visitor.post("/sign-in/link", [("email", email), ("return_to", "/messages")])
                #expect(asked.status == 303 && asked["location"] == "/sign-in/sent")
            }
            try await town.running.jobRunner().runDue()
            let letter = try #require(mailbox.messages.first { $0.to.address == "ada@example.org" })
            let secret = try #require(letter.text.firstMatch(of: /\/sign-in\/by-link\/([A-Za-z0-9_-]+)/)).1
            let path = "/sign-in/by-link/\(secret)"
            // A mail scanner opens the page; that uses nothing up.
            for _ in 0..<3 { #expect(try await town.visitor().get(path).status == 200) }
            // The address is told to nobody else; and by this policy browsers send our own forms with our own origin (Fetch, section 3.1),
            // which is all that speaks for them where there is no `Sec-Fetch-Site`: over plain http.
            #expect(try await visitor.get(path).all("referrer-policy") == ["same-origin"])
            #expect(try await visitor.post(path, [], ["Origin: null"]).status == 403)
            let used = try await visitor.post(path, [], ["Origin: http://localhost:\(town.port)"])
            #expect(used.status == 303 && used["location"] == "/messages")
            #expect(try await visitor.get("/account").status == 200)
            let again = try await town.visitor().post(path)
            #expect(again.status == 422 && again.cookie("session") == nil)
            // An old link is none.
            _ = try await visitor.post("/sign-in/link", [("email", "ada@example.org")])
            town.clock.advance(by: .seconds(86_400))
            try await town.running.jobRunner().runDue()
            let late = try #require(mailbox.messages.last?.text.firstMatch(of: /\/sign-in\/by-link\/([A-Za-z0-9_-]+)/)).1
            #expect(try await town.visitor().post("/sign-in/by-link/\(late)").status == 422)
        }
    }

    @Test("a password signs in; the session is new each time, and its cookie is the server's alone", arguments: TestStores.all)
    func password(kind: TestStore) async throws {
        try await Self.serve(kind) { town, _ in
            let visitor = town.visitor()
            visitor.setCookie("session", "planted-by-somebody-else")
            let wrong = try await visitor.signIn(email: "ada@example.org", password: "wrong")
            #expect(wrong.status == 422 && wrong.cookie("session") == nil)
            #expect(wrong.body.contains("The e-mail address or the password is not right") && !wrong.body.contains("IDENTITY-"))
            let spanish = try await visitor.post("/sign-in", [("email", "ada@example.org"), ("password", "wrong")], ["Accept-Language: es"])
            #expect(spanish.body.contains("El correo electrónico o la contraseña no son correctos"))
            let right = try await visitor.signIn(email: "ADA@example.org", password: ServedTown.password)
            #expect(right.status == 303 && right["location"] == "/account")
            let cookie = try #require(right.all("set-cookie").first { $0.hasPrefix("session=") })
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            let first = visitor.cookie("session")
            #expect(first != nil && first != "planted-by-somebody-else")
            _ = try await visitor.signIn(email: "ada@example.org", password: ServedTown.password)
            #expect(visitor.cookie("session") != first)
            // The one it had before is over.
            let stolen = town.visitor()
            stolen.setCookie("session", first)
            #expect(try await stolen.get("/account").status != 200)
            // Programs sign in as well.
            let program = town.visitor()
            let api = try await program.client.post(
                "/api/sign-in", type: "application/json", ["email": "ada@example.org", "password": .string(ServedTown.password)] as JSON)
            #expect(api.status == 200 && api.cookie("session") != nil, "\(api.status) \(api.body)")
        }
    }

    @Test("a change of who acts, of the password, and signing out each end the old token", arguments: TestStores.all)
    func rotation(kind: TestStore) async throws {
        try await Self.serve(kind) { town, _ in
            func isIn(_ token: String?) async throws -> Bool {
                let visitor = town.visitor()
                visitor.setCookie("session", token)
                return try await visitor.get("/account").status == 200
            }
            let here = try await town.signedIn("ada@example.org")
            let there = try await town.signedIn("ada@example.org")
            let before = here.cookie("session")
            #expect(try await here.post("/account/acting", [("acting_for", "self")]).status == 303)
            #expect(here.cookie("session") != before)
            #expect(try await isIn(before) == false)
            #expect(try await isIn(here.cookie("session")))
            // As herself she is no clerk.
            #expect(try await here.get("/desk").status == 403)
            _ = try await here.get("/account/password")
            let weak = try await here.post("/account/password", [("password", ServedTown.password), ("new_password", "short")])
            #expect(weak.status == 422 && weak.body.contains("at least 10 characters"))
            let old = here.cookie("session")
            let changed = try await here.post("/account/password", [("password", ServedTown.password), ("new_password", "four wild horses!")])
            #expect(changed.status == 303)
            #expect(try await here.get(changed["location"] ?? "").body.contains("Your password is changed."))
            #expect(try await isIn(old) == false)
            #expect(try await isIn(there.cookie("session")) == false)
            #expect(try await isIn(here.cookie("session")))
            // Everywhere.
            let third = town.visitor()
            #expect(try await third.signIn(email: "ada@example.org", password: "four wild horses!").status == 303)
            #expect(try await third.post("/account/sign-out-everywhere").status == 303)
            #expect(try await isIn(here.cookie("session")) == false)
            // One alone.
            let last = town.visitor()
            _ = try await last.signIn(email: "ada@example.org", password: "four wild horses!")
            let token = last.cookie("session")
            #expect(try await last.post("/sign-out").status == 303)
            #expect(last.cookie("session") == nil)
            #expect(try await isIn(token) == false)
        }
    }

    @Test("guessing is limited for the account", arguments: TestStores.all)
    func limits(kind: TestStore) async throws {
        try await Self.serve(kind) { town, _ in
            var statuses: [Int] = []
            for _ in 0..<7 { statuses.append(try await town.visitor().signIn(email: "ada@example.org", password: "wrong").status) }
            #expect(statuses.prefix(5).allSatisfy { $0 == 422 })
            let limited = try await town.visitor().signIn(email: "ada@example.org", password: ServedTown.password)
            #expect(limited.status == 429 && limited["retry-after"] != nil)
            #expect(limited.cookie("session") == nil && limited.body.contains("Too many attempts"), "\(limited.status)")
            let program = try await town.visitor().client.post(
                "/api/sign-in", type: "application/json", ["email": "ada@example.org", "password": "wrong"] as JSON)
            #expect(program.status == 429 && program.body.contains("IDENTITY-202") && program["retry-after"] != nil, "\(program.body)")
            town.clock.advance(by: .seconds(600))
            #expect(try await town.visitor().signIn(email: "ada@example.org", password: ServedTown.password).status == 303)
        }
    }

    @Test("a stale or forged form token changes nothing")
    func tokens() async throws {
        try await Self.serve(.sqlite) { town, _ in
            let ada = try await town.signedIn("ada@example.org")
            let forged = try await ada.client.post(
                "/account/sign-out-everywhere", form: "form_token=0123456789abcdef0123456789abcdef", ["Cookie: session=\(ada.cookie("session") ?? "")"])
            #expect(forged.status == 403)
            let without = try await ada.client.post(
                "/api/account/sign-out-everywhere", type: "application/json", Array("{}".utf8), ["Cookie: session=\(ada.cookie("session") ?? "")"])
            #expect(without.status == 403)
            #expect(try await ada.get("/account").status == 200)
            let cross = try await ada.post("/account/sign-out-everywhere", [], ["Sec-Fetch-Site: cross-site"])
            #expect(cross.status == 403)
            #expect(try await ada.get("/account").status == 200)
        }
    }
}

extension RawClient {
    func post(_ path: String, type: String, _ body: JSON) async throws -> Answer { try await post(path, type: type, body.bytes) }
}
