import Crypto
import Kernel

/// A hash of the Merkle tree: SHA-256, 32 bytes.
///
/// It lies in four words rather than in an array, so that a tile of 256 of them is one block of memory.
public struct TreeHash: Hashable, Sendable, CustomStringConvertible {
    public static let byteCount = 32

    private var words: Words

    private struct Words: Hashable, Sendable {
        var a: UInt64 = 0, b: UInt64 = 0, c: UInt64 = 0, d: UInt64 = 0
    }

    /// - Returns: nil unless there are exactly 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(checked: bytes)
    }

    /// - Parameter checked: 32 bytes.
    private init(checked bytes: some Sequence<UInt8>) {
        words = Words()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: Array(bytes)) }
    }

    init(_ digest: SHA256.Digest) {
        words = Words()
        digest.withUnsafeBytes { source in withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: source) } }
    }

    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// Standard Base 64, as checkpoints and proofs write it.
    public var base64: String { Base64.standard.encode(bytes) }

    public var description: String { base64 }

    func update(_ hasher: inout SHA256) { withUnsafeBytes(of: words) { hasher.update(bufferPointer: $0) } }
}

// RFC 9162, section 2.1.1: the leaf's and the node's hash begin with different bytes, so that no node can pass for a leaf.
extension TreeHash {
    /// `MTH({}) = HASH()`.
    public static let emptyTree = TreeHash(SHA256().finalize())

    /// `MTH({d[0]}) = HASH(0x00 || d[0])`.
    public static func leaf(_ data: [UInt8]) -> TreeHash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x00)) { hasher.update(bufferPointer: $0) }
        data.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return TreeHash(hasher.finalize())
    }

    /// `MTH(D_n) = HASH(0x01 || MTH(D[0:k]) || MTH(D[k:n]))`.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x01)) { hasher.update(bufferPointer: $0) }
        left.update(&hasher)
        right.update(&hasher)
        return TreeHash(hasher.finalize())
    }

    /// The root over complete subtrees that get smaller from left to right.
    ///
    /// In RFC 9162's definition k is the largest power of two below n, so the left part of each split is complete and
    /// the rest is split again: the smallest two join first.
    static func join(_ peaks: some BidirectionalCollection<TreeHash>) -> TreeHash {
        guard var root = peaks.last else { return emptyTree }
        for peak in peaks.dropLast().reversed() { root = node(peak, root) }
        return root
    }

    /// The root over hashes whose count is a power of two.
    static func fold(_ hashes: ArraySlice<TreeHash>) -> TreeHash {
        precondition(hashes.count.nonzeroBitCount == 1, "a complete subtree has a power of two of leaves")
        var row = Array(hashes)
        while row.count > 1 { row = stride(from: 0, to: row.count, by: 2).map { node(row[$0], row[$0 + 1]) } }
        return row[0]
    }
}
