import FEEL
import Foundation
import Kernel

/// Where the made-up streets and parcels lie: a small harbour town on a bank in the sea.
///
/// A quay runs around the bay, streets run around the quay in rings, and three roads cross them and lead out of the town.
enum Town {
    static let parcelsOfStreet = 15

    /// The middle of the street `index` (0 for the first).
    static func middle(ofStreet index: Int) -> Value {
        let street = Street(index)
        return position(street.point((street.plots.lowerBound + street.plots.upperBound) / 2, 0))
    }

    /// The street from one end to the other, GeoJSON.
    static func course(ofStreet index: Int) -> Value {
        let street = Street(index)
        let bends = street.isBent ? 12 : 1
        let points = (0...bends).map { pair(street.point(Double($0) / Double(bends), 0)) }
        return .context(["type": .string("LineString"), "coordinates": .list(points)])
    }

    /// A plot on one side of its street or the other, GeoJSON, counter-clockwise (RFC 7946, section 3.1.6).
    static func outline(ofParcel index: Int) -> Value {
        let (street, place) = (Street(index / parcelsOfStreet), index % parcelsOfStreet)
        let (from, to) = street.plot(place)
        let sides = street.depth(of: place)
        var ring = [street.point(from, sides.near), street.point(from, sides.far), street.point(to, sides.far), street.point(to, sides.near)]
        if turn(ring) < 0 { ring.reverse() }
        return .context(["type": .string("Polygon"), "coordinates": .list([.list((ring + [ring[0]]).map(pair))])])
    }

    /// Somewhere on a street, in degrees as a form takes them, and the street's place among all.
    static func spot(_ generator: SeededGenerator) -> (longitude: String, latitude: String, street: Int) {
        let index = generator.next(below: MadeUpNames.streets.count)
        let street = Street(index)
        let along = street.plots.lowerBound + (street.plots.upperBound - street.plots.lowerBound) * Double(generator.next(below: 1_000)) / 1_000
        let place = street.point(along, Double(generator.next(below: 7)) - 3)
        let (longitude, latitude) = degrees(place)
        return (rounded(longitude).description, rounded(latitude).description, index)
    }

    // MARK: - On the ground

    /// Metres east and north of the middle of the bay.
    typealias Place = (east: Double, north: Double)

    /// Twice the area of a ring, positive where it runs counter-clockwise.
    private static func turn(_ ring: [Place]) -> Double {
        ring.indices.reduce(0) { sum, index in
            let (a, b) = (ring[index], ring[(index + 1) % ring.count])
            return sum + a.east * b.north - b.east * a.north
        }
    }

    // MARK: - On the globe

    private static let bay = (longitude: 2.31, latitude: 54.7)

    /// A degree of latitude is 111.3 km; one of longitude shrinks with the cosine of the latitude.
    private static func degrees(_ place: Place) -> (longitude: Double, latitude: Double) {
        (bay.longitude + place.east / (111_300 * cos(bay.latitude * .pi / 180)), bay.latitude + place.north / 111_300)
    }

    private static func pair(_ place: Place) -> Value {
        let (longitude, latitude) = degrees(place)
        return .list([.number(rounded(longitude)), .number(rounded(latitude))])
    }

    private static func position(_ place: Place) -> Value {
        let (longitude, latitude) = degrees(place)
        return .context(["longitude": .number(rounded(longitude)), "latitude": .number(rounded(latitude))])
    }

    /// Six decimals, which is eleven centimetres.
    private static func rounded(_ degrees: Double) -> Decimal128 { Decimal128(Int64((degrees * 1_000_000).rounded()), scale: 6) }
}
