import Kernel

/// Stands in for a connection while a body thinks: it answers what is known or lies in a snapshot, and keeps what is to be
/// written. It never answers a query without the body's own writes: a table that the plan writes to needs the transaction.
final class PlanningSession: Session {
    /// What the body asked for beyond what a plan can give.
    enum Need { case snapshot, transaction }

    let dialect: Dialect
    private let known: [KnownRows]
    private let snapshot: (any Session)?
    private(set) var steps: [Plan.Step] = []
    private var written: Set<Substring> = []
    /// The first such thing. The store asks for it, because a body may have hidden the error.
    private(set) var need: Need?

    init(dialect: Dialect, known: [KnownRows] = [], snapshot: (any Session)? = nil) {
        self.dialect = dialect
        self.known = known
        self.snapshot = snapshot
    }

    struct Unplannable: Error {}

    private func stop(_ need: Need) -> Unplannable {
        self.need = self.need ?? need
        return Unplannable()
    }

    private func reader(for query: SQL) throws -> any Session {
        if let need { throw stop(need) }
        guard !written.contains(where: { query.text.contains($0) }) else { throw stop(.transaction) }
        guard let snapshot else { throw stop(.snapshot) }
        return snapshot
    }

    func rows(_ sql: SQL) throws -> [Row] {
        if need == nil, written.isEmpty, let found = known.first(where: { $0.query == sql }) { return found.rows }
        return try reader(for: sql).rows(sql)
    }

    func rowsOfAll(_ queries: [SQL]) throws -> [[Row]] { try queries.map(rows) }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws { try reader(for: sql).forEach(sql, body) }

    func executeLater(_ sql: SQL, isVersioned: Bool) throws {
        if let need { throw stop(need) }
        guard let table = sql.changedTable else { throw stop(.transaction) }
        written.insert(table)
        steps.append(Plan.Step(sql: sql, isVersioned: isVersioned))
    }

    func execute(_ sql: SQL) throws -> Int { throw stop(.transaction) }
    func executeAll(_ statements: [SQL]) throws -> [Int] { throw stop(.transaction) }
    func script(_ text: String) throws { throw stop(.transaction) }
    func liftTimeLimit() { snapshot?.liftTimeLimit() }
}

extension SQL {
    /// The table that an insertion, a change or a removal names; nil for anything else.
    fileprivate var changedTable: Substring? {
        var words = text.split(maxSplits: 4, whereSeparator: \.isWhitespace).prefix(4)
        switch words.popFirst()?.uppercased() {
        case "UPDATE": break
        case "INSERT", "DELETE":
            guard ["INTO", "FROM"].contains(words.popFirst()?.uppercased() ?? "") else { return nil }
        default: return nil
        }
        return words.first.map { $0.prefix { $0.isLetter || $0.isNumber || $0 == "_" } }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
