import Atlas
import Geometry
import Kernel
import Testing

@Suite struct ComparisonTests {
    static func atlas() throws -> Atlas { try Atlas(epsg: 25830) }

    static func ring(_ corners: [(Double, Double)]) throws -> Ring {
        try #require(Ring(corners.map { try MeasureTests.position($0.0, $0.1) }))
    }

    @Test func containsAndIntersects() throws {
        let atlas = try Self.atlas()
        let outer = Shape.area(try MeasureTests.box(0, 0, 10, 10))
        let inner = Shape.area(try MeasureTests.box(0, 2, 4, 4))
        let beside = Shape.area(try MeasureTests.box(10, 0, 12, 2))
        let away = Shape.area(try MeasureTests.box(11, 0, 12, 2))
        #expect(try atlas.contains(outer, inner))
        #expect(try !atlas.contains(inner, outer))
        #expect(try atlas.intersects(outer, beside))
        #expect(try !atlas.intersects(outer, away))
        #expect(try atlas.contains(outer, each: [inner, beside, away, outer]) == [true, false, false, true])
        let mixed = Shape.collection([.point(try MeasureTests.position(1, 1)), inner])
        #expect(try atlas.contains(outer, mixed))
    }

    /// GEOS and the exact predicate of Geometry agree on every point of random areas, on the boundary too.
    @Test(arguments: [UInt64(1), 2]) func agreesWithGeometry(seed: UInt64) throws {
        let atlas = try Self.atlas()
        let random = SeededGenerator(seed: seed)
        var compared = 0
        while compared < 20 {
            let corners = (0..<5).map { _ in (Double(random.next(below: 8)), Double(random.next(below: 8))) }
            // Corners that lie on one line enclose nothing and make no ring.
            guard let ring = Ring(try corners.map { try MeasureTests.position($0.0, $0.1) }) else { continue }
            let shape = Shape.area(Area(ring))
            guard try atlas.validity(of: shape) == .valid else { continue }
            compared += 1
            let places = try (0..<64).map { try MeasureTests.position(Double($0 % 8), Double($0 / 8)) }
            #expect(try atlas.contains(shape, each: places.map(Shape.point)) == places.map(shape.contains))
        }
    }

    @Test func validity() throws {
        let atlas = try Self.atlas()
        let square = try MeasureTests.box(0, 0, 10, 10)
        #expect(try atlas.validity(of: .area(square)) == .valid)
        let bowTie = Area(try Self.ring([(0, 0), (4, 4), (4, 0), (0, 3)]))
        guard case .invalid(.selfIntersection, let place) = try atlas.validity(of: .area(bowTie)) else {
            return #expect(Bool(false), "the bow tie passes for valid")
        }
        #expect(place != nil)
        let stray = Area(square.exterior, holes: [try MeasureTests.box(20, 20, 21, 21).exterior])
        guard case .invalid(.holeOutside, _) = try atlas.validity(of: .area(stray)) else { return #expect(Bool(false), "the hole outside passes") }
        let nested = Shape.areas([square, try MeasureTests.box(1, 1, 2, 2)])
        guard case .invalid(.nestedAreas, _) = try atlas.validity(of: nested) else { return #expect(Bool(false), "nested areas pass") }
    }

    @Test func labels() throws {
        let atlas = try Self.atlas()
        let horseshoe = Area(try Self.ring([(0, 0), (10, 0), (10, 10), (8, 10), (8, 2), (2, 2), (2, 10), (0, 10)]))
        let place = try #require(try atlas.pointOnSurface(of: .area(horseshoe)))
        #expect(horseshoe.contains(place))
        #expect(try atlas.pointOnSurface(of: .collection([])) == nil)
    }
}
