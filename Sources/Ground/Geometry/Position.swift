import Kernel

/// A place on the earth: WGS 84 longitude and latitude, in that order (RFC 7946, section 3.1.1).
///
/// Kept as whole ten-millionths of a degree, at most 1.1 cm: two positions are the same or not, on every machine and in
/// every store, and predicates can be exact. A finer position than that is rounded (half to even) when it is read.
public struct Position: Hashable, Sendable {
    public static let unitsPerDegree: Int32 = 10_000_000

    /// Ten-millionths of a degree, -180° to 180°, east positive.
    public let longitudeUnits: Int32
    /// Ten-millionths of a degree, -90° to 90°, north positive.
    public let latitudeUnits: Int32

    /// - Returns: nil for a place that is not on the earth.
    public init?(longitudeUnits: Int32, latitudeUnits: Int32) {
        let degree = Self.unitsPerDegree
        guard (-180 * degree...180 * degree).contains(longitudeUnits), (-90 * degree...90 * degree).contains(latitudeUnits) else { return nil }
        self.longitudeUnits = longitudeUnits
        self.latitudeUnits = latitudeUnits
    }

    public init?(longitude: Decimal128, latitude: Decimal128) {
        guard let east = Self.units(longitude), let north = Self.units(latitude) else { return nil }
        self.init(longitudeUnits: east, latitudeUnits: north)
    }

    public init?(longitude: Double, latitude: Double) {
        guard let east = Self.units(longitude), let north = Self.units(latitude) else { return nil }
        self.init(longitudeUnits: east, latitudeUnits: north)
    }

    /// Degrees.
    public var longitude: Double { Double(longitudeUnits) / Double(Self.unitsPerDegree) }
    /// Degrees.
    public var latitude: Double { Double(latitudeUnits) / Double(Self.unitsPerDegree) }

    private static func units(_ degrees: Decimal128) -> Int32? {
        // Bounded first, so that no astronomic exponent is multiplied out.
        guard degrees.isFinite, degrees.magnitude <= 180 else { return nil }
        return Int(exactly: (degrees * Decimal128(Int(unitsPerDegree))).rounded()).flatMap { Int32(exactly: $0) }
    }

    private static func units(_ degrees: Double) -> Int32? {
        Int32(exactly: (degrees * Double(unitsPerDegree)).rounded(.toNearestOrEven))
    }
}

extension Position {
    /// Degrees as an exact decimal, without needless zeros: what GeoJSON and pages write.
    public var longitudeDegrees: Decimal128 { Self.degrees(longitudeUnits) }
    public var latitudeDegrees: Decimal128 { Self.degrees(latitudeUnits) }

    private static func degrees(_ units: Int32) -> Decimal128 {
        var (value, scale) = (Int64(units), 7)
        while scale > 0, value % 10 == 0 { (value, scale) = (value / 10, scale - 1) }
        return Decimal128(value, scale: scale)
    }
}
