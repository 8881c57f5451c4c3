import HTML
import Kernel
import Logging
import Synchronization
import Web
import WebTesting

/// A small site with one route of each kind, and what its handlers saw.
final class TestSite: Sendable {
    let files = TestFiles()
    let door = Door()
    let running: RunningWebServer
    let client: RawClient

    static let accountID = AccountID("01a20000-0000-7000-8000-000000000001")

    init(_ adjust: (inout WebSettings) -> Void = { _ in }, publicURL: String = "http://localhost:1", extra: [Route] = []) async throws {
        var settings = WebSettings()
        settings.port = 0
        settings.clientRate = nil
        settings.showsComponents = true
        settings.formKey = [UInt8](repeating: 7, count: 32)
        adjust(&settings)
        let site = Site(name: ["en": "Arden", "es": "Arden"], publicURL: publicURL)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try WebServer(
            settings, site: site, routes: Self.routes(files, door) + extra, clock: Self.clock, logger: logger,
            authenticate: { credentials in Self.session(credentials) })
        running = try await server.start()
        client = RawClient(port: running.port)
    }

    static let clock = Clock { Instant("2026-11-22T17:00:00Z")! }

    static func session(_ credentials: Credentials) -> Session? {
        let token =
            switch credentials.proof {
            case .session(let token), .bearer(let token): token
            }
        guard token == "citizen" || token == "officer" else { return nil }
        let grants = token == "officer" ? [Grant(role: "officer", organisations: ["transport"], permissions: ["casework.decide"])] : []
        let actor = Actor(accountID.map { .account($0) } ?? .nobody, assurance: .low, grants: grants)
        return Session(id: "digest of " + token, actor: actor, name: token.capitalized)
    }

    static let service = Field<String>.path("service", "The service's id.")
    static let id = Field<AccountID>.path("id", "An account.")
    static let count = Field<Int?>.query("count", schema: .integer(minimum: 1, maximum: 9), "How many.")
    static let email = Field<String>.body("email", "Where to write.")
    static let age = Field<Int?>.body("age", "Years.")

