import Kernel

extension Position {
    /// `[longitude, latitude]` (RFC 7946, section 3.1.1).
    public var geoJSON: JSON { [.number(longitudeDegrees), .number(latitudeDegrees)] }
}

extension Shape {
    /// A geometry object (RFC 7946, section 3.1).
    public var geoJSON: JSON {
        switch self {
        case .point(let position): ["type": "Point", "coordinates": position.geoJSON]
        case .points(let positions): ["type": "MultiPoint", "coordinates": .array(positions.map(\.geoJSON))]
        case .line(let line): ["type": "LineString", "coordinates": line.coordinates]
        case .lines(let lines): ["type": "MultiLineString", "coordinates": .array(lines.map(\.coordinates))]
        case .area(let area): ["type": "Polygon", "coordinates": area.coordinates]
        case .areas(let areas): ["type": "MultiPolygon", "coordinates": .array(areas.map(\.coordinates))]
        case .collection(let shapes): ["type": "GeometryCollection", "geometries": .array(shapes.map(\.geoJSON))]
        }
    }
}

extension Line {
    var coordinates: JSON { .array(positions.map(\.geoJSON)) }
}

extension Area {
    /// Each ring closed by its first position, exterior first.
    var coordinates: JSON { .array(rings.map { ring in .array((ring.positions + ring.positions.prefix(1)).map(\.geoJSON)) }) }
}

extension BoundingBox {
    /// `[west, south, east, north]` (RFC 7946, section 5).
    public var geoJSON: JSON {
        [.number(southWest.longitudeDegrees), .number(southWest.latitudeDegrees), .number(northEast.longitudeDegrees), .number(northEast.latitudeDegrees)]
    }
}

extension Feature {
    public var geoJSON: JSON {
        var members: [JSON.Member] = [.init("type", "Feature")]
        if let id { members.append(.init("id", .string(id))) }
        members.append(.init("geometry", shape?.geoJSON ?? .null))
        members.append(.init("properties", .object(properties)))
        return .object(members)
    }

    /// A feature collection (RFC 7946, section 3.3) with its bounding box.
    public static func collection(_ features: [Feature]) -> JSON {
        var members: [JSON.Member] = [.init("type", "FeatureCollection")]
        if let box = BoundingBox(around: features.flatMap { $0.shape?.positions ?? [] }) { members.append(.init("bbox", box.geoJSON)) }
        members.append(.init("features", .array(features.map(\.geoJSON))))
        return .object(members)
    }
}
