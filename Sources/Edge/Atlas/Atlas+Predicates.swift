import CAtlas
import Geometry

extension Atlas {
    /// Whether no part of `inner` lies outside `outer`; the boundary belongs to `outer`, as in `Area.contains`.
    public func contains(_ outer: Shape, _ inner: Shape) throws -> Bool {
        try check(outer, inner)
        return try withSession { session in
            let first = try Planar(outer, in: .degrees, session)
            let second = try Planar(inner, in: .degrees, session)
            return try answer(GEOSCovers_r(session.geos, first.handle, second.handle), session)
        }
    }

    /// `contains` for many shapes against one, prepared once.
    public func contains(_ outer: Shape, each inner: [Shape]) throws -> [Bool] {
        try check(outer)
        for shape in inner { try check(shape) }
        return try withSession { session in
            let whole = try Planar(outer, in: .degrees, session)
            guard let prepared = GEOSPrepare_r(session.geos, whole.handle) else { throw session.fault() }
            defer { GEOSPreparedGeom_destroy_r(session.geos, prepared) }
            return try inner.map { shape in
                let part = try Planar(shape, in: .degrees, session)
                return try answer(GEOSPreparedCovers_r(session.geos, prepared, part.handle), session)
            }
        }
    }

    /// Whether the shapes have a point in common, be it on their boundaries.
    public func intersects(_ a: Shape, _ b: Shape) throws -> Bool {
        try check(a, b)
        return try withSession { session in
            let first = try Planar(a, in: .degrees, session)
            let second = try Planar(b, in: .degrees, session)
            return try answer(GEOSIntersects_r(session.geos, first.handle, second.handle), session)
        }
    }

    /// A place inside the shape, for its label or its marker; nil only for an empty collection.
    public func pointOnSurface(of shape: Shape) throws -> Position? {
        try check(shape)
        guard shape.boundingBox != nil else { return nil }
        return try withSession { session in
            let planar = try Planar(shape, in: .degrees, session)
            guard let handle = GEOSPointOnSurface_r(session.geos, planar.handle) else { throw session.fault() }
            return try position(of: Planar(taking: handle, session), session)
        }
    }

    func position(of point: borrowing Planar, _ session: AtlasSession) throws -> Position? {
        var (x, y) = (0.0, 0.0)
        guard GEOSGeomGetX_r(session.geos, point.handle, &x) == 1, GEOSGeomGetY_r(session.geos, point.handle, &y) == 1 else { throw session.fault() }
        return Position(longitude: x, latitude: y)
    }

    /// GEOS answers 1 for yes, 0 for no and 2 for an exception.
    private func answer(_ code: CChar, _ session: AtlasSession) throws -> Bool {
        guard code == 0 || code == 1 else { throw session.fault() }
        return code == 1
    }
}
