import FEEL
import HTML
import Kernel
import Registries
import Store
import Web

extension Portal {
    private static var bounds: Field<String?> { .query("bbox", "West, south, east, north in degrees (WGS 84), separated by commas.") }

    /// The government's own places, drawn beneath every map: no tiles from elsewhere are needed.
    var map: Route {
        Route(
            "map", .get, "/map", "Published places as GeoJSON (RFC 7946): streets, parcels and the like.", input: [Self.bounds], output: .any,
            mediaType: "application/geo+json", access: .everyone, rate: RateLimit(600, perSeconds: 60)
        ) { request in
            guard let box = try Self.box(request[Self.bounds]) else { throw PolityError(.badInput, "PORTAL-400", Phrase.badBounds, field: "bbox") }
            let registries = host[Registries.self]
            let features = try await host.store.read { connection in
                try registries.book.registries.filter(\.isDrawn).flatMap { registry in
                    let entries = try registries.published.entries(of: registry.id, in: box, limit: 2_000, in: connection)
                    let words = try registries.published.words(of: entries, of: registry.id, in: connection)
                    return zip(entries, words).compactMap { feature($0, $1, registry) }
                }
            }
            let collection: JSON = ["type": "FeatureCollection", "features": .array(features)]
            // Every page with a map asks for it.
            return Reply(output: collection, body: .bytes(contentType: "application/geo+json", collection.bytes)).kept(forSeconds: 60)
        }
    }

    private func feature(_ entry: PublishedRecords.Entry, _ words: PublishedRecords.Words, _ registry: Registry) -> JSON? {
        guard let field = registry.fields.first(where: { $0.search == .box }), case .context(let shape)? = entry.values[field.id] else { return nil }
        let geometry: JSON
        if case .position = field.type {
            geometry = ["type": "Point", "coordinates": [shape["longitude"]?.json ?? .null, shape["latitude"]?.json ?? .null]]
        } else {
            geometry = Value.context(shape).json
        }
        return [
            "type": "Feature", "id": .string(entry.id.text), "geometry": geometry,
            "properties": ["registry": .string(registry.id), "label": .string(words.title), "place": .string(words.place)],
        ]
    }

    /// The whole earth where nothing is asked.
    private static func box(_ text: String?) -> Box? {
        guard let text else { return Box(west: -180_000_000, south: -90_000_000, east: 180_000_000, north: 90_000_000) }
        let edges = text.split(separator: ",").compactMap { Double($0) }.map { ($0 * 1_000_000).rounded() }
        guard edges.count == 4, edges.allSatisfy({ abs($0) <= 180_000_000 }) else { return nil }
        return Box(west: Int(edges[0]), south: Int(edges[1]), east: Int(edges[2]), north: Int(edges[3]))
    }
}

extension Registry {
    /// Whether its places are published.
    var isDrawn: Bool { fields.contains { $0.search == .box && published.contains($0.id) } }
}

extension Phrase {
    static let badBounds = Phrase("portal.bad_bounds", en: "The bounds of the map cannot be read.", es: "No se entienden los límites del mapa.")
}
