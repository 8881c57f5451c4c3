import Kernel

/// The same proof in the fewest characters, for a link or a QR code.
///
/// Left out is whatever the reader has or can work out: the log's origin, and the root, to which the hashes lead. The
/// signature is over the whole checkpoint, so a wrong guess cannot pass. In bytes: the version 1; index and size, each
/// with its count of bytes in front; the hashes behind theirs; the 64 of the Ed25519 signature.
extension LogProof {
    /// URL-safe Base 64; about 43 characters a doubling of the log, and 100 besides.
    ///
    /// - Returns: nil when the checkpoint is not signed by `key` or has extension lines.
    public func compact(key: NoteKey) -> String? {
        guard let signature = checkpoint.signatures.first(where: { $0.name == key.name && $0.keyID == key.id }), signature.bytes.count == 64,
            let head = try? Checkpoint(text: checkpoint.text), head.extensions.isEmpty, hashes.count <= Self.maximumHashCount
        else { return nil }
        var bytes: [UInt8] = [1]
        for number in [index, head.size] {
            let digits = Self.digits(number)
            bytes.append(UInt8(digits.count))
            bytes += digits
        }
        bytes.append(UInt8(hashes.count))
        bytes += hashes.flatMap(\.bytes)
        return Base64.url.encode(bytes + signature.bytes)
    }

    /// Rebuilds the proof for a leaf. It still has to be verified.
    public init(compact text: some StringProtocol, leaf data: [UInt8], origin: String, key: NoteKey) throws(LogError) {
        guard text.utf8.count < 4096, let bytes = Base64.url.decode(text) else { throw .malformedProof("not URL-safe Base 64") }
        var rest = bytes[...]
        guard rest.popFirst() == 1, let index = Self.number(&rest), let size = Self.number(&rest), let count = rest.popFirst(),
            Int(count) <= Self.maximumHashCount, rest.count == Int(count) * TreeHash.byteCount + 64
        else { throw .malformedProof("the compact form is damaged") }
        var hashes: [TreeHash] = []
        for _ in 0..<count {
            if let hash = TreeHash(rest.prefix(TreeHash.byteCount)) { hashes.append(hash) }
            rest = rest.dropFirst(TreeHash.byteCount)
        }
        let root = try Verification.impliedRoot(of: .leaf(data), at: index, in: size, proof: hashes)
        let head = Checkpoint(origin: origin, size: size, root: root)
        var note = try SignedNote(head.text, signedBy: [])
        note.signatures = [SignedNote.Signature(name: key.name, keyID: key.id, bytes: Array(rest))]
        self.init(index: index, hashes: hashes, checkpoint: note)
    }

    /// Big-endian without leading zeros; none for zero.
    private static func digits(_ number: UInt64) -> [UInt8] {
        Array(stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }.drop { $0 == 0 })
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        guard let count = rest.popFirst(), count <= 8, rest.count >= Int(count) else { return nil }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count)).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
