/// Which subtrees a proof consists of, found without reading anything: fetch the hashes of `nodes`, then `assemble`.
public struct ProofPlan: Sendable {
    let ranges: [LeafRange]

    /// The complete subtrees whose hashes the proof needs, in the order `assemble` takes them.
    public var nodes: [TreeNode] { ranges.flatMap(\.peaks) }

    /// - Parameter hashes: one for each of `nodes`.
    public func assemble(_ hashes: [TreeHash]) -> [TreeHash] {
        precondition(hashes.count == nodes.count, "one hash for each node")
        var rest = hashes[...]
        return ranges.map { range in
            let count = range.peaks.count
            defer { rest = rest.dropFirst(count) }
            return TreeHash.join(rest.prefix(count))
        }
    }

    /// The root of a tree of `size` leaves.
    public static func root(size: UInt64) -> ProofPlan { ProofPlan(ranges: [LeafRange(start: 0, end: size)]) }

    /// `PATH(m, D_n)` (RFC 9162, section 2.1.3.1).
    public static func inclusion(of index: UInt64, in size: UInt64) throws(LogError) -> ProofPlan {
        guard index < size else { throw .indexBeyondTree(index: index, size: size) }
        var range = LeafRange(start: 0, end: size)
        var ranges: [LeafRange] = []
        while range.count > 1 {
            let middle = range.start + range.split
            if index < middle {
                ranges.append(LeafRange(start: middle, end: range.end))
                range.end = middle
            } else {
                ranges.append(LeafRange(start: range.start, end: middle))
                range.start = middle
            }
        }
        return ProofPlan(ranges: ranges.reversed())
    }

    /// `PROOF(m, D_n) = SUBPROOF(m, D_n, true)` (RFC 9162, section 2.1.4.1).
    public static func consistency(from old: UInt64, to new: UInt64) throws(LogError) -> ProofPlan {
        guard old <= new else { throw .treeShrank(from: old, to: new) }
        guard old > 0 else { throw .nothingToProve }
        var range = LeafRange(start: 0, end: new)
        var ranges: [LeafRange] = []
        while range.end != old {
            let middle = range.start + range.split
            if old <= middle {
                ranges.append(LeafRange(start: middle, end: range.end))
                range.end = middle
            } else {
                ranges.append(LeafRange(start: range.start, end: middle))
                range.start = middle
            }
        }
        // SUBPROOF(m, D[m], b) names the old tree's last part, unless that is the whole old tree, whose root is known.
        if range.start != 0 { ranges.append(range) }
        return ProofPlan(ranges: ranges.reversed())
    }
}
