import Crypto
import Foundation
import Kernel

/// The public half of a key that signs notes (C2SP signed-note, "Ed25519 signatures").
public struct NoteKey: Hashable, Sendable, CustomStringConvertible {
    /// Not empty, without spaces and without `+`. A log's key has the name of the log's origin.
    public let name: String
    /// 32 bytes (RFC 8032).
    public let publicKey: [UInt8]

    static let ed25519: UInt8 = 0x01

    public init?(name: String, publicKey: [UInt8]) {
        guard Self.isName(name), publicKey.count == 32 else { return nil }
        self.name = name
        self.publicKey = publicKey
    }

    /// `SHA-256(name || 0x0A || 0x01 || public key)[:4]`, big-endian.
    public var id: UInt32 {
        let digest = SHA256.hash(data: Array(name.utf8) + [0x0A, Self.ed25519] + publicKey)
        return digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A key's id as its four bytes, the highest first.
    static func idBytes(_ id: UInt32) -> [UInt8] { withUnsafeBytes(of: id.bigEndian) { Array($0) } }

    func isValid(_ signature: [UInt8], for text: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: text)
    }

    /// A key name is not empty and holds no Unicode space and no plus.
    static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 }
    }

    /// `name+id+key`: the id in hexadecimal, the key with its type byte in Base 64. Publish it beside the log.
    public var description: String {
        "\(name)+\(Hex.encode(Self.idBytes(id)))+\(Base64.standard.encode([Self.ed25519] + publicKey))"
    }

    /// Reads what `description` writes.
    public init(_ text: some StringProtocol) throws(LogError) {
        // The key's Base 64 may hold a plus of its own, so only the first two count.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let key = Base64.standard.decode(parts[2]), key.first == Self.ed25519,
            let made = NoteKey(name: String(parts[0]), publicKey: Array(key.dropFirst())), made.description == String(text)
        else { throw .malformedKey }
        self = made
    }
}

/// A private key that signs notes.
public struct NoteSigner: Sendable {
    public let key: NoteKey
    private let privateKey: Curve25519.Signing.PrivateKey

    /// - Parameter seed: the 32 bytes of an Ed25519 private key (RFC 8032, section 5.1.5).
    public init?(name: String, seed: [UInt8]) {
        guard let privateKey = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let key = NoteKey(name: name, publicKey: Array(privateKey.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.privateKey = privateKey
    }

    /// The same key under another name; its signatures name that one.
    public func named(_ name: String) -> NoteSigner? { NoteSigner(name: name, seed: Array(privateKey.rawRepresentation)) }

    /// A key for another use than signing, which only the holder of this one can derive (HKDF, RFC 5869).
    public func derivedKey(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: SymmetricKey(data: privateKey.rawRepresentation), info: Data(purpose.utf8), outputByteCount: 32)
    }

    func sign(_ text: [UInt8]) throws(LogError) -> [UInt8] {
        guard let signature = try? privateKey.signature(for: text) else { throw .malformedKey }
        return Array(signature)
    }
}
