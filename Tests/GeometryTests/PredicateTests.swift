import Geometry
import Kernel
import Testing

@Suite struct PredicateTests {
    static func position(_ x: Int, _ y: Int) -> Position {
        Position(longitudeUnits: Int32(x), latitudeUnits: Int32(y)) ?? Position(longitude: 0.0, latitude: 0.0)!
    }

    static func ring(_ corners: [(Int, Int)]) throws -> Ring { try #require(Ring(corners.map { position($0.0, $0.1) })) }

    /// Every place of a 12 × 12 grid against a figure with a notch and a hole, compared with a drawing.
    @Test func everyPlaceOfAGrid() throws {
        let area = Area(
            try Self.ring([(1, 1), (10, 1), (10, 10), (6, 10), (6, 6), (4, 6), (4, 10), (1, 10)]),
            holes: [try Self.ring([(2, 2), (2, 4), (4, 4), (4, 2)])])
        let drawing = [
            "............",
            ".####.#####.",
            ".####.#####.",
            ".####.#####.",
            ".####.#####.",
            ".##########.",
            ".##########.",
            ".##########.",
            ".##.#######.",
            ".##########.",
            ".##########.",
            "............",
        ]
        for (row, line) in drawing.enumerated() {
            for (x, mark) in line.enumerated() {
                #expect(area.contains(Self.position(x, 11 - row)) == (mark == "#"), "at \(x), \(11 - row)")
            }
        }
    }

    /// The answer does not hang on where the ring begins, on its direction, or on its place on the earth.
    @Test(arguments: [UInt64(7), 8]) func invariance(seed: UInt64) throws {
        let random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let corners = (0..<3 + random.next(below: 6)).map { _ in (random.next(below: 20), random.next(below: 20)) }
            guard let ring = Ring(corners.map { Self.position($0.0, $0.1) }) else { continue }
            let (x, y) = (random.next(below: 20), random.next(below: 20))
            let expected = Area(ring).contains(Self.position(x, y))
            let turn = random.next(below: corners.count)
            let turned = Array(corners[turn...] + corners[..<turn])
            #expect(Area(try Self.ring(turned)).contains(Self.position(x, y)) == expected)
            #expect(Area(try Self.ring(corners.reversed())).contains(Self.position(x, y)) == expected)
            let (dx, dy) = (-1_799_999_000, 899_999_000)
            let moved = try Self.ring(corners.map { ($0.0 + dx, $0.1 + dy) })
            #expect(Area(moved).contains(Self.position(x + dx, y + dy)) == expected)
        }
    }

    /// Great circles: a quarter of the earth, and the two ends of a small street.
    @Test func distances() throws {
        let quarter = Position.meanRadiusMetres * .pi / 2
        let (equator, pole) = (try #require(Position(longitude: 20.0, latitude: 0.0)), try #require(Position(longitude: 0.0, latitude: 90.0)))
        #expect(abs(equator.distanceMetres(to: pole) - quarter) < 0.001)
        let madrid = try #require(Position(longitude: -3.7037902, latitude: 40.4167754))
        let barcelona = try #require(Position(longitude: 2.1734035, latitude: 41.3850639))
        #expect(abs(madrid.distanceMetres(to: barcelona) - 504_640) < 1_500)
        #expect(madrid.distanceMetres(to: madrid) == 0)
        #expect(abs(try #require(Line([equator, pole, equator])).lengthMetres - 2 * quarter) < 0.001)
    }

    @Test func boxes() throws {
        let box = try #require(BoundingBox(around: [Self.position(5, 5), Self.position(1, 9)]))
        #expect(box.contains(Self.position(1, 5)))
        #expect(!box.contains(Self.position(0, 5)))
        #expect(box.intersects(try #require(BoundingBox(around: [Self.position(5, 9)]))))
        #expect(!box.intersects(try #require(BoundingBox(around: [Self.position(6, 9)]))))
        #expect(BoundingBox(around: []) == nil)
        #expect(BoundingBox(southWest: Self.position(2, 0), northEast: Self.position(1, 0)) == nil)
        let here = try #require(Position(longitude: 10.0, latitude: 60.0))
        let wide = try #require(BoundingBox(around: [here])).widened(byMetres: 1_000)
        #expect(here.distanceMetres(to: try #require(Position(longitude: 10.0, latitude: wide.northEast.latitude))) >= 999.9)
        #expect(here.distanceMetres(to: try #require(Position(longitude: wide.northEast.longitude, latitude: 60.0))) >= 999.9)
        let corner = try #require(Position(longitude: 179.99, latitude: 89.99))
        let whole = try #require(BoundingBox(around: [corner])).widened(byMetres: 5_000_000)
        #expect(whole.northEast.latitude == 90)
    }

    @Test func positionsAreOnTheEarth() {
        #expect(Position(longitude: 180.0, latitude: 90.0) != nil)
        #expect(Position(longitude: 180.000_000_1, latitude: 0.0) == nil)
        #expect(Position(longitude: .nan, latitude: 0.0) == nil)
        #expect(Position(longitude: Decimal128.notANumber, latitude: 0) == nil)
        #expect(Line([]) == nil)
    }
}
