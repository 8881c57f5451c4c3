import Foundation
import Kernel

/// A mail server to hand messages to, and how to reach it.
public struct SMTPServer: Sendable {
    public enum Security: Sendable { case none, startTLS, implicitTLS }

    public var host: String
    public var port: Int
    public var security: Security
    public var user: String?
    public var password: String?
    public var timeoutSeconds = 30

    public init(host: String, port: Int, security: Security, user: String? = nil, password: String? = nil) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
    }

    /// Reads `smtp://user:password@mail.example.org:587` (STARTTLS is demanded, but not of this machine itself) or
    /// `smtps://…` (TLS from the first byte). User and password are percent-encoded.
    ///
    /// - Throws: `COURIER-101`.
    public init(address: String) throws(PolityError) {
        let bad = PolityError(
            .invalid, "COURIER-101", "The mail server's address cannot be read.", hint: "Write it as smtp://user:password@mail.example.org:587 or smtps://…")
        guard let parts = URLComponents(string: address), let host = parts.host, MailAddress("x@" + host) != nil || host == "::1" || host == "[::1]" else {
            throw bad
        }
        guard parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.fragment == nil else { throw bad }
        guard let port = parts.port.map({ (1...65_535).contains($0) ? $0 : -1 }) ?? Optional(parts.scheme == "smtps" ? 465 : 587), port > 0 else { throw bad }
        let isLocal = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        switch parts.scheme {
        case "smtp": self.init(host: host, port: port, security: isLocal ? .none : .startTLS, user: parts.user, password: parts.password)
        case "smtps": self.init(host: host, port: port, security: .implicitTLS, user: parts.user, password: parts.password)
        default: throw bad
        }
    }
}
