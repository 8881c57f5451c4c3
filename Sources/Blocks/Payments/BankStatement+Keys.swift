import Crypto
import Ledger

extension BankStatement.Line {
    /// Names the movement once for ever. Banks share a name between several movements, and fees are often the same: what the payer said
    /// tells two payments apart, on whichever statements they stand. What the payer said stands there as a hash alone, because books are
    /// kept longer than names.
    func key(account: String) -> String {
        let name = "\(account)/\(bankReference)/\(day)/\(amount.minorUnits)\(amount.currency.code)"
        return name + (saying.map { "/" + $0 } ?? "") + (number > 1 ? "*\(number)" : "")
    }

    /// The key that the movement had in books begun earlier, where only those of one statement were told apart.
    func earlierKey(account: String) -> String {
        "\(account)/\(bankReference)\(earlierNumber > 1 ? "*\(earlierNumber)" : "")/\(day)/\(amount.minorUnits)"
    }

    /// 64 bits of SHA-256 over what the payer quotes and what the payment is called.
    private var saying: String? {
        guard reference != nil || payment != nil else { return nil }
        let quoted = reference.map { CreditorReference($0)?.text ?? $0 } ?? ""
        let hash = SHA256.hash(data: Array("\(quoted)\n\(payment ?? "")".utf8))
        return hash.prefix(8).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

extension BankStatement {
    /// Two movements of a message that are alike in everything are two, not one told twice, also where they stand on two of its
    /// statements.
    static func tellingApart(_ statements: [BankStatement]) -> [BankStatement] {
        var seen: [String: Int] = [:]
        return statements.map { statement in
            var (told, seenHere) = (statement, [String: Int]())
            for place in told.lines.indices {
                let (key, earlier) = (told.lines[place].key(account: told.account), told.lines[place].earlierKey(account: told.account))
                seen[key, default: 0] += 1
                seenHere[earlier, default: 0] += 1
                told.lines[place].number = seen[key] ?? 1
                told.lines[place].earlierNumber = seenHere[earlier] ?? 1
            }
            return told
        }
    }
}
