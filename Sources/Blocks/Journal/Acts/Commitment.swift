import Crypto
import Kernel

/// What stands in the public log for an act: SHA-256 of 32 random bytes and the canonical act, the entry of one leaf.
///
/// The random bytes (the salt) make it useless to guess an act and compare. Once they are destroyed, together with the
/// subject's key, nobody can tell any more which act it was, and the log verifies as before.
public struct Commitment: Sendable, Hashable {
    public static let saltByteCount = 32

    /// 32 bytes; the log's entry.
    public let bytes: [UInt8]

    public init(act: [UInt8], salt: [UInt8]) {
        precondition(salt.count == Self.saltByteCount, "a salt has \(Self.saltByteCount) bytes")
        var hasher = SHA256()
        hasher.update(data: salt)
        hasher.update(data: act)
        bytes = Array(hasher.finalize())
    }
}
