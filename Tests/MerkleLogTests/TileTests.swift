import MerkleLog
import Testing

@Suite struct TileTests {
    @Test(arguments: [
        ("0/000", TileAddress(level: 0, index: 0)),
        ("0/x001/x234/067", TileAddress(level: 0, index: 1_234_067)),
        ("1/001.p/17", TileAddress(level: 1, index: 1, width: 17)),
        ("63/x001/000.p/255", TileAddress(level: 63, index: 1_000, width: 255)),
        ("0/x018/x446/x744/x073/x709/x551/615", TileAddress(level: 0, index: .max)),
    ]) func paths(path: String, address: TileAddress) {
        #expect(address.path == path)
        #expect(TileAddress(path: path) == address)
    }

    @Test(arguments: [
        "", "0", "0/", "0/0", "0/0000", "0/x000/001", "0/001/000", "0/x001", "00/000", "64/000", "-1/000", "0/000.p/0", "0/000.p/256", "0/000.p/01",
        "0/000.p", "0/000.p/", "0/.p/5", "0/x1/000", "0/x+01/000", "0/001.p/5/6", "0/../000", "0/x018/x446/x744/x073/x709/x551/616",
        "0/x001/x018/x446/x744/x073/x709/x551/615",
    ]) func refusedPaths(path: String) {
        #expect(TileAddress(path: path) == nil)
    }

    /// The example of tlog-tiles: a tree of 70,000.
    @Test func rightEdge() {
        #expect(TileAddress.rightEdge(of: 70_000).map(\.path) == ["0/273.p/112", "1/001.p/17", "2/000.p/1"])
        #expect(TileAddress.rightEdge(of: 256).map(\.path) == ["1/000.p/1"])
        #expect(TileAddress.rightEdge(of: 0).isEmpty)
    }

    /// The same example, grown: 273 full tiles and one partial at level 0, one full at level 1, and so on.
    @Test func tilesWritten() {
        var log = TilesInMemory()
        for start in stride(from: 0, to: 70_000, by: 1_000) { log.append(leaves(start..<start + 1_000)) }
        let widths = Dictionary(grouping: log.tiles, by: \.key.level).mapValues { $0.map(\.value.count).sorted() }
        #expect(widths[0] == [112] + Array(repeating: 256, count: 273))
        #expect(widths[1] == [17, 256])
        #expect(widths[2] == [1])
        #expect(widths.count == 3)
    }

    @Test func bundles() throws {
        let entries: [[UInt8]] = [[], [1], Array(repeating: 7, count: 300)]
        let bytes = EntryBundle(entries: entries).bytes
        #expect(bytes.prefix(7) == [0, 0, 0, 1, 1, 1, 44])
        #expect(try EntryBundle(bytes: bytes).entries == entries)
        #expect(throws: LogError.malformedBundle) { try EntryBundle(bytes: bytes.dropLast()) }
        #expect(throws: LogError.malformedBundle) { try EntryBundle(bytes: [0]) }
        #expect(throws: LogError.malformedBundle) { try EntryBundle(bytes: Array(repeating: 0, count: 2 * 257)) }
        #expect(EntryBundle.path(index: 1_234, width: 56) == "x001/234.p/56")
    }

    @Test func shortTile() {
        #expect(throws: LogError.self) { try Tile(address: TileAddress(level: 0, index: 0, width: 2), bytes: Array(repeating: 0, count: 63)) }
    }
}
