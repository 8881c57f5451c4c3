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

    @Test("parts that are empty count too, and blanks behind a delimiter cost nothing")
    func emptyParts() async throws {
        let site = try await TestSite { $0.maximumFields = 50 }
        let empty = (0..<60).flatMap { _ in Self.file("none", "", []) }
        #expect(try await site.client.post("/api/evidence", type: Self.type, empty + Self.end).status == 413)
        let blanks = Array("--XyZ".utf8) + [UInt8](repeating: 32, count: 200_000) + Self.part("note", "x").dropFirst(5) + Self.end
        #expect(try await site.client.post("/api/evidence", type: Self.type, blanks).body == #"{"uploads":[],"note":"x"}"#)
        let headless = Array("--XyZ\r\n\r\nx\r\n".utf8) + Self.end
        #expect(try await site.client.post("/api/evidence", type: Self.type, headless).status == 400)
        await site.running.stop()
    }

    @Test("where the handler tells of it, a file that will not do is passed over, and all else that was sent is there")
    func passedOver() async throws {
        let files = TestFiles()
        let route = Route(
            "album", .post, "/album", "Takes files.", body: .open(.any), access: .everyone,
            uploads: UploadRule(maximumBytes: 1_000_000, maximumFiles: 70, sink: files.sink), invalidInput: .handler
        ) { request in
            let faults = request.faults.map { "\($0.field): \($0.code) \($0.message)" } + request.uploads.map(\.fileName) + [request.form["note"] ?? "lost"]
            return Reply(output: .array(faults.map(JSON.string)))
        }
        let site = try await TestSite(extra: [route])
        let body =
            Self.file("large", "a", [UInt8](repeating: 1, count: 3_000_000)) + Self.file("liar", "refused", [1, 2]) + Self.file("good", "b", [3])
            + Self.part("note", "kept") + Self.end
        let answer = try await site.client.post("/api/album", type: Self.type, body)
        #expect(answer.body == #"["large: WEB-413 The file is too large","liar: TEST-415 No.","b","kept"]"#)
        #expect(files.state.withLock { [$0.opened, $0.cancelled, $0.finished.count, $0.discarded] } == [3, 2, 1, 0])
        let endless = Self.file("large", "a", [UInt8](repeating: 1, count: FormReceiver.maximumPassedOver + 1_400_000)) + Self.end
        #expect(try await site.client.post("/api/album", type: Self.type, endless).status == 413)
        await site.running.stop()
    }

    @Test("whoever may send no files there has none of them stored")
    func notAdmitted() async throws {
        let files = TestFiles()
        let number = Field<Int>.path("number", "The case's number.")
        let rule = UploadRule(sink: files.sink) { request in
            guard try request[number] == 7, request.form["note"] == "mine" else { throw PolityError(.notFound, "TEST-404", "There is no such case.") }
            return ["plan"]
        }
        let route = Route(
            "case_letters", .post, "/cases/{number}/letters", "Takes files.", input: [number], body: .open(.any), access: .everyone, uploads: rule
        ) { request in
            Reply(output: ["files": .integer(request.uploads.count)])
        }
        let site = try await TestSite(extra: [route])
        let body = Self.part("note", "mine") + Self.file("plan", "a.png", [1, 2, 3]) + Self.end
        for number in ["8", "eight", "7%2F..%2F7"] {
            #expect(try await site.client.post("/api/cases/\(number)/letters", type: Self.type, body).status == 404, "\(number)")
        }
        // Without a file there is nothing to store, and the handler answers.
        #expect(try await site.client.post("/api/cases/8/letters", type: Self.type, Self.part("note", "mine") + Self.end).status == 200)
        #expect(files.state.withLock { $0.opened } == 0)
        #expect(try await site.client.post("/api/cases/7/letters", type: Self.type, body).body == #"{"files":1}"#)
        // In a field that takes none they would be nobody's: nothing is stored under such a name, and what came before it is discarded.
        let other = Self.part("note", "mine") + Self.file("plan", "a.png", [1]) + Self.file("x", "b.png", [2]) + Self.end
        #expect(try await site.client.post("/api/cases/7/letters", type: Self.type, other).status == 400)
        #expect(files.state.withLock { [$0.opened, $0.discarded] } == [2, 1])
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
