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
    /// The table that an insertion, a change or a removal names; nil for anything else. Asked for every statement of a plan, so
    /// it looks at bytes: names and words are ASCII.
    fileprivate var changedTable: Substring? {
        var rest = text[...]
        switch rest.takeWord() {
        case "UPDATE": break
        case "INSERT": guard rest.takeWord() == "INTO" else { return nil }
        case "DELETE": guard rest.takeWord() == "FROM" else { return nil }
        default: return nil
        }
        let table = rest.takeWord()
        return table.isEmpty ? nil : table
    }
}

extension Substring {
    /// The letters, digits and underscores that come next after spaces.
    fileprivate mutating func takeWord() -> Substring {
        let start = utf8.firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") } ?? endIndex
        let end = utf8[start...].firstIndex { !$0.isWord } ?? endIndex
        defer { self = self[end...] }
        return self[start..<end]
    }
}

extension UInt8 {
    fileprivate var isWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
