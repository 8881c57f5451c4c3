import Crypto
import Kernel
import MerkleLog

/// Tells rows that this government wrote from rows that somebody slipped into the store: HMAC-SHA-256 (RFC 2104) under a key that lies with the
/// log's own and not in the store. What has no seal is neither signed nor committed to.
public struct RowSeal: Sendable {
    private let key: SymmetricKey

    /// - Parameter table: what the rows are of; each has a key of its own.
    init(_ signer: NoteSigner, for table: String) { key = signer.derivedKey(for: "polity/row/1/\(table)") }

    public func code(over bytes: [UInt8]) -> [UInt8] { Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key)) }

    public func fits(_ code: [UInt8]?, over bytes: [UInt8]) -> Bool {
        guard let code else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: key)
    }
}

extension Journal {
    /// For another block's rows, until an act commits to them.
    public func seal(for table: String) -> RowSeal { RowSeal(log.signer, for: table) }

    /// What is sealed of an act that waits for its place.
    static func waiting(_ id: ActID, _ commitment: [UInt8]) -> [UInt8] { Array(id.text.utf8) + commitment }
}
