import Geometry

extension BoundingBox {
    /// Where a map of it is centred.
    var middle: Position? {
        Position(
            longitude: (southWest.longitude + northEast.longitude) / 2, latitude: (southWest.latitude + northEast.latitude) / 2)
    }
}
