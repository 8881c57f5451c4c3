import Kernel
import MerkleLog

/// All that somebody needs to find an act genuine, without asking anyone: the act, its salt, and the proof that its
/// commitment stands in the signed log. A certificate carries it.
public struct ActProof: Sendable, Hashable {
    /// The canonical act (RFC 8785).
    public let act: [UInt8]
    public let salt: [UInt8]
    public let log: LogProof

    init(act: [UInt8], salt: [UInt8], log: LogProof) {
        self.act = act
        self.salt = salt
        self.log = log
    }

    /// Checks everything: commitment, place in the tree, signature.
    ///
    /// - Returns: the act, which may now be believed, and the checkpoint it was proved with.
    /// - Throws: a `LogError` or a `PolityError` that says what does not hold.
    @discardableResult
    public func verify(origin: String, keys: [NoteKey]) throws -> (act: Act, id: ActID, checkpoint: Checkpoint) {
        let checkpoint = try log.verify(leaf: Commitment(act: act, salt: salt).bytes, origin: origin, keys: keys)
        let canonical = try CanonicalAct(parsing: act)
        return (canonical.act, canonical.id, checkpoint)
    }

    /// The file attached to a certificate: the act as it stands in it, the salt, and the proof in C2SP's tlog-proof form.
    public var json: JSON {
        [
            "form": "polity-act-proof-1",
            "act": .string(String(decoding: act, as: UTF8.self)),
            "salt": .string(Base64.standard.encode(salt)),
            "proof": .string(log.text),
        ]
    }

    /// Reads `json`; nothing in it may be believed before `verify`.
    public init(json: JSON) throws {
        guard json["form"]?.string == "polity-act-proof-1", let act = json["act"]?.string, let proof = json["proof"]?.string,
            let salt = (json["salt"]?.string).flatMap({ Base64.standard.decode($0) }), salt.count == Commitment.saltByteCount
        else { throw JournalFault.badCertificate("a part is missing") }
        self.init(act: Array(act.utf8), salt: salt, log: try LogProof(parsing: proof.utf8))
    }

    /// The salt and the proof in the fewest characters, for a QR code; the act itself is what the certificate says.
    /// About 43 characters a doubling of the log, and 150 besides.
    public func compact(key: NoteKey) -> String? { log.compact(key: key).map { Base64.url.encode(salt) + "." + $0 } }

    /// - Parameter act: the canonical act, rebuilt from what the certificate says.
    public init(compact text: some StringProtocol, act: [UInt8], origin: String, key: NoteKey) throws {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let salt = Base64.url.decode(parts[0]), salt.count == Commitment.saltByteCount else {
            throw JournalFault.badCertificate("the compact form is damaged")
        }
        let leaf = Commitment(act: act, salt: salt).bytes
        self.init(act: act, salt: salt, log: try LogProof(compact: parts[1], leaf: leaf, origin: origin, key: key))
    }
}
