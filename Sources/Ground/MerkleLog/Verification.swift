/// Checks of what somebody else's log says.
public enum Verification {
    /// That a leaf stands at `index` in the tree of `size` leaves with this root (RFC 9162, section 2.1.3.2).
    public static func inclusion(
        of leaf: TreeHash, at index: UInt64, in size: UInt64, root: TreeHash, proof: [TreeHash]
    ) throws(LogError) {
        guard try impliedRoot(of: leaf, at: index, in: size, proof: proof) == root else { throw .rootMismatch }
    }

    /// The root to which an inclusion proof leads; the caller compares it with one that a key has signed.
    public static func impliedRoot(
        of leaf: TreeHash, at index: UInt64, in size: UInt64, proof: [TreeHash]
    ) throws(LogError) -> TreeHash {
        guard index < size else { throw .indexBeyondTree(index: index, size: size) }
        var (fn, sn) = (index, size - 1)
        var r = leaf
        for p in proof {
            guard sn != 0 else { throw .wrongProofLength }
            if fn & 1 == 1 || fn == sn {
                r = .node(p, r)
                while fn & 1 == 0 && fn != 0 { (fn, sn) = (fn >> 1, sn >> 1) }
            } else {
                r = .node(r, p)
            }
            (fn, sn) = (fn >> 1, sn >> 1)
        }
        guard sn == 0 else { throw .wrongProofLength }
        return r
    }

    /// That the tree of `old` leaves is the beginning of the tree of `new` leaves (RFC 9162, section 2.1.4.2).
    ///
    /// The RFC speaks of 0 < old < new. Equal sizes need equal roots and no proof; old = 0 is refused, because a proof
    /// from the empty tree says nothing and a caller who asks for one has lost its checkpoint.
    public static func consistency(
        from old: UInt64, root oldRoot: TreeHash, to new: UInt64, root newRoot: TreeHash, proof: [TreeHash]
    ) throws(LogError) {
        guard old <= new else { throw .treeShrank(from: old, to: new) }
        guard old > 0 else { throw .nothingToProve }
        guard old < new else {
            guard proof.isEmpty else { throw .wrongProofLength }
            guard oldRoot == newRoot else { throw .rootMismatch }
            return
        }
        // Step 2: when the old tree is complete, its root is the first node, which the proof leaves out.
        var path = proof[...]
        guard let first = old.nonzeroBitCount == 1 ? oldRoot : path.popFirst() else { throw .wrongProofLength }
        var (fn, sn) = (old - 1, new - 1)
        while fn & 1 == 1 { (fn, sn) = (fn >> 1, sn >> 1) }
        var (fr, sr) = (first, first)
        for c in path {
            guard sn != 0 else { throw .wrongProofLength }
            if fn & 1 == 1 || fn == sn {
                fr = .node(c, fr)
                sr = .node(c, sr)
                while fn & 1 == 0 && fn != 0 { (fn, sn) = (fn >> 1, sn >> 1) }
            } else {
                sr = .node(sr, c)
            }
            (fn, sn) = (fn >> 1, sn >> 1)
        }
        guard sn == 0 else { throw .wrongProofLength }
        guard fr == oldRoot else { throw .oldRootMismatch }
        guard sr == newRoot else { throw .rootMismatch }
    }
}
