import Crypto
import Kernel

/// 256 random bits that a person or machine shows; only their hash is kept. The bits cannot be guessed, so one pass of
/// SHA-256 is enough, and looking the hash up tells an attacker's clock nothing about the secret.
struct Secret: Sendable {
    private let bytes: [UInt8]
    let hash: [UInt8]

    /// What is handed out.
    var text: String { Base64.url.encode(bytes) }

    init(random: Random) { self.init(bytes: random.bytes(32)) }

    /// - Returns: nil for what cannot be one.
    init?(text: String) {
        guard text.utf8.count == 43, let bytes = Base64.url.decode(text), bytes.count == 32 else { return nil }
        self.init(bytes: bytes)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        hash = Array(SHA256.hash(data: bytes))
    }
}
