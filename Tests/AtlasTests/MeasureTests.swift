import Atlas
import Foundation
import Geometry
import Kernel
import Testing

@Suite struct MeasureTests {
    static func position(_ longitude: Double, _ latitude: Double) throws -> Position {
        try #require(Position(longitude: longitude, latitude: latitude))
    }

    static func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) throws -> Area {
        let corners = [(west, south), (east, south), (east, north), (west, north)]
        return Area(try #require(Ring(corners.map { try position($0.0, $0.1) })))
    }

    /// Values of the projections' own definitions: on UTM's central meridian the easting is 500 km and the northing is
    /// 0.9996 of the meridian arc (4,429,529.030 m to 40° on GRS 80); 3° west of it on the equator it is 166,021.443 m.
    @Test func knownCoordinates() throws {
        let utm = try Atlas(epsg: 25830)
        let central = try utm.project(Self.position(-3, 40))
        #expect(abs(central.easting - 500_000) < 0.001)
        #expect(abs(central.northing - 0.9996 * 4_429_529.030) < 0.01)
        let edge = try utm.project(Self.position(-6, 0))
        #expect(abs(edge.easting - 166_021.443) < 0.01)
        #expect(abs(edge.northing) < 0.001)
        let mercator = try Atlas(epsg: 3857).project(Self.position(10, 50))
        #expect(abs(mercator.easting - 1_113_194.908) < 0.01)
        #expect(abs(mercator.northing - 6_446_275.841) < 0.01)
    }

    /// In EPSG:3857 the plane follows from a formula (spherical Mercator, a = 6,378,137 m), so a box can be measured by hand.
    @Test func aBoxMeasuredByHand() throws {
        let atlas = try Atlas(epsg: 3857)
        let a = 6_378_137.0
        let width = a * 0.01 * .pi / 180
        let height = a * log(tan(.pi / 4 + 0.01 * .pi / 360))
        let box = try Self.box(0, 0, 0.01, 0.01)
        #expect(abs(try atlas.areaSquareMetres(of: .area(box)) - width * height) < 1)
        #expect(abs(try atlas.lengthMetres(of: .area(box)) - 2 * (width + height)) < 0.01)
        let hole = try Self.box(0.002, 0, 0.004, 0.01)
        let holed = Area(box.exterior, holes: [hole.exterior])
        #expect(abs(try atlas.areaSquareMetres(of: .area(holed)) - width * height * 0.8) < 2)
        let line = try #require(Line([Self.position(0, 0), Self.position(0.01, 0)]))
        #expect(abs(try atlas.lengthMetres(of: .line(line)) - width) < 0.001)
        #expect(try atlas.areaSquareMetres(of: .line(line)) == 0)
        #expect(abs(try atlas.distanceMetres(from: .point(Self.position(0.02, 0.005)), to: .area(box)) - width) < 0.001)
        #expect(try atlas.distanceMetres(from: .point(Self.position(0.005, 0.005)), to: .area(box)) == 0)
    }

    /// A system in US survey feet (EPSG:2263, New York) still answers in metres.
    @Test func feetBecomeMetres() throws {
        let line = Shape.line(try #require(Line([Self.position(-74.0, 40.7), Self.position(-74.0, 40.71)])))
        let measured = try Atlas(epsg: 2263).lengthMetres(of: line)
        // 0.01 degrees of latitude at 40.7 degrees north are 1,110.5 m; the projection stretches by less than one in 5,000.
        #expect(abs(measured - 1_110.5) < 1)
    }

    @Test(arguments: [0, -1, 4326, 4978, 999_999]) func systemsThatAreNoPlane(epsg: Int) throws {
        #expect(throws: PolityError.self) { try Atlas(epsg: epsg) }
        // Whoever looks nothing up yet is told when they do.
        #expect(throws: PolityError.self) { try Atlas(unopened: epsg).open() }
    }

    @Test func tooManyPositions() throws {
        let atlas = try Atlas(epsg: 3857, limits: AtlasLimits(positions: 3))
        let box = try Self.box(0, 0, 1, 1)
        do {
            _ = try atlas.areaSquareMetres(of: .area(box))
            #expect(Bool(false), "measured")
        } catch let error as PolityError {
            #expect(error.code == "ATLAS-103")
        }
    }

    /// The cone of EPSG:2154 (France) opens towards the south; its edge, the south pole, has no place in the plane.
    @Test func farOutside() throws {
        #expect(throws: PolityError.self) { try Atlas(epsg: 2154).project(Self.position(0, -90)) }
    }

    /// Many threads at once give the answers that one gives.
    @Test func threads() async throws {
        let atlas = try Atlas(epsg: 25830)
        let box = Shape.area(try Self.box(-3.1, 40, -3, 40.1))
        let expected = try atlas.areaSquareMetres(of: box)
        try await withThrowingTaskGroup(of: Double.self) { group in
            for _ in 0..<64 { group.addTask { try atlas.areaSquareMetres(of: box) } }
            for try await area in group { #expect(area == expected) }
        }
    }
}
