/// An amount in the minor units of its ISO 4217 currency: 1,250 of GBP is £12.50.
public struct Money: Hashable, Sendable, CustomStringConvertible {
    public var minorUnits: Int64
    public var currency: Currency

    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// `12.50 GBP`; for people, the locale's own form is made where a page is drawn.
    public var description: String {
        guard currency.digits > 0 else { return "\(minorUnits) \(currency.code)" }
        var unit: UInt64 = 1
        for _ in 0..<currency.digits { unit *= 10 }
        let (whole, rest) = minorUnits.magnitude.quotientAndRemainder(dividingBy: unit)
        return "\(minorUnits < 0 ? "-" : "")\(whole).\(padded(rest, currency.digits)) \(currency.code)"
    }
}

/// An ISO 4217 currency: its alphabetic code and the number of digits behind the point.
public struct Currency: Hashable, Sendable {
    public let code: String
    public let digits: Int

    /// - Returns: nil unless `code` is three capital letters. Digits are 2 but for the currencies ISO 4217 lists otherwise.
    public init?(_ code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return nil }
        self.code = code
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF": digits = 0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": digits = 3
        case "CLF", "UYW": digits = 4
        default: digits = 2
        }
    }
}
