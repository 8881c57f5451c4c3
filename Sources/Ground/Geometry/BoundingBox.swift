import Foundation

/// The smallest box of meridians and parallels around something. It does not cross the 180th meridian; shapes that
/// would are cut there (RFC 7946, section 3.1.9).
public struct BoundingBox: Hashable, Sendable {
    public let southWest: Position
    public let northEast: Position

    /// - Returns: nil unless `southWest` is neither east nor north of `northEast`.
    public init?(southWest: Position, northEast: Position) {
        guard southWest.longitudeUnits <= northEast.longitudeUnits, southWest.latitudeUnits <= northEast.latitudeUnits else { return nil }
        self.southWest = southWest
        self.northEast = northEast
    }

    /// - Returns: nil around nothing.
    public init?(around positions: some Sequence<Position>) {
        var box: (west: Int32, south: Int32, east: Int32, north: Int32)?
        for position in positions {
            let (x, y) = (position.longitudeUnits, position.latitudeUnits)
            let so = box ?? (x, y, x, y)
            box = (min(so.west, x), min(so.south, y), max(so.east, x), max(so.north, y))
        }
        guard let box, let southWest = Position(longitudeUnits: box.west, latitudeUnits: box.south),
            let northEast = Position(longitudeUnits: box.east, latitudeUnits: box.north)
        else { return nil }
        self.southWest = southWest
        self.northEast = northEast
    }

    /// The edge belongs to the box.
    public func contains(_ position: Position) -> Bool {
        (southWest.longitudeUnits...northEast.longitudeUnits).contains(position.longitudeUnits)
            && (southWest.latitudeUnits...northEast.latitudeUnits).contains(position.latitudeUnits)
    }

    public func intersects(_ other: BoundingBox) -> Bool {
        southWest.longitudeUnits <= other.northEast.longitudeUnits && other.southWest.longitudeUnits <= northEast.longitudeUnits
            && southWest.latitudeUnits <= other.northEast.latitudeUnits && other.southWest.latitudeUnits <= northEast.latitudeUnits
    }

    /// A box with at least `metres` more on every side, held at the poles and the 180th meridian.
    public func widened(byMetres metres: Double) -> BoundingBox {
        let unit = Double(Position.unitsPerDegree)
        let north = metres / Position.meanRadiusMetres * 180 / .pi * unit
        // A degree of longitude is shortest at the box's edge nearest to a pole.
        let shortest = max(0.000_001, min(cos(southWest.latitude * .pi / 180), cos(northEast.latitude * .pi / 180)))
        let east = north / shortest
        func held(_ value: Int32, _ change: Double, _ limit: Double) -> Int32 {
            Int32(min(limit * unit, max(-limit * unit, (Double(value) + change).rounded(change < 0 ? .down : .up))))
        }
        guard let low = Position(longitudeUnits: held(southWest.longitudeUnits, -east, 180), latitudeUnits: held(southWest.latitudeUnits, -north, 90)),
            let high = Position(longitudeUnits: held(northEast.longitudeUnits, east, 180), latitudeUnits: held(northEast.latitudeUnits, north, 90)),
            let box = BoundingBox(southWest: low, northEast: high)
        else { return self }
        return box
    }
}
