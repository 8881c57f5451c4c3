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

    /// The same on the ellipsoid of WGS 84, along the shortest ways over it: true to scale everywhere, where a plane is in places only.
    public func groundLengthMetres(of shape: Shape) throws -> Double {
        try check(shape)
        guard let begin = ProjLibrary.geodesicInit, let inverse = ProjLibrary.geodesicInverse else { throw AtlasFault.noLibrary }
        var ellipsoid = geod_geodesic()
        begin(&ellipsoid, 6_378_137, 1 / 298.257223563)
        return shape.ways.reduce(0) { sum, way in
            zip(way, way.dropFirst()).reduce(sum) { sum, step in
                var metres = 0.0
                inverse(&ellipsoid, step.0.latitude, step.0.longitude, step.1.latitude, step.1.longitude, &metres, nil, nil)
                return sum + metres
            }
        }
    }

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

extension Shape {
    /// Lines, and the ways around areas and their holes, each back to where it began.
    fileprivate var ways: [[Position]] {
        switch self {
        case .point, .points: []
        case .line(let line): [line.positions]
        case .lines(let lines): lines.map(\.positions)
        case .area(let area): area.ways
        case .areas(let areas): areas.flatMap(\.ways)
        case .collection(let shapes): shapes.flatMap(\.ways)
        }
    }
}

extension Area {
    fileprivate var ways: [[Position]] { ([exterior] + holes).map { $0.positions + $0.positions.prefix(1) } }
}
