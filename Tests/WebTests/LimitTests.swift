import Foundation
import Kernel
import StoreTesting
import Testing

@testable import Web

@Suite("Limits hold, and tell")
struct LimitTests {
    @Test("a route's rate: 429 with the time to wait")
    func rate() async throws {
        let site = try await TestSite()
        #expect(try await site.client.get("/api/limited").status == 200)
        _ = try await site.client.get("/api/limited")
        let third = try await site.client.get("/api/limited")
        #expect(third.status == 429)
        #expect(third["retry-after"] == "30")
        await site.running.stop()
    }

    @Test("buckets refill, are kept apart, and their number is bounded")
    func buckets() throws {
        let limiter = RateLimiter(maximumBuckets: 100)
        let limit = RateLimit(2, perSeconds: 10)
        let start = Instant(microseconds: 0)
        #expect(limiter.take("a", limit, now: start) == nil)
        #expect(limiter.take("a", limit, now: start) == nil)
        #expect(limiter.take("a", limit, now: start) == 5)
        #expect(limiter.take("b", limit, now: start) == nil)
        #expect(limiter.take("a", limit, now: start + .seconds(5)) == nil)
        for number in 0..<1_000 { _ = limiter.take("client \(number)", limit, now: start + .seconds(number)) }
        #expect(limiter.count <= 100)
    }

