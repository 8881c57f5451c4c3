import Kernel

/// Search by rectangle, equal on both drivers because it is an ordinary table over a grid of cells.
public struct BoxIndex: Sendable, Hashable {
    /// Keeps apart what is indexed for different purposes: `registries.parcels.position`.
    public let scope: String

    public init(_ scope: String) { self.scope = scope }

    /// Makes `box` the subject's place, instead of the one it had.
    public func put(_ subject: String, _ box: Box, in tx: Transaction) throws {
        try remove(subject, in: tx)
        try tx.executeAll(
            Self.entries(box).map { cell, piece in
                """
                INSERT INTO store_boxes (scope, cell, subject, west, south, east, north)
                VALUES (\(scope), \(cell.id), \(subject), \(piece.west), \(piece.south), \(piece.east), \(piece.north))
                """
            })
    }

    private static func entries(_ box: Box) -> [(cell: Cell, piece: Box)] {
        box.pieces.flatMap { piece in Cell.covering(piece).map { ($0, piece) } }
    }

    /// Whether the subject's place is `box`; with nil, whether it has none.
    public func holds(_ subject: String, _ box: Box?, in connection: Connection) throws -> Bool {
        let rows = try connection.rows("SELECT cell, west, south, east, north FROM store_boxes WHERE scope = \(scope) AND subject = \(subject)")
        let wanted = (box.map(Self.entries) ?? []).map { cell, piece in
            [cell.id.sqlValue, piece.west.sqlValue, piece.south.sqlValue, piece.east.sqlValue, piece.north.sqlValue]
        }
        return rows.count == wanted.count && Set(rows.map(\.values)) == Set(wanted)
    }

    public func remove(_ subject: String, in tx: Transaction) throws {
        try tx.execute("DELETE FROM store_boxes WHERE scope = \(scope) AND subject = \(subject)")
    }

    /// The subjects whose box touches `box`, in the order of their text.
    ///
    /// - Parameter after: the last subject of the page before.
    /// - Complexity: O(n log n) in the subjects near the box.
    public func search(_ box: Box, after: String? = nil, limit: Int, in connection: Connection) throws -> [String] {
        try connection.rows(query(box, after: after, limit: limit)).map { try $0.text(0) }
    }

    /// Some of the subjects whose box touches `box`, in the order of their text: all of them where they are few, and else as many from each
    /// part of it, which is what a map is drawn of.
    ///
    /// - Complexity: O(`limit`) and what lies across the edges of the large squares around the box: of each square that covers it `limit`
    ///   rows are looked at, however many there are. A subject has four at most.
    public func sample(_ box: Box, limit: Int, in connection: Connection) throws -> [String] {
        let parts = try connection.rowsOfAll(parts(of: box, rows: max(limit, 1))).map { rows in try rows.map { try $0.text(0) } }
        var found: Set<String> = []
        for place in 0..<(parts.map(\.count).max() ?? 0) {
            for part in parts where place < part.count && found.count < limit { found.insert(part[place]) }
        }
        return found.sorted()
    }

    /// One query for each square that covers the box, and one for what lies in the larger squares around them.
    private func parts(of box: Box, rows: Int) -> [SQL] {
        box.pieces.flatMap { piece in
            let cells = Cell.closelyCovering(piece)
            let touches: SQL = "west <= \(piece.east) AND east >= \(piece.west) AND south <= \(piece.north) AND north >= \(piece.south)"
            let inside = cells.map { cell -> SQL in
                """
                SELECT subject FROM (
                    SELECT subject, west, east, south, north FROM store_boxes
                    WHERE scope = \(scope) AND cell BETWEEN \(cell.first) AND \(cell.last) LIMIT \(rows)) AS near
                WHERE \(touches)
                """
            }
            let around = Set(cells.flatMap(\.ancestors)).map(\.id).sorted()
            return inside + ["SELECT subject FROM store_boxes WHERE scope = \(scope) AND cell IN \(list: around) AND \(touches) LIMIT \(rows)"]
        }
    }

    /// The subject stands in expressions so that no planner goes through the whole scope in its order.
    func query(_ box: Box, after: String?, limit: Int) -> SQL {
        let parts = box.pieces.flatMap { piece in
            // Inside: every cell of the covering ones. Around: each larger cell that holds one of them.
            let cells = Cell.closelyCovering(piece)
            let inside: [SQL] = Cell.ranges(of: cells).map { "cell BETWEEN \($0.lowerBound) AND \($0.upperBound)" }
            let around = Set(cells.flatMap(\.ancestors)).map(\.id).sorted()
            return (inside + ["cell IN \(list: around)"]).map { condition -> SQL in
                """
                SELECT subject || '' AS subject FROM store_boxes WHERE scope = \(scope) AND \(condition)
                AND west <= \(piece.east) AND east >= \(piece.west) AND south <= \(piece.north) AND north >= \(piece.south)
                \(after.map { "AND subject || '' > \($0)" } ?? SQL.empty)
                """
            }
        }
        return parts.joined(separator: " UNION ") + " ORDER BY 1 LIMIT \(limit)"
    }
}
