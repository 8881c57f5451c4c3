import Geometry
import Kernel
import Testing

@Suite struct GeoJSONTests {
    @Test(arguments: [
        #"{"type":"Point","coordinates":[-3.7037902,40.4167754]}"#,
        #"{"type":"Point","coordinates":[180,-90]}"#,
        #"{"type":"MultiPoint","coordinates":[[0,0],[1.5,0.0000001]]}"#,
        #"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#,
        #"{"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[2,2],[3,3],[4,4]]]}"#,
        #"{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]]]}"#,
        #"{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[1,2],[2,2],[1,1]]]}"#,
        #"{"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[4,4],[0,0]]],[[[10,0],[14,0],[14,4],[10,0]]]]}"#,
        #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}"#,
        #"{"type":"GeometryCollection","geometries":[]}"#,
    ]) func roundTrips(text: String) throws {
        #expect(try Shape(geoJSON: JSON(parsing: text)).geoJSON.text == text)
    }

    /// RFC 7946, section 3.1.6: either winding is read, the right-hand rule is written.
    @Test func windingIsMended() throws {
        let text = #"{"type":"Polygon","coordinates":[[[0,0],[0,9],[9,9],[9,0],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}"#
        let shape = try Shape(geoJSON: JSON(parsing: text))
        guard case .area(let area) = shape else { return #expect(Bool(false), "no area") }
        #expect(area.exterior.isCounterclockwise)
        #expect(area.holes.allSatisfy { !$0.isCounterclockwise })
    }

    @Test func altitudeIsLeftOutAndFineDigitsAreRounded() throws {
        let shape = try Shape(geoJSON: JSON(parsing: #"{"type":"Point","coordinates":[1.23456785,-0.00000015,700]}"#))
        #expect(shape.geoJSON.text == #"{"type":"Point","coordinates":[1.2345678,-0.0000002]}"#)
    }

    @Test(arguments: [
        (#"{}"#, "GEO-101", "type"),
        (#"{"type":"Circle","coordinates":[0,0]}"#, "GEO-101", "type"),
        (#"{"type":"Point"}"#, "GEO-105", "coordinates"),
        (#"{"type":"Point","coordinates":[1]}"#, "GEO-105", "coordinates"),
        (#"{"type":"Point","coordinates":[1,2,3,4]}"#, "GEO-105", "coordinates"),
        (#"{"type":"Point","coordinates":["1",2]}"#, "GEO-105", "coordinates"),
        (#"{"type":"Point","coordinates":[200,0]}"#, "GEO-106", "coordinates"),
        (#"{"type":"Point","coordinates":[0,90.0000001]}"#, "GEO-106", "coordinates"),
        (#"{"type":"Point","coordinates":[1e6000,0]}"#, "GEO-106", "coordinates"),
        (#"{"type":"MultiPoint","coordinates":[]}"#, "GEO-107", "coordinates"),
        (#"{"type":"MultiPoint","coordinates":7}"#, "GEO-102", "coordinates"),
        (#"{"type":"LineString","coordinates":[[0,0]]}"#, "GEO-108", "coordinates"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#, "GEO-109", "coordinates[0]"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#, "GEO-109", "coordinates[0]"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[0,0]]]}"#, "GEO-110", "coordinates[0]"),
        (#"{"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[0,0],[0,"x"]]]}"#, "GEO-105", "coordinates[1][1]"),
        (#"{"type":"Point","coordinates":[0,0],"crs":{"type":"name"}}"#, "GEO-111", "crs"),
    ]) func faults(text: String, code: String, field: String) throws {
        let json = try JSON(parsing: text)
        do {
            _ = try Shape(geoJSON: json)
            #expect(Bool(false), "accepted \(text)")
        } catch {
            #expect(error.code == code)
            #expect(error.field == field)
        }
    }

    @Test func limits() throws {
        let line = JSON.object([.init("type", "LineString"), .init("coordinates", .array((0..<11).map { [.integer($0), 0] }))])
        let lines = JSON.object([.init("type", "GeometryCollection"), .init("geometries", .array(Array(repeating: line, count: 2)))])
        #expect(throws: PolityError.self) { try Shape(geoJSON: line, limits: GeoJSONLimits(positions: 10)) }
        #expect(throws: PolityError.self) { try Shape(geoJSON: lines, limits: GeoJSONLimits(positions: 21)) }
        #expect(throws: Never.self) { try Shape(geoJSON: lines, limits: GeoJSONLimits(positions: 22)) }
        var nested = line
        for _ in 0..<5 { nested = .object([.init("type", "GeometryCollection"), .init("geometries", [nested])]) }
        #expect(throws: PolityError.self) { try Shape(geoJSON: nested) }
    }

    @Test func features() throws {
        let text = """
            {"type":"FeatureCollection","bbox":[1,2,3,4],"features":[\
            {"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[1,4]},"properties":{"name":"North"}},\
            {"type":"Feature","geometry":{"type":"Point","coordinates":[3,2]},"properties":{}},\
            {"type":"Feature","id":"7","geometry":null,"properties":{}}]}
            """
        let features = try Feature.collection(geoJSON: JSON(parsing: text))
        #expect(features.map(\.id) == ["a", nil, "7"])
        #expect(features[2].shape == nil)
        #expect(Feature.collection(features).text == text)
        #expect(throws: PolityError.self) { try Feature.collection(geoJSON: ["type": "Feature"]) }
        #expect(throws: PolityError.self) {
            try Feature(geoJSON: ["type": "Feature", "geometry": nil, "properties": 3])
        }
    }

    /// Whatever comes, it is read or refused; what is read is written back as the same thing.
    @Test(arguments: [UInt64(1), 2]) func mutations(seed: UInt64) throws {
        let random = SeededGenerator(seed: seed)
        let text = Array(#"{"type":"MultiPolygon","coordinates":[[[[0,0],[9.5,0],[9,9],[0,9e0],[0,0]],[[1,1],[1,2],[2,2],[1,1]]]]}"#.utf8)
        var read = 0
        for _ in 0..<3_000 {
            var changed = text
            let place = random.next(below: changed.count)
            changed[place] = random.next(below: 2) == 0 ? UInt8(random.next(below: 128)) : text[random.next(below: text.count)]
            guard let json = try? JSON(parsing: changed), let shape = try? Shape(geoJSON: json) else { continue }
            read += 1
            #expect(try Shape(geoJSON: shape.geoJSON) == shape)
        }
        #expect(read > 0)
    }
}
