import Kernel

extension Government {
    /// Stands in while a folder without a readable polity.yaml is checked; such a folder is never served.
    static let unknown: Government = {
        var discarded = Diagnostics()
        return Government(Checked(SourceNode(.map([]), at: SourceLocation(file: "polity.yaml", line: 1, column: 1))), &discarded)
    }()

    init(_ file: Checked, _ diagnostics: inout Diagnostics) {
        name = file.localized("name")
        id = file.optionalText("id") ?? Schema.TextRule.Form.identifier(from: name.text) ?? "polity"
        languages = file.texts("languages").filter { Schema.TextRule.Form.isLocale($0) }
        if languages.isEmpty { languages = ["en"] }
        currency = file.optionalText("currency").flatMap { Currency($0) } ?? Self.noCurrency
        timeZone = file.text("time_zone", or: "UTC")
        projection = file.integer("projection", or: 6933)
        organisations = file.dictionary("organisations").map { Organisation(id: $0.value, title: $1.localized("title"), parent: $1.optionalText("parent")) }
        if organisations.isEmpty { organisations = [Organisation(id: id, title: name, parent: nil)] }
        let home = organisations[0].id
        roles = file.dictionary("roles").map {
            Role(id: $0.value, title: $1.localized("title"), organisation: $1.text("organisation", or: home), permissions: $1.texts("permissions"))
        }
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
        checkTree(file.dictionary("organisations"), &diagnostics)
    }

    /// ISO 4217's code for "no currency".
    private static let noCurrency = Currency("XXX") ?? { preconditionFailure("XXX is three capital letters") }()

    private func checkLanguages(_ file: Checked, _ diagnostics: inout Diagnostics) {
        var seen: Set<String> = []
        for language in file.list("languages") where !seen.insert(language.text).inserted {
            diagnostics.error(language.location, "the language '\(language.text)' is listed twice", mend: "Remove one of them.")
        }
        // What a government does not write itself: buttons, errors, dates.
        for language in file.list("languages") where !["en", "es"].contains(language.text.prefix { $0 != "-" }) {
            diagnostics.warning(
                language.location, "the pages' own words are there in English and Spanish only; with '\(language.text)' they stay English",
                mend: "What this folder says is shown in '\(language.text)'; a translation of the program's phrases is welcome (CONTRIBUTING.md).")
        }
    }

    /// Parents of parents must come to an end.
    private func checkTree(_ nodes: [(key: Located<String>, value: Checked)], _ diagnostics: inout Diagnostics) {
        var parents: [String: String] = [:]
        for organisation in organisations { parents[organisation.id] = organisation.parent }
        for (key, node) in nodes {
            let id = key.value
            var path = [id]
            while let parent = parents[path[path.count - 1]], path.count <= organisations.count {
                path.append(parent)
                guard parent == id else { continue }
                // One finding for the whole circle.
                if path.min() != id { break }
                diagnostics.error(
                    node.location(of: "parent"), "'\(id)' is below itself: \(path.joined(separator: " → "))", mend: "Remove the 'parent' of the topmost.")
                break
            }
        }
    }
}

extension Holiday {
    /// nil, with a finding, when the date is none.
    init?(_ id: String, _ holiday: Checked, _ diagnostics: inout Diagnostics) {
        let text = holiday.text("date")
        guard let rule = HolidayRule(text) else {
            diagnostics.error(
                holiday.location(of: "date"), "'date' must say when the holiday is, not '\(text.shortened)'",
                mend: "Write 2026-05-04, 12-25, 'first monday of may', 'last monday of august', 'easter - 2' or 'orthodox easter + 1'.")
            return nil
        }
        self.init(id: id, title: holiday.localized("title"), rule: rule, isSubstituted: holiday.boolean("substitute"))
    }
}

extension Government.Look {
    /// A dark blue that white text is well readable on.
    static let defaultAccent = "#1b4f8a"

    init(_ look: Checked?, name: LocalizedText, _ diagnostics: inout Diagnostics) {
        logoText = look?.optionalLocalized("logo_text") ?? name
        accent = Self.defaultAccent
        guard let written = look?["accent"] else { return }
        guard let colour = Colour(written.text) else {
            diagnostics.error(
                written.location, "'accent' must be a colour, not '\(written.text.shortened)'",
                mend: "Write '#' and six hexadecimal digits in quotation marks, such as \"\(Self.defaultAccent)\".")
            return
        }
        accent = written.text.lowercased()
        if colour.contrastWithWhite < 4.5 {
            diagnostics.error(
                written.location, "white text on the accent \(written.text) is hard to read: its contrast is \(colour.contrastText) and must be 4.5",
                mend: "Choose a darker colour (WCAG 2.2, success criterion 1.4.3).")
        }
    }
}

/// A colour of the sRGB space.
struct Colour {
    var red, green, blue: UInt8

    /// Reads `#1b4f8a`.
    init?(_ text: String) {
        guard text.hasPrefix("#"), text.utf8.count == 7, let bytes = Hex.decode(text.dropFirst()), bytes.count == 3 else { return nil }
        (red, green, blue) = (bytes[0], bytes[1], bytes[2])
    }
}
