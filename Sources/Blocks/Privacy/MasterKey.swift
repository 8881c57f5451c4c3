import Capability
import Crypto
import Kernel

/// The key that wraps every other key: 32 bytes in a file that only the server's user may read.
///
/// It is made at the first start. Whoever has a backup of the keys but not this file has nothing; whoever loses this
/// file has lost every personal value, so it is kept apart from the backups, and twice.
public struct MasterKey: Sendable {
    let key: SymmetricKey
    /// Names the key in what it wrapped, so that a wrong file is told apart from damage. The first bytes of the key's SHA-256.
    let id: [UInt8]

    public init(bytes: [UInt8]) throws {
        guard bytes.count == 32 else {
            throw PolityError(
                .broken, "PERSONAL-103", "The master key is not 32 bytes long.", hint: "Put the right file back; a master key cannot be made again.")
        }
        key = SymmetricKey(data: bytes)
        id = Array(SHA256.hash(data: bytes).prefix(8))
    }

    /// Reads the file at `path`, or makes it when there is none and it may be made.
    ///
    /// - Throws: as `KeyFile`.
    public init(path: String, random: Random, mayBeMade: Bool = true) throws {
        try self.init(bytes: KeyFile(for: "personal data", at: path).bytes(random: random, mayBeMade: mayBeMade))
    }
}
