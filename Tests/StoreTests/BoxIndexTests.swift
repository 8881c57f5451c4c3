import Kernel
import StoreTesting
import Testing

@testable import Store

@Suite struct BoxIndexTests {
    static func box(_ generator: SeededGenerator, _ largest: Int) -> Box {
        let west = generator.next(below: 360_000_001) - 180_000_000
        let south = generator.next(below: 180_000_001) - 90_000_000
        var east = west + generator.next(below: largest)
        if east > 180_000_000 { east -= 360_000_000 }
        return Box(west: west, south: south, east: east, north: min(90_000_000, south + generator.next(below: largest)))!
    }

    /// By plain arithmetic.
    static func touch(_ a: Box, _ b: Box) -> Bool {
        a.pieces.contains { a in b.pieces.contains { b in a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south } }
    }

    @Test(arguments: TestStores.all) func findsWhatTouches(_ kind: TestStore) async throws {
        let generator = SeededGenerator(seed: 11)
        let boxes = (0..<400).map { ("b\($0)", Self.box(generator, [1, 1_000, 5_000_000, 100_000_000][$0 % 4])) }
        let index = BoxIndex("test")
        try await withStore(kind) { store in
            try await store.write("test.index") { tx in
                for (subject, box) in boxes { try index.put(subject, box, in: tx) }
            }
            for round in 0..<120 {
                // Around something that exists, so that small boxes find something too.
                var query = Self.box(generator, [10, 100_000, 20_000_000, 300_000_000][round % 4])
                if round % 2 == 0 {
                    let near = boxes[generator.next(below: boxes.count)].1
                    query = Box(west: near.west, south: near.south, east: near.west, north: near.north)!
                }
                let area = query
                let expected = boxes.filter { Self.touch($0.1, area) }.map(\.0).sorted()
                let found = try await store.read { try index.search(area, limit: 1_000, in: $0) }
                #expect(found == expected)
                let page = try await store.read { try index.search(area, after: expected.first, limit: 2, in: $0) }
                #expect(page == Array(expected.dropFirst().prefix(2)))
            }
            try await store.write("test.move") { tx in
                for (subject, _) in boxes { try index.put(subject, Box(longitude: 5, latitude: 5)!, in: tx) }
            }
            let moved = try await store.read { try index.search(Box(longitude: 5, latitude: 5)!, limit: 1_000, in: $0).count }
            #expect(moved == 400)
        }
    }

    /// A map of very many places is drawn of some from each part of it, and looks at a bounded number of rows; of few it shows all.
    @Test(arguments: TestStores.all) func aSampleShowsEveryPart(_ kind: TestStore) async throws {
        let generator = SeededGenerator(seed: 12)
        let index = BoxIndex("test")
        let corners = [(-100, -40), (-100, 40), (100, -40), (100, 40)]
        try await withStore(kind) { store in
            // One town after another, as they would be entered.
            try await store.write("test.index") { tx in
                for (town, corner) in corners.enumerated() {
                    for number in 0..<300 {
                        let (x, y) = (corner.0 * 1_000_000 + generator.next(below: 900_000), corner.1 * 1_000_000 + generator.next(below: 900_000))
                        try index.put("\(town)-\(number)", Box(west: x, south: y, east: x + 10, north: y + 10)!, in: tx)
                    }
                }
            }
            let earth = Box(west: -180_000_000, south: -90_000_000, east: 180_000_000, north: 90_000_000)!
            // A view of the four towns, whose squares are a third of it.
            let view = Box(west: -101_000_000, south: -41_000_000, east: 102_000_000, north: 42_000_000)!
            let some = try await store.read { try index.sample(view, limit: 100, in: $0) }
            #expect(some.count == 100 && Set(some).count == 100 && some == some.sorted())
            for town in corners.indices { #expect(some.count { $0.hasPrefix("\(town)-") } >= 10, "\(town)") }
            #expect(try await store.read { try index.sample(earth, limit: 5_000, in: $0) }.count == 1_200)
            for round in 0..<60 {
                let area = Self.box(generator, [100_000, 20_000_000, 300_000_000][round % 3])
                let (all, few) = try await store.read { (try index.search(area, limit: 5_000, in: $0), try index.sample(area, limit: 5_000, in: $0)) }
                #expect(few == all)
            }
        }
    }

    @Test func corners() throws {
        #expect(Box(west: 0, south: 1, east: 0, north: 0) == nil)
        #expect(Box(longitude: 180_000_001, latitude: 0) == nil)
        let world = try #require(Box(west: -180_000_000, south: -90_000_000, east: 180_000_000, north: 90_000_000))
        #expect(Cell.covering(world).count == 1)
        for (x, y) in [(-180_000_000, -90_000_000), (180_000_000, 90_000_000), (0, 0)] {
            let cells = Cell.covering(try #require(Box(longitude: x, latitude: y)))
            #expect(cells.count == 1 && cells[0].level == Cell.deepest)
            let top = cells[0].ancestors.last
            #expect(top.map { $0.first <= cells[0].id && cells[0].id <= $0.last } == true)
        }
    }

    @Test func aCellHoldsExactlyItsOwn() {
        let generator = SeededGenerator(seed: 3)
        for _ in 0..<1_000 {
            let level = generator.next(below: Cell.deepest)
            let cell = Cell(level: level, column: generator.next(below: 1 << level), row: generator.next(below: 1 << level))
            let inner = Cell(level: level + 1, column: cell.column * 2 + 1, row: cell.row * 2)
            #expect((cell.first...cell.last).contains(inner.id))
            #expect(inner.ancestors.first == cell)
            let neighbour = Cell(level: level + 1, column: cell.column * 2 + 2, row: cell.row * 2)
            #expect(!(cell.first...cell.last).contains(neighbour.id))
        }
    }
}
