import Foundation
import Kernel
import Synchronization

/// Somebody with a browser, or a program: keeps cookies, and sends the form token of the last page with each form.
public final class Visitor: Sendable {
    public let client: RawClient
    private let memory = Mutex(Memory())

    private struct Memory {
        var cookies: [String: String] = [:]
        var token = ""
    }

    public init(port: Int) { client = RawClient(port: port) }

    /// The value of a cookie it holds.
    public func cookie(_ name: String) -> String? { memory.withLock { $0.cookies[name] } }

    public func setCookie(_ name: String, _ value: String?) { memory.withLock { $0.cookies[name] = value } }

    public func get(_ path: String, _ headers: [String] = []) async throws -> RawClient.Answer {
        remember(try await client.get(path, headers + cookies))
    }

    /// Sends a form with the token of the last page; a first visitor opens the sign-in page for one.
    public func post(_ path: String, _ form: [(String, String)] = [], _ headers: [String] = []) async throws -> RawClient.Answer {
        if token.isEmpty { _ = try await get("/sign-in") }
        let fields = [("form_token", token)] + form
        return remember(try await client.post(path, form: fields.map { "\(Self.encode($0.0))=\(Self.encode($0.1))" }.joined(separator: "&"), headers + cookies))
    }

    /// Sends one file beside some fields.
    public func upload(_ path: String, _ fields: [(String, String)] = [], file: String, name: String, _ bytes: [UInt8]) async throws -> RawClient.Answer {
        if token.isEmpty { _ = try await get("/sign-in") }
        var body: [UInt8] = []
        for (field, value) in [("form_token", token)] + fields {
            body += Array("--part\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Array("--part\r\nContent-Disposition: form-data; name=\"\(file)\"; filename=\"\(name)\"\r\nContent-Type: application/octet-stream\r\n\r\n".utf8)
        body += bytes + Array("\r\n--part--\r\n".utf8)
        return remember(try await client.post(path, type: "multipart/form-data; boundary=part", body, cookies))
    }

    /// Calls the API as a program of the signed-in person: with the cookie, and the token in a header.
    public func call(_ method: String, _ path: String, _ body: JSON = [:], _ headers: [String] = []) async throws -> RawClient.Answer {
        let bytes = method == "GET" ? [] : body.bytes
        let own = cookies + (token.isEmpty ? [] : ["Form-Token: \(token)"]) + headers
        let length = method == "GET" ? [] : ["Content-Type: application/json", "Content-Length: \(bytes.count)"]
        return remember(try await client.send(client.head(method, "/api" + path, own + length), bytes.isEmpty ? [] : [bytes]))
    }

    /// Signs in with a password, and opens a page for the session's form token.
    public func signIn(email: String, password: String) async throws -> RawClient.Answer {
        _ = try await get("/sign-in")
        let answer = try await post("/sign-in", [("email", email), ("password", password)])
        _ = try await get("/account")
        return answer
    }

    private var token: String { memory.withLock { $0.token } }

    private var cookies: [String] {
        let all = memory.withLock { $0.cookies }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return all.isEmpty ? [] : ["Cookie: " + all.joined(separator: "; ")]
    }

    private func remember(_ answer: RawClient.Answer) -> RawClient.Answer {
        memory.withLock { memory in
            for line in answer.all("set-cookie") {
                let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard pair.count == 2 else { continue }
                memory.cookies[String(pair[0])] = line.contains("Max-Age=0") ? nil : String(pair[1])
            }
            if !answer.token.isEmpty { memory.token = answer.token }
        }
        return answer
    }

    private static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                String(Unicode.Scalar(byte))
            default: "%" + Hex.encode([byte])
            }
        }.joined()
    }
}
