import Blueprint
import FEEL
import Kernel
import Registries

/// `samples/NAME.yaml`: made-up records of one registry, for a demonstration.
struct SampleFile: Sendable {
    var id: String
    var registry: String
    /// How many are made beside the ones written out.
    var count: Int
    var fields: [(name: String, recipe: Recipe)]
    /// Records written out in full, by the name other samples refer to them with.
    var records: [(name: String, fields: [(name: String, recipe: Recipe)])]
    /// The fields of all these, as they are written.
    var fieldNames: [Located<String>]
    var location: SourceLocation

    /// How one value is made.
    enum Recipe: Sendable {
        /// The text itself, read as the field's type says.
        case plain(String)
        /// Computed from the fields before it, `today`, and `index` (1 for the first).
        case formula(SourceText)
        /// `A` is a capital letter, `0` a digit, all else itself; a check character is put where the field needs one.
        case pattern(String)
        /// Anything between two dates or numbers.
        case between(String, String)
        /// One of these, as often as their weights say.
        case oneOf([(value: String, weight: Int)])
        /// A record of another sample: the one of this name, any one, or each in turn so many times.
        case record(sample: String, pick: Pick)
        case made(Made)
        /// One of the texts of the reader's language.
        case words([String: [String]])
        /// The same, chosen by what other questions were answered: `fixed pothole`, else `fixed`.
        case wordsBy([String], [String: [String: [String]]])
    }

    enum Pick: Sendable {
        case named(String)
        case any
        case each(times: Int)
    }

    /// What only a program can make up.
    enum Made: String, Sendable, CaseIterable {
        case personName = "person_name", email, phone, address, streetName = "street_name", streetMiddle = "street_middle", streetCourse = "street_course",
            outline
        case houseNumber = "house_number", vehicle
    }
}

extension SampleFile {
    static let kind = FileKind<SampleFile>(
        id: "sample", pattern: "samples/*.yaml",
        about: "Made-up records, for a demonstration and for trying a service out. They are never made on a real government.",
        declares: "sample", translations: .none, schema: schema
    ) { file, _ in SampleFile(file) }

    private static let schema = Schema.object(
        ObjectSchema(
            "Sample", "Made-up records of one registry.",
            [
                .required("registry", .reference(to: "registry"), "The registry the records go into."),
                .optional("count", .integer(minimum: 0, maximum: 1_000_000), "How many records are made, beside those written out."),
                .optional("fields", .dictionary(of: recipe), "How each value is made, by field id; a field may use those above it."),
                .optional("records", .dictionary(of: .dictionary(of: recipe)), "Records written out, by a name that other samples refer to."),
            ]))

    static let recipe = Schema.either([
        .text(),
        .object(
            ObjectSchema(
                "Recipe", "How a value is made. Exactly one of these.",
                [
                    .optional("feel", .text(), "Computed, in FEEL, from the fields above, `today` and `index`."),
                    .optional("pattern", .text(), "`A` becomes a capital letter and `0` a digit."),
                    .optional("between", .list(of: .text(), minimum: 2, maximum: 2), "Anything between two dates or numbers."),
                    .optional("one_of", .dictionary(of: .integer(minimum: 1)), "One of these, by weight."),
                    .optional("record", .reference(to: "sample"), "A record of another sample."),
                    .optional("named", .text(), "With `record`: the one of this name."),
                    .optional("each", .integer(minimum: 1), "With `record`: every record in turn, so many times."),
                    .optional("made", .choice(Made.allCases.map { .init($0.rawValue, "") }), "Made up as only a program can."),
                    .optional("words", .dictionary(of: .list(of: .text(), minimum: 1)), "One of the texts of a language, by language."),
                    .optional("by", .list(of: .text(), minimum: 1, maximum: 3), "Questions whose answers choose among the texts of `of`."),
                    .optional(
                        "of", .dictionary(of: .dictionary(of: .list(of: .text(), minimum: 1))),
                        "With `by`: texts by language, under the answers with a blank between them, or under the first answer alone."),
                ])),
    ])

    init(_ file: SourceFile) {
        let root = file.root
        id = file.id
        registry = root.text("registry")
        count = root.integer("count")
        fields = Self.recipes(root["fields"])
        records = root.dictionary("records").map { ($0.key.value, Self.recipes($0.value)) }
        fieldNames = root.dictionary("fields").map(\.key) + root.dictionary("records").flatMap { $0.value.dictionary.map(\.key) }
        location = root.location
    }

    private static func recipes(_ fields: Checked?) -> [(name: String, recipe: Recipe)] {
        (fields?.dictionary ?? []).map { ($0.key.value, recipe($0.value)) }
    }

    static func recipe(_ value: Checked) -> Recipe {
        guard value.isMap else { return .plain(value.text) }
        if let formula = value.source("feel") { return .formula(formula) }
        if let pattern = value.optionalText("pattern") { return .pattern(pattern) }
        let bounds = value.texts("between")
        if bounds.count == 2 { return .between(bounds[0], bounds[1]) }
        if value.has("one_of") { return .oneOf(value.dictionary("one_of").map { ($0.key.value, $0.value.integer) }) }
        if let sample = value.optionalText("record") {
            if let name = value.optionalText("named") { return .record(sample: sample, pick: .named(name)) }
            return .record(sample: sample, pick: value.optionalInteger("each").map { .each(times: $0) } ?? .any)
        }
        if value.has("words") { return .words(words(value["words"])) }
        if value.has("by") {
            return .wordsBy(
                value.texts("by"), Dictionary(value.dictionary("of").map { ($0.key.value, words($0.value)) }, uniquingKeysWith: { first, _ in first }))
        }
        return value.optionalText("made").flatMap(Made.init(rawValue:)).map(Recipe.made) ?? .plain("")
    }

    private static func words(_ node: Checked?) -> [String: [String]] {
        Dictionary((node?.dictionary ?? []).map { ($0.key.value, $0.value.list.map(\.text)) }, uniquingKeysWith: { first, _ in first })
    }
}
