extension LocalizedText {
    /// The text under an empty name, its translations under their languages.
    public var json: JSON { .object([.init("", .string(text))] + translations.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }) }

    public init(json: JSON) {
        var translations: [String: String] = [:]
        for member in json.members ?? [] where !member.name.isEmpty { translations[member.name] = member.value.string }
        self.init(json[""]?.string ?? "", translations: translations)
    }
}
