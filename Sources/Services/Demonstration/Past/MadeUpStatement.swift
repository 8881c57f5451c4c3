import Kernel
import Payments

/// What a bank would send at the end of a day: an ISO 20022 camt.053.001.08 message with the transfers that arrived.
struct MadeUpStatement {
    struct Transfer {
        var amount: Money
        var day: CivilDate
        var bankReference: String
        /// In the field that is made for it, in the free text, or forgotten.
        var structured: String?
        var free: String?

        /// Most payers copy the reference where it belongs, some write it into the text, and a few forget it.
        init(of invoice: Invoice, on day: CivilDate, _ generator: SeededGenerator) {
            amount = invoice.outstanding
            self.day = day
            bankReference = "TR" + invoice.reference.text.suffix(12)
            switch generator.next(below: 100) {
            case ..<78: structured = invoice.reference.text
            case ..<92: free = "\(invoice.title) \(invoice.reference.text)"
            default: free = invoice.title
            }
        }
    }

    var day: CivilDate
    var transfers: [Transfer]

    /// An account that belongs to nobody: the check digits are right, the bank does not exist.
    private static let account = "DE75512108001245126199"

    var camt: [UInt8] {
        let entries = transfers.map(Self.entry).joined(separator: "\n")
        return Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <GrpHdr><MsgId>DEMO-\(day)</MsgId><CreDtTm>\(day)T18:00:00</CreDtTm></GrpHdr>
            <Stmt><Id>DEMO-\(day)</Id><Acct><Id><IBAN>\(Self.account)</IBAN></Id></Acct>
            \(entries)
            </Stmt></BkToCstmrStmt></Document>
            """.utf8)
    }

    private static func entry(_ transfer: Transfer) -> String {
        let structured = transfer.structured.map { "<Strd><CdtrRefInf><Ref>\(escaped($0))</Ref></CdtrRefInf></Strd>" } ?? ""
        let free = transfer.free.map { "<Ustrd>\(escaped($0))</Ustrd>" } ?? ""
        return """
            <Ntry><Amt Ccy="\(transfer.amount.currency.code)">\(decimal(transfer.amount))</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
            <BookgDt><Dt>\(transfer.day)</Dt></BookgDt><AcctSvcrRef>\(escaped(transfer.bankReference))</AcctSvcrRef>
            <NtryDtls><TxDtls><RmtInf>\(free)\(structured)</RmtInf></TxDtls></NtryDtls></Ntry>
            """
    }

    /// `12.50`, as money describes itself without its currency.
    private static func decimal(_ amount: Money) -> Substring { amount.description.prefix { $0 != " " } }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
