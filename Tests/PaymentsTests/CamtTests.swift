import Kernel
import Testing

@testable import Payments

struct CamtTests {
    @Test(arguments: ["02", "04", "08"]) func everyVersionReads(version: String) throws {
        let bytes = Statements.message(
            [
                .init(amount: "42.00", reference: "RF18 5390 0754 7034", name: "N1"), .init(amount: "7.5", isCredit: false, name: "N2"),
                .init(amount: "1", reference: nil, free: "invoice RF18 5390 0754 7034 thanks", name: "N3"), .init(amount: "9.99", name: "N4", status: "PDNG"),
            ], version: version)
        let statements = try BankStatement.read(camt: bytes)
        #expect(statements.map(\.id) == ["S1"])
        #expect(statements.first?.account == "DE75512108001245126199")
        let lines = statements.flatMap(\.lines)
        #expect(lines.map(\.amount.minorUnits) == [4_200, -750, 100])
        #expect(lines.map(\.reference) == ["RF18 5390 0754 7034", nil, "RF18539007547034"])
        #expect(lines.map(\.bankReference) == ["N1", "N2", "N3"])
        #expect(lines.allSatisfy { $0.day.description == "2026-03-02" })
    }

    /// A batch is taken apart when its parts add up to it, and else kept whole.
    @Test(arguments: [(["10.00", "32.00"], [1_000, 3_200]), (["10.00", "31.99"], [4_200])]) func batches(parts: [String], cents: [Int64]) throws {
        let details = parts.map {
            "<TxDtls><Amt Ccy=\"EUR\">\($0)</Amt><RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
        }
        let bytes = Statements.document(
            "08",
            """
            <Stmt><Id>S</Id><Acct><Id><Othr><Id>12</Id></Othr></Id></Acct><Ntry><NtryRef>B</NtryRef><Amt Ccy="EUR">42.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
            <Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-03-02T10:00:00</DtTm></BookgDt><NtryDtls>\(details.joined())</NtryDtls></Ntry></Stmt>
            """)
        let lines = try BankStatement.read(camt: bytes).flatMap(\.lines)
        #expect(lines.map(\.amount.minorUnits) == cents)
        #expect(Set(lines.map(\.bankReference)).count == lines.count)
    }

    /// Banks without references of their own write a word in their place; two movements that are alike are two.
    @Test(arguments: ["NOTPROVIDED", "NONREF", "4711"]) func movementsThatAreAlikeAreToldApart(name: String) throws {
        let alike = Statements.Movement(amount: "42.00", reference: "RF18539007547034", name: name)
        let lines = try BankStatement.read(camt: Statements.message([alike, alike], id: "S1")).flatMap(\.lines)
        #expect(Set(lines.map { $0.key(account: "A") }).count == 2)
        // The same statement again gives the same names.
        #expect(try BankStatement.read(camt: Statements.message([alike, alike], id: "S1")).flatMap(\.lines) == lines)
        let other = try BankStatement.read(camt: Statements.message([alike], id: "S2")).flatMap(\.lines)
        #expect(lines.map { $0.key(account: "A") }.contains(other[0].key(account: "A")) == (name == "4711"))
    }

    /// A bank's name may be shared by a whole day or batch: what the payers say tells their payments apart, on whichever statement they stand.
    @Test func whatPayersSayTellsPaymentsApart() throws {
        func keys(_ movements: [Statements.Movement], id: String = "S1", currency: String = "EUR") throws -> [String] {
            try BankStatement.read(camt: Statements.message(movements, id: id, currency: currency)).flatMap(\.lines).map { $0.key(account: "A") }
        }
        let (one, other) = (Statements.Movement(amount: "42.00", reference: "RF18539007547034", name: "DAY"), Statements.Movement(amount: "42.00", name: "DAY"))
        var third = other
        third.endToEnd = "from noor"
        let first = try keys([one, other, third])
        #expect(Set(first).count == 3)
        #expect(try keys([third], id: "S2") + keys([other], id: "S3") + keys([one], id: "S4") == first.reversed())
        #expect(try Set(keys([other])).isDisjoint(with: keys([other], currency: "USD")))
        // The reference is the same however it is printed, and stands in no key.
        var printed = one
        printed.reference = "RF18 5390 0754 7034"
        #expect(try keys([printed]) == keys([one]))
        #expect(first.allSatisfy { !$0.contains("RF18") && !$0.contains("noor") })
    }

    /// Two statements of one message, as a bank splits a day: those alike in everything are two, and the same when the file comes again.
    @Test func pagesOfOneMessageAreCountedTogether() throws {
        let page = { (id: String) in
            """
            <Stmt><Id>\(id)</Id><Acct><Id><Othr><Id>12</Id></Othr></Id></Acct><Ntry><Amt Ccy="EUR">42.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
            <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>DAY</AcctSvcrRef></Ntry></Stmt>
            """
        }
        let statements = try BankStatement.read(camt: Statements.document("08", page("1") + page("2")))
        #expect(Set(statements.flatMap { statement in statement.lines.map { $0.key(account: statement.account) } }).count == 2)
    }

    @Test func reversalsAreTold() throws {
        var taken = Statements.Movement(amount: "42.00", isCredit: false, reference: "RF18539007547034", name: "N1")
        taken.isReversal = true
        let lines = try BankStatement.read(camt: Statements.message([taken, .init(amount: "42.00", name: "N2")])).flatMap(\.lines)
        #expect(lines.map(\.isReversal) == [true, false] && lines.map(\.amount.minorUnits) == [-4_200, 4_200])
    }

    @Test(arguments: [
        "", "not xml", "<Document/>", "<a><b></a>", #"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "boom">]><Document>&e;</Document>"#,
        #"<!DOCTYPE x SYSTEM "file:///etc/passwd"><Document/>"#,
        #"<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrStmt/></Document>"#,
        String(repeating: "<a>", count: 100_000), "\u{FEFF}",
    ])
    func everythingElseIsRefused(text: String) {
        #expect { try BankStatement.read(camt: Array(text.utf8)) } throws: { ["PAYMENTS-130", "PAYMENTS-131"].contains(($0 as? PolityError)?.code) }
    }

    @Test(arguments: ["", "-1.00", "1.005", "1,00", "1e3", "99999999999999999999", "1.0.0", "٣"]) func oddAmountsAreRefused(amount: String) {
        let bytes = Statements.message([.init(amount: amount, name: "N")])
        #expect { try BankStatement.read(camt: bytes) } throws: { ($0 as? PolityError)?.code == "PAYMENTS-131" }
    }

    @Test func yenHaveNoCents() throws {
        let lines = try BankStatement.read(camt: Statements.message([.init(amount: "4200.00", name: "N")], currency: "JPY")).flatMap(\.lines)
        #expect(lines.map(\.amount.minorUnits) == [4_200])
    }
}
