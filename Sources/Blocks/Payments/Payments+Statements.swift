import Kernel
import Ledger
import Store

/// What an import did.
public struct StatementReport: Sendable, Hashable {
    public var matched = 0
    public var waiting = 0
    public var outgoing = 0
    /// Movements that an earlier import had brought.
    public var known = 0
    /// The invoices that were paid by it, in the order of the statement; the first `longestList` of them.
    public var settled: [Settlement] = []

    static let longestList = 200

    /// An invoice that a movement paid exactly.
    public struct Settlement: Sendable, Hashable {
        public var reference: CreditorReference
        /// What the invoice is for.
        public var title: String
        public var amount: Money
    }

    public init() {}

    /// Whether every movement had come before, so that nothing was booked.
    var hasNothingNew: Bool { known > 0 && matched + waiting + outgoing == 0 }
}

extension Payments {
    /// Books a bank's statements: exact payments settle their invoices, everything else waits for an officer. A movement
    /// that was imported before changes nothing, so the same file, or one that overlaps, may come again.
    ///
    /// - Throws: `PAYMENTS-130` and `-131` for a file that is no camt.053 statement, `PAYMENTS-134` for one of another account than the
    ///   government's; then nothing was booked.
    public func importStatements(_ bytes: [UInt8], organisation: String, by officer: String) async throws -> StatementReport {
        let statements = try BankStatement.read(camt: bytes)
        for statement in statements { try check(statement.account) }
        var report = StatementReport()
        for statement in statements {
            // Some hundred movements a transaction; a broken import goes on where it ended when the file comes again.
            for start in stride(from: 0, to: statement.lines.count, by: 200) {
                let lines = Array(statement.lines[start..<min(start + 200, statement.lines.count)])
                let part = try await booking("payments.import_statement") { telling, tx in
                    var part = StatementReport()
                    for line in lines {
                        let (state, invoice) = try book(line, of: statement, organisation: organisation, by: officer, telling, in: tx)
                        switch state {
                        case nil: part.known += 1
                        case .matched:
                            part.matched += 1
                            if let invoice, part.settled.count < StatementReport.longestList {
                                part.settled.append(.init(reference: invoice.reference, title: invoice.title, amount: line.amount))
                            }
                        case .outgoing: part.outgoing += 1
                        default: part.waiting += 1
                        }
                    }
                    return part
                }
                report.add(part)
            }
        }
        return report
    }

    /// Whoever imports the statement of another account, by a slip or on purpose, would settle invoices with money that is not the
    /// government's.
    private func check(_ statement: String) throws {
        func plain(_ number: String) -> String { number.uppercased().filter { $0.isLetter || $0.isNumber } }
        guard let account, plain(account) != plain(statement) else { return }
        throw PolityError(
            .invalid, "PAYMENTS-134", Phrase.otherAccount,
            ["statement": .text(String(plain(statement).suffix(4))), "own": .text(String(plain(account).suffix(4)))])
    }

    /// - Returns: no state for a movement that is known already; the invoice that its reference names.
    private func book(
        _ movement: BankStatement.Line, of statement: BankStatement, organisation: String, by officer: String, _ telling: Telling, in tx: Transaction
    ) throws -> (StatementLine.State?, Invoice?) {
        let invoice = try movement.reference.flatMap { CreditorReference($0) }
            .flatMap { try InvoiceStore.find("reference = \($0.text)", connection: tx) }
        let (state, reason) = StatementLine.decide(movement, invoice: invoice)
        let line = StatementLine(
            key: movement.key(account: statement.account), account: statement.account,
            statement: statement.id, organisation: invoice?.organisation ?? organisation, day: movement.day, amount: movement.amount,
            reference: movement.reference.map { String($0.prefix(140)) }, state: state, reason: reason, invoice: invoice?.id,
            assigned: state == .matched ? movement.amount.minorUnits : 0, version: 1)
        let earlier = movement.earlierKey(account: statement.account)
        guard try !StatementLineStore.holds(line, under: earlier, in: tx), try StatementLineStore.insert(line, by: officer, in: tx) else {
            return (nil, invoice)
        }
        switch state {
        case .matched:
            if let invoice { try receive(Receipt(.transfer, key: line.key, amount: line.amount, day: line.day), for: invoice.id, telling: telling, in: tx) }
        case .waiting: try ledger.post(line.holding(at: .bank), in: tx)
        default: break
        }
        return (state, invoice)
    }

