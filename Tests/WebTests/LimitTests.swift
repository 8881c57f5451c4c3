import Kernel
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

    @Test("an IPv6 client is its /64, and a proxy is believed only when trusted")
    func clients() {
        #expect(RateLimiter.key(for: "2001:db8:1:2:aaaa::1") == RateLimiter.key(for: "2001:db8:1:2:bbbb::2"))
        var settings = WebSettings()
        var headers = HTTPFieldsForTests.make(["X-Forwarded-For": "6.6.6.6, 7.7.7.7, 10.0.0.1"])
        #expect(settings.client(of: "1.2.3.4", headers) == "1.2.3.4")
        settings.trustedProxies = ["1.2.3.4", "10.0.0.1"]
        #expect(settings.client(of: "1.2.3.4", headers) == "7.7.7.7")
        headers = HTTPFieldsForTests.make(["X-Forwarded-For": "<script>"])
        #expect(settings.client(of: "1.2.3.4", headers) == "1.2.3.4")
    }

    @Test("too many at once: 503, soon again")
    func overload() async throws {
        let site = try await TestSite { $0.maximumRequests = 2 }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 { group.addTask { try await site.client.get("/api/slow").status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 200 }.count == 2)
        #expect(statuses.filter { $0 == 503 }.count == 4)
        await site.running.stop()
    }

    @Test("a graceful stop finishes what is under way")
    func drain() async throws {
        let site = try await TestSite()
        async let slow = site.client.get("/api/slow")
        try await Task.sleep(for: .milliseconds(150))
        await site.running.stop()
        #expect(try await slow.body == #"{"slow":true}"#)
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

    @Test("a connection that says nothing is closed")
    func idle() async throws {
        let site = try await TestSite { $0.idleTimeoutSeconds = 1 }
        let started = ContinuousClock.now
        await #expect(throws: (any Error).self) { try await site.client.send(Array("GET / HT".utf8), []) }
        #expect(ContinuousClock.now - started < .seconds(10))
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

    @Test("health, metrics and the log name routes, never paths")
    func operations() async throws {
        let site = try await TestSite()
        _ = try await site.client.get("/services/secret_name")
        #expect(try await site.client.get("/health/live").body == "ok")
        #expect(try await site.client.get("/health/ready").body == #"{"status":"ready"}"#)
        let metrics = try await site.client.get("/metrics")
        #expect(metrics.body.contains(#"polity_requests_total{route="service",status="200"} 1"#))
        #expect(!metrics.body.contains("secret_name"))
        await site.running.stop()
    }
}
