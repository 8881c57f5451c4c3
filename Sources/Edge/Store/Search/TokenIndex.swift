import Kernel

/// Search by whole tokens, equal on both drivers because it is an ordinary table.
///
/// A token is bytes: a word, a prefix, or a keyed hash of either for personal fields. A subject is found when it has all
/// the tokens asked for.
public struct TokenIndex: Sendable, Hashable {
    /// The most tokens a search may ask for.
    public static let searchLimit = 16

    /// Keeps apart what is indexed for different purposes: `registries.vehicles`.
    public let scope: String

    public init(_ scope: String) { self.scope = scope }

    /// Makes `tokens` the subject's tokens, instead of those it had.
    public func put(_ subject: String, tokens: Set<[UInt8]>, in tx: Transaction) throws { try put([subject: tokens], in: tx) }

    /// Gives each subject its tokens, instead of those it had.
    ///
    /// Neighbours in the table are written one after the other and many in a statement, whosever they are: a statement for each row costs several times as much.
    public func put(_ tokens: [String: Set<[UInt8]>], in tx: Transaction) throws {
        for subject in tokens.keys.sorted() { try remove(subject, in: tx) }
        let rows = tokens.flatMap { subject, tokens in tokens.map { (token: $0, subject: subject) } }
            .sorted { $0.token == $1.token ? $0.subject < $1.subject : $0.token.lexicographicallyPrecedes($1.token) }
        let insertions = SQL.insertions(
            into: "store_tokens", "scope, token, subject", rows: rows.map { [scope.sqlValue, $0.token.sqlValue, $0.subject.sqlValue] })
        for insertion in insertions { try tx.write(insertion) }
    }

    public func remove(_ subject: String, in tx: Transaction) throws {
        try tx.write("DELETE FROM store_tokens WHERE scope = \(scope) AND subject = \(subject)")
    }

    /// The subject's tokens.
    public func tokens(of subject: String, in connection: Connection) throws -> Set<[UInt8]> {
        Set(try connection.rows("SELECT token FROM store_tokens WHERE scope = \(scope) AND subject = \(subject)").map { try $0.bytes(0) })
    }

    /// The subjects that have all of `tokens`, in the order of their text.
    ///
    /// - Parameter after: the last subject of the page before.
    /// - Complexity: O(subjects that have the rarest token), as long as those are fewer than `counted`.
    public func search(all tokens: Set<[UInt8]>, after: String? = nil, limit: Int, in connection: Connection) throws -> [String] {
        guard !tokens.isEmpty, tokens.count <= Self.searchLimit, limit > 0 else { return [] }
        let sql = query(try rarestFirst(tokens, in: connection), after: after, limit: limit)
        return try connection.rows(sql).map { try $0.text(0) }
    }

    /// How many of `tokens` each of these subjects has; those that have none are left out.
    public func counts(of tokens: Set<[UInt8]>, among subjects: [String], in connection: Connection) throws -> [String: Int] {
        guard !tokens.isEmpty, !subjects.isEmpty else { return [:] }
        let sorted = tokens.sorted { $0.lexicographicallyPrecedes($1) }
        let rows = try connection.rowsOfAll(
            sorted.map { "SELECT subject FROM store_tokens WHERE scope = \(scope) AND token = \($0) AND subject IN \(list: subjects)" })
        return try rows.joined().reduce(into: [:]) { counts, row in counts[try row.text(0), default: 0] += 1 }
    }

    func query(_ ordered: [[UInt8]], after: String?, limit: Int) -> SQL {
        var sql: SQL = "SELECT t0.subject FROM store_tokens t0"
        for (index, token) in ordered.enumerated().dropFirst() {
            let name = "t\(index)"
            sql += """
                 JOIN store_tokens \(raw: name) ON \(raw: name).scope = t0.scope AND \(raw: name).token = \(token)
                AND \(raw: name).subject = t0.subject
                """
        }
        sql += " WHERE t0.scope = \(scope) AND t0.token = \(ordered[0])"
        if let after { sql += " AND t0.subject > \(after)" }
        return sql + " ORDER BY t0.subject LIMIT \(limit)"
    }

    /// How far tokens are counted. Only where all have more than the first is counted on, so that of two common words the rarer is found, and of a rare one
    /// and a common one little is counted.
    private static let counted = [1_000, 30_000]

    /// Walking the rarest token's subjects and probing the others keeps a search for "maria" and a rare surname cheap. The order changes nothing of what is
    /// found.
    func rarestFirst(_ tokens: Set<[UInt8]>, in connection: Connection) throws -> [[UInt8]] {
        let sorted = tokens.sorted { $0.lexicographicallyPrecedes($1) }
        guard sorted.count > 1 else { return sorted }
        var counts: [Int] = []
        for most in Self.counted {
            let answers = try connection.rowsOfAll(
                sorted.map { token in
                    "SELECT COUNT(*) FROM (SELECT 1 AS one FROM store_tokens WHERE scope = \(scope) AND token = \(token) LIMIT \(most)) AS few"
                })
            counts = try answers.map { try $0.first?.integer(0) ?? 0 }
            if counts.contains(where: { $0 < most }) { break }
        }
        return zip(sorted, counts).enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
    }
}
