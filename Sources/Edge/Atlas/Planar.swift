import CAtlas
import Geometry

/// A geometry of GEOS, freed with the value.
struct Planar: ~Copyable {
    let handle: OpaquePointer
    private let session: AtlasSession

    enum Plane: Sendable {
        /// Longitude and latitude as they are.
        case degrees
        /// Easting and northing in the session's system.
        case metres
    }

    init(_ shape: Shape, in plane: Plane, _ session: AtlasSession) throws {
        self.session = session
        handle = try PlanarBuilder(session: session, plane: plane).geometry(shape)
    }

    init(taking handle: OpaquePointer, _ session: AtlasSession) {
        self.session = session
        self.handle = handle
    }

    deinit { GEOSGeom_destroy_r(session.geos, handle) }
}

/// Makes GEOS geometries. A part given to a whole belongs to the whole, which GEOS frees even when it refuses it.
private struct PlanarBuilder {
    let session: AtlasSession
    let plane: Planar.Plane

    func geometry(_ shape: Shape) throws -> OpaquePointer {
        switch shape {
        case .point(let position): try made(GEOSGeom_createPoint_r(session.geos, try sequence([position])))
        case .line(let line): try made(GEOSGeom_createLineString_r(session.geos, try sequence(line.positions)))
        case .area(let area): try polygon(area)
        case .points(let positions): try collection(GEOS_MULTIPOINT, positions.map(Shape.point))
        case .lines(let lines): try collection(GEOS_MULTILINESTRING, lines.map(Shape.line))
        case .areas(let areas): try collection(GEOS_MULTIPOLYGON, areas.map(Shape.area))
        case .collection(let shapes): try collection(GEOS_GEOMETRYCOLLECTION, shapes)
        }
    }

    private func polygon(_ area: Area) throws -> OpaquePointer {
        let rings = try all(area.rings) { try made(GEOSGeom_createLinearRing_r(session.geos, try sequence($0.positions + $0.positions.prefix(1)))) }
        var holes: [OpaquePointer?] = Array(rings.dropFirst())
        return try made(GEOSGeom_createPolygon_r(session.geos, rings[0], &holes, UInt32(holes.count)))
    }

    private func collection(_ type: GEOSGeomTypes, _ shapes: [Shape]) throws -> OpaquePointer {
        var parts: [OpaquePointer?] = try all(shapes, geometry)
        return try made(GEOSGeom_createCollection_r(session.geos, Int32(type.rawValue), &parts, UInt32(parts.count)))
    }

    /// Makes each part; when one fails, those before it are freed.
    private func all<Part>(_ parts: [Part], _ make: (Part) throws -> OpaquePointer) throws -> [OpaquePointer] {
        var done: [OpaquePointer] = []
        do {
            for part in parts { done.append(try make(part)) }
            return done
        } catch {
            for handle in done { GEOSGeom_destroy_r(session.geos, handle) }
            throw error
        }
    }

    private func sequence(_ positions: [Position]) throws -> OpaquePointer {
        let flat: [Double] =
            switch plane {
            case .degrees: positions.flatMap { [$0.longitude, $0.latitude] }
            case .metres: try session.metres(positions)
            }
        return try made(GEOSCoordSeq_copyFromBuffer_r(session.geos, flat, UInt32(positions.count), 0, 0))
    }

    private func made(_ handle: OpaquePointer?) throws -> OpaquePointer {
        guard let handle else { throw session.fault() }
        return handle
    }
}
