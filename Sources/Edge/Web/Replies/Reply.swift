public import Kernel

/// The answer of a handler: for a program the output, for a browser the page of the same answer.
public struct Reply: Sendable {
    public enum Body: Sendable {
        case page(@Sendable () throws -> Page)
        /// A `Location` with 303 after a POST (RFC 9110, section 15.4.4); a program gets the output instead.
        case redirect(to: String)
        case file(Download)
        /// Anything else, whole: `contentType` and bytes.
        case bytes(contentType: String, [UInt8])
        case nothing
    }

    public var status: Int
    /// Made only when a program asks for it.
    let output: @Sendable () -> JSON
    public var body: Body
    public var faults: [Fault]
    public var cookies: [Cookie]
    public var headers: [Header]
    /// How long anybody may show its bytes again without asking; afterwards they ask whether they are still the same.
    var keptForSeconds: Int?
    var sessionChange: SessionChange

    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    enum SessionChange: Sendable {
        case none
        case start(token: String, lifetimeSeconds: Int?)
        case end
    }

    /// A page and, for programs, its output. Each is made only when it is wanted.
    public init(_ output: @autoclosure @escaping @Sendable () -> JSON = .null, status: Int = 200, page: @escaping @Sendable () throws -> Page) {
        self.init(output: output(), status: status, body: .page(page))
    }

    public init(output: @autoclosure @escaping @Sendable () -> JSON, status: Int = 200, body: Body = .nothing, faults: [Fault] = []) {
        self.output = output
        self.status = status
        self.body = body
        self.faults = faults
        cookies = []
        headers = []
        sessionChange = .none
    }

    public static func redirect(to path: String, output: JSON = .null) -> Reply { Reply(output: output, body: .redirect(to: path)) }

    public static func file(_ download: Download) -> Reply { Reply(output: .null, body: .file(download)) }

    /// 422: the same page again with what is wrong and everything that was answered; programs get a problem document.
    public static func invalid(_ faults: [Fault], page: @escaping @Sendable () throws -> Page) -> Reply {
        Reply(output: .null, status: 422, body: .page(page), faults: faults)
    }

    /// The browser holds `token` from now on; any earlier session of it is no longer sent.
    /// - Parameter lifetimeSeconds: nil ends it with the browser.
    public func startingSession(token: String, lifetimeSeconds: Int? = nil) -> Reply {
        var reply = self
        reply.sessionChange = .start(token: token, lifetimeSeconds: lifetimeSeconds)
        return reply
    }

    public func endingSession() -> Reply {
        var reply = self
        reply.sessionChange = .end
        return reply
    }

    public func setting(_ cookie: Cookie) -> Reply {
        var reply = self
        reply.cookies.append(cookie)
        return reply
    }

    /// The page shows files of this site in frames. No other page may hold a frame.
    public func framingFiles(_ isFraming: Bool) -> Reply {
        isFraming ? header("Content-Security-Policy", SecurityHeaders.policyWithFrames) : self
    }

    /// What is the same for everybody and may be some seconds old. Only whole bytes can be kept.
    public func kept(forSeconds seconds: Int) -> Reply {
        var reply = self
        reply.keptForSeconds = seconds
        return reply
    }

    public func header(_ name: String, _ value: String) -> Reply {
        var reply = self
        reply.headers.append(Header(name, value))
        return reply
    }
}

/// A cookie of the site: HttpOnly, SameSite=Lax and, over https, Secure always.
public struct Cookie: Sendable, Hashable {
    public var name: String
    public var value: String
    /// nil ends it with the browser; 0 deletes it.
    public var lifetimeSeconds: Int?

    public init(_ name: String, _ value: String, lifetimeSeconds: Int? = nil) {
        self.name = name
        self.value = value
        self.lifetimeSeconds = lifetimeSeconds
    }
}

/// What is wrong with one field, in the reader's language.
public struct Fault: Sendable, Hashable {
    /// The field's name, which is also the id of its control on the page.
    public var field: String
    public var message: String
    public var code: String

    public init(field: String, message: String, code: String = "WEB-422") {
        self.field = field
        self.message = message
        self.code = code
    }
}
