import Kernel

/// A request to another system.
public struct OutboundRequest: Sendable, Hashable {
    public var method: String
    /// `https://…`; `http://` only to this machine itself, unless `allowsPlainText`.
    public var url: String
    public var headers: [(name: String, value: String)] {
        get { fields.map { ($0.name, $0.value) } }
        set { fields = newValue.map { Field(name: $0.name, value: $0.value) } }
    }
    public var body: [UInt8]
    public var timeoutSeconds = 20
    /// The longest body that is taken in answer.
    public var maximumReplyBytes = 4 << 20
    /// 0 hands a redirect back as the answer.
    public var maximumRedirects = 0
    public var allowsPlainText = false

    private struct Field: Sendable, Hashable {
        var name: String
        var value: String
    }
    private var fields: [Field]

    public init(_ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.body = body
        fields = headers.map { Field(name: $0.name, value: $0.value) }
    }
}

public struct OutboundReply: Sendable {
    /// The HTTP status.
    public var status: Int
    /// Of the last answer, in order; names in lower case.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Asks another system over HTTP. Any status is an answer; only a missing answer is a failure.
public struct HTTPSender: Sendable {
    /// - Throws: `DeliveryFailure`; not temporary when the request itself is at fault.
    public var send: @Sendable (OutboundRequest) async throws -> OutboundReply

    public init(send: @escaping @Sendable (OutboundRequest) async throws -> OutboundReply) { self.send = send }
}
