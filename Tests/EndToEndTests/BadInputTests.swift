import Foundation
import Kernel
import StoreTesting
import Testing
import WebTesting

/// What clumsy, unlucky and ill-willed people send: each gets a clear answer, and nobody loses anything.
@Suite("Bad input over real sockets", .serialized, .enabled(if: PolityCommand.isBuilt))
struct BadInputTests {
    @Test("a double click on Send is one application, and both answers lead to it", arguments: TestStores.all)
    func doubleClick(_ kind: TestStore) async throws {
        try await withTown(kind) { town in
            let browser = try await town.browser()
            let before = try await Self.count(in: town)
            for _ in 0..<5 {
                let path = try await town.beginReport(browser)
                #expect(try await browser.send(path + "/questions/photo", files: []).status == 303)
                try await browser.open(path + "/check")
                let (token, headers) = (await browser.token, await browser.headers)
                // Two connections, at the same moment.
                async let first = town.client.post(path + "/submit", form: "form_token=\(token)", headers)
                async let second = town.client.post(path + "/submit", form: "form_token=\(token)", headers)
                let answers = try await [first, second]
                #expect(answers.map(\.status) == [303, 303], "\(answers.map(\.body))")
                #expect(Set(answers.map(\.location)).count == 1)
            }
            let after = try await Self.count(in: town)
            #expect(after.cases == before.cases + 5 && after.acts == before.acts + 5)
        }
    }

    private static func count(in town: Town) async throws -> (cases: Int, acts: Int) {
        try await town.inspect { connection in
            (
                try connection.value("SELECT COUNT(*) FROM casework_cases", as: Int.self) ?? 0,
                try connection.value("SELECT COUNT(*) FROM journal_acts WHERE kind = 'application_submitted'", as: Int.self) ?? 0
            )
        }
    }

    @Test("two officers decide the same case: one wins, the other is told", arguments: TestStores.all)
    func twoOfficers(_ kind: TestStore) async throws {
        try await withTown(kind) { town in
            let resident = try await town.browser("ada")
            let id = try await town.registerDog(resident, name: "Rex", about: "Brown")
            let (first, second) = (try await town.browser("clerk"), try await town.browser("second"))
            let task = try await town.openTask(of: id, first)
            try await first.open("/desk" + id)
            try await second.open("/desk" + id)
            async let granted = first.send(task + "/decide", [("outcome", "granted"), ("reasons", "All is well.")])
            async let refused = second.send(task + "/decide", [("outcome", "refused"), ("reasons", "It is not.")])
            let answers = try await [granted, refused]
            #expect(answers.map(\.status).sorted() == [303, 409], "\(answers.map(\.status))")
            let loser = try #require(answers.first { $0.status == 409 })
            #expect(loser.body.contains("Decided on"), "\(loser.body)")
            let decisions = try JSON(parsing: try await resident.json(id).bytes)["decisions"]?.array
            #expect(decisions?.count == 1)
            #expect(decisions?.first?["outcome"]?.string == (answers[0].status == 303 ? "granted" : "refused"))
            #expect(try town.verify().status == 0)
        }
    }

    @Test("another person's application in the address bar does not exist, and the operator is told, but not for ever")
    func anotherPersons() async throws {
        try await withTown(.sqlite) { town in
            let (owner, stranger) = (try await town.browser("ada"), try await town.browser("bo"))
            let draft = try await town.beginReport(owner)
            let sent = try await town.sendReport(owner)
            for path in [draft + "/check", draft + "/questions/details", sent, sent + "/sent"] {
                let own = try await owner.open(path)
                #expect(own.status == 200 || own.status == 303, "\(path): \(own.status)")
                let others = try await stranger.open(path)
                #expect(others.status == 404 && others.body.contains("We cannot find this application"), "\(path): \(others.status)")
            }
            let missing = try await stranger.open(sent.dropLast(4) + "0000")
            #expect(missing.status == 404 && missing.body.contains("We cannot find this application"))
            for _ in 0..<60 { try await stranger.open(sent) }
            let told = town.logLines("not_theirs")
            #expect((1...20).contains(told.count), "\(told.count)")
            // Nothing of the address bar or of a person stands in the log.
            #expect(!town.log.contains(sent.split(separator: "/").last ?? "-") && !town.log.contains("ada@town.example"))
        }
    }

