import Atlas
import FEEL
import Geometry
import Kernel

/// How large something on the map is, to a hundredth: in the plane that polity.yaml names; without one the surface in the equal-area plane of
/// the whole world, where lengths are wrong nearly everywhere, and lengths on the ellipsoid.
public struct Measures: Sendable, Hashable {
    /// The surface without its holes; nil for what has none.
    public var squareMetres: Decimal128?
    /// The length of lines, or of the way around an area and its holes; nil for points.
    public var metres: Decimal128?

    /// - Throws: `ATLAS-102` for what lies outside the plane, `ATLAS-104` for what has no surface because its outline crosses itself.
    init(of shape: Shape, in atlas: Atlas, isPlaneNamed: Bool) throws {
        squareMetres = Self.hundredths(try atlas.areaSquareMetres(of: shape))
        metres = Self.hundredths(isPlaneNamed ? try atlas.lengthMetres(of: shape) : try atlas.groundLengthMetres(of: shape))
    }

    private static func hundredths(_ measure: Double) -> Decimal128? {
        guard measure > 0, measure < 1e15, let exact = Decimal128(measure) else { return nil }
        return exact.rounded(scale: 2)
    }

    func lines(in language: Language) -> [String] {
        let area = squareMetres.map { language.say(.measuredArea, ["size": .number(Self.readable($0))]) }
        let length = metres.map { language.say(squareMetres == nil ? .measuredLength : .measuredPerimeter, ["size": .number(Self.readable($0))]) }
        return [area, length].compactMap { $0 }
    }

    /// People read whole metres, and one digit more of what is small.
    private static func readable(_ size: Decimal128) -> Decimal128 { size.rounded(scale: size < 100 ? 1 : 0) }

    var json: JSON {
        .object(
            [("square_metres", squareMetres), ("metres", metres)].compactMap { name, size in
                size.map { JSON.Member(name, .number($0)) }
            })
    }
}

extension RegistryBook {
    /// nil for what is no shape, and for what this plane cannot measure. It costs far more than drawing a row: for one record, not for a list.
    public func measures(of value: Value) -> Measures? {
        guard case .context = value, let shape = try? Shape(geoJSON: value.json, limits: .answer) else { return nil }
        return try? Measures(of: shape, in: atlas, isPlaneNamed: isPlaneNamed)
    }

    /// Of a record, by the fields that lie on the map, as programs read it.
    public func measures(of record: Context, in registry: Registry) -> JSON {
        .object(
            registry.fields.filter { $0.type == .area }.compactMap { field in
                measures(of: record[field.id] ?? .null).map { JSON.Member(field.id, $0.json) }
            })
    }

    /// A value as people read it where one record is shown: of what lies on the map, its size too.
    public func lines(_ value: Value, of field: RegistryField, in language: Language) -> [String] {
        let lines = field.lines(value, in: language, currency: currency)
        return field.type == .area ? lines + (measures(of: value)?.lines(in: language) ?? []) : lines
    }

    /// `area in square metres(site.outline)` and `length in metres(street.course)`, for the expressions of services: their fees, conditions and values of the law.
    var measuringFunctions: [NamedFunction] {
        let outline = Function.Parameter("outline")
        return [
            NamedFunction("area in square metres", [outline], result: .number) { [self] in
                $0.first.flatMap { measures(of: $0)?.squareMetres }.map(Value.number) ?? .null
            },
            NamedFunction("length in metres", [outline], result: .number) { [self] in
                $0.first.flatMap { measures(of: $0)?.metres }.map(Value.number) ?? .null
            },
        ]
    }
}

extension Phrase {
    fileprivate static let measuredArea = Phrase("registries.measures.area", en: "Area: {size} m²", es: "Superficie: {size} m²")
    fileprivate static let measuredLength = Phrase("registries.measures.length", en: "Length: {size} m", es: "Longitud: {size} m")
    fileprivate static let measuredPerimeter = Phrase("registries.measures.perimeter", en: "Perimeter: {size} m", es: "Perímetro: {size} m")
}
