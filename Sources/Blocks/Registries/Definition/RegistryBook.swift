import Atlas
import Blueprint
import Capability
import FEEL
import Kernel

/// All registries of one edition of the folder, ready for use: `edition[RegistryBook.self]`.
public struct RegistryBook: Sendable {
    public let registries: [Registry]
    private let places: [String: Int]
    let patterns: [String: TextPattern]
    public let currency: Currency
    /// Checks and measures what lies on the map.
    let atlas: Atlas
    /// Whether polity.yaml says in which plane.
    let isPlaneNamed: Bool

    init(_ registries: [Registry], currency: Currency, atlas: Atlas, isPlaneNamed: Bool) {
        self.registries = registries
        self.currency = currency
        self.atlas = atlas
        self.isPlaneNamed = isPlaneNamed
        places = Dictionary(registries.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var patterns: [String: TextPattern] = [:]
        for pattern in registries.flatMap(\.fields).compactMap(\.pattern) { patterns[pattern] = TextPattern(pattern) }
        self.patterns = patterns
    }

    public subscript(id: String) -> Registry? { places[id].map { registries[$0] } }

    /// - Throws: `REGISTRY-101` when there is no such registry.
    func registry(_ id: String) throws -> Registry {
        guard let registry = self[id] else { throw RegistryFault.noRegistry(id) }
        return registry
    }

    /// How a record is called on a page: the value of its title field, else the registry's title.
    func title(of values: Context, in registry: Registry) -> String {
        switch values[registry.titleField] {
        case .string(let text)?: text
        case .number(let number)?: number.description
        case .date(let date)?: date.description
        default: registry.title.text
        }
    }

    /// The registries' part of an edition.
    static func link(_ edition: inout Linking) {
        var registries = edition.folder.all(of: Registry.fileKind).map(\.value)
        for place in registries.indices where registries[place].organisation.isEmpty {
            registries[place].organisation = edition.government.organisations.first?.id ?? ""
        }
        let atlas = Atlas(unopened: edition.government.projection)
        let plane = edition.government.projectionLocation
        let book = RegistryBook(registries, currency: edition.government.currency, atlas: atlas, isPlaneNamed: plane != nil)
        edition.provide(book)
        for function in book.measuringFunctions { edition.declare(function) }
        let isOfServed = edition.diagnostics.isOfServed
        if let place = plane { edition.checkBeside { findings(of: atlas, namedAt: place, isOfServed: isOfServed) } }
    }

    /// Of the whole world: Web Mercator and World Mercator, as maps are drawn and nothing is measured.
    private static let mercators: Set<Int> = [3857, 3395]

    private static func findings(of atlas: Atlas, namedAt place: SourceLocation, isOfServed: Bool) -> Diagnostics {
        var diagnostics = Diagnostics(isOfServed: isOfServed)
        do { try atlas.open() } catch let fault as PolityError where fault.code == "ATLAS-101" {
            diagnostics.tightened(place, fault.message, mend: fault.hint)
        } catch {
            // This machine's register of systems is at fault, and not the folder: nothing is measured until it is mended.
        }
        if mercators.contains(atlas.epsg) {
            diagnostics.warning(
                place, "a metre in EPSG:\(atlas.epsg) is a metre at the equator only: at 50 degrees lengths are half as long again, and areas more than double",
                mend: "Name the plane that your surveyors use, or leave 'projection' out.")
        }
        return diagnostics
    }
}
