import Kernel

/// What `polity.yaml` says: who governs here, in which languages, money, time and places, and who may do what.
public struct Government: Sendable {
    public var id: String
    public var name: LocalizedText
    /// BCP 47 tags; the first is the one the folder is written in.
    public var languages: [String]
    public var currency: Currency
    /// An IANA name (`Europe/London`).
    public var timeZone: String
    /// The EPSG code of the system in which lengths and areas are measured; positions are always WGS 84.
    public var projection: Int
    /// A tree: parents stand before or after their children, as the file has them.
    public var organisations: [Organisation]
    public var roles: [Role]
    public var legalBases: [LegalBasis]
    /// ISO 8601 weekdays on which offices work, 1 for Monday.
    public var workingWeekdays: Set<Int>
    public var holidays: [Holiday]
    /// The working days, for counting deadlines: `holidays` worked out for the years 1970 to 2150.
    public var calendar: OfficeCalendar
    public var look: Look
    public var contact: Contact
    /// Where people transfer fees to; nil where none was named.
    public var bankAccount: BankAccount?
    /// Systems of others that services may call.
    public var systems: [System]

    public struct Organisation: Sendable, Hashable {
        public var id: String
        public var title: LocalizedText
        /// nil for the top of the tree.
        public var parent: String?
    }

    public struct Role: Sendable, Hashable {
        public var id: String
        public var title: LocalizedText
        public var organisation: String
        /// Ids of permissions, as the capabilities declare them.
        public var permissions: [String]
    }

    /// A purpose for which the law allows personal data to be read.
    public struct LegalBasis: Sendable, Hashable {
        public var id: String
        public var title: LocalizedText
        /// The law's name and section.
        public var source: String
    }

    public struct Look: Sendable, Hashable {
        /// `#rrggbb`
        public var accent: String
        public var logoText: LocalizedText
    }

    public struct Contact: Sendable, Hashable {
        public var email: String?
        public var phone: String?
        public var address: LocalizedText?
        public var website: String?
    }

    public struct BankAccount: Sendable, Hashable {
        public var holder: String
        /// In groups of four (ISO 13616), or as the country writes it where it has none.
        public var number: String
        public var isIBAN: Bool
        /// ISO 9362.
        public var bic: String?
        public var bank: String?
    }

    public func organisation(_ id: String) -> Organisation? { organisations.first { $0.id == id } }
    public func role(_ id: String) -> Role? { roles.first { $0.id == id } }
    public func legalBasis(_ id: String) -> LegalBasis? { legalBases.first { $0.id == id } }
    public var defaultLanguage: String { languages.first ?? "en" }

    /// The languages that translation files are for, each once.
    public var translationLanguages: [String] {
        var others: [String] = []
        for language in languages.dropFirst() where language != defaultLanguage && !others.contains(language) { others.append(language) }
        return others
    }
}
