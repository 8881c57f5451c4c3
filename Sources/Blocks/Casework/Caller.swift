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

extension Caller {
    /// The organisations whose cases the caller supervises, in order; there may be none.
    ///
    /// - Throws: `CASE-415` without the permission to supervise.
    func supervised() throws -> [String] {
        guard actor.may(.superviseCases) else { throw CaseFault.notYours }
        return actor.supervised.sorted()
    }
}
