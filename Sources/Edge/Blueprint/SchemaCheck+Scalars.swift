import Foundation
import Kernel

// What a single value must look like. A wording stands here once, and a golden file holds them all.
extension SchemaCheck {
    mutating func check(text node: SourceNode, _ rule: Schema.TextRule, _ subject: String) {
        guard let scalar = scalar(node, subject, rule.form.wanted) else { return }
        let text = scalar.text
        if text.unicodeScalars.count > rule.maximumLength {
            error(node, "\(subject) has \(text.unicodeScalars.count) characters; \(rule.maximumLength) are the most", mend: "Shorten it.")
        }
        if let fault = rule.form.fault(of: text) {
            error(node, "\(subject) must be \(rule.form.wanted), not '\(text.shortened)'", mend: fault)
        } else if let kind = rule.declares {
            reading.references.declare(kind, text, at: node.location)
        }
    }

    mutating func check(integer node: SourceNode, _ minimum: Int?, _ maximum: Int?, _ subject: String) {
        guard let scalar = scalar(node, subject, "a whole number") else { return }
        guard let value = Int(scalar.text), !scalar.text.hasPrefix("+") else {
            return error(node, "\(subject) must be a whole number, not '\(scalar.text.shortened)'", mend: "Write digits only, without separators or units.")
        }
        guard !scalar.isQuoted else { return error(node, "\(subject) must be a whole number, not a text", mend: "Remove the quotation marks.") }
        let range = [minimum.map { "from \($0)" }, maximum.map { "to \($0)" }].compactMap { $0 }.joined(separator: " ")
        if let minimum, value < minimum { error(node, "\(subject) must be at least \(minimum), not \(value)", mend: "Write a number \(range).") }
        if let maximum, value > maximum { error(node, "\(subject) must be at most \(maximum), not \(value)", mend: "Write a number \(range).") }
    }

    mutating func check(number node: SourceNode, _ subject: String) {
        guard let scalar = scalar(node, subject, "a number") else { return }
        guard Decimal128(scalar.text) != nil else {
            let percent = scalar.text.hasSuffix("%") ? Decimal128(String(scalar.text.dropLast()).trimmingSuffix { $0 == " " }) : nil
            return error(
                node, "\(subject) must be a number, not '\(scalar.text.shortened)'",
                mend: percent.map { "Write \($0 / Decimal128(100))." } ?? "Write digits with a point for decimals, without separators or units.")
        }
        if scalar.isQuoted { error(node, "\(subject) must be a number, not a text", mend: "Remove the quotation marks.") }
    }

    mutating func check(boolean node: SourceNode, _ subject: String) {
        guard let scalar = scalar(node, subject, "true or false") else { return }
        switch (scalar.text, scalar.isQuoted) {
        case ("true", false), ("false", false): break
        case ("true", true), ("false", true): error(node, "\(subject) must be true or false, not a text", mend: "Remove the quotation marks.")
        default:
            let meant =
                switch scalar.text.lowercased() {
                case "yes", "on", "true": "Write true."
                case "no", "off", "false": "Write false."
                default: "Write true or false."
                }
            error(node, "\(subject) must be true or false, not '\(scalar.text.shortened)'", mend: meant)
        }
    }

    mutating func check(date node: SourceNode, _ subject: String) {
        guard let scalar = scalar(node, subject, "a date"), CivilDate(scalar.text) == nil else { return }
        let parts = scalar.text.split(separator: "-").compactMap { Int($0) }
        if scalar.text.utf8.count == 10, parts.count == 3 {
            error(node, "\(subject): there is no day \(scalar.text)", mend: "Write year-month-day, such as 2026-09-30.")
        } else {
            error(node, "\(subject) must be a date, not '\(scalar.text.shortened)'", mend: "Write year-month-day, such as 2026-09-30.")
        }
    }

    mutating func check(choice node: SourceNode, _ choices: [Schema.Choice], _ subject: String) {
        let names = choices.map(\.value)
        guard let scalar = scalar(node, subject, "one of \(names.joined(separator: ", "))"), !names.contains(scalar.text) else { return }
        let nearest = Spelling.nearest(to: scalar.text, among: names).map { "Did you mean '\($0)'?" }
        error(node, "\(subject) cannot be '\(scalar.text.shortened)'", mend: nearest ?? "It is one of: \(names.joined(separator: ", ")).")
    }

    mutating func check(reference node: SourceNode, to kind: String, _ subject: String) {
        guard let scalar = scalar(node, subject, "the id of \(kind.withArticle)") else { return }
        reading.references.use(kind, scalar.text, at: node.location)
    }
}

extension Schema.TextRule.Form {
    /// What a message says the value must be.
    var wanted: String {
        switch self {
        case .plain: "a line of text"
        case .multiline, .markdown: "a text"
        case .identifier: "an id"
        case .email: "an e-mail address"
        case .locale: "a language tag"
        case .currency: "a currency code"
        case .timeZone: "a time zone"
        case .duration: "a duration"
        case .uri: "a web address"
        }
    }

