import Foundation
import Kernel
import Testing
import WebTesting

@testable import Courier

struct HTTPSenderTests {
    private let sender = HTTPSender.live()

    /// Echoes method, target, headers and body as text, or what the path asks for.
    private func server() throws -> LoopbackServer {
        try LoopbackServer { connection in
            while let start = connection.line() {
                var headers: [String] = []
                while let line = connection.line(), !line.isEmpty { headers.append(line) }
                let length = headers.first { $0.lowercased().hasPrefix("content-length:") }.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
                let body = connection.bytes(length)
                if start.contains("/silent") { sleep(5) }
                if start.contains("/loop") {
                    connection.write("HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n")
                } else if start.contains("/large") {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + String(repeating: "x", count: 100_000))
                } else {
                    let echo = ([start] + headers + ["", String(decoding: body, as: UTF8.self)]).joined(separator: "\n")
                    connection.write("HTTP/1.1 201 Created\r\nX-Answer: yes \r\nContent-Length: \(echo.utf8.count)\r\n\r\n\(echo)")
                }
            }
        }
    }

    @Test func requestAndReplyComeThrough() async throws {
        let server = try server()
        defer { server.stop() }
        let reply = try await sender.send(
            OutboundRequest("PATCH", "http://127.0.0.1:\(server.port)/a?b=c", headers: [("X-Token", "t"), ("X-Empty", "")], body: Array("{\"é\":1}".utf8)))
        let text = String(decoding: reply.body, as: UTF8.self)
        #expect(reply.status == 201)
        #expect(reply.headers.contains { $0 == ("x-answer", "yes") })
        #expect(text.hasPrefix("PATCH /a?b=c HTTP/1.1\n"))
        #expect(text.contains("\nX-Token: t\n"))
        #expect(text.contains("\nX-Empty:"))
        #expect(!text.contains("Expect"))
        #expect(text.hasSuffix("{\"é\":1}"))
    }

    @Test func emptyBodies() async throws {
        let server = try server()
        defer { server.stop() }
        for method in ["GET", "POST", "DELETE"] {
            let reply = try await sender.send(OutboundRequest(method, "http://127.0.0.1:\(server.port)/"))
            #expect(String(decoding: reply.body, as: UTF8.self).hasPrefix("\(method) / HTTP/1.1"))
        }
    }

    @Test func redirectsEnd() async throws {
        let server = try server()
        defer { server.stop() }
        var request = OutboundRequest("GET", "http://127.0.0.1:\(server.port)/loop")
        #expect(try await sender.send(request).status == 302)
        request.maximumRedirects = 3
        request.allowsPlainText = true
        await expectFailure(request, isTemporary: false)
    }

    @Test func limitsHold() async throws {
        let server = try server()
        defer { server.stop() }
        var large = OutboundRequest("GET", "http://127.0.0.1:\(server.port)/large")
        #expect(try await sender.send(large).body.count == 100_000)
        large.maximumReplyBytes = 99_999
        await expectFailure(large, isTemporary: false)
        var silent = OutboundRequest("GET", "http://127.0.0.1:\(server.port)/silent")
        silent.timeoutSeconds = 1
        await expectFailure(silent, isTemporary: true)
    }

    @Test(arguments: ["http://example.org/", "file:///etc/passwd", "ftp://localhost/", "https://u:p@example.org/", "", "https://", "//x"])
    func onlyTheWebIsReached(url: String) async { await expectFailure(OutboundRequest("GET", url), isTemporary: false) }

    @Test(arguments: [("X", "a\r\nY: b"), ("X: y\r\nZ", "a"), ("", "a"), ("X", "a\u{0}")])
    func headersCannotBeInjected(name: String, value: String) async throws {
        let server = try server()
        defer { server.stop() }
        await expectFailure(OutboundRequest("GET", "http://127.0.0.1:\(server.port)/", headers: [(name, value)]), isTemporary: false)
    }

    private func expectFailure(_ request: OutboundRequest, isTemporary: Bool) async {
        let failure = await #expect(throws: DeliveryFailure.self) { try await sender.send(request) }
        #expect(failure?.isTemporary == isTemporary)
    }
}