    static func routes(_ files: TestFiles, _ door: Door = Door()) -> [Route] {
        [
            Route("home", .get, "/", "The first page.", access: .everyone) { request in
                Reply(["language": .string(request.language.code)]) {
                    Page("Home", for: request) { html in
                        html.h1("Home")
                        html.form(request, to: "/letters") { html in html.submit("Send") }
                    }
                }
            },
            Route("service", .get, "/services/{service}", "A service.", input: [service, count], output: .any, access: .everyone) { request in
                let (name, number) = (try request[service], try request[count] ?? 0)
                return Reply(["service": .string(name), "count": .integer(number)]) {
                    Page(name, for: request) { html in html.h1(name) }
                }
            },
            Route("account", .get, "/accounts/{id}", "An account.", input: [id], access: .everyone) { request in
                let account = try request[id].text
                return Reply(output: ["id": .string(account)])
            },
            Route("letter", .post, "/letters", "Sends a letter.", input: [email, age], access: .everyone, rate: RateLimit(1_000, perSeconds: 60)) { request in
                let address = try request[email]
                return .redirect(to: "/letters/sent?to=" + address, output: ["email": .string(address)])
            },
            Route("own", .get, "/own", "What is mine.", access: .signedIn()) { request in
                Reply(["name": .string(request.session?.name ?? "")]) { Page("Own", for: request) { html in html.h1("Own") } }
            },
            Route("decide", .post, "/decide", "Decides.", access: .permission("casework.decide")) { _ in .redirect(to: "/own", output: ["done": true]) },
            Route("strong", .get, "/strong", "Needs more.", access: .signedIn(.high)) { _ in Reply(output: [:]) },
            Route("person", .get, "/person", "Reads a person.", access: .signedIn(), purpose: .stated) { request in
                Reply(output: ["purpose": .string(request.purpose ?? "")])
            },
            Route("broken", .get, "/broken", "Breaks.", access: .everyone) { _ in throw Breakage() },
            Route("away", .get, "/away", "The store is away.", access: .everyone) { _ in throw PolityError(.unavailable, "STORE-503", .busy) },
            Route("taken", .post, "/taken", "Another has it.", input: [email], access: .everyone) { _ in
                throw PolityError(.conflict, "TEST-2", .taken, ["count": 3], hint: .takenHint, field: "email")
            },
            Route("slow", .get, "/slow", "Takes until the door is opened.", access: .everyone) { _ in
                await door.pass()
                return Reply(output: ["slow": true])
            },
            Route("limited", .get, "/limited", "Twice a minute.", access: .everyone, rate: RateLimit(2, perSeconds: 60)) { _ in Reply(output: [:]) },
            Route("visitor", .get, "/visitor", "Who are you?", access: .everyone) { request in
                let key = request.visitor
                return Reply(["visitor": .string(key)]) { Page("Visitor", for: request) { html in html.h1(key) } }
            },
            Route(
                "evidence", .post, "/evidence", "Takes files.", body: .open(.any), access: .everyone,
                uploads: UploadRule(maximumBytes: 100_000, maximumFiles: 2, sink: files.sink)
            ) { request in
                if request.form["fail"] != nil { throw PolityError(.invalid, "TEST-1", "No.") }
                let uploads = request.uploads.map { JSON.string("\($0.field) \($0.fileName) \($0.size)") }
                return Reply(output: ["uploads": .array(uploads), "note": .string(request.form["note"] ?? "")], body: .redirect(to: "/"))
            },
            Route("download", .get, "/download/{service}", "A file.", input: [service], access: .everyone) { request in
                let type = try request[service] == "html" ? "text/html" : "application/pdf"
                return .file(Download(fileName: "a\"b/…\u{202E}ç.pdf", contentType: type, content: .bytes(Array("<script>".utf8)), isInline: true))
            },
            Route("sign_in", .post, "/sign-in", "Signs in.", access: .everyone) { _ in Reply.redirect(to: "//evil.example/").startingSession(token: "citizen")
            },
        ]
    }

    struct Breakage: Error {}
}

/// Holds requests up until a test lets them go on.
final class Door: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var waiting: Int { state.withLock { $0.waiting.count } }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let all = state.withLock { state in
            state.isOpen = true
            return state.waiting
        }
        for continuation in all { continuation.resume() }
    }
}

/// A sink that remembers what became of each file.
final class TestFiles: Sendable {
    struct State: Sendable {
        var opened = 0, finished: [Int] = [], cancelled = 0, discarded = 0
    }

    let state = Mutex(State())

    var sink: UploadSink {
        UploadSink(
            open: { [self] head, _ in
                state.withLock { $0.opened += 1 }
                return Writer(self, head)
            },
            discard: { [self] _ in state.withLock { $0.discarded += 1 } })
    }

    final class Writer: UploadWriter {
        let files: TestFiles
        let head: UploadHead
        let size = Mutex(0)

        init(_ files: TestFiles, _ head: UploadHead) { (self.files, self.head) = (files, head) }

        func write(_ bytes: [UInt8]) async throws { size.withLock { $0 += bytes.count } }

        func finish() async throws -> (id: String, contentType: String) {
            let size = size.withLock { $0 }
            if head.fileName == "refused" { throw PolityError(.unsupportedType, "TEST-415", "No.", field: head.field) }
            files.state.withLock { $0.finished.append(size) }
            return ("file-\(size)", "application/octet-stream")
        }

        func cancel() async { files.state.withLock { $0.cancelled += 1 } }
    }
}

extension Phrase {
    fileprivate static let busy = Phrase("test.busy", en: "The store is away.", es: "El almacén no está.")
    fileprivate static let taken = Phrase("test.taken", en: "{count} others have it.", es: "Otros {count} lo tienen.")
    fileprivate static let takenHint = Phrase("test.taken_hint", en: "Take another.", es: "Tome otro.")
}
