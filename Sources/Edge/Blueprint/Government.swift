import Kernel

/// What `polity.yaml` says: who governs here, in which languages, money, time and places, and who may do what.
public final class Government: Sendable {
    public let id: String
    public let name: LocalizedText
    /// BCP 47 tags; the first is the one the folder is written in.
    public let languages: [String]
    public let currency: Currency
    /// An IANA name (`Europe/London`).
    public let timeZone: String
    /// The EPSG code of the plane in which things are measured, the equal-area one of the whole world where none is named; positions are
    /// always WGS 84.
    public let projection: Int
    /// Where the file names it; nil where it leaves it out.
    public let projectionLocation: SourceLocation?
    /// A tree: parents stand before or after their children, as the file has them.
    public let organisations: [Organisation]
    public let roles: [Role]
    /// In the order of the file: the first that takes a task has it.
    public let teams: [Team]
    public let skills: [Skill]
    public let legalBases: [LegalBasis]
    /// ISO 8601 weekdays on which offices work, 1 for Monday.
    public let workingWeekdays: Set<Int>
    public let holidays: [Holiday]
    /// The working days, for counting deadlines: `holidays` worked out for the years 1970 to 2150.
    public let calendar: OfficeCalendar
    public let look: Look
    public let contact: Contact
    /// Where people transfer fees to; nil where none was named.
    public let bankAccount: BankAccount?
    /// Systems of others that services may call.
    public let systems: [System]
    /// The folder's own words in the place of the program's, by language and phrase key: `phrases/LANG.yaml`.
    let wording: [String: [String: Phrase.Template]]

    /// The role that the program itself brings, which gives the others; no folder has another of that id.
    public static let administrator = "administrator"

    init(_ file: Checked, wording: [String: [String: Phrase.Template]], _ diagnostics: inout Diagnostics) {
        self.wording = wording
        name = file.localized("name")
        id = file.optionalText("id") ?? Schema.TextRule.Form.identifier(from: name.text) ?? "polity"
        languages = Self.languages(of: file)
        currency = file.optionalText("currency").flatMap { Currency($0) } ?? Self.noCurrency
        timeZone = file.text("time_zone", or: "UTC")
        projection = file.integer("projection", or: 6933)
        projectionLocation = file["projection"]?.location
        let tree = file.dictionary("organisations")
        organisations =
            tree.isEmpty
            ? [Organisation(id: id, title: name, parent: nil)]
            : tree.map { Organisation(id: $0.value, title: $1.localized("title"), parent: $1.optionalText("parent")) }
        let home = organisations[0].id
        roles = file.dictionary("roles").map {
            if $0.value == Self.administrator {
                diagnostics.error(
                    $0.location, "'\($0.value)' is a role of the program itself, which gives the others", mend: "Give yours another id, as in 'office_manager'."
                )
            }
            return Role(id: $0.value, title: $1.localized("title"), organisation: $1.text("organisation", or: home), permissions: $1.texts("permissions"))
        }
        teams = file.dictionary("teams").map { Team($0, $1) }
        skills = file.dictionary("skills").map { Skill(id: $0.value, title: $1.localized("title")) }
        legalBases = file.dictionary("legal_bases").map { LegalBasis(id: $0.value, title: $1.localized("title"), source: $1.text("source")) }
        let days = file.texts("working_days").compactMap { HolidayRule.weekdayNames.firstIndex(of: $0) }.map { $0 + 1 }
        workingWeekdays = days.isEmpty ? [1, 2, 3, 4, 5] : Set(days)
        holidays = file.dictionary("holidays").compactMap { Holiday($0.value, $1, &diagnostics) }
        var dates: Set<CivilDate> = []
        for year in 1970...2150 { for (day, _) in holidays.days(in: year, weekdays: workingWeekdays) { dates.insert(day) } }
        calendar = OfficeCalendar(zone: CivilZone(timeZone) ?? .utc, workingWeekdays: workingWeekdays, holidays: dates)
        look = Look(file["look"], name: name, &diagnostics)
        contact = Contact(
            email: file["contact"]?.optionalText("email"), phone: file["contact"]?.optionalText("phone"),
            address: file["contact"]?.optionalLocalized("address"), website: file["contact"]?.optionalText("website"))
        bankAccount = file["bank_account"].flatMap { BankAccount($0, &diagnostics) }
        systems = file.dictionary("systems").compactMap { System($0.value, $1, &diagnostics) }
        checkLanguages(file, &diagnostics)
        checkTree(tree, &diagnostics)
    }

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
    public var translationLanguages: [String] { Self.translated(languages) }

    private static func translated(_ languages: [String]) -> [String] {
        var others: [String] = []
        for language in languages.dropFirst() where language != languages.first && !others.contains(language) { others.append(language) }
        return others
    }

    private static func languages(of file: Checked) -> [String] {
        let languages = file.texts("languages").filter { Schema.TextRule.Form.isLocale($0) }
        return languages.isEmpty ? ["en"] : languages
    }

    /// Has to be known before any text is read, those of polity.yaml too.
    static func translationLanguages(of file: Checked) -> [String] { translated(languages(of: file)) }
}
