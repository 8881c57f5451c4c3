import Kernel
import Testing

@testable import Web

@Suite("The gate: who and what comes in")
struct GateTests {
    @Test("a page for a browser, its output for a program, from one route")
    func twoFaces() async throws {
        let site = try await TestSite()
        let page = try await site.client.get("/services/parking")
        #expect(page.status == 200)
        #expect(page["content-type"] == "text/html; charset=utf-8")
        #expect(page.body.contains("<h1>parking</h1>"))
        let output = try await site.client.get("/api/services/parking?count=3")
        #expect(output.body == #"{"service":"parking","count":3}"#)
        let accepted = try await site.client.get("/services/parking", ["Accept: application/json"])
        #expect(accepted["content-type"] == "application/json")
        await site.running.stop()
    }

    @Test("strict headers on every answer")
    func headers() async throws {
        let site = try await TestSite()
        for path in ["/", "/nowhere", "/api/nowhere", "/broken", "/health/live"] {
            let answer = try await site.client.get(path)
            #expect(answer["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 'self'") == true, "\(path)")
            #expect(answer["x-content-type-options"] == "nosniff")
            #expect(answer["strict-transport-security"] == nil)
        }
        let head = try await site.client.get("/", method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty)
        await site.running.stop()
    }

    @Test("over https cookies are bound to the host and HSTS is sent")
    func secure() async throws {
        let site = try await TestSite(publicURL: "https://arden.example")
        let page = try await site.client.get("/")
        #expect(page["strict-transport-security"] != nil)
        let cookie = try #require(page.all("set-cookie").first)
        #expect(cookie.hasPrefix("__Host-visitor="))
        #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure"))
        await site.running.stop()
    }