    @Test(
        "an IPv6 client is its /64, however it is written",
        arguments: [
            ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"), ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"), ("2001:db8::aaaa", "2001:db8:0:0::/64"),
            ("2001:db8::bbbb", "2001:db8:0:0::/64"), ("2001:DB8:0:0::1", "2001:db8:0:0::/64"), ("::1", "0:0:0:0::/64"), ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"), ("unknown", "unknown"), ("a:b", "a:b"),
        ])
    func networks(client: String, network: String) { #expect(ClientNetwork.of(client) == network) }

    @Test("a proxy is believed only when trusted")
    func clients() {
        var settings = WebSettings()
        var headers = HTTPFieldsForTests.make(["X-Forwarded-For": "6.6.6.6, 7.7.7.7, 10.0.0.1"])
        #expect(settings.client(of: "1.2.3.4", headers) == "1.2.3.4")
        settings.trustedProxies = ["1.2.3.4", "10.0.0.1"]
        #expect(settings.client(of: "1.2.3.4", headers) == "7.7.7.7")
        headers = HTTPFieldsForTests.make(["X-Forwarded-For": "<script>"])
        #expect(settings.client(of: "1.2.3.4", headers) == "1.2.3.4")
    }

    @Test(
        "a proxy that writes the connection's port tells the same client each time",
        arguments: [
            ("203.0.113.7:51234", "203.0.113.7"), ("203.0.113.7", "203.0.113.7"), ("[2001:db8::7]:51234", "2001:db8::7"), ("[2001:db8::7]", "2001:db8::7"),
            ("2001:db8::7", "2001:db8::7"), ("203.0.113.7:99999", "1.2.3.4"), ("203.0.113", "1.2.3.4"), ("a:1", "1.2.3.4"), ("", "1.2.3.4"),
            ("1.2.3.4, 203.0.113.7:1", "203.0.113.7"), ("203.0.113.7, 1.2.3.4:99", "203.0.113.7"),
        ])
    func ports(forwarded: String, client: String) {
        var settings = WebSettings()
        settings.trustedProxies = ["1.2.3.4"]
        #expect(settings.client(of: "1.2.3.4", HTTPFieldsForTests.make(["X-Forwarded-For": forwarded])) == client)
    }

    @Test("bodies on their way are counted for each client, and a client that has sent its own may send again")
    func bodies() {
        let state = ServerState(routes: [])
        #expect((0..<3).map { _ in state.beginBody(of: "a", maximum: 2) } == [true, true, false])
        #expect(state.beginBody(of: "b", maximum: 2))
        state.endBody(of: "a")
        #expect(state.beginBody(of: "a", maximum: 2) && !state.beginBody(of: "a", maximum: 2))
        for _ in 0..<5 { state.endBody(of: "a") }
        #expect((0..<3).map { _ in state.beginBody(of: "a", maximum: 2) } == [true, true, false])
    }

    @Test("bodies that drip in from one client leave room for everybody else's")
    func slowBodies() async throws {
        let site = try await TestSite {
            $0.clientRate = RateLimit(100_000, perSeconds: 60)
            $0.maximumBodiesPerClient = 2
            $0.trustedProxies = ["127.0.0.1"]
        }
        func send(from client: String) async throws -> Int {
            try await site.client.post("/api/letters", type: "application/json", Array(#"{"email":"a@b.c"}"#.utf8), ["X-Forwarded-For: \(client)"]).status
        }
        func drip(from client: String) async throws -> Int {
            let (start, end) = (Array(UploadTests.file("plan", "a.png", []).dropLast(2)), [13, 10] + UploadTests.end)
            let pieces = [start] + [[UInt8]](repeating: [1], count: 16) + [end]
            let length = pieces.reduce(0) { $0 + $1.count }
            let head = site.client.head(
                "POST", "/api/evidence", ["X-Forwarded-For: \(client)", "Content-Type: \(UploadTests.type)", "Content-Length: \(length)"])
            return try await site.client.send(head, pieces, pauseMilliseconds: 300).status
        }
        let slow = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<2 { group.addTask { try await drip(from: "203.0.113.1") } }
            // Both are on their way once their files are opened. One that asked before might take the place of the second.
            #expect(try await eventually { site.files.state.withLock { $0.opened } == 2 })
            #expect(try await send(from: "203.0.113.1") == 429)
            #expect(try await send(from: "203.0.113.2") == 200)
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(slow == [200, 200])
        #expect(try await send(from: "203.0.113.1") == 200)
        await site.running.stop()
    }

    @Test("whoever is no operator costs one look a second")
    func healthIsKept() {
        let (state, now) = (ServerState(routes: []), ContinuousClock.now)
        #expect(state.recentHealth(at: now) == nil)
        state.keep(health: [HealthCheck("store", isHealthy: true)], at: now)
        #expect(state.recentHealth(at: now + .milliseconds(900))?.map(\.name) == ["store"])
        // One asks again; the others have the last answer meanwhile.
        #expect(state.recentHealth(at: now + .seconds(2)) == nil)
        #expect(state.recentHealth(at: now + .seconds(2))?.count == 1)
    }

    @Test("too many at once: 503, soon again")
    func overload() async throws {
        let site = try await TestSite { $0.maximumRequests = 2 }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<2 { group.addTask { try await site.client.get("/api/slow").status } }
            #expect(try await eventually { site.door.waiting == 2 })
            for _ in 0..<4 { #expect(try await site.client.get("/api/slow").status == 503) }
            site.door.open()
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses == [200, 200])
        await site.running.stop()
    }

    @Test("a graceful stop finishes what is under way")
    func drain() async throws {
        let site = try await TestSite()
        async let slow = site.client.get("/api/slow")
        #expect(try await eventually { site.door.waiting == 1 })
        async let stopped: Void = site.running.stop()
        // It takes no more visitors, and still has one.
        #expect(try await eventually { (try? await site.client.get("/health/live")) == nil })
        site.door.open()
        #expect(try await slow.body == #"{"slow":true}"#)
        await stopped
        await #expect(throws: (any Error).self) { try await site.client.get("/") }
    }

    @Test("a head that is too large, and one that is no HTTP")
    func heads() async throws {
        let site = try await TestSite()
        let large = try? await site.client.get("/", ["X-Large: " + String(repeating: "x", count: 100_000)])
        #expect(large.map { $0.status >= 400 } ?? true)
        let nonsense = try await site.client.send(Array("NONSENSE\r\n\r\n".utf8), [])
        #expect(nonsense.status == 400)
        #expect(try await site.client.get("/").status == 200)
        await site.running.stop()
    }

    @Test("no page leads to another host, whatever its own address", arguments: ["//evil.example/x", "///evil.example", "//evil.example/x?a=b"])
    func ownAddress(path: String) async throws {
        let site = try await TestSite()
        let page = try await site.client.get(path)
        #expect(page.status == 404)
        #expect(page.body.contains("href=\"/evil.example"), "\(page.body)")
        #expect(!page.body.contains("\"//"), "\(page.body)")
        await site.running.stop()
    }

    @Test(
        "a program's text holds no U+0000, as no form's does", arguments: [#"{"email":"a\u0000b"}"#, #"{"email":"a@b.c","a\u0000":1}"#, #"{"x":[["\u0000"]]}"#])
    func nul(body: String) async throws {
        let site = try await TestSite()
        #expect(try await site.client.post("/api/letters", type: "application/json", Array(body.utf8)).status == 400)
        #expect(try await site.client.post("/api/letters", type: "application/json", Array(#"{"email":"a\\u0000b"}"#.utf8)).status == 200)
        await site.running.stop()
    }

    @Test("a connection that says nothing is closed")
    func idle() async throws {
        let site = try await TestSite { $0.idleTimeoutSeconds = 1 }
        // By the server: a client that had grown tired of waiting would say so.
        let error = await #expect(throws: POSIXError.self) { try await site.client.send(Array("GET / HT".utf8), []) }
        #expect(error?.code == .ECONNRESET)
        await site.running.stop()
    }

    @Test("a client that waits to be asked is asked (RFC 9110, section 10.1.1)")
    func expect() async throws {
        let site = try await TestSite()
        let body = Array(#"{"email":"a@b.c"}"#.utf8)
        let answer = try await site.client.post("/api/letters", type: "application/json", body, ["Expect: 100-continue"])
        #expect(answer.status == 200)
        await site.running.stop()
    }

    @Test("a body nobody wanted is read away, and the connection serves on")
    func unwanted() async throws {
        let site = try await TestSite()
        let body = String(repeating: "x", count: 300_000)
        let first = "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        let second = "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let answer = try await site.client.send(Array((first + second).utf8), [])
        #expect(answer.status == 404)
        #expect(answer.body.hasSuffix("ok"))
        await site.running.stop()
    }

    @Test("a body that drips in is cut off")
    func slow() async throws {
        let site = try await TestSite { $0.readTimeoutSeconds = 1 }
        let head = site.client.head("POST", "/api/letters", ["Content-Type: application/json", "Content-Length: 10"])
        let pieces = (0..<10).map { _ in Array(" ".utf8) }
        let answer = try await site.client.send(head, pieces, pauseMilliseconds: 200)
        #expect(answer.status == 408)
        await site.running.stop()
    }

    @Test("a client that takes nothing of its answer is let go; whoever takes it in time has all of it")
    func slowReader() async throws {
        let size = 40_000_000
        let route = Route("large", .get, "/large", "A large file.", access: .everyone) { _ in
            let content = Download.Content.pieces(size: size) { offset in [UInt8](repeating: 7, count: min(100_000, size - offset)) }
            return .file(Download(fileName: "large.bin", contentType: "application/pdf", content: content))
        }
        let site = try await TestSite(
            {
                $0.idleTimeoutSeconds = 2
                $0.slowestBytesPerSecond = size
            }, extra: [route])
        let head = site.client.head("GET", "/large", [])
        // Larger than all that the system keeps for both sides; the sender of the pieces rests before it reads.
        let slow = try? await site.client.send(head, [[], [], [], [], []], pauseMilliseconds: 1_000)
        #expect((slow?.bytes.count ?? 0) < size)
        #expect(try await site.client.get("/health/live").status == 200)
        await site.running.stop()
        let other = try await TestSite(extra: [route])
        #expect(try await other.client.get("/large").bytes.count == size)
        await other.running.stop()
    }

    @Test("health, metrics and the log name routes, never paths")
    func operations() async throws {
        let site = try await TestSite()
        _ = try await site.client.get("/services/secret_name")
        #expect(try await site.client.get("/health/live").body == "ok")
        #expect(try await site.client.get("/health/ready").body == #"{"status":"ready"}"#)
        let metrics = try await site.client.get("/metrics")
        #expect(metrics.body.contains(#"polity_requests_total{route="service",status="200"} 1"#))
        #expect(!metrics.body.contains("secret_name"))
        // Through a proxy that is not known the address says nothing of who asks.
        #expect(try await site.client.get("/metrics", ["X-Forwarded-For: 203.0.113.9"]).status == 404)
        await site.running.stop()
    }
}
