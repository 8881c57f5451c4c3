import MerkleLog

/// RFC 9162, section 2.1, word for word and without any care for speed: what the tree is compared with.
enum NaiveTree {
    static func root(_ leaves: ArraySlice<[UInt8]>) -> TreeHash {
        guard leaves.count > 1 else { return leaves.first.map { TreeHash.leaf($0) } ?? .emptyTree }
        let k = split(leaves.count)
        return .node(root(leaves.prefix(k)), root(leaves.dropFirst(k)))
    }

    static func path(_ m: Int, _ leaves: ArraySlice<[UInt8]>) -> [TreeHash] {
        guard leaves.count > 1 else { return [] }
        let k = split(leaves.count)
        return m < k
            ? path(m, leaves.prefix(k)) + [root(leaves.dropFirst(k))]
            : path(m - k, leaves.dropFirst(k)) + [root(leaves.prefix(k))]
    }

    static func proof(_ m: Int, _ leaves: ArraySlice<[UInt8]>, _ isWhole: Bool = true) -> [TreeHash] {
        if m == leaves.count { return isWhole ? [] : [root(leaves)] }
        let k = split(leaves.count)
        return m <= k
            ? proof(m, leaves.prefix(k), isWhole) + [root(leaves.dropFirst(k))]
            : proof(m - k, leaves.dropFirst(k), false) + [root(leaves.prefix(k))]
    }

    /// The largest power of two smaller than `count`.
    static func split(_ count: Int) -> Int {
        var k = 1
        while k * 2 < count { k *= 2 }
        return k
    }
}

/// A log in memory, kept as tiles.
struct TilesInMemory: TileReader {
    private(set) var tree = GrowingTree()
    private(set) var tiles: [Place: [TreeHash]] = [:]

    struct Place: Hashable {
        var level: Int
        var index: UInt64
    }

    mutating func append(_ leaves: some Sequence<[UInt8]>) {
        for leaf in leaves { tree.append(.leaf(leaf)) }
        for tile in tree.takeChangedTiles() { tiles[Place(level: tile.address.level, index: tile.address.index)] = tile.hashes }
    }

    func tiles(_ addresses: [TileAddress]) async throws -> [Tile] {
        try addresses.map { address in
            guard let row = tiles[Place(level: address.level, index: address.index)], row.count >= address.width else {
                throw LogError.missingTile(address)
            }
            return Tile(address: address, hashes: Array(row.prefix(address.width)))
        }
    }
}

/// Leaf data that tell each other apart.
func leaves(_ range: Range<Int>) -> [[UInt8]] { range.map { Array("leaf \($0)".utf8) } }
