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
    /// The roles that may change records by hand, outside a case.
    public var writers: [String]
    /// Fields that anyone may see. Never a personal one.
    public var published: [String]
    /// How long the law keeps a record after its end; nil lets it be erased at once.
    public var keep: Keeping?
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

    public struct Keeping: Sendable, Hashable {
        public var term: Term
        /// The law that says so.
        public var source: String
    }

    public func field(_ id: String) -> RegistryField? { fields.first { $0.id == id } }

    /// What an expression sees of a record: its fields, and its `id`.
    public var feelType: FEELType {
        var types: [String: FEELType] = ["id": .string]
        for field in fields { types[field.id] = field.type.feelType }
        return .context(types)
    }

    /// The field by which people name a record: the first unique one.
    public var identifier: RegistryField? { fields.first { $0.isUnique } }

    /// Whether the folder lets this basis open this registry to a holder of one of `roles`; nil stands for the
    /// government's own work on a case, which needs the basis alone.
    public func isReadable(for basis: String, roles: Set<String>?) -> Bool {
        readers.contains { reader in reader.legalBases.contains(basis) && (roles?.contains(reader.role) ?? true) }
    }

    /// Whether a registry about nobody is open to officers with these roles: to all, unless its file names readers.
    func isOpen(to roles: Set<String>) -> Bool { readers.isEmpty || readers.contains { roles.contains($0.role) } }

    /// How a field's value is sealed; nil when it lies open. The field that says whose data a record is lies open, because
    /// it names the key; it holds an id and nothing else.
    func sealing(of field: RegistryField) -> PersonalClass? {
        subject == .field(field.id) ? nil : field.personal
    }
}
