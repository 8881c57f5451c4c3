import Kernel

extension Store {
    /// Looks at a table from its first row on, each page in a read of its own, so that no single one takes long, and gathers what is wrong with it.
    ///
    /// - Parameters:
    ///   - limit: with so many findings it ends.
    ///   - start: comes before the key of every row.
    ///   - page: what the rows after a key are like: the key of the last one, nil where no row is left, and what is wrong with them.
    public func findings<Key: Sendable>(
        limit: Int = 100, after start: Key, page: @escaping @Sendable (_ after: Key, Connection) throws -> (last: Key?, wrong: [String])
    ) async throws -> [String] {
        var (found, key): ([String], Key) = ([], start)
        while found.count < limit {
            let after = key
            let (last, wrong) = try await read { try page(after, $0) }
            guard let last else { break }
            key = last
            found += wrong
        }
        return Array(found.prefix(limit))
    }

    /// Changes a table from its first row on, each page in a transaction of its own, so that nobody waits long behind it.
    ///
    /// - Parameters:
    ///   - start: comes before the key of every row.
    ///   - page: changes the rows after a key; the key of the last one, nil where no row is left.
    public func writePages<Key: Sendable>(
        _ label: StaticString, after start: Key, page: @escaping @Sendable (_ after: Key, Transaction) throws -> Key?
    ) async throws {
        var key: Key? = start
        while let after = key { key = try await write(label) { try page(after, $0) } }
    }
}
