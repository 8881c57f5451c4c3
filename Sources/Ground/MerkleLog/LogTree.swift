/// A log's tree at one size, read through its tiles.
public struct LogTree<Reader: TileReader>: Sendable {
    public var size: UInt64
    private let reader: Reader

    public init(size: UInt64, reader: Reader) {
        self.size = size
        self.reader = reader
    }

    public func root() async throws -> TreeHash {
        guard size > 0 else { return .emptyTree }
        return try await hashes(for: .root(size: size))[0]
    }

    /// The hashes from the leaf's sibling up to the root's child. Reads O(log size) tiles.
    public func inclusionProof(of index: UInt64) async throws -> [TreeHash] {
        try await hashes(for: .inclusion(of: index, in: size))
    }

    /// The proof that the tree of `old` leaves is the beginning of this one. Reads O(log size) tiles.
    public func consistencyProof(from old: UInt64) async throws -> [TreeHash] {
        try await hashes(for: .consistency(from: old, to: size))
    }

    private func hashes(for plan: ProofPlan) async throws -> [TreeHash] {
        let addresses = plan.tiles(in: size)
        let tiles = try await reader.tiles(addresses)
        return try plan.assemble(from: tiles, in: size)
    }
}

extension ProofPlan {
    /// The tiles to read for this plan in a tree of `size` leaves, each once.
    public func tiles(in size: UInt64) -> [TileAddress] {
        var seen: Set<TileAddress> = []
        return nodes.map { TileAddress.holding($0, in: size).tile }.filter { seen.insert($0).inserted }
    }

    /// - Throws: `.missingTile` for one of `tiles(in:)` that is not among `tiles`.
    public func assemble(from tiles: [Tile], in size: UInt64) throws(LogError) -> [TreeHash] {
        let byAddress = Dictionary(tiles.map { ($0.address, $0.hashes) }, uniquingKeysWith: { first, _ in first })
        var hashes: [TreeHash] = []
        for node in nodes {
            let (address, place) = TileAddress.holding(node, in: size)
            guard let row = byAddress[address], row.count >= place.upperBound else { throw .missingTile(address) }
            hashes.append(.fold(row[place]))
        }
        return assemble(hashes)
    }
}
