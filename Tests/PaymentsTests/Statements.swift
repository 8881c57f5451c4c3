import Payments

/// camt.053 messages as banks write them, in the versions that differ.
enum Statements {
    struct Movement {
        var amount: String
        var isCredit = true
        var reference: String?
        var free: String?
        var name: String
        var status = "BOOK"
        var endToEnd = "NOTPROVIDED"
        var isReversal = false
    }

    static func message(
        _ movements: [Movement], version: String = "08", id: String = "S1", currency: String = "EUR", account: String = "DE75512108001245126199"
    )
        -> [UInt8]
    {
        let entries = movements.map { movement in
            let status = version == "08" ? "<Sts><Cd>\(movement.status)</Cd></Sts>" : "<Sts>\(movement.status)</Sts>"
            let structured =
                movement.reference.map { "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>\($0)</Ref></CdtrRefInf></Strd>" } ?? ""
            let free = movement.free.map { "<Ustrd>\($0)</Ustrd>" } ?? ""
            return """
                <Ntry><Amt Ccy="\(currency)">\(movement.amount)</Amt><CdtDbtInd>\(movement.isCredit ? "CRDT" : "DBIT")</CdtDbtInd>\(movement.isReversal ? "<RvslInd>true</RvslInd>" : "")\(status)
                <BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt><AcctSvcrRef>\(movement.name)</AcctSvcrRef>
                <NtryDtls><TxDtls><Refs><EndToEndId>\(movement.endToEnd)</EndToEndId></Refs><RmtInf>\(free)\(structured)</RmtInf></TxDtls></NtryDtls></Ntry>
                """
        }
        return document(version, "<Stmt><Id>\(id)</Id><Acct><Id><IBAN>\(account)</IBAN></Id></Acct>\(entries.joined())</Stmt>")
    }

    static func document(_ version: String, _ statement: String) -> [UInt8] {
        Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.\(version)"><BkToCstmrStmt>
            <GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-02T08:00:00</CreDtTm></GrpHdr>\(statement)</BkToCstmrStmt></Document>
            """.utf8)
    }
}
