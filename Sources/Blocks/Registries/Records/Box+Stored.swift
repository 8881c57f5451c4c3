import Geometry
import Kernel
import Store

extension Box {
    /// Around a stored place or geometry, in micro-degrees; nil when it has no position.
    init?(stored: JSON) {
        if let longitude = stored["longitude"]?.number, let latitude = stored["latitude"]?.number {
            guard let position = Position(longitude: longitude, latitude: latitude) else { return nil }
            self.init(around: BoundingBox(around: [position]))
        } else {
            self.init(around: (try? Shape(geoJSON: stored))?.boundingBox)
        }
    }

    /// Rounded outwards, so that nothing near the edge is lost.
    public init?(around box: BoundingBox?) {
        guard let box else { return nil }
        self.init(
            west: Self.down(box.southWest.longitudeUnits), south: Self.down(box.southWest.latitudeUnits), east: Self.up(box.northEast.longitudeUnits),
            north: Self.up(box.northEast.latitudeUnits))
    }

    private static func down(_ units: Int32) -> Int { Int((Double(units) / 10).rounded(.down)) }
    private static func up(_ units: Int32) -> Int { Int((Double(units) / 10).rounded(.up)) }
}
