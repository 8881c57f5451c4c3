import Foundation

extension Ring {
    enum Side: Sendable { case inside, boundary, outside }

    /// Where a position lies in the plane of degrees. Exact, and right for positions on an edge or a corner. O(positions).
    func side(of position: Position) -> Side {
        let (x, y) = (Int64(position.longitudeUnits), Int64(position.latitudeUnits))
        var isInside = false
        var (ax, ay) = (Int64(positions[positions.count - 1].longitudeUnits), Int64(positions[positions.count - 1].latitudeUnits))
        for corner in positions {
            let (bx, by) = (Int64(corner.longitudeUnits), Int64(corner.latitudeUnits))
            // Positive when the position lies left of the edge from a to b; zero on its line.
            let turn = Int128(bx - ax) * Int128(y - ay) - Int128(by - ay) * Int128(x - ax)
            if turn == 0, min(ax, bx) <= x, x <= max(ax, bx), min(ay, by) <= y, y <= max(ay, by) { return .boundary }
            // Count the edges that a ray to the east crosses; an edge owns its lower end only.
            if (ay > y) != (by > y), (turn > 0) == (by > ay) { isInside.toggle() }
            (ax, ay) = (bx, by)
        }
        return isInside ? .inside : .outside
    }
}

extension Area {
    /// The boundary, a hole's too, belongs to the area; a hole's inside does not.
    public func contains(_ position: Position) -> Bool {
        exterior.side(of: position) != .outside && holes.allSatisfy { $0.side(of: position) != .inside }
    }
}

extension Shape {
    /// Whether the position lies in the shape: in an area, at a point, or exactly on a corner of a line.
    public func contains(_ position: Position) -> Bool {
        switch self {
        case .point(let point): point == position
        case .points(let points): points.contains(position)
        case .line(let line): line.positions.contains(position)
        case .lines(let lines): lines.contains { $0.positions.contains(position) }
        case .area(let area): area.contains(position)
        case .areas(let areas): areas.contains { $0.contains(position) }
        case .collection(let shapes): shapes.contains { $0.contains(position) }
        }
    }
}

extension Position {
    /// The mean radius of the earth, (2a + b) / 3 of WGS 84.
    public static let meanRadiusMetres = 6_371_008.8

    /// The great-circle distance on a sphere of the mean radius (haversine formula): within 0.6 % of the true one.
    /// For "near me" lists; whatever a decision rests on is measured by `Atlas`.
    public func distanceMetres(to other: Position) -> Double {
        let (a, b) = (latitude * .pi / 180, other.latitude * .pi / 180)
        let (north, east) = (sin((b - a) / 2), sin((other.longitude - longitude) * .pi / 360))
        let h = north * north + cos(a) * cos(b) * east * east
        return 2 * Self.meanRadiusMetres * asin(min(1, h.squareRoot()))
    }
}

extension Line {
    /// The sum over its parts, each as `Position.distanceMetres(to:)` measures.
    public var lengthMetres: Double { zip(positions, positions.dropFirst()).reduce(0) { $0 + $1.0.distanceMetres(to: $1.1) } }
}
