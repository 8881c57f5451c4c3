import CAtlas
import Geometry

extension Atlas {
    /// Easting and northing in metres in the government's system.
    public func project(_ position: Position) throws -> (easting: Double, northing: Double) {
        let metres = try withSession { try $0.metres([position]) }
        return (metres[0], metres[1])
    }

    /// The length of lines and of areas' outlines, holes included; 0 for points.
    public func lengthMetres(of shape: Shape) throws -> Double { try measure(shape, GEOSLength_r) }

    /// The surface of areas without their holes; 0 for points and lines. The area must be valid.
    public func areaSquareMetres(of shape: Shape) throws -> Double { try measure(shape, GEOSArea_r) }

    /// The shortest way between two shapes; 0 when they touch.
    public func distanceMetres(from a: Shape, to b: Shape) throws -> Double {
        try check(a, b)
        return try withSession { session in
            let first = try Planar(a, in: .metres, session)
            let second = try Planar(b, in: .metres, session)
            var result = 0.0
            guard GEOSDistance_r(session.geos, first.handle, second.handle, &result) == 1 else { throw session.fault() }
            return result
        }
    }

    private func measure(
        _ shape: Shape, _ function: (GEOSContextHandle_t?, OpaquePointer?, UnsafeMutablePointer<Double>?) -> Int32
    ) throws -> Double {
        try check(shape)
        return try withSession { session in
            let planar = try Planar(shape, in: .metres, session)
            var result = 0.0
            guard function(session.geos, planar.handle, &result) == 1 else { throw session.fault() }
            return result
        }
    }
}
