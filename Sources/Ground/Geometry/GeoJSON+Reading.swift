import Kernel

/// How much of a GeoJSON text is read before it is refused.
public struct GeoJSONLimits: Sendable, Hashable {
    public var positions: Int
    public var features: Int
    /// Collections within collections.
    public var depth: Int

    public init(positions: Int = 100_000, features: Int = 100_000, depth: Int = 4) {
        self.positions = positions
        self.features = features
        self.depth = depth
    }

    /// For what a person draws or uploads with an application.
    public static let answer = GeoJSONLimits(positions: 10_000, features: 100, depth: 2)
}

extension Shape {
    /// Reads a geometry object (RFC 7946, section 3.1). Altitudes are left out; rings are turned the right way round.
    ///
    /// - Throws: `PolityError` of kind `.invalid` with the path of the part at fault in `field`.
    public init(geoJSON: JSON, limits: GeoJSONLimits = GeoJSONLimits()) throws(PolityError) {
        var reader = GeoJSONReader(limits: limits)
        self = try reader.shape(geoJSON, at: "", depth: 0)
    }
}

extension Feature {
    /// Reads a feature object (RFC 7946, section 3.2); its geometry may be null.
    public init(geoJSON: JSON, limits: GeoJSONLimits = GeoJSONLimits()) throws(PolityError) {
        var reader = GeoJSONReader(limits: limits)
        self = try reader.feature(geoJSON, at: "")
    }

    /// Reads a feature collection (RFC 7946, section 3.3).
    public static func collection(geoJSON: JSON, limits: GeoJSONLimits = GeoJSONLimits()) throws(PolityError) -> [Feature] {
        guard geoJSON["type"]?.string == "FeatureCollection", let items = geoJSON["features"]?.array else {
            throw GeoJSONFault.wrongType(at: "", wanted: "FeatureCollection")
        }
        guard items.count <= limits.features else { throw GeoJSONFault.tooMany("features", limit: limits.features, at: "features") }
        var reader = GeoJSONReader(limits: limits)
        var features: [Feature] = []
        for (index, item) in items.enumerated() { features.append(try reader.feature(item, at: "features[\(index)]")) }
        return features
    }
}

private struct GeoJSONReader {
    let limits: GeoJSONLimits
    var positionCount = 0

    init(limits: GeoJSONLimits) { self.limits = limits }

    mutating func feature(_ json: JSON, at path: String) throws(PolityError) -> Feature {
        guard json["type"]?.string == "Feature" else { throw GeoJSONFault.wrongType(at: path, wanted: "Feature") }
        try refuseOtherSystems(json, at: path)
        var shape: Shape?
        if let geometry = json["geometry"], !geometry.isNull { shape = try self.shape(geometry, at: path.member("geometry"), depth: 0) }
        let properties: [JSON.Member]
        switch json["properties"] {
        case .object(let members)?: properties = members
        case .null?, nil: properties = []
        default: throw GeoJSONFault.notAnObject(at: path.member("properties"))
        }
        let id: String?
        switch json["id"] {
        case .string(let text)?: id = text
        case .number(let number)?: id = number.description
        case .null?, nil: id = nil
        default: throw GeoJSONFault.badID(at: path.member("id"))
        }
        return Feature(id: id, shape: shape, properties: properties)
    }

    mutating func shape(_ json: JSON, at path: String, depth: Int) throws(PolityError) -> Shape {
        guard depth <= limits.depth else { throw GeoJSONFault.tooDeep(limit: limits.depth, at: path) }
        try refuseOtherSystems(json, at: path)
        let inner = path.member("coordinates")
        let coordinates = json["coordinates"] ?? .null
        switch json["type"]?.string {
        case "Point": return .point(try position(coordinates, at: inner))
        case "MultiPoint": return .points(try positions(coordinates, at: inner))
        case "LineString": return .line(try line(coordinates, at: inner))
        case "MultiLineString":
            var lines: [Line] = []
            for (index, item) in try items(coordinates, at: inner).enumerated() { lines.append(try line(item, at: "\(inner)[\(index)]")) }
            return .lines(lines)
        case "Polygon": return .area(try area(coordinates, at: inner))
        case "MultiPolygon":
            var areas: [Area] = []
            for (index, item) in try items(coordinates, at: inner).enumerated() { areas.append(try area(item, at: "\(inner)[\(index)]")) }
            return .areas(areas)
        case "GeometryCollection":
            let inner = path.member("geometries")
            var shapes: [Shape] = []
            for (index, item) in try items(json["geometries"] ?? .null, at: inner, mayBeEmpty: true).enumerated() {
                shapes.append(try shape(item, at: "\(inner)[\(index)]", depth: depth + 1))
            }
            return .collection(shapes)
        default: throw GeoJSONFault.wrongType(at: path, wanted: "Point, LineString, Polygon, their Multi forms or GeometryCollection")
        }
    }

    private func items(_ json: JSON, at path: String, mayBeEmpty: Bool = false) throws(PolityError) -> [JSON] {
        guard let items = json.array else { throw GeoJSONFault.notAList(at: path) }
        guard mayBeEmpty || !items.isEmpty else { throw GeoJSONFault.empty(at: path) }
        guard items.count <= limits.positions else { throw GeoJSONFault.tooMany("positions", limit: limits.positions, at: path) }
        return items
    }

    private mutating func position(_ json: JSON, at path: String) throws(PolityError) -> Position {
        guard let numbers = json.array, (2...3).contains(numbers.count), let longitude = numbers[0].number, let latitude = numbers[1].number
        else { throw GeoJSONFault.notAPosition(at: path) }
        guard let position = Position(longitude: longitude, latitude: latitude) else { throw GeoJSONFault.offTheEarth(at: path) }
        positionCount += 1
        guard positionCount <= limits.positions else { throw GeoJSONFault.tooMany("positions", limit: limits.positions, at: path) }
        return position
    }

    private mutating func positions(_ json: JSON, at path: String) throws(PolityError) -> [Position] {
        var positions: [Position] = []
        for (index, item) in try items(json, at: path).enumerated() { positions.append(try position(item, at: "\(path)[\(index)]")) }
        return positions
    }

    private mutating func line(_ json: JSON, at path: String) throws(PolityError) -> Line {
        guard let line = Line(try positions(json, at: path)) else { throw GeoJSONFault.tooShort(at: path) }
        return line
    }

    /// RFC 7946, section 3.1.6: a linear ring is closed and has four or more positions. Either winding is read, as the
    /// RFC asks for the sake of older files.
    private mutating func area(_ json: JSON, at path: String) throws(PolityError) -> Area {
        var rings: [Ring] = []
        for (index, item) in try items(json, at: path).enumerated() {
            let path = "\(path)[\(index)]"
            var positions = try positions(item, at: path)
            guard positions.count >= 4, positions.first == positions.last else { throw GeoJSONFault.openRing(at: path) }
            positions.removeLast()
            guard let ring = Ring(positions) else { throw GeoJSONFault.flatRing(at: path) }
            rings.append(ring)
        }
        return Area(rings[0], holes: Array(rings.dropFirst()))
    }

    /// RFC 7946, section 4: coordinates are WGS 84. A `crs` member of the older form would make them something else.
    private func refuseOtherSystems(_ json: JSON, at path: String) throws(PolityError) {
        if let system = json["crs"], !system.isNull { throw GeoJSONFault.otherSystem(at: path.member("crs")) }
    }
}

extension String {
    fileprivate func member(_ name: String) -> String { isEmpty ? name : "\(self).\(name)" }
}
