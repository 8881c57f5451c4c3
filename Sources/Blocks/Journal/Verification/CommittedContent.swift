import Crypto
import Kernel
import Store

/// What another block stores and an act commits to by hash: a decision's text, a file.
///
/// ```swift
/// journal.verify(CommittedContent("casework.decision", kinds: ["decision_made"], member: "decision_hash") { act, connection in
///     try Decision.storedHash(of: act.content["decision"]?.string, in: connection)
/// })
/// ```
public struct CommittedContent: Sendable {
    /// For messages: `casework.decision`.
    public var name: String
    /// The kinds of act that commit to it.
    public var kinds: Set<String>
    /// The member of the act's content that holds the hash, as a text.
    public var member: String
    /// An act without the member commits to nothing, and that is no fault.
    public var isOptional: Bool
    /// It is sealed with the key of the person whom the act is about, so that both are erased together or not at all.
    public var endsWithAct: Bool
    /// The hash of what is stored now, in the same form; erased when it cannot be read any more; nil when it is gone.
    public var hash: @Sendable (_ act: Act, _ connection: Connection) throws -> Opened<String>?
    /// What is stored without any act that commits to it, by id. At most a hundred are asked for.
    public var orphans: @Sendable (_ connection: Connection) throws -> [String]

    public init(
        _ name: String, kinds: Set<String>, member: String, isOptional: Bool = false, endsWithAct: Bool = false,
        hash: @escaping @Sendable (_ act: Act, _ connection: Connection) throws -> Opened<String>?,
        orphans: @escaping @Sendable (_ connection: Connection) throws -> [String] = { _ in [] }
    ) {
        self.name = name
        self.kinds = kinds
        self.member = member
        self.isOptional = isOptional
        self.endsWithAct = endsWithAct
        self.hash = hash
        self.orphans = orphans
    }

    /// The hash of a value, as acts hold it: SHA-256 of its canonical JSON (RFC 8785), in hexadecimal.
    public static func hash(of value: JSON) -> String { Hex.encode(SHA256.hash(data: value.canonicalBytes)) }
}
