import Kernel
import Testing

@testable import Web

@Suite("Forms are sent by the person who sees them")
struct FormTests {
    /// A browser that has seen the first page.
    private func visit(_ site: TestSite) async throws -> (cookie: String, token: String) {
        let home = try await site.client.get("/")
        return ("Cookie: visitor=\(try #require(home.cookie("visitor")))", home.token)
    }

    @Test("with cookie and token it goes through")
    func good() async throws {
        let site = try await TestSite()
        let (cookie, token) = try await visit(site)
        let answer = try await site.client.post(
            "/letters", form: "form_token=\(token)&email=rosa%40example.org&age=+40", [cookie, "Sec-Fetch-Site: same-origin"])
        #expect(answer.status == 303)
        #expect(answer["location"] == "/letters/sent?to=rosa@example.org")
        await site.running.stop()
    }

    @Test("forged, missing, another's or a dead token: a kind page that keeps the answers", arguments: ["", "form_token=0000", "form_token=other"])
    func stale(token: String) async throws {
        let site = try await TestSite()
        let (cookie, _) = try await visit(site)
        let other = try await visit(site).token
        let token = token.replacing("other", with: other)
        let answer = try await site.client.post("/letters", form: token + "&email=rosa%40example.org%22%3E&my_password=secret", [cookie])
        #expect(answer.status == 403)
        #expect(answer.body.contains(#"<input type="hidden" name="email" value="rosa@example.org&quot;&gt;">"#))
        #expect(!answer.body.contains("secret"))
        #expect(answer.token.count == 32)
        await site.running.stop()
    }

    @Test("whoever was signed out in mid-form signs in beside it, and sends what was typed")
    func signedOut() async throws {
        let site = try await TestSite()
        let form = "form_token=0000&reasons=Words+that+took+an+hour&my_password=secret"
        let answer = try await site.client.post("/decide", form: form, ["Cookie: session=over"])
        #expect(answer.status == 401 && answer.body.contains("You have been signed out"))
        #expect(answer.body.contains(#"<input type="hidden" name="reasons" value="Words that took an hour">"#) && !answer.body.contains("secret"))
        #expect(answer.body.contains(#"href="/sign-in""#) && answer.body.contains(#"target="_blank" rel="noopener""#))
        // Meanwhile they have signed in: the page's token is no longer theirs, the answers are.
        let again = try await site.client.post("/decide", form: form, ["Cookie: session=officer"])
        #expect(again.status == 403 && again.body.contains("Words that took an hour"))
        #expect(try await site.client.post("/decide", form: "form_token=\(again.token)&reasons=Words", ["Cookie: session=officer"]).status == 303)
        // Of whom nobody has ever signed in, and of another site, nothing is kept.
        let nobody = try await site.client.post("/decide", form: form)
        #expect(nobody.status == 401 && !nobody.body.contains("Words that took"))
        let other = try await site.client.post("/decide", form: form, ["Cookie: session=over", "Sec-Fetch-Site: cross-site"])
        #expect(other.status == 403 && !other.body.contains("Words that took"))
        await site.running.stop()
    }

    @Test("a form open to everybody tells the same to whose session is over")
    func signedOutOnOpenForm() async throws {
        let site = try await TestSite()
        let answer = try await site.client.post("/letters", form: "form_token=0000&email=rosa%40example.org", ["Cookie: session=over"])
        #expect(answer.status == 403 && answer.body.contains("You have been signed out") && answer.body.contains("value=\"rosa@example.org\""))
        await site.running.stop()
    }

    @Test("a token dies with the session it was made for")
    func session() async throws {
        let site = try await TestSite()
        let own = try await site.client.get("/own", ["Cookie: session=officer"])
        #expect(try await site.client.post("/decide", form: "form_token=\(own.token)", ["Cookie: session=officer"]).status == 303)
        let visitor = try await visit(site)
        #expect(try await site.client.post("/decide", form: "form_token=\(visitor.token)", ["Cookie: session=officer"]).status == 403)
        await site.running.stop()
    }

    @Test(
        "another site's form is refused, token or not",
        arguments: [
            "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.example", "Origin: null",
        ])
    func crossSite(header: String) async throws {
        let site = try await TestSite()
        let (cookie, token) = try await visit(site)
        let answer = try await site.client.post("/letters", form: "form_token=\(token)&email=a%40b.c", [cookie, header])
        #expect(answer.status == 403)
        #expect(!answer.body.contains("value=\"a@b.c\""))
        await site.running.stop()
    }

    @Test("a program that rides on a cookie needs the token too; one with a bearer token does not")
    func programs() async throws {
        let site = try await TestSite()
        let body = Array(#"{"email":"a@b.c"}"#.utf8)
        #expect(try await site.client.post("/api/letters", type: "application/json", body, ["Cookie: session=citizen"]).status == 403)
        #expect(try await site.client.post("/api/letters", type: "application/json", body).status == 200)
        let own = try await site.client.get("/own", ["Cookie: session=citizen"])
        let allowed = try await site.client.post("/api/letters", type: "application/json", body, ["Cookie: session=citizen", "Form-Token: \(own.token)"])
        #expect(allowed.body == #"{"email":"a@b.c"}"#)
        await site.running.stop()
    }

    @Test("faulty fields are named, all at once")
    func invalid() async throws {
        let site = try await TestSite()
        let answer = try await site.client.post("/api/letters", type: "application/json", Array(#"{"age":"old"}"#.utf8))
        #expect(answer.status == 422)
        #expect(answer["content-type"] == "application/problem+json")
        let errors = try #require(try JSON(parsing: answer.body)["errors"]?.array)
        #expect(errors.map { $0["field"] } == ["email", "age"])
        await site.running.stop()
    }

    @Test(
        "bodies that are no form of ours",
        arguments: [
            ("text/plain", "hello", 415), ("application/json", "{", 400), ("application/json", "{\"a\":1,\"a\":2}", 400),
            ("application/x-www-form-urlencoded", "email=%FF", 400), ("multipart/form-data", "x", 400), ("multipart/form-data; boundary=", "x", 400),
        ])
    func unreadable(type: String, body: String, status: Int) async throws {
        let site = try await TestSite()
        #expect(try await site.client.post("/api/letters", type: type, Array(body.utf8)).status == status)
        await site.running.stop()
    }
}
