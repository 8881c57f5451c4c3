import Store

/// Writes rows with nothing between them and the database: the ceiling that submissions are compared with.
protocol BareWriter {
    /// Each durable when this returns.
    func write(_ transactions: [[Statement]]) throws
}

struct Statement: Sendable {
    /// With `?` for each value.
    var text: String
    var values: [SQLValue] = []
}