    @Test("a forged or dead session is nobody's, and a forged form token keeps the answers")
    func forged() async throws {
        try await withTown(.sqlite) { town in
            let browser = try await town.browser("ada")
            let path = try await town.beginReport(browser)
            let page = path + "/questions/details"
            try await browser.open(page)
            for token in ["", "0000", "ffffffffffffffffffffffffffffffff"] {
                await browser.setToken(token)
                let refused = try await browser.send(page, [("details", "Words that took an hour <to> write & more")])
                #expect(refused.status == 403 && refused.body.contains("Words that took an hour &lt;to&gt; write &amp; more"), "\(refused.body)")
                // The page holds a good token: one press more and it is done.
                #expect(try await browser.send(page, [("details", "Words that took an hour <to> write & more")]).status == 303)
            }
            await browser.setToken("0000")
            #expect(try await browser.send(page + "?from=check", [("details", "x")]).body.contains("action=\"\(page)?from=check\""))
            let kept = try JSON(parsing: try await browser.json(path + "/check").bytes)["answers"]?["details"]?.string
            #expect(kept == "Words that took an hour <to> write & more" || (kept == nil))
            let session = await browser.cookie("session")
            for forged in ["x", String(repeating: "A", count: 43), (session ?? "") + "x"] {
                await browser.setCookie("session", forged)
                let answer = try await browser.open("/applications")
                #expect(answer.status == 303 && answer.location.hasPrefix("/sign-in"), "\(forged): \(answer.status)")
            }
            await browser.setCookie("session", session ?? "")
            try await browser.open("/account")
            try await browser.send("/sign-out")
            await browser.setCookie("session", session ?? "")
            #expect(try await browser.open("/applications").location.hasPrefix("/sign-in"))
            #expect(!town.logLines("stale_or_forged_form").isEmpty && !town.logLines("forged_session").isEmpty)
        }
    }

