/// Consecutive hashes with their place (C2SP tlog-tiles).
public struct Tile: Hashable, Sendable {
    public var address: TileAddress
    public var hashes: [TreeHash]

    public init(address: TileAddress, hashes: [TreeHash]) {
        self.address = address
        self.hashes = hashes
    }

    /// The hashes one behind the other, as a tile is stored and served.
    public var bytes: [UInt8] { hashes.flatMap(\.bytes) }

    /// Reads as many hashes as the address asks for; a wider tile stands for each narrower one.
    ///
    /// - Throws: `.missingTile` when there are too few bytes.
    public init(address: TileAddress, bytes: [UInt8]) throws(LogError) {
        let needed = address.width * TreeHash.byteCount
        guard bytes.count >= needed else { throw .missingTile(address) }
        self.address = address
        hashes = stride(from: 0, to: needed, by: TreeHash.byteCount).compactMap { TreeHash(bytes[$0..<$0 + TreeHash.byteCount]) }
    }
}

/// The one thing a log's tree needs from the outside: tiles, from a database, over HTTP or from memory.
public protocol TileReader: Sendable {
    /// One tile for each address, as wide as the address says.
    func tiles(_ addresses: [TileAddress]) async throws -> [Tile]
}
