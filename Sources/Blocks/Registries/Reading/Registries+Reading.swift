import Kernel
import Privacy
import Store

extension Registries {
    /// Reads records in one snapshot. What was read about persons is written to the journal, durably, before the answer
    /// is handed out; if that fails, so does the read.
    public func read<Answer: Sendable>(_ purpose: ReadPurpose, _ body: @escaping @Sendable (RecordReader) throws -> Answer) async throws -> Answer {
        let (answer, read) = try await store.read { connection in
            let reader = RecordReader(registries: self, purpose: purpose, connection: connection)
            return (try body(reader), reader.read)
        }
        if purpose.isRecorded, !read.isEmpty {
            try await store.write("registries.record_read") { tx in try recordRead(purpose, read, tx) }
        }
        return answer
    }

    /// Reads records inside a transaction, whose journal entry becomes durable with it.
    public func read<Answer>(_ purpose: ReadPurpose, in tx: Transaction, _ body: (RecordReader) throws -> Answer) throws -> Answer {
        let reader = RecordReader(registries: self, purpose: purpose, connection: tx)
        let answer = try body(reader)
        if purpose.isRecorded, !reader.read.isEmpty { try recordRead(purpose, reader.read, tx) }
        return answer
    }

    /// Whether the folder lets the purpose's law open this registry to its actor.
    public func isOpen(_ registry: String, for purpose: ReadPurpose) -> Bool {
        guard let registry = book[registry] else { return false }
        guard registry.subject != .nobody, case .law(let basis) = purpose.ground else { return true }
        if case .system = purpose.actor.principal { return registry.isReadable(for: basis, roles: nil) }
        return registry.isReadable(for: basis, roles: Set(purpose.actor.grants.map(\.role)))
    }

    /// Reads one's own data, which leaves no entry and so needs no transaction.
    ///
    /// - Throws: `REGISTRY-111` for any other purpose.
    public func readOwn<Answer>(_ purpose: ReadPurpose, in connection: Connection, _ body: (RecordReader) throws -> Answer) throws -> Answer {
        guard !purpose.isRecorded else { throw RegistryFault.unrecorded(purpose.groundText) }
        return try body(RecordReader(registries: self, purpose: purpose, connection: connection))
    }

    /// Goes over every record in force, a page at a time. The journal gets one entry with `query`, before the first record
    /// is given out, instead of the names of everybody.
    ///
    /// - Parameter query: what the job looks for, in words for whoever reads the journal.
    public func scan(
        _ registry: String, _ purpose: ReadPurpose, query: String, pageSize: Int = 500, _ body: @escaping @Sendable (Record) throws -> Void
    ) async throws {
        let registry = try book.registry(registry)
        let read = RecordedRead(query: query, registries: [registry.id])
        try await store.write("registries.record_scan") { tx in try recordRead(purpose, read, tx) }
        var after: RecordID?
        repeat {
            let start = after
            after = try await store.read { connection in
                let reader = RecordReader(registries: self, purpose: purpose, connection: connection)
                try reader.authorise(registry)
                let page = try reader.page(registry, after: start, limit: pageSize)
                for row in page.rows { if let record = try reader.give(row.span, row.head, registry) { try body(record) } }
                return page.next
            }
        } while after != nil
    }
}
