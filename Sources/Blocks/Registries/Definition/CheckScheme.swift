/// How an identifier guards itself against typing errors.
public enum CheckScheme: String, Sendable, CaseIterable {
    /// The last digit, from the right every second doubled (ISO/IEC 7812-1, annex B).
    case luhn
    /// The last two digits make the whole number 1 modulo 97 (ISO/IEC 7064, MOD 97-10).
    case mod97
    /// The last digit or X (ISO/IEC 7064, MOD 11-2).
    case mod11
    /// The last letter or digit (ISO/IEC 7064, MOD 37,36).
    case mod37 = "mod37_36"
    /// The ninth of seventeen characters (49 CFR 565.15, ISO 3779).
    case vin

    /// The identifier without the spaces and dashes of its printed form, in capitals: what is one number, however it is written.
    public static func plain(_ identifier: String) -> String { identifier.filter { $0 != " " && $0 != "-" }.uppercased() }

    /// Whether `identifier` (capital letters and digits; spaces and dashes are passed over) agrees with its check.
    public func accepts(_ identifier: String) -> Bool {
        let text = identifier.utf8.filter { $0 != 0x20 && $0 != 0x2D }
        switch self {
        case .luhn: return Self.luhn(text)
        case .mod97: return Self.mod97(text)
        case .mod11: return Self.mod11(text)
        case .mod37: return text.count > 1 && Self.mod37Check(text.dropLast()) == text.last
        case .vin: return Self.vin(text)
        }
    }

    /// The identifier with its check appended (`vin`: put in its place); nil when `body` cannot have one.
    public func completing(_ body: String) -> String? {
        let text = Array(body.utf8)
        switch self {
        case .luhn: return (0...9).map { body + String($0) }.first { accepts($0) }
        case .mod97: return (2...98).map { body + ($0 < 10 ? "0" : "") + String($0) }.first { accepts($0) }
        case .mod11: return ("0123456789X").map { body + String($0) }.first { accepts($0) }
        case .mod37: return Self.mod37Check(text[...]).map { body + String(UnicodeScalar($0)) }
        case .vin:
            guard text.count == 17 else { return nil }
            return ("0123456789X").map { String(decoding: text[..<8], as: UTF8.self) + String($0) + String(decoding: text[9...], as: UTF8.self) }.first {
                accepts($0)
            }
        }
    }

    private static func digit(_ byte: UInt8) -> Int? { (0x30...0x39).contains(byte) ? Int(byte) - 0x30 : nil }

    private static func luhn(_ text: [UInt8]) -> Bool {
        guard text.count > 1 else { return false }
        var sum = 0
        for (index, byte) in text.reversed().enumerated() {
            guard let digit = digit(byte) else { return false }
            let doubled = index % 2 == 1 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    private static func mod97(_ text: [UInt8]) -> Bool {
        guard text.count > 2 else { return false }
        var rest = 0
        for byte in text {
            guard let digit = digit(byte) else { return false }
            rest = (rest * 10 + digit) % 97
        }
        return rest == 1
    }

    private static func mod11(_ text: [UInt8]) -> Bool {
        guard text.count > 1, let last = text.last else { return false }
        var rest = 0
        for byte in text.dropLast() {
            guard let digit = digit(byte) else { return false }
            rest = (rest + digit) * 2 % 11
        }
        let check = (12 - rest) % 11
        return last == (check == 10 ? 0x58 : UInt8(0x30 + check))
    }

    /// ISO/IEC 7064, hybrid system MOD 37,36.
    private static func mod37Check(_ text: ArraySlice<UInt8>) -> UInt8? {
        var rest = 36
        for byte in text {
            guard let value = alphanumeric(byte) else { return nil }
            rest = (rest + value) % 36
            rest = (rest == 0 ? 36 : rest) * 2 % 37
        }
        let check = (37 - rest) % 36
        return check < 10 ? UInt8(0x30 + check) : UInt8(0x41 + check - 10)
    }

    private static func alphanumeric(_ byte: UInt8) -> Int? {
        digit(byte) ?? ((0x41...0x5A).contains(byte) ? Int(byte) - 0x41 + 10 : nil)
    }

    private static func vin(_ text: [UInt8]) -> Bool {
        let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
        guard text.count == weights.count else { return false }
        var sum = 0
        for (byte, weight) in zip(text, weights) {
            guard let value = vinValue(byte) else { return false }
            sum += value * weight
        }
        let check = sum % 11
        return text[8] == (check == 10 ? 0x58 : UInt8(0x30 + check))
    }

    /// The value of a letter; I, O and Q are never used.
    private static func vinValue(_ byte: UInt8) -> Int? {
        if let digit = digit(byte) { return digit }
        switch byte {
        case 0x41...0x48: return Int(byte) - 0x41 + 1
        case 0x4A...0x4E: return Int(byte) - 0x4A + 1
        case 0x50: return 7
        case 0x52: return 9
        case 0x53...0x5A: return Int(byte) - 0x53 + 2
        default: return nil
        }
    }
}