    /// How to mend `text`; nil when it is well formed.
    func fault(of text: String) -> String? {
        switch self {
        case .multiline, .markdown: nil
        // The line end that `|` and `>` leave behind a text does not make two lines of it.
        case .plain: text.dropLast().contains(where: \.isNewline) ? "Write it on one line." : nil
        case .identifier:
            Self.isIdentifier(text)
                ? nil
                : Self.identifier(from: text).map { "Write '\($0)': small letters, digits and '_', beginning with a letter." }
                    ?? "Use small letters, digits and '_', beginning with a letter."
        case .email: Self.isEmail(text) ? nil : "Write it as name@example.org."
        case .locale: Self.isLocale(text) ? nil : "Write a BCP 47 tag such as en, es or pt-BR."
        case .currency: Self.faultOfCurrency(text)
        case .timeZone: Self.faultOfTimeZone(text)
        case .duration:
            ISO8601Duration.isWellFormed(text) ? nil : "Write it as ISO 8601 does: P30D for 30 days, PT12H for 12 hours, P1Y6M for a year and a half."
        case .uri:
            URL(string: text).map { ["http", "https"].contains($0.scheme) && $0.host != nil } ?? false
                ? nil : "Write the whole address, beginning with https://."
        }
    }

    /// The currencies of ISO 4217 that are in use.
    private static func faultOfCurrency(_ text: String) -> String? {
        guard Currency(text) != nil else { return "Write the three capital letters of ISO 4217, such as EUR." }
        let known = Locale.commonISOCurrencyCodes
        guard !known.contains(text) else { return nil }
        let nearest = Spelling.nearest(to: text, among: known).map { "Did you mean '\($0)'?" }
        return nearest ?? "No currency in use has this code in ISO 4217; write one such as EUR."
    }

    private static func faultOfTimeZone(_ text: String) -> String? {
        if TimeZone(identifier: text) != nil && text.contains("/") || text == "UTC" { return nil }
        let known = TimeZone.knownTimeZoneIdentifiers
        // People know their city; the list has it behind the continent.
        let city = known.first { $0.lowercased().hasSuffix("/" + text.lowercased().map { $0 == " " ? "_" : String($0) }.joined()) }
        let nearest = city ?? Spelling.nearest(to: text, among: known)
        return nearest.map { "Did you mean '\($0)'?" } ?? "Write a name of the IANA list, such as Europe/London."
    }

    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    /// The id that was probably meant: `Parking Permit` → `parking_permit`; nil when nothing is left of it.
    static func identifier(from text: String) -> String? {
        let plain = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
        var id = ""
        for character in plain.unicodeScalars {
            switch character {
            case "a"..."z", "0"..."9": id.unicodeScalars.append(character)
            default: if !id.isEmpty, !id.hasSuffix("_") { id += "_" }
            }
        }
        while id.hasSuffix("_") { id.removeLast() }
        return isIdentifier(id) ? id : nil
    }

    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
            && !text.contains(where: \.isWhitespace)
    }

    /// BCP 47 (RFC 5646, section 2.1), as far as governments use it: language, script, region.
    static func isLocale(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let language = parts.first, (2...3).contains(language.utf8.count), language.allSatisfy({ $0.isASCII && $0.isLowercase }) else { return false }
        guard Locale.LanguageCode(String(language)).isISOLanguage else { return false }
        return parts.dropFirst().allSatisfy { (2...8).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }
    }
}

/// ISO 8601 durations: `P1Y2M3W4DT5H6M7S`, each part at most once, in this order, at least one.
enum ISO8601Duration {
    static func isWellFormed(_ text: String) -> Bool {
        var rest = Substring(text)
        guard rest.popFirst() == "P" else { return false }
        let halves = rest.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = halves.first, parts(date, units: "YMWD") else { return false }
        guard halves.count == 2 else { return !date.isEmpty }
        return !halves[1].isEmpty && parts(halves[1], units: "HMS")
    }

    private static func parts(_ text: Substring, units: String) -> Bool {
        var units = Substring(units)
        var hasDigits = false
        for character in text {
            if character.isASCII, character.isNumber {
                hasDigits = true
                continue
            }
            guard hasDigits, let place = units.firstIndex(of: character) else { return false }
            units = units[units.index(after: place)...]
            hasDigits = false
        }
        return !hasDigits
    }
}

extension String {
    /// At most 60 characters on one line, for quoting in a message.
    var shortened: String {
        // Most are short and plain, and are written into the subject of what is checked long before anything is said of it.
        if utf8.count <= 60, utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return self }
        let line = String(map { $0.isNewline ? " " : $0 })
        return line.count <= 60 ? line : line.prefix(57) + "..."
    }

    var withArticle: String { first.map { "aeiou".contains($0) } == true ? "an \(self)" : "a \(self)" }
}
