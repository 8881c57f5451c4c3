import FEEL
import Forms
import Kernel

extension RegistryField {
    /// A value as people read it, a line each; none where there is no value.
    public func lines(_ value: Value, in language: Language, currency: Currency) -> [String] {
        switch (type, value) {
        case (_, .null): []
        case (.choice(let choices), .string(let id)): [choices.first { $0.id == id }?.title[language.code] ?? id]
        case (.money, .number(let amount)):
            [Money(amount, currency: currency).map { language.format($0) } ?? language.format(amount)]
        case (.address, .context(let address)): FieldType.addressParts.compactMap { address[$0]?.plainText(in: language) }.filter { !$0.isEmpty }
        case (.position, .context(let place)):
            [["latitude", "longitude"].compactMap { place[$0]?.json.number?.description }.joined(separator: ", ")]
        case (.area, .context(let shape)): [language.say(shape.isLine ? .registryLine : .registryArea)]
        case (.list, .list(let items)): items.compactMap { $0.plainText(in: language) }
        case (.longText, .string(let text)): text.split(whereSeparator: \.isNewline).map(String.init)
        default: value.plainText(in: language).map { [$0] } ?? []
        }
    }
}

extension Context {
    /// Of GeoJSON: a street's course is drawn as one.
    fileprivate var isLine: Bool { self["type"] == .string("LineString") || self["type"] == .string("MultiLineString") }
}

extension Phrase {
    static let registryLine = Phrase("registries.line", en: "A line on the map", es: "Una línea en el mapa")
    static let registryArea = Phrase("registries.area", en: "An area on the map", es: "Una superficie en el mapa")
}
