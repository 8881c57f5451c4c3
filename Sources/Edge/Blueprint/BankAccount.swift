import Kernel

/// `bank:` in `polity.yaml`: the account that people transfer fees to.
public struct BankAccount: Sendable, Hashable {
    public var holder: String
    /// Without blanks (ISO 13616).
    public var iban: String
    /// ISO 9362.
    public var bic: String?

    /// In groups of four, as people read it (ISO 13616-1, the print format).
    public var printedIBAN: String {
        stride(from: 0, to: iban.utf8.count, by: 4).map { start in String(iban.dropFirst(start).prefix(4)) }.joined(separator: " ")
    }
}

extension BankAccount {
    static let schema = Schema.object(
        ObjectSchema(
            "BankAccount", "An account at a bank.",
            [
                .required("holder", .text(.init(maximumLength: 70)), "The account holder's name, as the bank knows it."),
                .required("iban", .text(.init(maximumLength: 42)), "The account's number (IBAN); blanks in it do not matter."),
                .optional("bic", .text(.init(maximumLength: 11)), "The bank's code (BIC), for payments from abroad."),
            ]))

    /// nil when the number cannot be one, which is told.
    init?(_ node: Checked, _ diagnostics: inout Diagnostics) {
        holder = node.text("holder")
        iban = node.text("iban").filter { !$0.isWhitespace }.uppercased()
        bic = node.optionalText("bic")
        guard !Self.isIBAN(iban) else { return }
        guard let written = node["iban"] else { return nil }
        diagnostics.error(
            written.location, "'iban' must be an account number with right check digits, not '\(written.text.shortened)'",
            mend: "Copy it from the bank's letter: two letters, two check digits, and up to 30 letters and digits.")
        return nil
    }

    /// ISO 13616-1, section 6: the first four characters behind the rest, letters as 10 to 35, leave 1 when divided by 97.
    static func isIBAN(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (15...34).contains(bytes.count), bytes.prefix(2).allSatisfy({ (65...90).contains($0) }) else { return false }
        var remainder = 0
        for byte in bytes.dropFirst(4) + bytes.prefix(4) {
            switch byte {
            case 48...57: remainder = (remainder * 10 + Int(byte - 48)) % 97
            case 65...90: remainder = (remainder * 100 + Int(byte - 55)) % 97
            default: return false
            }
        }
        return remainder == 1
    }
}
