/// A square of a grid of longitude and latitude, halved again and again: level 0 holds the whole earth, a square of
/// level 28 is two micro-degrees wide.
///
/// Its id interleaves the two coordinates' bits (Morton, 1966) and ends with a one and zeros that tell the level, so that
/// the ids of all squares inside a square lie in one range around it. It fits a signed 64-bit integer.
struct Cell: Hashable {
    static let deepest = 28

    let level: Int
    let column: Int
    let row: Int

    var id: Int64 {
        let path = Self.spread(column) | Self.spread(row) << 1
        let below = 2 * (Self.deepest - level)
        return Int64(path << 1 | 1) << Int64(below)
    }

    private var marker: Int64 { 1 << Int64(2 * (Self.deepest - level)) }

    /// The lowest and highest id of this square and the squares inside it.
    var first: Int64 { id - marker + 1 }
    var last: Int64 { id + marker - 1 }

    /// The larger squares that hold this one, nearest first.
    var ancestors: [Cell] {
        (0..<level).reversed().map { Cell(level: $0, column: column >> (level - $0), row: row >> (level - $0)) }
    }

    /// One to four squares of one level that cover a box which does not cross the 180th meridian: the deepest level
    /// whose squares are no smaller than the box.
    static func covering(_ box: Box) -> [Cell] { covering(box, at: level(for: box)) }

    /// A closer cover, of squares a quarter as wide, for asking: less that is near but not inside has to be passed over.
    static func closelyCovering(_ box: Box) -> [Cell] { covering(box, at: min(deepest, level(for: box) + 2)) }

    /// The ids of all squares inside these, in as few ranges as they join to. A range may take in the id of a larger
    /// square, which lies between those of its quarters.
    static func ranges(of cells: [Cell]) -> [ClosedRange<Int64>] {
        cells.sorted { $0.id < $1.id }.reduce(into: []) { ranges, cell in
            if let last = ranges.last, cell.first - last.upperBound <= 2 {
                ranges[ranges.count - 1] = last.lowerBound...cell.last
            } else {
                ranges.append(cell.first...cell.last)
            }
        }
    }

    private static func level(for box: Box) -> Int {
        let size = max(box.east - box.west, box.north - box.south)
        var level = deepest
        while level > 0 && side(level) <= size { level -= 1 }
        return level
    }

    private static func covering(_ box: Box, at level: Int) -> [Cell] {
        let columns = index(box.west + 180_000_000, level)...index(box.east + 180_000_000, level)
        let rows = index(box.south + 180_000_000, level)...index(box.north + 180_000_000, level)
        return rows.flatMap { row in columns.map { Cell(level: level, column: $0, row: row) } }
    }

    /// The grid is a square of 2^29 micro-degrees, so that each level's side is a whole number.
    private static func side(_ level: Int) -> Int { 1 << (29 - level) }
    private static func index(_ offset: Int, _ level: Int) -> Int { offset >> (29 - level) }

    /// Puts a zero between each two of the lowest 29 bits.
    private static func spread(_ value: Int) -> Int {
        var bits = value & 0x1FFF_FFFF
        bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF
        bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF
        bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F
        bits = (bits | bits << 2) & 0x3333_3333_3333_3333
        return (bits | bits << 1) & 0x5555_5555_5555_5555
    }
}
