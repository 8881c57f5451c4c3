extension Decimal128: CustomStringConvertible {
    /// Reads `12`, `-0.5`, `.5`, `1.5e-3`. More than 34 digits are rounded half to even.
    ///
    /// - Returns: nil for anything else, for more than 10,000 characters, and for a number too large for the format.
    public init?(_ text: some StringProtocol) {
        var parser = NumberParser()
        guard text.utf8.count <= 10_000, text.utf8.allSatisfy({ parser.read($0) }), let value = parser.value else { return nil }
        self = value
    }

    /// The shortest text that reads back as an equal number: plain digits, and an exponent only where more than 40 zeros would
    /// be needed.
    public var description: String {
        guard isFinite else { return "NaN" }
        let (coefficient, exponent) = stripped
        let digits = String(coefficient)
        let sign = isNegative ? "-" : ""
        let point = digits.utf8.count + exponent
        if exponent >= 0, exponent <= 40 { return sign + digits + String(repeating: "0", count: exponent) }
        if exponent < 0, point > 0 { return sign + digits.prefix(point) + "." + digits.dropFirst(point) }
        if exponent < 0, point >= -40 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        let fraction = digits.dropFirst()
        return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "E" + (point > 0 ? "+" : "") + String(point - 1)
    }

    /// The nearest number of the shortest decimal that reads back as `value`; nil for infinities and NaN.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        self.init(value.description)
    }
}

extension Double {
    public init(_ value: Decimal128) { self = Double(value.description) ?? .nan }
}

/// Reads a number byte by byte, keeping 36 digits and whether anything not zero came after.
private struct NumberParser {
    private enum Place { case start, signed, whole, fraction, exponentStart, exponentSigned, exponent }

    private var place = Place.start
    private var negative = false
    private var coefficient: UInt128 = 0
    private var digits = 0
    private var lost = false
    private var exponent = 0
    private var hasDigits = false
    private var written = 0
    private var writtenNegative = false

    mutating func read(_ byte: UInt8) -> Bool {
        switch (place, byte) {
        case (.start, UInt8(ascii: "-")), (.start, UInt8(ascii: "+")):
            negative = byte == UInt8(ascii: "-")
            place = .signed
        case (.start, UInt8(ascii: ".")), (.signed, UInt8(ascii: ".")), (.whole, UInt8(ascii: ".")):
            place = .fraction
        case (.start, 48...57), (.signed, 48...57), (.whole, 48...57):
            place = .whole
            take(digit: byte - 48, isFraction: false)
        case (.fraction, 48...57):
            take(digit: byte - 48, isFraction: true)
        case (.whole, UInt8(ascii: "e")), (.whole, UInt8(ascii: "E")), (.fraction, UInt8(ascii: "e")), (.fraction, UInt8(ascii: "E")):
            guard hasDigits else { return false }
            place = .exponentStart
        case (.exponentStart, UInt8(ascii: "-")), (.exponentStart, UInt8(ascii: "+")):
            writtenNegative = byte == UInt8(ascii: "-")
            place = .exponentSigned
        case (.exponentStart, 48...57), (.exponentSigned, 48...57), (.exponent, 48...57):
            place = .exponent
            written = Swift.min(written * 10 + Int(byte - 48), 1_000_000)
        default:
            return false
        }
        return true
    }

    private mutating func take(digit: UInt8, isFraction: Bool) {
        hasDigits = true
        if digits < 36 {
            coefficient = coefficient * 10 + UInt128(digit)
            if coefficient != 0 { digits += 1 }
            if isFraction { exponent -= 1 }
        } else {
            if digit != 0 { lost = true }
            if !isFraction { exponent += 1 }
        }
    }

    var value: Decimal128? {
        switch place {
        case .whole, .fraction, .exponent: break
        default: return nil
        }
        guard hasDigits else { return nil }
        let result = Decimal128.rounded(negative: negative, coefficient, exponent + (writtenNegative ? -written : written), lost: lost)
        return result.isFinite ? result : nil
    }
}
