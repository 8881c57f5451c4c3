import Kernel

/// A value of a file after its schema was checked, read by key without ceremony.
///
/// Nothing throws. Where the schema found fault (and so the folder is refused anyway), reading answers with an empty
/// text, zero, false or an empty list, so that the rest of the file is still looked at.
public struct Checked: Sendable {
    public let node: SourceNode
    /// The same place in the translations of this file, by language.
    let translations: [Translation]

    struct Translation: Sendable {
        var language: String
        var node: SourceNode
    }

    init(_ node: SourceNode, translations: [Translation] = []) {
        self.node = node
        self.translations = translations
    }

    public var location: SourceLocation { node.location }

    /// The value under `key`; nil when it is missing or null.
    public subscript(key: String) -> Checked? {
        guard let value = node[key], !value.isNull else { return nil }
        return Checked(value, translations: translations.compactMap { $0.descending(to: key) })
    }

    /// Where the value under `key` stands; where the map stands when it is missing.
    public func location(of key: String) -> SourceLocation { node[key]?.location ?? location }

    /// Where the key itself stands.
    public func keyLocation(of key: String) -> SourceLocation { node.entries.first { $0.key == key }?.keyLocation ?? location }
}

// MARK: - This value itself

extension Checked {
    public var isList: Bool { if case .list = node.content { true } else { false } }
    public var isMap: Bool { if case .map = node.content { true } else { false } }
    public var isText: Bool { node.scalar != nil }

    /// The text; of `|` and `>` without the line ends behind it.
    public var text: String {
        guard let scalar = node.scalar else { return "" }
        guard scalar.style == .literal || scalar.style == .folded else { return scalar.text }
        return String(scalar.text.trimmingSuffix(while: \.isNewline))
    }
    public var integer: Int { Int(text) ?? 0 }
    public var number: Decimal128 { Decimal128(text) ?? Decimal128(0) }
    public var boolean: Bool { text == "true" }
    public var date: CivilDate? { CivilDate(text) }

    /// The text with its translations.
    public var localized: LocalizedText {
        LocalizedText(
            text,
            translations: Dictionary(
                translations.compactMap { translation in
                    translation.text.map { (translation.language, $0) }
                }, uniquingKeysWith: { first, _ in first }))
    }

    /// The text as it stands in the file, for a reader of another language (FEEL) that points into it.
    public var source: SourceText {
        guard let scalar = node.scalar else { return SourceText("", at: location) }
        return SourceText(scalar.verbatim ?? scalar.text, at: SourceLocation(file: location.file, line: scalar.start.line, column: scalar.start.column))
    }

    /// The name of something declared elsewhere, with the place of its use.
    public var name: Located<String> { Located(text, at: location) }

    /// The items; one single value counts as a list of it, so that `either([text, list])` reads as a list.
    public var list: [Checked] {
        switch node.content {
        case .list(let items):
            items.enumerated().map { index, item in
                Checked(item, translations: translations.compactMap { $0.descending(to: item, at: index) })
            }
        case .map: [self]
        case .scalar: node.isNull ? [] : [self]
        }
    }

    /// The entries of a map whose keys the author chose.
    public var dictionary: [(key: Located<String>, value: Checked)] {
        node.entries.map { entry in
            (Located(entry.key, at: entry.keyLocation), Checked(entry.value, translations: translations.compactMap { $0.descending(to: entry.key) }))
        }
    }
}

// MARK: - A value under a key

extension Checked {
    public func has(_ key: String) -> Bool { self[key] != nil }

    public func text(_ key: String, or fallback: String = "") -> String { self[key]?.text ?? fallback }
    public func optionalText(_ key: String) -> String? { self[key]?.text }
    public func localized(_ key: String, or fallback: LocalizedText = "") -> LocalizedText { self[key]?.localized ?? fallback }
    public func optionalLocalized(_ key: String) -> LocalizedText? { self[key]?.localized }

    public func integer(_ key: String, or fallback: Int = 0) -> Int { self[key]?.integer ?? fallback }
    public func optionalInteger(_ key: String) -> Int? { self[key]?.integer }
    public func number(_ key: String) -> Decimal128? { self[key]?.number }
    public func boolean(_ key: String, or fallback: Bool = false) -> Bool { self[key]?.boolean ?? fallback }
    public func date(_ key: String) -> CivilDate? { self[key]?.date }

    /// An enum whose raw values are the schema's choices.
    public func choice<Choice: RawRepresentable<String>>(_ key: String, or fallback: Choice) -> Choice {
        self[key].flatMap { Choice(rawValue: $0.text) } ?? fallback
    }

    /// An expression as it stands in the file; nil when the key is missing.
    public func source(_ key: String) -> SourceText? { self[key]?.source }

    /// A name of something declared elsewhere; nil when the key is missing.
    public func name(_ key: String) -> Located<String>? { self[key]?.name }

    public func list(_ key: String) -> [Checked] { self[key]?.list ?? [] }
    public func texts(_ key: String) -> [String] { list(key).map(\.text) }
    public func names(_ key: String) -> [Located<String>] { list(key).map(\.name) }
    public func dictionary(_ key: String) -> [(key: Located<String>, value: Checked)] { self[key]?.dictionary ?? [] }
}

/// A value and where it was written.
public struct Located<Value: Sendable>: Sendable {
    public var value: Value
    public var location: SourceLocation

    public init(_ value: Value, at location: SourceLocation) {
        self.value = value
        self.location = location
    }
}

extension String {
    func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
