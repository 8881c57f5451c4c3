extension Language {
    /// `22 November 2026`, `22 de noviembre de 2026`; ISO 8601 where the language's months are not known here.
    public func format(_ date: CivilDate) -> String {
        switch base {
        case .english: "\(date.day) \(Self.englishMonths[date.month - 1]) \(date.year)"
        case .spanish: "\(date.day) de \(Self.spanishMonths[date.month - 1]) de \(date.year)"
        case .other: date.description
        }
    }

    /// `22 Nov 2026`, `22 nov 2026`, for tables; September is `Sept`, as CLDR has it for British English and for Spanish.
    public func formatShort(_ date: CivilDate) -> String {
        switch base {
        case .english: "\(date.day) \(Self.englishMonths[date.month - 1].prefix(date.month == 9 ? 4 : 3)) \(date.year)"
        case .spanish: "\(date.day) \(Self.spanishMonths[date.month - 1].prefix(date.month == 9 ? 4 : 3)) \(date.year)"
        case .other: date.description
        }
    }

    /// The month that a person names: `March`, `mar`, `marzo`. English names count in every language.
    public func month(named text: String) -> Int? {
        let name = text.lowercased().filter(\.isLetter)
        guard name.count >= 3 else { return nil }
        for names in base == .spanish ? [Self.spanishMonths, Self.englishMonths] : [Self.englishMonths] {
            if let index = names.firstIndex(where: { $0.lowercased().hasPrefix(name) }) { return index + 1 }
        }
        return nil
    }

    /// `Monday`, `lunes`.
    public func weekday(of date: CivilDate) -> String {
        switch base {
        case .spanish: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"][date.weekday - 1]
        default: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][date.weekday - 1]
        }
    }

    /// `12,345` or `12.345`: in groups of three; Spanish leaves four digits together (CLDR, minimumGroupingDigits 2).
    public func format(_ count: Int) -> String { (count < 0 ? "-" : "") + grouped(String(count.magnitude)) }

    /// The decimal with the language's own separators, all its digits kept.
    public func format(_ number: Decimal128) -> String { localized(number.description) }

    /// `£`, `€`; the ISO code of currencies without a well-known symbol.
    public func symbol(of currency: Currency) -> String { Self.symbols[currency.code] ?? currency.code }

    /// `£12.50`, `12,50 €`, `12.50 CHF`: the symbol for well-known currencies, else the ISO code.
    public func format(_ money: Money) -> String {
        let parts = money.description.split(separator: " ")
        guard parts.count == 2 else { return money.description }
        let isNegative = parts[0].hasPrefix("-")
        return (isNegative ? "-" : "") + amount(localized(String(isNegative ? parts[0].dropFirst() : parts[0])), money.currency)
    }

    /// An amount with all the digits it has, and no more: `£1`, `0,125 €`.
    public func format(_ number: Decimal128, in currency: Currency) -> String {
        (number < 0 ? "-" : "") + amount(localized(number.magnitude.description), currency)
    }

    private func amount(_ digits: String, _ currency: Currency) -> String {
        let symbol = Self.symbols[currency.code]
        if base == .english, let symbol { return symbol + digits }
        return "\(digits)\u{A0}\(symbol ?? currency.code)"
    }

    /// `3.4 MB`; decimal units, one digit behind the point.
    public func formatBytes(_ count: Int) -> String {
        if count < 1_000 { return "\(format(count)) B" }
        let (unit, name) = count < 1_000_000 ? (1_000, "KB") : count < 1_000_000_000 ? (1_000_000, "MB") : (1_000_000_000, "GB")
        let tenths = (count * 10 + unit / 2) / unit
        let whole = format(tenths / 10)
        return tenths % 10 == 0 ? "\(whole) \(name)" : "\(whole)\(decimalSeparator)\(tenths % 10) \(name)"
    }

    public var decimalSeparator: String { base == .spanish ? "," : "." }
    var groupSeparator: String { base == .spanish ? "." : "," }

    private func localized(_ plain: String) -> String {
        let negative = plain.hasPrefix("-")
        let parts = plain.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first, whole.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return plain }
        let text = grouped(String(whole)) + (parts.count == 2 ? decimalSeparator + parts[1] : "")
        return negative ? "-" + text : text
    }

    private func grouped(_ digits: String) -> String {
        let least = base == .spanish ? 5 : 4
        guard digits.utf8.count >= least else { return digits }
        var result = ""
        let first = digits.utf8.count % 3
        for (index, digit) in digits.enumerated() {
            if index > 0 && (index - first) % 3 == 0 { result += groupSeparator }
            result.append(digit)
        }
        return result
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let spanishMonths = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ]
    private static let symbols = ["GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "INR": "₹"]
}
