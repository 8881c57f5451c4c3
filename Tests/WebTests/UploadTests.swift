import Kernel
import StoreTesting
import Testing

@testable import Web

@Suite("Files arrive whole or not at all")
struct UploadTests {
    static let type = "multipart/form-data; boundary=XyZ"

    static func part(_ name: String, _ value: String) -> [UInt8] {
        Array("--XyZ\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }

    static func file(_ name: String, _ fileName: String, _ bytes: [UInt8], type: String = "image/png") -> [UInt8] {
        Array("--XyZ\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(fileName)\"\r\nContent-Type: \(type)\r\n\r\n".utf8) + bytes + [13, 10]
    }

    static let end = Array("--XyZ--\r\n".utf8)

    @Test("a field and two files, the bytes full of half delimiters")
    func whole() async throws {
        let site = try await TestSite()
        let tricky = Array("\r\n--Xy\r\n--XyX\r\n\r\n-".utf8) + [0, 255, 13]
        let body =
            Self.part("note", "hé") + Self.file("plan", "C:\\me\\plan.png", tricky) + Self.file("photo", "../../p.png", []) + Self.file("none", "", [])
            + Self.end
        let answer = try await site.client.post("/api/evidence", type: Self.type, body)
        #expect(answer.body == #"{"uploads":["plan plan.png \#(tricky.count)","photo p.png 0"],"note":"hé"}"#)
        #expect(site.files.state.withLock { $0.finished } == [tricky.count, 0])
        await site.running.stop()
    }

    @Test("a forged form is refused before any file is opened")
    func forged() async throws {
        let site = try await TestSite()
        let answer = try await site.client.post(
            "/evidence", type: Self.type, Self.file("plan", "a.png", [1, 2, 3]) + Self.end, ["Cookie: visitor=\(String(repeating: "a", count: 32))"])
        #expect(answer.status == 403)
        #expect(site.files.state.withLock { $0.opened } == 0)
        await site.running.stop()
    }

    @Test("too large a file, too many files, files where none belong")
    func limits() async throws {
        let site = try await TestSite()
        let large = try await site.client.post("/api/evidence", type: Self.type, Self.file("plan", "a.png", [UInt8](repeating: 1, count: 150_000)) + Self.end)
        #expect(large.status == 413)
        #expect(large.body.contains("\"field\":\"plan\""))
        #expect(site.files.state.withLock { [$0.opened, $0.cancelled, $0.finished.count] } == [1, 1, 0])
        let many = Self.file("a", "a", [1]) + Self.file("b", "b", [2]) + Self.file("c", "c", [3]) + Self.end
        #expect(try await site.client.post("/api/evidence", type: Self.type, many).status == 413)
        #expect(site.files.state.withLock { $0.discarded } == 2)
        #expect(try await site.client.post("/api/letters", type: Self.type, Self.file("a", "a", [1]) + Self.end).status == 400)
        await site.running.stop()
    }

    @Test("a body larger than everything allowed is refused, declared or not")
    func oversize() async throws {
        let site = try await TestSite { $0.maximumBodyBytes = 10_000 }
        let form = "email=" + String(repeating: "x", count: 20_000)
        #expect(try await site.client.post("/api/letters", form: form).status == 413)
        let chunk = Array("4e20\r\n".utf8) + Array(form.utf8.prefix(20_000)) + Array("\r\n0\r\n\r\n".utf8)
        let head = site.client.head("POST", "/api/letters", ["Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked"])
        #expect(try await site.client.send(head, [chunk]).status == 413)
        await site.running.stop()
    }

    @Test("a sender that goes away leaves nothing behind")
    func lost() async throws {
        let site = try await TestSite()
        let body = Self.file("first", "a.png", [1, 2]) + Self.file("second", "b.png", [UInt8](repeating: 3, count: 5_000)) + Self.end
        let head = site.client.head("POST", "/api/evidence", ["Content-Type: \(Self.type)", "Content-Length: \(body.count)"])
        try await site.client.abandon([head, Array(body.prefix(2_000))])
        #expect(try await eventually { site.files.state.withLock { $0.cancelled + $0.discarded } == 2 })
        let state = site.files.state.withLock { $0 }
        #expect(state.opened == 2 && state.cancelled == 1 && state.discarded == 1)
        await site.running.stop()
    }

    @Test("a form without its closing delimiter is not taken, though its length is right")
    func unclosed() async throws {
        let site = try await TestSite()
        let body = Self.part("note", "x") + Self.file("plan", "a.png", [1])
        await #expect(throws: (any Error).self) { try await site.client.post("/api/evidence", type: Self.type, body) }
        #expect(site.files.state.withLock { $0.cancelled } == 1)
        await site.running.stop()
    }

    @Test("when the handler refuses, the files are discarded")
    func refused() async throws {
        let site = try await TestSite()
        let answer = try await site.client.post("/api/evidence", type: Self.type, Self.part("fail", "yes") + Self.file("plan", "a", [9]) + Self.end)
        #expect(answer.status == 422)
        #expect(site.files.state.withLock { $0.discarded } == 1)
        await site.running.stop()
    }

    @Test("however the bytes are cut, the same events come out", arguments: 1...40)
    func splits(size: Int) throws {
        let bytes =
            Array("preamble\r\n".utf8) + Self.part("note", "one\r\n--Xy") + Self.file("f", "ü.txt", Array("a\r\n-\r\n--XyYa".utf8)) + Self.end
            + Array("epilogue".utf8)
        func events(_ size: Int) throws -> [String] {
            var parser = try #require(MultipartParser(boundary: "XyZ"))
            var texts: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                for event in try parser.feed(bytes[start..<min(bytes.count, start + size)]) {
                    switch event {
                    case .began(let head): texts.append("\(head.name) \(head.fileName ?? "-") ")
                    case .data(let data): texts[texts.count - 1] += String(decoding: data, as: UTF8.self)
                    case .ended: texts[texts.count - 1] += "|"
                    case .finished: texts.append("end")
                    }
                }
            }
            return texts
        }
        #expect(try events(size) == ["note - one\r\n--Xy|", "f ü.txt a\r\n-\r\n--XyYa|", "end"])
    }
}
