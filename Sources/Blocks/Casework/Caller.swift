import Kernel
import Web

/// Who calls casework, in which request, and in which language they are answered.
public struct Caller: Sendable {
    public var actor: Actor
    public var request: RequestID
    /// What a visitor without an account shows to come back to their application.
    public var secret: [UInt8]?
    public var language: Language

    public init(_ actor: Actor, request: RequestID, secret: [UInt8]? = nil, language: Language = .english) {
        self.actor = actor
        self.request = request
        self.secret = secret
        self.language = language
    }
}