    @Test(
        "nobody, a citizen and an officer before doors of three kinds",
        arguments: [
            ("/own", nil, 303), ("/own", "citizen", 200), ("/strong", "citizen", 403), ("/own", "forged", 303),
            ("/api/own", nil, 401), ("/api/own", "citizen", 200), ("/api/strong", "citizen", 403),
        ] as [(String, String?, Int)])
    func access(path: String, token: String?, status: Int) async throws {
        let site = try await TestSite()
        let answer = try await site.client.get(path, token.map { ["Cookie: session=\($0)"] } ?? [])
        #expect(answer.status == status)
        if status == 303 { #expect(answer["location"] == "/sign-in?return_to=/own") }
        await site.running.stop()
    }

    @Test("a permission is asked for, and a wrong bearer token is refused even where none is needed")
    func permission() async throws {
        let site = try await TestSite()
        let citizen = try await site.client.post("/api/decide", type: "application/json", [], ["Authorization: Bearer citizen"])
        #expect(citizen.status == 403)
        let officer = try await site.client.post("/api/decide", type: "application/json", [], ["Authorization: Bearer officer"])
        #expect(officer.body == #"{"done":true}"#)
        #expect(try await site.client.get("/api/services/x", ["Authorization: Bearer nonsense"]).status == 401)
        await site.running.stop()
    }

    @Test("personal data is read for a stated purpose only")
    func purpose() async throws {
        let site = try await TestSite()
        let citizen = ["Authorization: Bearer citizen"]
        #expect(try await site.client.get("/api/person", citizen).status == 403)
        let answer = try await site.client.get("/api/person", citizen + ["Purpose-Of-Reading: road_traffic_act_12"])
        #expect(answer.body == #"{"purpose":"road_traffic_act_12"}"#)
        await site.running.stop()
    }

    @Test(
        "what is asked wrongly is told plainly",
        arguments: [
            ("GET", "/nowhere", 404), ("GET", "/letters", 405), ("POST", "/services/x", 405), ("OPTIONS", "/", 405), ("BREW", "/", 400),
            ("GET", "/accounts/none", 404),
            ("GET", "/services/%FF", 400), ("GET", "/services/a%2F..%2Fb", 200), ("GET", "/api/services/x?count=77", 422), ("GET", "/broken", 500),
            ("GET", "/away", 503), ("GET", "/%00", 400),
        ])
    func faults(method: String, path: String, status: Int) async throws {
        let site = try await TestSite()
        let answer = try await site.client.get(path, method: method)
        #expect(answer.status == status)
        if status == 503 { #expect(answer["retry-after"] != nil) }
        if status == 405 { #expect(answer["allow"] != nil) }
        await site.running.stop()
    }

    @Test(
        "a program is told of every mistake as a problem document",
        arguments: [
            ("GET", "/api/services/x?q=%FF", 400), ("GET", "/api/services/%FF", 400), ("GET", "/api/nowhere", 404), ("GET", "/api/decide", 405),
            ("GET", "/api?x=%FF", 400), ("OPTIONS", "/api/services/x", 405),
        ])
    func problems(method: String, path: String, status: Int) async throws {
        let site = try await TestSite()
        let answer = try await site.client.get(path, method: method)
        #expect(answer.status == status)
        #expect(answer["content-type"] == "application/problem+json")
        let problem = try JSON(parsing: answer.body)
        #expect(problem["status"] == .integer(status) && problem["code"]?.string == "WEB-\(status)" && problem["title"]?.string?.isEmpty == false)
        await site.running.stop()
    }

    @Test("bodies of the wrong type or size are told to programs as problems too")
    func problemsOfBodies() async throws {
        let site = try await TestSite()
        let officer = ["Authorization: Bearer officer"]
        let large = Array(("{\"x\": \"" + String(repeating: "x", count: 2_000_000) + "\"}").utf8)
        for (type, body, status) in [("text/csv", Array("a;b".utf8), 415), ("application/json", Array("{".utf8), 400), ("application/json", large, 413)] {
            let answer = try await site.client.post("/api/decide", type: type, body, officer)
            #expect(answer.status == status)
            #expect(answer["content-type"] == "application/problem+json")
            #expect(try JSON(parsing: answer.body)["status"] == .integer(status))
        }
        await site.running.stop()
    }

    @Test("an address that cannot be read is answered with a page in the reader's language")
    func unreadable() async throws {
        let site = try await TestSite()
        let answer = try await site.client.get("/?q=%FF", ["Accept-Language: es"])
        #expect(answer.status == 400)
        #expect(answer["content-type"] == "text/html; charset=utf-8" && answer.body.contains("lang=\"es\""))
        await site.running.stop()
    }

    @Test("what broke inside stays inside; the number of the request is shown")
    func broken() async throws {
        let site = try await TestSite()
        let page = try await site.client.get("/broken")
        #expect(!page.body.contains("Breakage"))
        #expect(page.body.contains(try #require(page["x-request-id"])))
        let problem = try JSON(parsing: try await site.client.get("/api/broken").body)
        #expect(problem["status"] == 500)
        #expect(problem["code"] == "WEB-500")
        await site.running.stop()
    }

    @Test(
        "a block's error is told in the reader's language",
        arguments: [
            ("en", "3 others have it.", "Take another."), ("es", "Otros 3 lo tienen.", "Tome otro."),
        ])
    func errorLanguage(language: String, message: String, hint: String) async throws {
        let site = try await TestSite()
        let body = Array(#"{"email":"a@example.org"}"#.utf8)
        let problem = try await site.client.post("/api/taken", type: "application/json", body, ["Accept-Language: \(language)"])
        #expect(problem.status == 409)
        let json = try JSON(parsing: problem.body)
        #expect(json["title"]?.string == message && json["detail"]?.string == hint && json["code"]?.string == "TEST-2")
        #expect(json["errors"]?.array?.first?["message"]?.string == message)
        let page = try await site.client.get("/away", ["Accept-Language: \(language)"])
        #expect(page.status == 503 && page.body.contains(language == "es" ? "El almacén no está." : "The store is away."))
        await site.running.stop()
    }

    @Test(
        "the language: by link, then cookie, then browser",
        arguments: [
            ("/api/", "", "en"), ("/api/", "Accept-Language: es-MX,en;q=0.5", "es"), ("/api/", "Accept-Language: en;q=0.2, es;q=0.9", "es"),
            ("/api/", "Accept-Language: de, fr", "en"), ("/api/", "Cookie: language=es", "es"), ("/api/?language=es", "Cookie: language=en", "es"),
            ("/api/?language=xx", "", "en"),
        ])
    func language(path: String, header: String, code: String) async throws {
        let site = try await TestSite()
        let answer = try await site.client.get(path, header.isEmpty ? [] : [header])
        #expect(answer.body == "{\"language\":\"\(code)\"}")
        await site.running.stop()
    }

    @Test("no redirect leads to another site, and a session begins with a cookie")
    func redirect() async throws {
        let site = try await TestSite()
        let home = try await site.client.get("/")
        let visitor = try #require(home.cookie("visitor"))
        let answer = try await site.client.post("/sign-in", form: "form_token=\(home.token)", ["Cookie: visitor=\(visitor)"])
        #expect(answer.status == 303)
        #expect(answer["location"] == "/")
        #expect(answer.all("set-cookie") == ["session=citizen; Path=/; HttpOnly; SameSite=Lax"])
        await site.running.stop()
    }

    @Test("a download is an attachment unless harmless, sandboxed always")
    func download() async throws {
        let site = try await TestSite()
        let pdf = try await site.client.get("/download/pdf")
        #expect(
            pdf["content-disposition"] == "inline; filename=\"b_\"; filename*=UTF-8''x" || pdf["content-disposition"]?.hasPrefix("inline; filename=\"") == true)
        #expect(pdf["content-disposition"]?.contains("%E2%80%AE") == false)
        let html = try await site.client.get("/download/html")
        #expect(html["content-type"] == "application/octet-stream")
        #expect(html["content-disposition"]?.hasPrefix("attachment") == true)
        #expect(html["content-security-policy"]?.contains("sandbox") == true)
        await site.running.stop()
    }
}
