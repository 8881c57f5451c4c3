public import Kernel

/// What all pages of one government share: its name, languages, look and navigation.
public final class Site: Sendable {
    /// The government's name by language code.
    public let name: [String: String]
    /// One or two letters or a sign in the header's mark; empty takes the first letter of the name's last capitalised word.
    public let mark: String
    /// In the order of the language switch; the first is the default.
    public let languages: [Language]
    /// `#1d5b79`; made darker or lighter where a text on it or of it would be hard to read (WCAG 2.2, 1.4.3).
    public let accent: String
    /// A banner on every page: "This is a demonstration …"; by language code.
    public let notice: [String: String]
    /// The government's postal address by language code, a line each; stands at the foot of every page.
    public let address: [String: String]
    /// How it is reached: `tel:` and `mailto:`.
    public let contact: [Link]
    public let navigation: @Sendable (Request) -> [Link]
    public let footer: @Sendable (Language) -> [Link]
    public let signInPath: String
    public let signOutPath: String
    /// Where a person finds what is theirs; nil hides the link.
    public let accountPath: String?
    /// `https://arden.example`; decides on secure cookies and HSTS, and is the origin forms may come from.
    public let publicURL: String
    /// An IANA name; days and times on pages are the government's.
    public let timeZone: String
    /// Rules that what is drawn in pages needs besides the pages' own; they join the one style sheet.
    public let styles: [String]

    public init(
        name: [String: String], mark: String = "", languages: [Language] = [.english, .spanish], accent: String = "#1f5f8b", notice: [String: String] = [:],
        signInPath: String = "/sign-in", signOutPath: String = "/sign-out", accountPath: String? = nil,
        publicURL: String = "http://localhost:8080", timeZone: String = "UTC", address: [String: String] = [:], contact: [Link] = [],
        navigation: @escaping @Sendable (Request) -> [Link] = { _ in [] }, footer: @escaping @Sendable (Language) -> [Link] = { _ in [] }, styles: [String] = []
    ) {
        self.name = name
        self.mark = mark
        self.languages = languages.isEmpty ? [.english] : languages
        self.accent = accent
        self.notice = notice
        self.signInPath = signInPath
        self.signOutPath = signOutPath
        self.accountPath = accountPath
        self.publicURL = publicURL
        self.timeZone = timeZone
        self.address = address
        self.contact = contact
        self.navigation = navigation
        self.footer = footer
        self.styles = styles
    }

    public func name(in language: Language) -> String { name[language.code] ?? name[languages[0].code] ?? name.values.sorted().first ?? "" }

    var markText: String {
        guard mark.isEmpty else { return String(mark.prefix(2)) }
        let name = name(in: languages[0])
        let proper = name.split(separator: " ").last { $0.first?.isUppercase == true }
        return String((proper ?? name[...]).prefix(1))
    }

    var isSecure: Bool { publicURL.hasPrefix("https://") }
}
