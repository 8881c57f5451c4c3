/// A rectangle of longitude and latitude in whole micro-degrees (WGS 84), edges included.
///
/// `west` greater than `east` means that it crosses the 180th meridian.
public struct Box: Sendable, Hashable {
    public var west: Int
    public var south: Int
    public var east: Int
    public var north: Int

    /// - Returns: nil when an edge is outside the earth or south is north of north.
    public init?(west: Int, south: Int, east: Int, north: Int) {
        let longitudes = -180_000_000...180_000_000
        let latitudes = -90_000_000...90_000_000
        guard longitudes.contains(west), longitudes.contains(east), latitudes.contains(south), latitudes.contains(north), south <= north
        else { return nil }
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }

    /// A point.
    public init?(longitude: Int, latitude: Int) {
        self.init(west: longitude, south: latitude, east: longitude, north: latitude)
    }

    /// The one or two rectangles that do not cross the 180th meridian.
    var pieces: [Box] {
        guard west > east else { return [self] }
        var (left, right) = (self, self)
        left.east = 180_000_000
        right.west = -180_000_000
        return [left, right]
    }
}
