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
    /// The id it had before: stored values move with it.
    public var was: String?
    public var location: SourceLocation

    public enum Search: String, Sendable, CaseIterable {
        case none, exact, prefix
        case fullText = "full_text"
        case box
    }
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
        case .address: .context(["line_1": .string, "line_2": .string, "town": .string, "postal_code": .string])
        case .text, .longText, .personName, .email, .phone, .choice, .record: .string
        }
    }
}
