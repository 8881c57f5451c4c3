import Kernel

extension Government {
    /// Stands in while a folder without a readable polity.yaml is checked; such a folder is never served.
    static let unknown: Government = {
        var discarded = Diagnostics()
        return Government(Checked(SourceNode(.map([]), at: SourceLocation(file: "polity.yaml", line: 1, column: 1))), wording: [:], &discarded)
    }()

    /// ISO 4217's code for "no currency".
    static let noCurrency = Currency("XXX") ?? { preconditionFailure("XXX is three capital letters") }()

    func checkLanguages(_ file: Checked, _ diagnostics: inout Diagnostics) {
        var seen: Set<String> = []
        for language in file.list("languages") where !seen.insert(language.text).inserted {
            diagnostics.error(language.location, "the language '\(language.text)' is listed twice", mend: "Remove one of them.")
        }
        checkWording(file, &diagnostics)
    }

    /// Parents of parents must come to an end.
    func checkTree(_ nodes: [(key: Located<String>, value: Checked)], _ diagnostics: inout Diagnostics) {
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
