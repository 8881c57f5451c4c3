import Kernel

/// One kind of file that a government folder may hold, and how it becomes a value.
///
/// ```swift
/// let services = FileKind<Service>(
///     id: "service", pattern: "services/*/service.yaml", about: "A service: who may use it …",
///     declares: "service", translations: .beside, schema: .object(…)
/// ) { file, reading in Service(file.root, id: file.id) }
/// ```
public struct FileKind<Value: Sendable>: Sendable {
    /// Turns a checked file into its value. It is called for a file with schema errors too (a missing text reads as
    /// empty), so that what else is wrong with it is found in the same run; it returns nil only when there is nothing
    /// to make a value from.
    public typealias Decode = @Sendable (SourceFile, inout Reading) -> Value?

    public let id: String
    public let pattern: PathPattern
    /// A sentence or two for the reference.
    public let about: String
    /// The kind of name that each file declares by its own path: `services/x/service.yaml` declares the service `x`.
    public let declares: String?
    public let translations: TranslationPlace
    /// nil for a file that is not YAML.
    public let schema: Schema?
    public let decode: Decode

    public init(
        id: String, pattern: PathPattern, about: String, declares: String? = nil, translations: TranslationPlace = .central,
        schema: Schema?, decode: @escaping Decode
    ) {
        self.id = id
        self.pattern = pattern
        self.about = about
        self.declares = declares
        self.translations = translations
        self.schema = schema
        self.decode = decode
    }
}

/// Where the translations of a kind of file stand.
public enum TranslationPlace: Sendable, Hashable {
    /// In the same directory: `services/x/es.yaml` translates `services/x/service.yaml`.
    case beside
    /// Under the file's own path in `translations/es.yaml`: `registries/vehicles.yaml` under `registries: vehicles:`.
    case central
    /// The texts are not translated (a template has a file for each language).
    case none
}

/// A kind of file without its value's type: what a capability contributes to the list of all kinds.
public struct AnyFileKind: Sendable {
    public let id: String
    public let pattern: PathPattern
    public let about: String
    public let declares: String?
    public let translations: TranslationPlace
    public let schema: Schema?
    let decode: @Sendable (SourceFile, inout Reading) -> (any Sendable)?

    public init<Value>(_ kind: FileKind<Value>) {
        id = kind.id
        pattern = kind.pattern
        about = kind.about
        declares = kind.declares
        translations = kind.translations
        schema = kind.schema
        let decode = kind.decode
        self.decode = { file, reading in decode(file, &reading) }
    }
}

extension FileKind {
    public var erased: AnyFileKind { AnyFileKind(self) }
}
