import Kernel
import Ledger
import XML

extension BankStatement {
    /// Reads the statements of an ISO 20022 camt.053.001.02, .04 or .08 message (BankToCustomerStatement); versions between
    /// and after them that keep its shape read as well.
    ///
    /// Booked entries only. A batch becomes one line for each of its transactions when their amounts add up to it.
    ///
    /// - Throws: `PAYMENTS-130` when it is no XML, `PAYMENTS-131` when it is another message or lacks what a statement must have.
    public static func read(camt bytes: [UInt8]) throws(PolityError) -> [BankStatement] {
        let root = try StatementFile.read(bytes)
        guard root.name == "Document", root.namespace.contains(":camt.053.001."), let message = root.first("BkToCstmrStmt") else {
            throw malformed("not a camt.053 message: \(root.namespace.prefix(80))")
        }
        var statements: [BankStatement] = []
        for element in message.all("Stmt") { statements.append(try statement(element)) }
        guard !statements.isEmpty else { throw malformed("no statement") }
        return tellingApart(statements)
    }

    private static func statement(_ element: XMLElement) throws(PolityError) -> BankStatement {
        guard let id = element.first("Id")?.filledText, let number = element.first("Acct", "Id"),
            let account = number.first("IBAN")?.filledText ?? number.first("Othr", "Id")?.filledText
        else { throw malformed("a statement without an id or an account") }
        var lines: [Line] = []
        for (index, entry) in element.all("Ntry").enumerated() { lines += try self.lines(of: entry, index: index, statement: id) }
        return BankStatement(id: id, account: account, lines: lines)
    }

    private static func lines(of entry: XMLElement, index: Int, statement: String) throws(PolityError) -> [Line] {
        // A code of its own since version 08, text before.
        guard let status = entry.first("Sts") else { throw malformed("entry \(index + 1) without a status") }
        guard (status.first("Cd")?.filledText ?? status.filledText) == "BOOK" else { return [] }
        guard let total = entry.first("Amt").flatMap(amount), let day = (entry.first("BookgDt") ?? entry.first("ValDt")).flatMap(day) else {
            throw malformed("entry \(index + 1) without an amount or a date")
        }
        let sign = try sign(of: entry, index)
        let isReversal = ["true", "1"].contains(entry.first("RvslInd")?.filledText)
        let parts = entry.all("NtryDtls").flatMap { $0.all("TxDtls") }
        let name = name(of: entry, parts, index: index, statement: statement)
        let amounts = parts.compactMap { part in (part.first("Amt") ?? part.first("AmtDtls", "TxAmt", "Amt")).flatMap(amount) }
        let isBatch =
            parts.count > 1 && amounts.count == parts.count && amounts.allSatisfy { $0.currency == total.currency }
            && amounts.reduce(Int128(0)) { $0 + Int128($1.minorUnits) } == Int128(total.minorUnits)
        guard isBatch else {
            let single = parts.count == 1 ? parts[0] : nil
            return [
                Line(
                    amount: Money(minorUnits: sign * total.minorUnits, currency: total.currency), day: day, reference: single.flatMap(reference),
                    bankReference: name, payment: single.flatMap(payment), isReversal: isReversal)
            ]
        }
        return zip(parts, amounts).enumerated().map { part, pair in
            Line(
                amount: Money(minorUnits: sign * pair.1.minorUnits, currency: total.currency), day: day, reference: self.reference(pair.0),
                bankReference: "\(name)/\(part + 1)", payment: payment(pair.0), isReversal: isReversal)
        }
    }

    /// What the bank calls the movement wherever it tells of it; else its place in this statement, of which other statements know nothing.
    private static func name(of entry: XMLElement, _ parts: [XMLElement], index: Int, statement: String) -> String {
        let own = [entry.first("AcctSvcrRef")?.filledText, parts.count == 1 ? parts[0].first("Refs", "AcctSvcrRef")?.filledText : nil]
        return own.compactMap { $0 }.first(where: isName) ?? "\(statement)#\(entry.first("NtryRef")?.filledText ?? String(index + 1))"
    }

    /// Who has no reference of their own writes one of these in its place.
    private static func isName(_ text: String) -> Bool { !["NOTPROVIDED", "NONREF", "NOREF"].contains(text.uppercased()) }

    private static func payment(_ details: XMLElement) -> String? {
        let names = ["EndToEndId", "TxId"].compactMap { details.first("Refs", $0)?.filledText }.filter(isName)
        return names.isEmpty ? nil : names.joined(separator: "\n")
    }

    private static func sign(of entry: XMLElement, _ index: Int) throws(PolityError) -> Int64 {
        switch entry.first("CdtDbtInd")?.filledText {
        case "CRDT": return 1
        case "DBIT": return -1
        default: throw malformed("entry \(index + 1) is neither credit nor debit")
        }
    }

    /// The structured reference; failing that, one with right check digits in the free text, where many banks put it.
    private static func reference(_ details: XMLElement) -> String? {
        let information = details.all("RmtInf")
        if let structured = information.flatMap({ $0.all("Strd") }).compactMap({ $0.first("CdtrRefInf", "Ref")?.filledText }).first { return structured }
        let free = information.flatMap { $0.all("Ustrd") }.compactMap(\.filledText).joined(separator: " ")
        return referenceInText(free)
    }

    /// Finds `RF..` with or without the spaces of its printed form.
    static func referenceInText(_ text: String) -> String? {
        let words = text.uppercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.prefix(100)
        for (index, word) in words.enumerated() where word.hasPrefix("RF") {
            var candidate = ""
            for piece in words[index...].prefix(7) {
                candidate += piece
                if let reference = CreditorReference(candidate) { return reference.text }
            }
        }
        return nil
    }

    /// `12.50` with its currency, exactly; nil for a negative one, a wrong number of digits or anything else.
    static func amount(_ element: XMLElement) -> Money? {
        guard let currency = element["Ccy"].flatMap(Currency.init), let text = element.filledText, text.utf8.count <= 19 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            return nil
        }
        var fraction = parts.count == 2 ? String(parts[1]) : ""
        while fraction.count > currency.digits, fraction.hasSuffix("0") { fraction.removeLast() }
        guard fraction.count <= currency.digits else { return nil }
        fraction += String(repeating: "0", count: currency.digits - fraction.count)
        return Int64(whole + fraction).map { Money(minorUnits: $0, currency: currency) }
    }

    private static func day(_ element: XMLElement) -> CivilDate? {
        (element.first("Dt")?.filledText ?? element.first("DtTm")?.filledText).flatMap { CivilDate($0.prefix(10)) }
    }

    private static func malformed(_ context: String) -> PolityError {
        PolityError(.invalid, "PAYMENTS-131", Phrase.notAStatement, context: context)
    }
}
