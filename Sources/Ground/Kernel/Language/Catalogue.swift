/// All phrases of a running government by their keys, for texts that are named at run time: `PolityError.message`.
public struct Catalogue: Sendable {
    public private(set) var phrases: [String: Phrase]
    /// Keys declared more than once; a completeness test expects none.
    public private(set) var duplicates: [String]

    public init(_ phrases: [Phrase] = []) {
        self.phrases = [:]
        duplicates = []
        add(phrases)
    }

    public mutating func add(_ more: [Phrase]) {
        for phrase in more where phrases.updateValue(phrase, forKey: phrase.key) != nil { duplicates.append(phrase.key) }
    }

    public subscript(key: String) -> Phrase? { phrases[key] }
}
