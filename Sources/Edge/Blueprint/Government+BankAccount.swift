import Kernel

extension Government.BankAccount {
    /// nil, with a finding, when nobody could transfer to it.
    init?(_ account: Checked, _ diagnostics: inout Diagnostics) {
        let iban = account.name("iban"), other = account.optionalText("number")
        guard let written = iban?.value ?? other else {
            diagnostics.error(account.location, "the bank account has no number", mend: "Add 'iban: …', or 'number: …' where the country has none.")
            return nil
        }
        if let iban, !Self.isIBAN(iban.value) {
            diagnostics.error(
                iban.location, "'\(iban.value.shortened)' is no IBAN: its length or its check digits are wrong", mend: "Copy it from the bank's own papers.")
            return nil
        }
        self.init(
            holder: account.text("holder"), number: iban == nil ? written : Self.grouped(written), isIBAN: iban != nil, bic: account.optionalText("bic"),
            bank: account.optionalText("bank"))
    }

    /// ISO 13616-1: a country's two letters, two check digits and up to 30 letters and digits, whose remainder by ISO 7064, MOD 97-10, is 1.
    static func isIBAN(_ text: String) -> Bool {
        let bytes = Array(text.uppercased().utf8.filter { $0 != 0x20 })
        guard (15...34).contains(bytes.count), bytes[..<2].allSatisfy({ (0x41...0x5A).contains($0) }), bytes[2..<4].allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        var rest = 0
        for byte in bytes[4...] + bytes[..<4] {
            switch byte {
            case 0x30...0x39: rest = (rest * 10 + Int(byte) - 0x30) % 97
            case 0x41...0x5A: rest = (rest * 100 + Int(byte) - 0x41 + 10) % 97
            default: return false
            }
        }
        return rest == 1
    }

    private static func grouped(_ text: String) -> String {
        let plain = text.uppercased().filter { $0 != " " }
        return stride(from: 0, to: plain.count, by: 4).map { start in String(plain.dropFirst(start).prefix(4)) }.joined(separator: " ")
    }
}
