public import Kernel

/// Who a request comes from, as `Authenticate` found out.
public struct Session: Sendable {
    /// What form tokens are bound to. Never the secret itself: its digest or a row's id.
    public var id: String
    public var actor: Actor
    /// Shown in the page's head to the person alone.
    public var name: String?
    /// The person's chosen language, before the browser's.
    public var language: String?

    public init(id: String, actor: Actor, name: String? = nil, language: String? = nil) {
        self.id = id
        self.actor = actor
        self.name = name
        self.language = language
    }
}

/// What a request shows for itself.
public struct Credentials: Sendable {
    public enum Proof: Sendable {
        /// The session cookie's value.
        case session(String)
        /// `Authorization: Bearer` (RFC 6750).
        case bearer(String)
    }

    public var proof: Proof
    public var client: String
    public var now: Instant

    public init(proof: Proof, client: String, now: Instant) {
        self.proof = proof
        self.client = client
        self.now = now
    }
}

/// Finds the session behind a cookie or token; nil when it is unknown, ended or forged.
public typealias Authenticate = @Sendable (Credentials) async throws -> Session?
