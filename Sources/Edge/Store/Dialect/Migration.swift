/// One step of the schema, forward only, in the common dialect.
///
/// Types are `TEXT`, `BIGINT` and `BYTES`. Statements end with `;`. On SQLite tables are `STRICT`, and a table that ends
/// with `WITHOUT ROWID` is kept in the order of its primary key; on PostgreSQL text is `COLLATE "C"`, and foreign keys
/// are deferrable.
///
/// Once served, a migration is never edited: its hash is kept and compared at each start.
public struct Migration: Sendable, Hashable {
    /// The capability's name, in snake_case.
    public let capability: String
    /// 1, 2, 3 … within the capability.
    public let number: Int
    public let sql: String

    public init(_ capability: String, _ number: Int, _ sql: String) {
        self.capability = capability
        self.number = number
        self.sql = sql
    }
}
