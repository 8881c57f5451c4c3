import Foundation
import WebTesting

/// A person's browser: keeps cookies, and sends the form token of the page it saw last.
///
/// Every call is one request on one connection; one that is lost on the way throws, and the person may try again.
actor Browser {
    /// The processes that serve the government; each request goes to the next of them, as a proxy in front would send it.
    private let doors: [RawClient]
    private var sent = 0
    /// The address the proxy in front says it comes from.
    private let address: String
    private var cookies: [String: String] = [:]
    private(set) var token = ""

    init(_ client: RawClient, address: String = "203.0.113.\(Int.random(in: 1...254))") { self.init([client], address: address) }

    init(_ doors: [RawClient], address: String = "203.0.113.\(Int.random(in: 1...254))") {
        self.doors = doors
        self.address = address
    }

    /// Passes over those that let nobody in, to whom nothing of the request was sent.
    private func ask(_ request: @Sendable (RawClient) async throws -> RawClient.Answer) async throws -> RawClient.Answer {
        for _ in 1..<doors.count {
            sent += 1
            do { return try await request(doors[sent % doors.count]) } catch let error as POSIXError where error.code == .ECONNREFUSED { continue }
        }
        sent += 1
        return try await request(doors[sent % doors.count])
    }

    func forgetCookies() { cookies = [:] }
    func setCookie(_ name: String, _ value: String) { cookies[name] = value }
    func cookie(_ name: String) -> String? { cookies[name] }
    func setToken(_ token: String) { self.token = token }

    var headers: [String] {
        let jar = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        return ["X-Forwarded-For: \(address)"] + (jar.isEmpty ? [] : ["Cookie: \(jar)"])
    }

    @discardableResult
    func open(_ path: String) async throws -> RawClient.Answer {
        keep(try await ask { [headers] in try await $0.get(path, headers + ["Accept: text/html"]) })
    }

    func json(_ path: String) async throws -> RawClient.Answer {
        keep(try await ask { [headers] in try await $0.get(path, headers + ["Accept: application/json"]) })
    }

    /// Sends a form of the page seen last.
    @discardableResult
    func send(_ path: String, _ fields: [(String, String)] = []) async throws -> RawClient.Answer {
        let form = ([("form_token", token)] + fields).map { "\(Self.escape($0.0))=\(Self.escape($0.1))" }.joined(separator: "&")
        return keep(try await ask { [headers] in try await $0.post(path, form: form, headers + ["Accept: text/html"]) })
    }

    /// Sends a form with files.
    @discardableResult
    func send(_ path: String, _ fields: [(String, String)] = [], files: [(field: String, name: String, bytes: [UInt8])]) async throws -> RawClient.Answer {
        let body = Multipart.body([("form_token", token)] + fields, files: files)
        return keep(try await ask { [headers] in try await $0.post(path, type: Multipart.type, body, headers + ["Accept: text/html"]) })
    }

    /// Opens the page that a form was on and sends the form. Who is asked to try later sees no form to send.
    @discardableResult
    func send(_ path: String, _ fields: [(String, String)] = [], from page: String) async throws -> RawClient.Answer {
        let seen = try await open(page)
        return seen.status == 503 ? seen : try await send(path, fields)
    }

    func signIn(_ email: String, _ password: String) async throws {
        let answer = try await send("/sign-in", [("email", email), ("password", password)], from: "/sign-in")
        guard answer.status == 303 else { throw BrowserFault.refused(answer.status, answer.body) }
        try await open("/account")
    }

    private func keep(_ answer: RawClient.Answer) -> RawClient.Answer {
        for line in answer.all("set-cookie") {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
        }
        if !answer.token.isEmpty { token = answer.token }
        return answer
    }

    static func escape(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                String(UnicodeScalar(byte))
            default: "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
            }
        }.joined()
    }
}

enum BrowserFault: Error {
    case refused(Int, String)
}

/// Forms with files, as browsers write them (RFC 7578).
enum Multipart {
    static let boundary = "----town-tests-boundary-7d3a"
    static let type = "multipart/form-data; boundary=\(boundary)"

    static func body(_ fields: [(String, String)], files: [(field: String, name: String, bytes: [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        for (name, value) in fields { body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8 }
        for file in files {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n".utf8
            body += "Content-Type: application/octet-stream\r\n\r\n".utf8
            body += file.bytes
            body += "\r\n".utf8
        }
        return body + "--\(boundary)--\r\n".utf8
    }
}

extension RawClient.Answer {
    /// Where a redirect leads.
    var location: String { self["location"] ?? "" }
}
