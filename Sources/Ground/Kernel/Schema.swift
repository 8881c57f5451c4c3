/// What a value may look like: one declaration for reading files of the folder, for input and output over HTTP, and
/// for the documents made from them. `json` is its JSON Schema (2020-12).
public indirect enum Schema: Sendable {
    case text(TextRule = TextRule())
    case integer(minimum: Int? = nil, maximum: Int? = nil)
    case number
    case boolean
    case date
    case choice([Choice])
    /// A FEEL expression; `of` names the type it must have (`boolean`, `number`, `any` …).
    case feel(of: String)
    /// The id of something declared elsewhere in the folder: `to` is the kind (`registry`, `role`, `service` …).
    case reference(to: String)
    case list(of: Schema, minimum: Int = 0, maximum: Int = 10_000)
    /// Names chosen by the author, each with a value of one schema; `keys` says what a name must look like.
    case dictionary(of: Schema, keys: TextRule = TextRule(maximumLength: 200))
    case object(ObjectSchema)
    /// Either of several forms (a short text or a long map).
    case either([Schema])
    /// A schema declared once under a name and used where it recurs (a page in a page).
    case named(String, @Sendable () -> Schema)
    /// Nothing: what an answer says where there is no value.
    case null
    case any

    public static func nullable(_ schema: Schema) -> Schema { .either([schema, .null]) }

    /// A text that people read, so one that every language needs: `LocalizedText` once read.
    public static func localized(_ form: TextRule.Form = .plain, maximumLength: Int = 2_000) -> Schema {
        .text(TextRule(form, maximumLength: maximumLength, isTranslatable: true))
    }

    /// A snake_case id; with `declaring: "role"` others may refer to it by `reference(to: "role")`.
    public static func identifier(declaring kind: String? = nil) -> Schema {
        .text(TextRule(.identifier, maximumLength: 64, declares: kind))
    }

    /// Things by their ids: `clerk: {title: Clerk}`; with `declaring: "role"` others may refer to them.
    public static func things(_ value: Schema, declaring kind: String? = nil) -> Schema {
        .dictionary(of: value, keys: TextRule(.identifier, maximumLength: 64, declares: kind))
    }

    public struct TextRule: Sendable, Hashable {
        public enum Form: String, Sendable { case plain, multiline, markdown, identifier, email, locale, currency, timeZone, duration, uri }
        public var form: Form
        public var maximumLength: Int
        /// Shown to people, so that every language of the government needs it.
        public var isTranslatable: Bool
        /// The kind of name this text declares (`role`): `reference(to:)` the same kind may then use it.
        public var declares: String?

        public init(_ form: Form = .plain, maximumLength: Int = 20_000, isTranslatable: Bool = false, declares: String? = nil) {
            self.form = form
            self.maximumLength = maximumLength
            self.isTranslatable = isTranslatable
            self.declares = declares
        }
    }

    public struct Choice: Sendable, Hashable {
        public var value: String
        public var about: String

        public init(_ value: String, _ about: String) {
            self.value = value
            self.about = about
        }
    }
}

/// A map with known keys.
public struct ObjectSchema: Sendable {
    public struct Key: Sendable {
        public var name: String
        public var schema: Schema
        public var isRequired: Bool
        /// One sentence: what the key means. It is the documentation of the key, in the reference and in editors.
        public var about: String

        public static func required(_ name: String, _ schema: Schema, _ about: String) -> Key {
            Key(name: name, schema: schema, isRequired: true, about: about)
        }
        public static func optional(_ name: String, _ schema: Schema, _ about: String) -> Key {
            Key(name: name, schema: schema, isRequired: false, about: about)
        }
    }

    public var title: String
    public var about: String
    public var keys: [Key]

    public init(_ title: String, _ about: String, _ keys: [Key]) {
        self.title = title
        self.about = about
        self.keys = keys
    }
}
