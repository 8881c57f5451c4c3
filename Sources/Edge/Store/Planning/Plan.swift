/// What a body wants written, thought out before its transaction begins: statements whose answers nobody waits for.
struct Plan: Sendable {
    struct Step: Sendable {
        var sql: SQL
        /// It must change exactly one row, the one whose version the body read.
        var isVersioned: Bool
    }

    var steps: [Step] = []
    /// Run once the transaction is durable.
    var hooks: [@Sendable () -> Void] = []
}

/// Rows that a query gave a moment ago.
public struct KnownRows: Sendable {
    let query: SQL
    let rows: [Row]

    public init(_ query: SQL, _ rows: [Row]) {
        self.query = query
        self.rows = rows
    }
}