    /// Holds money that came for an invoice which no longer wants it, until an officer says where it goes.
    func hold(_ receipt: Receipt, for invoice: Invoice, in tx: Transaction) throws {
        let line = StatementLine(
            key: receipt.key, account: receipt.method.rawValue, statement: "", organisation: invoice.organisation, day: receipt.day, amount: receipt.amount,
            reference: invoice.reference.text, state: .waiting, reason: .notOpen, invoice: invoice.id, assigned: 0, version: 1)
        guard try StatementLineStore.insert(line, by: "payments", in: tx) else { return }
        try ledger.post(line.holding(at: receipt.method.account), in: tx)
    }

    /// The movements that wait for an officer of these organisations, the oldest first.
    public func waitingLines(organisations: [String], limit: Int = 100, connection: Connection) throws -> [StatementLine] {
        try StatementLineStore.all("organisation IN \(list: organisations) AND state = 'waiting' ORDER BY day, key LIMIT \(limit)", connection: connection)
    }

    /// How many of them there are.
    func waitingCount(organisations: [String], connection: Connection) throws -> Int {
        try connection.value("SELECT COUNT(*) FROM payments_statement_lines WHERE organisation IN \(list: organisations) AND state = 'waiting'") ?? 0
    }

    /// - Throws: `PAYMENTS-404`.
    public func line(_ key: String, connection: Connection) throws -> StatementLine {
        guard let line = try StatementLineStore.all("key = \(key)", connection: connection).first else { throw Self.notFound }
        return line
    }

    /// Gives a waiting movement to an invoice, or as much of it as is owed there. What the bank took back is taken off the invoice, which is
    /// then owed again.
    @discardableResult
    public func assign(_ key: String, to reference: CreditorReference, telling: Telling = .now, in tx: Transaction) throws -> StatementLine {
        let (invoice, found) = (try invoice(reference, connection: tx), try line(key, connection: tx))
        let today = day(tx.now)
        let (line, part) =
            try found.isTakenBack
            ? takeBack(found, from: invoice, on: today, telling, in: tx) : give(found, to: invoice, on: today, telling, in: tx)
        if let entry = try found.handingOver(part, to: invoice, on: today) { try ledger.post(entry, in: tx) }
        try StatementLineStore.update(line, in: tx)
        return line
    }

    private func give(
        _ found: StatementLine, to invoice: Invoice, on day: CivilDate, _ telling: Telling, in tx: Transaction
    ) throws -> (StatementLine, Money) {
        let (line, receipt) = try found.assigning(to: invoice, on: day)
        try receive(receipt, for: invoice.id, telling: telling, in: tx)
        return (line, receipt.amount)
    }

    private func takeBack(
        _ found: StatementLine, from invoice: Invoice, on day: CivilDate, _ telling: Telling, in tx: Transaction
    ) throws -> (StatementLine, Money) {
        let (line, open, entry) = try found.takingBack(from: invoice, on: day)
        try InvoiceStore.update(open, in: tx)
        try ledger.post(entry, in: tx)
        if invoice.state == .settled { try tell(.reopened, open, telling, in: tx) }
        return (line, found.amount)
    }

    /// Books what is left of a waiting movement as sent back to its payer.
    public func sendBack(_ key: String, in tx: Transaction) throws {
        let found = try line(key, connection: tx)
        let (line, entry) = try found.returning(on: day(tx.now), from: found.account == Receipt.Method.card.rawValue ? .cards : .bank)
        try ledger.post(entry, in: tx)
        try StatementLineStore.update(line, in: tx)
    }
}

extension StatementReport {
    mutating func add(_ other: StatementReport) {
        matched += other.matched
        waiting += other.waiting
        outgoing += other.outgoing
        known += other.known
        settled += other.settled.prefix(max(Self.longestList - settled.count, 0))
    }
}
