import Kernel

/// Reading and writing, inside `Store.write`. All of it happens or none.
public final class Transaction: Connection {
    private(set) var hooks: [@Sendable () -> Void] = []

    /// - Returns: the number of rows inserted, changed or removed.
    @discardableResult
    public func execute(_ sql: SQL) throws -> Int { try session.execute(sql) }

    /// Statements that do not depend on one another's answers: one round trip on PostgreSQL.
    ///
    /// - Returns: the number of rows changed by each.
    @discardableResult
    public func executeAll(_ statements: [SQL]) throws -> [Int] { try session.executeAll(statements) }

    /// Runs a statement whose answer nobody waits for: on PostgreSQL it is sent with the next one that is waited for, or
    /// before the commit, and costs no round trip of its own. What it meets (a duplicate, a conflict) fails the transaction there.
    public func write(_ sql: SQL) throws { try session.executeLater(sql, isVersioned: false) }

    /// Runs one statement that must change exactly one row, the one whose version the command read; as `write` does.
    ///
    /// ```swift
    /// try tx.update("UPDATE cases SET state = \(state), version = version + 1 WHERE id = \(id) AND version = \(version)")
    /// ```
    /// - Throws: `VersionConflict`, here or at a later statement, when it changed none: somebody else was first. Nothing of the
    ///   transaction happens then.
    public func update(_ sql: SQL) throws { try session.executeLater(sql, isVersioned: true) }

    /// Runs `hook` once the transaction is durable, and never otherwise. It is for waking somebody up: it must be quick
    /// and may be lost when the process dies, so nothing may depend on it.
    public func afterCommit(_ hook: @escaping @Sendable () -> Void) { hooks.append(hook) }
}
