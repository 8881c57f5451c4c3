import FEEL
import Kernel

extension FormReader {
    func number(_ typed: String?, _ name: String) -> Reading {
        guard let typed else { return .nothing }
        guard let number = plainNumber(typed) else { return .wrong(FieldError(question: name, .notANumber)) }
        return .value(.number(number))
    }

    func money(_ typed: String?, _ name: String) -> Reading {
        guard let typed = typed.map(Self.withoutCurrency) else { return .nothing }
        // A digit beyond the smallest part of the currency is a slip of the finger, not an amount.
        guard let number = plainNumber(typed), Self.digitsBehindPoint(typed, decimalSeparator) <= currencyDigits else {
            return .wrong(FieldError(question: name, .notMoney))
        }
        return .value(.number(number))
    }

    private func plainNumber(_ typed: String) -> Decimal128? { Self.plainNumber(typed, decimalSeparator: decimalSeparator).flatMap { Decimal128($0) } }

    /// The number as `-?digits[.digits]`. The other separator, thin spaces and apostrophes group digits in threes.
    ///
    /// - Returns: nil for anything that is not clearly one number: `1.5.2`, `12,34` where the comma groups, `1e5`.
    public static func plainNumber(_ typed: String, decimalSeparator: Character) -> String? {
        let grouping: Set<Character> = decimalSeparator == "," ? [".", " ", "\u{A0}", "\u{202F}", "'"] : [",", " ", "\u{A0}", "\u{202F}", "'"]
        var text = typed[...]
        var plain = ""
        if let sign = text.first, sign == "-" || sign == "\u{2212}" {
            plain = "-"
            text = text.dropFirst()
        }
        let halves = text.split(separator: decimalSeparator, maxSplits: 1, omittingEmptySubsequences: false)
        let groups = halves[0].split(omittingEmptySubsequences: false) { grouping.contains($0) }
        guard groups.allSatisfy({ $0.allSatisfy(isDigit) }) else { return nil }
        if groups.count > 1 {
            guard !groups[0].isEmpty, groups[0].count <= 3, groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        }
        let whole = groups.joined()
        let fraction = halves.count > 1 ? halves[1] : ""
        guard fraction.allSatisfy(isDigit), !(whole.isEmpty && fraction.isEmpty), whole.count + fraction.count <= 30 else { return nil }
        // Decimal128's own form has no leading zeros to speak of, and "007" is seven.
        let digits = whole.drop { $0 == "0" }
        plain += digits.isEmpty ? "0" : String(digits)
        return fraction.isEmpty ? plain : plain + "." + fraction
    }

    /// People write `£ 48,000` where only a number is asked for; the sign says what the page says already.
    static func withoutCurrency(_ typed: String) -> String {
        typed.filter { !($0.unicodeScalars.first?.properties.generalCategory == .currencySymbol) }.trimmingWhitespace()
    }

    private static func digitsBehindPoint(_ typed: String, _ separator: Character) -> Int {
        typed.lastIndex(of: separator).map { typed.distance(from: $0, to: typed.endIndex) - 1 } ?? 0
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    /// Three fields, as people know their dates (`.day`, `.month`, `.year`), or one in ISO 8601, as scripts send it.
    func date(_ fields: RawFields, _ name: String) -> Reading {
        let date: CivilDate
        if let whole = fields[name] {
            guard let read = CivilDate(whole) else { return .wrong(FieldError(question: name, .notADate)) }
            date = read
        } else {
            let parts = ["day", "month", "year"]
            let typed = parts.map { fields["\(name).\($0)"] }
            if typed.allSatisfy({ $0 == nil }) { return .nothing }
            if let missing = typed.firstIndex(where: { $0 == nil }) {
                return .wrong(FieldError(question: name, field: "\(name).\(parts[missing])", .dateIncomplete))
            }
            var numbers = typed.map { $0.flatMap { $0.count <= 4 && $0.allSatisfy(Self.isDigit) ? Int($0) : nil } }
            if numbers[1] == nil, let name = typed[1], name.count <= 20 { numbers[1] = month(name) }
            // Two-digit years are not guessed: 26 may be a child's birth or a great-grandmother's.
            guard let day = numbers[0], let month = numbers[1], let year = numbers[2], year >= 1000,
                let read = CivilDate(year: year, month: month, day: day)
            else { return .wrong(FieldError(question: name, field: "\(name).day", .notADate)) }
            date = read
        }
        return .value(.date(date))
    }
}
