/// The entries of up to 256 leaves in one file (C2SP tlog-tiles, "Log entries").
public struct EntryBundle: Hashable, Sendable {
    /// Each at most 65,535 bytes; hashed with `TreeHash.leaf` they give the level 0 tile of the same index.
    public var entries: [[UInt8]]

    public init(entries: [[UInt8]]) { self.entries = entries }

    /// Entries with their lengths as 16-bit big-endian numbers in front.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            let length = UInt16(entry.count)
            bytes.append(UInt8(length >> 8))
            bytes.append(UInt8(length & 255))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }

    public init(bytes: [UInt8]) throws(LogError) {
        entries = []
        var rest = bytes[...]
        while let high = rest.popFirst() {
            guard let low = rest.popFirst(), entries.count < TileAddress.fullWidth else { throw .malformedBundle }
            let length = Int(high) << 8 | Int(low)
            guard rest.count >= length else { throw .malformedBundle }
            entries.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
    }

    /// `x001/234.p/56`: what stands behind `tile/entries/`.
    public static func path(index: UInt64, width: Int) -> String { TileAddress.indexPath(index, width: width) }

    /// - Returns: nil for any text that `path(index:width:)` does not write.
    public static func read(path: some StringProtocol) -> (index: UInt64, width: Int)? { TileAddress.readIndexPath(path) }
}
