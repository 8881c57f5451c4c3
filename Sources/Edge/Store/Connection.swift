import Kernel

/// Reading, inside `Store.read` or `Store.write`. Everything read through one connection is one moment's state.
///
/// It is valid only within the closure it is given to and only on that closure's thread.
public class Connection {
    let session: any Session
    /// The moment this read or write began.
    public let now: Instant

    init(session: any Session, now: Instant) {
        self.session = session
        self.now = now
    }

    /// All answers. Give the query a `LIMIT` wherever the data can grow.
    public func rows(_ sql: SQL) throws -> [Row] { try session.rows(sql) }

    /// The first answer; nil when there is none.
    public func row(_ sql: SQL) throws -> Row? { try session.rows(sql).first }

    /// Several independent queries: one round trip on PostgreSQL.
    public func rowsOfAll(_ queries: [SQL]) throws -> [[Row]] { try session.rowsOfAll(queries) }

    /// The first column of the first answer; nil when there is no answer, or when it is null.
    public func value<Value: SQLBindable>(_ sql: SQL, as _: Value.Type = Value.self) throws -> Value? {
        try row(sql)?.value(0, as: Value?.self)
    }
}
