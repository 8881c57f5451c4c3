import Kernel

/// Where 1 to 256 consecutive hashes of one height lie (C2SP tlog-tiles, "Merkle Tree").
///
/// At level 0 they are leaf hashes; a hash at level l is the root of a full tile at level l - 1.
public struct TileAddress: Hashable, Sendable {
    public static let fullWidth = 256

    public var level: Int
    public var index: UInt64
    /// 256 for a full tile; 1 to 255 for the one at the right edge.
    public var width: Int

    public init(level: Int, index: UInt64, width: Int = fullWidth) {
        self.level = level
        self.index = index
        self.width = width
    }

    /// `0/x001/234.p/56`: what stands behind `tile/`.
    public var path: String { "\(level)/\(Self.indexPath(index, width: width))" }

    /// - Returns: nil for any text that `path` does not write.
    public init?(path: some StringProtocol) {
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let level = Self.number(parts[0]), level < 64, let (index, width) = Self.readIndexPath(parts[1]) else { return nil }
        self.init(level: Int(level), index: index, width: width)
    }

    /// The tiles that hold exactly a tree of `size` leaves at its right edge, one a level where that level's last tile
    /// is partial ("Partial Tiles": `floor(s / 256**l) mod 256` hashes).
    public static func rightEdge(of size: UInt64) -> [TileAddress] {
        var edge: [TileAddress] = []
        var (level, count) = (0, size)
        while count > 0 {
            let width = Int(count % 256)
            if width > 0 { edge.append(TileAddress(level: level, index: count / 256, width: width)) }
            (level, count) = (level + 1, count / 256)
        }
        return edge
    }

    /// The tile in which a tree of `size` leaves keeps what a node's hash is made from, and the place of those hashes.
    /// The node's leaves must all be in the tree.
    static func holding(_ node: TreeNode, in size: UInt64) -> (tile: TileAddress, hashes: Range<Int>) {
        let level = node.level / 8
        let start = node.index << UInt64(node.level % 8)
        let index = start / 256
        let first = Int(start % 256)
        let last = first + 1 << (node.level % 8)
        let there = size >> UInt64(8 * level)
        let width = Int(min(256, there - index * 256))
        return (TileAddress(level: level, index: index, width: width), first..<last)
    }
}

extension TileAddress {
    /// `x001/x234/067`, and `.p/W` behind it for a partial one; entry bundles are named the same way.
    static func indexPath(_ index: UInt64, width: Int) -> String {
        var elements = [threeDigits(index % 1000)]
        var rest = index / 1000
        while rest > 0 {
            elements.append("x" + threeDigits(rest % 1000))
            rest /= 1000
        }
        return elements.reversed().joined(separator: "/") + (width < fullWidth ? ".p/\(width)" : "")
    }

    static func readIndexPath(_ path: some StringProtocol) -> (index: UInt64, width: Int)? {
        var elements: [String] = path.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        var width = fullWidth
        if elements.count >= 2, elements[elements.count - 2].hasSuffix(".p") {
            guard let partial = number(elements.removeLast()), (1..<256).contains(partial) else { return nil }
            width = Int(partial)
            elements[elements.count - 1].removeLast(2)
        }
        // Seven elements hold every index below 10^19 that fits 64 bits.
        guard (1...7).contains(elements.count) else { return nil }
        var index: UInt64 = 0
        for (place, element) in elements.enumerated() {
            var digits = Substring(element)
            if place < elements.count - 1, digits.popFirst() != "x" { return nil }
            guard digits.utf8.count == 3, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let value = UInt64(digits)
            else { return nil }
            let (shifted, tooFar) = index.multipliedReportingOverflow(by: 1000)
            let (sum, tooMuch) = shifted.addingReportingOverflow(value)
            guard !tooFar, !tooMuch else { return nil }
            index = sum
        }
        return indexPath(index, width: width) == String(path) ? (index, width) : nil
    }

    /// A decimal number as the standard writes them: digits only, no needless zero in front.
    private static func number(_ text: some StringProtocol) -> UInt64? {
        guard let value = UInt64(text), String(value) == String(text) else { return nil }
        return value
    }

    private static func threeDigits(_ value: UInt64) -> String {
        let digits = String(value)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
