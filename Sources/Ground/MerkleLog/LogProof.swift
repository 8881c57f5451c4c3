import Kernel

/// A proof that stands by itself: index, inclusion proof and signed checkpoint (C2SP tlog-proof).
public struct LogProof: Hashable, Sendable {
    public var index: UInt64
    public var hashes: [TreeHash]
    public var checkpoint: SignedNote
    /// What a reader needs to rebuild the leaf. Nothing vouches for it until the leaf rebuilt from it proves right.
    public var extra: [UInt8]?

    private static let heading = "c2sp.org/tlog-proof@v1"
    /// A tree of 2^64 leaves is 64 levels high.
    static let maximumHashCount = 64

    public init(index: UInt64, hashes: [TreeHash], checkpoint: SignedNote, extra: [UInt8]? = nil) {
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
        self.extra = extra
    }

    /// That a leaf with this data stands in the log of this origin, as one of `keys` signed it.
    @discardableResult
    public func verify(leaf data: [UInt8], origin: String, keys: [NoteKey]) throws(LogError) -> Checkpoint {
        let head = try Checkpoint.open(checkpoint, origin: origin, keys: keys)
        try Verification.inclusion(of: .leaf(data), at: index, in: head.size, root: head.root, proof: hashes)
        return head
    }

    /// The file's text; the usual ending of its name is `.tlog-proof`.
    public var text: String {
        var lines = [Self.heading]
        if let extra { lines.append("extra \(Base64.standard.encode(extra))") }
        lines.append("index \(index)")
        lines += hashes.map(\.base64)
        return lines.joined(separator: "\n") + "\n\n" + checkpoint.description
    }

    public init(parsing bytes: some Collection<UInt8>) throws(LogError) {
        guard bytes.count <= 2 * SignedNote.maximumByteCount else { throw .malformedProof("too large") }
        let bytes = Array(bytes)
        guard let gap = (0..<max(0, bytes.count - 1)).first(where: { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A }),
            let head = String(validating: bytes[..<gap], as: UTF8.self)
        else { throw .malformedProof("no checkpoint behind an empty line") }
        var lines = head.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == Self.heading[...] else { throw .malformedProof("the first line is not \(Self.heading)") }
        if let line = lines.first, line.hasPrefix("extra ") {
            guard let extra = Base64.standard.decode(line.dropFirst(6)) else { throw .malformedProof("the extra data is not Base 64") }
            self.extra = extra
            lines.removeFirst()
        }
        guard let line = lines.popFirst(), line.hasPrefix("index "), let index = UInt64(line.dropFirst(6)), "index \(index)" == line
        else { throw .malformedProof("no index") }
        guard lines.count <= Self.maximumHashCount else { throw .malformedProof("more than \(Self.maximumHashCount) hashes") }
        hashes = []
        for line in lines {
            guard let hash = Base64.standard.decode(line).flatMap({ TreeHash($0) }) else { throw .malformedProof("a line is no hash") }
            hashes.append(hash)
        }
        self.index = index
        checkpoint = try SignedNote(parsing: bytes[(gap + 2)...])
    }
}
