/// A complete subtree: at `level` it has 2^level leaves, and it is the `index`-th of its kind from the left.
/// Its hash never changes once it has all its leaves.
public struct TreeNode: Hashable, Sendable {
    public var level: Int
    public var index: UInt64

    public init(level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }
}

/// The leaves from `start` up to but not including `end`: a subtree that a proof names, complete or at the right edge.
struct LeafRange: Hashable, Sendable {
    var start: UInt64
    var end: UInt64

    var count: UInt64 { end - start }

    /// Where RFC 9162, section 2.1.1 splits a tree of `count` leaves: the largest power of two below it.
    var split: UInt64 { 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }

    /// The complete subtrees that make it up, largest first. `start` is a multiple of the first one's size, as every
    /// split leaves it.
    var peaks: [TreeNode] {
        var peaks: [TreeNode] = []
        var position = start
        for level in (0..<64).reversed() where count & (1 << UInt64(level)) != 0 {
            peaks.append(TreeNode(level: level, index: position >> UInt64(level)))
            position += 1 << UInt64(level)
        }
        return peaks
    }
}
