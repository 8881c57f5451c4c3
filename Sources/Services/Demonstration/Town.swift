import FEEL
import Kernel

/// Where the made-up streets and parcels lie: a small regular town, east of everything, on a bank in the sea.
enum Town {
    private static let west = 2.3, south = 54.7
    /// About ten metres of longitude and of latitude there.
    private static let east10 = 0.000155, north10 = 0.00009
    static let parcelsOfStreet = 15

    private static let columns = 4

    /// The middle of the street `index` (0 for the first).
    static func middle(ofStreet index: Int) -> Value {
        let (west, line) = corner(ofStreet: index)
        return position(west + 8 * east10, line)
    }

    /// The street from its west end to its east end, GeoJSON.
    static func course(ofStreet index: Int) -> Value {
        let (west, line) = corner(ofStreet: index)
        let ends = [(west - 1 * east10, line), (west + 17 * east10, line)].map { Value.list([number($0.0), number($0.1)]) }
        return .context(["type": .string("LineString"), "coordinates": .list(ends)])
    }

    private static func corner(ofStreet index: Int) -> (west: Double, line: Double) {
        (west + Double(index % columns) * 20 * east10, south + Double(index / columns) * 10 * north10)
    }

    /// A rectangle north or south of its street, GeoJSON, counter-clockwise (RFC 7946, section 3.1.6).
    static func outline(ofParcel index: Int) -> Value {
        let (street, place) = (index / parcelsOfStreet, index % parcelsOfStreet)
        let (west, line) = corner(ofStreet: street)
        let left = west + Double(place / 2) * 2 * east10
        let (low, high) = place % 2 == 0 ? (line + 0.6 * north10, line + 4 * north10) : (line - 4 * north10, line - 0.6 * north10)
        let right = left + 1.8 * east10
        let ring = [(left, low), (right, low), (right, high), (left, high), (left, low)].map { Value.list([number($0.0), number($0.1)]) }
        return .context(["type": .string("Polygon"), "coordinates": .list([.list(ring)])])
    }

    /// Somewhere along a street, in degrees as a form takes them.
    static func spot(_ generator: SeededGenerator) -> (longitude: String, latitude: String) {
        let street = generator.next(below: MadeUpNames.streets.count)
        let along = Double(generator.next(below: 160)) / 10
        let east = west + Double(street % 2) * 20 * east10 + along * east10
        let north = south + Double(street / 2) * 10 * north10 + (Double(generator.next(below: 12)) - 6) / 12 * north10
        return (degrees(east).description, degrees(north).description)
    }

    static func position(_ longitude: Double, _ latitude: Double) -> Value {
        .context(["longitude": number(longitude), "latitude": number(latitude)])
    }

    /// Six decimals, which is eleven centimetres.
    private static func number(_ degrees: Double) -> Value {
        .number(Self.degrees(degrees))
    }

    private static func degrees(_ degrees: Double) -> Decimal128 { Decimal128(Int64((degrees * 1_000_000).rounded()), scale: 6) }
}
