/// The right edge of a tree: all that is needed to append leaves, know the root and write the tiles that changed.
public struct GrowingTree: Sendable {
    public private(set) var size: UInt64 = 0
    /// The hashes of each level's partial tile, lowest level first; never 256 of them.
    private var edge: [[TreeHash]] = []
    private var completed: [Tile] = []
    private var sizeAtLastTake: UInt64 = 0

    /// The empty tree.
    public init() {}

    /// A tree of `size` leaves, to be continued.
    ///
    /// - Parameter tiles: those of `TileAddress.rightEdge(of: size)`, in any order.
    /// - Throws: `.missingTile` when one is absent.
    public init(size: UInt64, rightEdge tiles: [Tile]) throws(LogError) {
        self.size = size
        sizeAtLastTake = size
        for address in TileAddress.rightEdge(of: size) {
            guard let tile = tiles.first(where: { $0.address == address }), tile.hashes.count == address.width else { throw .missingTile(address) }
            while edge.count < address.level { edge.append([]) }
            edge.append(tile.hashes)
        }
    }

    /// Appends a leaf by its hash; its index is the size before. O(1) amortised.
    public mutating func append(_ leaf: TreeHash) {
        var hash = leaf
        var level = 0
        while true {
            if edge.count == level { edge.append([]) }
            edge[level].append(hash)
            guard edge[level].count == TileAddress.fullWidth else { break }
            // A full tile's root is one hash of the level above; only full tiles are hashed upwards.
            let index = size >> UInt64(8 * (level + 1))
            completed.append(Tile(address: TileAddress(level: level, index: index), hashes: edge[level]))
            hash = .fold(edge[level][...])
            edge[level] = []
            level += 1
        }
        size += 1
    }

    /// The root over all leaves. Hashes at most 255 hashes a level.
    public var root: TreeHash {
        var peaks: [TreeHash] = []
        for row in edge.reversed() {
            var start = 0
            for bit in (0..<8).reversed() where row.count & (1 << bit) != 0 {
                peaks.append(.fold(row[start..<start + 1 << bit]))
                start += 1 << bit
            }
        }
        return TreeHash.join(peaks)
    }

    /// The partial tiles, lowest level first: those of `TileAddress.rightEdge(of: size)`.
    public var rightEdge: [Tile] { TileAddress.rightEdge(of: size).map { Tile(address: $0, hashes: edge[$0.level]) } }

    /// The tiles that are new or wider since the last call: those filled, then the right edge.
    public mutating func takeChangedTiles() -> [Tile] {
        guard size != sizeAtLastTake else { return [] }
        defer { (completed, sizeAtLastTake) = ([], size) }
        let before = Set(TileAddress.rightEdge(of: sizeAtLastTake))
        return completed + rightEdge.filter { !before.contains($0.address) }
    }
}
