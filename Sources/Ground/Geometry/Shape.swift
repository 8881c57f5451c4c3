/// Something with a place: the geometries of RFC 7946, section 3.1, each of them valid by construction.
public indirect enum Shape: Hashable, Sendable {
    case point(Position)
    case points([Position])
    case line(Line)
    case lines([Line])
    case area(Area)
    case areas([Area])
    case collection([Shape])

    /// Every position, a closed ring's first one once. O(positions).
    public var positions: [Position] {
        switch self {
        case .point(let position): [position]
        case .points(let positions): positions
        case .line(let line): line.positions
        case .lines(let lines): lines.flatMap(\.positions)
        case .area(let area): area.rings.flatMap(\.positions)
        case .areas(let areas): areas.flatMap { $0.rings.flatMap(\.positions) }
        case .collection(let shapes): shapes.flatMap(\.positions)
        }
    }

    /// nil only for an empty collection.
    public var boundingBox: BoundingBox? { BoundingBox(around: positions) }
}

/// Two positions or more, joined in their order.
public struct Line: Hashable, Sendable {
    public let positions: [Position]

    /// - Returns: nil for fewer than two positions.
    public init?(_ positions: [Position]) {
        guard positions.count >= 2 else { return nil }
        self.positions = positions
    }
}

/// A closed line that encloses something. The first position is not repeated at the end.
public struct Ring: Hashable, Sendable {
    public let positions: [Position]

    /// - Returns: nil for fewer than three positions and for those that enclose nothing.
    public init?(_ positions: [Position]) {
        guard positions.count >= 3 else { return nil }
        self.positions = positions
        if doubledArea == 0 { return nil }
    }

    public var isCounterclockwise: Bool { doubledArea > 0 }

    var reversed: Ring { Ring(unchecked: positions.reversed()) }

    private init(unchecked positions: [Position]) { self.positions = positions }

    /// Twice the area in square units of the plane of degrees, positive when counterclockwise (the shoelace formula).
    /// Each term has at most 64 bits and a ring fewer than 2^32 of them, so 128 bits hold the exact sum.
    var doubledArea: Int128 {
        var sum: Int128 = 0
        var before = positions[positions.count - 1]
        for position in positions {
            sum += Int128(before.longitudeUnits) * Int128(position.latitudeUnits) - Int128(position.longitudeUnits) * Int128(before.latitudeUnits)
            before = position
        }
        return sum
    }
}

/// A surface with or without holes: the exterior ring counterclockwise, the holes clockwise (RFC 7946, section 3.1.6).
///
/// That rings do not cross each other is not checked here; `Atlas` says whether an area is valid in that sense.
public struct Area: Hashable, Sendable {
    public let exterior: Ring
    public let holes: [Ring]

    /// Rings are turned round where they run the wrong way.
    public init(_ exterior: Ring, holes: [Ring] = []) {
        self.exterior = exterior.isCounterclockwise ? exterior : exterior.reversed
        self.holes = holes.map { $0.isCounterclockwise ? $0.reversed : $0 }
    }

    public var rings: [Ring] { [exterior] + holes }
}
