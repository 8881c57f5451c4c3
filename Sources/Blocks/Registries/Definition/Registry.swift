import FEEL
import Kernel

/// A registry as the folder describes it: `registries/NAME.yaml`, read and checked.
public struct Registry: Sendable {
    public var id: String
    public var title: LocalizedText
    public var about: LocalizedText?
    /// The organisation that keeps it.
    public var organisation: String
    public var subject: Subject
    /// In the order of the file, which is the order people see.
    public var fields: [RegistryField]
    /// The field whose value names a record to people; the first field when the file names none.
    public var titleField: String
    public var readers: [Reader]
    /// Fields that anyone may see. Never a personal one.
    public var published: [String]
    public var location: SourceLocation

    /// Whose data a record is.
    public enum Subject: Sendable, Hashable {
        /// Nobody's: a parcel, a street.
        case nobody
        /// The record describes a person, and is their own.
        case itself
        /// The person that this field refers to.
        case field(String)
    }

    /// Who may read the records, and on which legal bases of polity.yaml. Whoever is not listed reads none.
    public struct Reader: Sendable, Hashable {
        public var role: String
        public var legalBases: [String]
    }

    public func field(_ id: String) -> RegistryField? { fields.first { $0.id == id } }

    /// What an expression sees of a record: its fields, and its `id`.
    public var feelType: FEELType {
        var types: [String: FEELType] = ["id": .string]
        for field in fields { types[field.id] = field.type.feelType }
        return .context(types)
    }
}

/// All registries of an edition, by id.
public struct RegistryDefinitions: Sendable {
    public var byID: [String: Registry]

    public init(_ registries: [Registry]) { byID = Dictionary(registries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }) }

    public subscript(id: String) -> Registry? { byID[id] }
    public var all: [Registry] { byID.values.sorted { $0.id < $1.id } }
}