    @Test("uploads that lie about what they are, or are too large, are refused in words and leave nothing")
    func uploads() async throws {
        try await withTown(.sqlite) { town in
            let browser = try await town.browser("cy")
            let before = try #require(
                try await town.inspect { try $0.value("SELECT COUNT(*) FROM documents_files WHERE state = 'kept'", as: Int.self) })
            let path = try await town.beginReport(browser)
            let page = path + "/questions/photo"
            let lies: [(String, [UInt8])] = [
                ("page.png", Array("<!doctype html><script>alert(1)</script>".utf8)),
                ("program.png", [0x7F, 0x45, 0x4C, 0x46] + [UInt8](repeating: 1, count: 900)),
                ("archive.jpg", [0x50, 0x4B, 3, 4] + [UInt8](repeating: 2, count: 900)), ("notes.png", Array("Just words that go on for a while.".utf8)),
                ("drawing.png", Samples.pdf("not for this question")), ("cut.png", Array(Samples.png().dropLast(20))), ("nothing.png", [0x89]),
            ]
            for (name, bytes) in lies {
                try await browser.open(page)
                let answer = try await browser.send(page, files: [("photo.new", name, bytes)])
                // The question once more, with what is wrong beside it.
                #expect(answer.status == 422 && answer.body.contains("id=\"photo.new\""), "\(name): \(answer.status)")
                #expect(answer.body.contains("kind") || answer.body.contains("damaged"), "\(name): \(answer.body)")
            }
            try await browser.open(page)
            let large = try await browser.send(page, files: [("photo.new", "large.png", Samples.endlessPNG(megabytes: 21))])
            #expect(large.status == 422 && large.body.contains("too large"), "\(large.status)")
            // A picture with a page hidden behind its end: the picture is kept, the page is not.
            try await browser.open(page)
            let polyglot = Samples.png() + Array("<script>alert('hidden')</script>".utf8)
            #expect(try await browser.send(page, files: [("photo.new", "both.png", polyglot)]).status == 303)
            let draft = try JSON(parsing: try await browser.json(path + "/check").bytes)
            #expect(draft["answers"]?["photo"]?.array?.count == 1 && draft["answers"]?["details"]?.string == "The light is out.")
            let rows = try await town.inspect { try $0.value("SELECT COUNT(*) FROM documents_files WHERE state = 'kept'", as: Int.self) }
            #expect(rows == 1 + before)
        }
    }

    @Test("a file that will not do costs nobody the words beside it")
    func wordsAreKept() async throws {
        try await withTown(.sqlite) { town in
            let (resident, clerk) = (try await town.browser("ada"), try await town.browser("clerk"))
            let id = try await town.registerDog(resident, name: "Rex", about: "Brown")
            let task = try await town.openTask(of: id, clerk)
            #expect(try await clerk.send(task + "/ask", [("question", "Which vet?")], from: "/desk" + id).status == 303)
            try await resident.open(id)
            let attempts: [[(field: String, name: String, bytes: [UInt8])]] = [
                [("files", "vet.png", Array("<html>".utf8))], [("files", "vet.png", Samples.png()), ("files", "empty.pdf", [])],
            ]
            for files in attempts {
                let refused = try await resident.send(id + "/requests/1", [("text", "Words that took <an hour>")], files: files)
                #expect(refused.status == 422 && refused.body.contains("href=\"#files\""), "\(refused.status)")
                #expect(refused.body.contains("Words that took &lt;an hour&gt;"), "\(refused.body)")
            }
            #expect(try await town.inspect { try $0.value("SELECT COUNT(*) FROM documents_files WHERE state <> 'kept'", as: Int.self) } == 0)
            let answer = try await resident.send(id + "/requests/1", [("text", "Words that took <an hour>")], files: [("files", "vet.png", Samples.png())])
            #expect(answer.status == 303, "\(answer.body)")
            let again = try JSON(parsing: try await resident.json(id).bytes)["requests"]?.array?.first
            #expect(again?["is_answered"] == true)
        }
    }

    @Test("a file is taken out by its tick, another comes in its place, and what stands beside a mistake is kept")
    func ticks() async throws {
        try await withTown(.sqlite) { town in
            let browser = try await town.browser("cy")
            let path = try await town.beginReport(browser)
            let page = path + "/questions/photo"
            func files() async throws -> [String] {
                let photo = try JSON(parsing: try await browser.json(path + "/check").bytes)["answers"]?["photo"]?.array ?? []
                return photo.compactMap { $0["name"]?.string }
            }
            try await browser.open(page)
            for index in 1... {
                // As many as the question takes, each beside those that were ticked before.
                let shown = try await browser.open(page).body.matches(of: /name="photo" value="([^"]+)"/).map { ("photo", String($0.1)) }
                let answer = try await browser.send(page, shown, files: [("photo.new", "\(index).png", Samples.png())])
                guard answer.status == 303, index < 12 else { break }
            }
            let full = try await files()
            let ticked = try await browser.open(page).body.matches(of: /name="photo" value="([^"]+)"/).map { ("photo", String($0.1)) }
            #expect(full.count == ticked.count && !full.isEmpty)
            // One out and one in, at once.
            let swap = try await browser.send(page, Array(ticked.dropFirst()), files: [("photo.new", "new.png", Samples.png())])
            #expect(swap.status == 303, "\(swap.body)")
            #expect(try await files() == Array(full.dropFirst()) + ["new.png"])
            try await browser.open(page)
            // All out.
            #expect(try await browser.send(page, files: []).status == 303)
            #expect(try await files() == [])
            // A file in a field that takes none is not stored, however often it is sent.
            try await browser.open(page)
            for field in ["x", "photo", "details.new"] {
                #expect(try await browser.send(page, files: [(field, "x.png", Samples.png())]).status == 400)
            }
            #expect(try await town.inspect { try $0.value("SELECT COUNT(*) FROM documents_files WHERE state = 'staged'", as: Int.self) } == 0)
            // A visitor's browser can open the draft as long as it is kept.
            let visitor = try await town.browser()
            let started = try await visitor.send("/services/report/start", from: "/services/report")
            let place = started.location + "/questions/details"
            for answer in [started, try await visitor.send(place, [("details", "A hole")], from: place)] {
                #expect(answer.all("set-cookie").contains { $0.hasPrefix("opens_") && $0.contains("Max-Age=5184000") }, "\(answer.all("set-cookie"))")
            }
            let sent = try await town.submit(path, browser)
            let clerk = try await town.browser("clerk")
            let seen = try await eventually {
                let view = try await clerk.json("/desk" + sent)
                return try view.status == 200 && JSON(parsing: view.bytes)["files"]?.array == []
            }
            #expect(seen)
        }
    }

    @Test("a connection lost in mid-upload leaves no file, and the form is as it was")
    func lostUpload() async throws {
        try await withTown(.sqlite) { town in
            let browser = try await town.browser("di")
            let before = try await town.inspect { try $0.value("SELECT COUNT(*) FROM documents_files", as: Int.self) }
            let path = try await town.beginReport(browser)
            let page = path + "/questions/photo"
            try await browser.open(page)
            let body = Multipart.body([("form_token", await browser.token)], files: [("photo.new", "photo.png", Samples.png(kilobytes: 900))])
            let headers = ["Content-Type: \(Multipart.type)", "Content-Length: \(body.count)"] + (await browser.headers)
            for part in [400, 100_000, body.count - 10] { try await town.client.abandon([town.client.head("POST", page, headers), Array(body.prefix(part))]) }
            let folder = town.data + "/files/incoming"
            #expect(try await eventually { try FileManager.default.contentsOfDirectory(atPath: folder) == [] })
            #expect(try await town.inspect { try $0.value("SELECT COUNT(*) FROM documents_files", as: Int.self) } == before)
            #expect(try await browser.send(page, files: [("photo.new", "photo.png", Samples.png())]).status == 303)
            _ = try await town.submit(path, browser)
        }
    }

    @Test("letters that no text has, and answers beyond all measure")
    func answers() async throws {
        try await withTown(.sqlite) { town in
            let browser = try await town.browser("bo")
            let path = try await town.beginReport(browser)
            let page = path + "/questions/details"
            try await browser.open(page)
            let (token, headers) = (await browser.token, await browser.headers)
            func post(_ form: String) async throws -> Int { try await town.client.post(page, form: "form_token=\(token)&" + form, headers).status }
            #expect(try await post("details=%FF%FE") == 400)
            #expect([400, 422].contains(try await post("details=a%00b")))
            #expect([400, 422].contains(try await post("details=a%ED%A0%80b")))
            #expect(try await post("details=" + String(repeating: "x", count: 5_000)) == 422)
            #expect([400, 413].contains(try await post((0..<5_000).map { "f\($0)=1" }.joined(separator: "&"))))
            // The page takes files of many megabytes, but no words as long as that.
            let huge = try await post("details=" + String(repeating: "x", count: 2_000_000))
            #expect(huge == 413)
            let deep = String(repeating: "[", count: 100_000)
            let body = Array("{\"details\": \(deep)".utf8)
            let program = try await town.client.post("/api" + page, type: "application/json", body, headers + ["Form-Token: \(token)"])
            #expect(program.status == 400 || program.status == 413, "\(program.status)")
            let kept = try JSON(parsing: try await browser.json(path + "/check").bytes)["answers"]?["details"]?.string
            #expect(kept == "The light is out.")
            // Direction marks and combining signs are words of people.
            #expect(try await post("details=" + Browser.escape("e\u{301} \u{200F}שלום 👩‍👩‍👧")) == 303)
        }
    }

    @Test("requests that two readers would read differently, paths that climb, heads that never end")
    func wire() async throws {
        try await withTown(.sqlite) { town in
            func raw(_ text: String) async -> Int { (try? await town.client.send(Array(text.utf8), []))?.status ?? 0 }
            let refused = [0, 400, 411, 413, 414, 431, 501]
            // RFC 9112, section 6.1 and 6.3: what could smuggle a second request is refused or its connection closed.
            let smuggling = [
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\nConnection: close\r\n\r\nabcde",
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\nConnection: close\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\nConnection: close\r\n\r\n", "GET /\u{1} HTTP/1.1\r\nHost: x\r\n\r\n", "BREW\r\n\r\n",
                "GET /" + String(repeating: "a", count: 70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "X-Y: z\r\n", count: 5_000) + "\r\n",
            ]
            for text in smuggling {
                let status = await raw(text)
                #expect(refused.contains(status) || status == 403, "\(status): \(text.prefix(80))")
            }
            for path in ["/assets/../../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd", "/assets/..%5c..%5cetc"] {
                let answer = try await town.client.get(path)
                #expect([400, 404].contains(answer.status) && !answer.body.contains("root:"), "\(path): \(answer.status)")
            }
            #expect(try await town.client.get("/health/live").status == 200)
        }
    }

    @Test("a slow sender does not keep the others waiting")
    func slowloris() async throws {
        try await withTown(.sqlite) { town in
            let client = town.client
            let slow = (0..<200).map { _ in
                Task {
                    let lines = (0..<20).map { Array("X-\($0): y\r\n".utf8) }
                    return try? await client.send(Array("GET / HTTP/1.1\r\nHost: x\r\n".utf8), lines, pauseMilliseconds: 200)
                }
            }
            try await Task.sleep(for: .milliseconds(500))
            for _ in 0..<20 { #expect(try await client.get("/services/report").status == 200) }
            for task in slow { task.cancel() }
        }
    }
}
