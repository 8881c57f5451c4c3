import FEEL
import Kernel

/// One field of a registry's records.
public struct RegistryField: Sendable {
    public var id: String
    public var title: LocalizedText
    public var type: FieldType
    /// How sensitive it is; nil for a value that is about no person. It is kept sealed and found through keyed tokens only.
    public var personal: PersonalClass?
    public var isRequired: Bool
    /// No two current records have the same value.
    public var isUnique: Bool
    public var check: CheckScheme?
    public var search: Search
    /// A regular expression that the whole text matches.
    public var pattern: String?
    /// The ids it had before, latest first.
    public var was: [String]
    public var location: SourceLocation

    public enum Search: String, Sendable, CaseIterable {
        case none
        /// By the whole value.
        case exact
        /// By the whole value, or the beginnings of its words.
        case prefix
        /// As `prefix`; for texts of many words, which are never personal.
        case fullText = "full_text"
        /// By a rectangle on the map.
        case box
    }

    /// The name under which values are stored: the first id the field ever had. So a rename changes no stored byte, and
    /// what was sealed or indexed under the old name stays readable.
    public var storage: String { was.last ?? id }
}

/// What a field may hold.
public enum FieldType: Sendable, Hashable {
    case text, number, money, date, boolean, email, phone, address
    case longText
    case personName
    case choice([Choice])
    /// Several texts.
    case list
    /// Longitude and latitude, WGS 84.
    case position
    /// A polygon, GeoJSON (RFC 7946).
    case area
    /// A record of another registry.
    case record(String)
    /// A stored document, by id.
    case file

    /// The parts of an address, as forms ask for them.
    public static let addressParts = ["line_1", "line_2", "town", "postal_code"]

    public struct Choice: Sendable, Hashable {
        public var id: String
        public var title: LocalizedText
    }

    /// The type as expressions see it. Amounts are in whole units of the currency; records are ids.
    public var feelType: FEELType {
        switch self {
        case .number, .money: .number
        case .date: .date
        case .boolean: .boolean
        case .list: .list(.string)
        case .position: .context(["longitude": .number, "latitude": .number])
        case .area: .any
        case .address: .context(Dictionary(uniqueKeysWithValues: Self.addressParts.map { ($0, .string) }))
        case .text, .longText, .personName, .email, .phone, .choice, .record, .file: .string
        }
    }
}
