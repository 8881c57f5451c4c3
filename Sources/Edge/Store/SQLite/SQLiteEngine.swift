import Foundation
import Kernel
import Logging

/// SQLite in this process: one thread that writes, several that read, each with a connection of its own.
final class SQLiteEngine: Engine {
    let dialect = Dialect.sqlite
    private let reads: WorkQueue<Pending>
    private let writes: WorkQueue<Pending>
    private let readers = Crew()
    private let writer = Crew()
    private let counters = Counters()
    private let settings: StoreSettings
    private let temporaryFolder: String?

    /// - Parameter temporaryFolder: removed when the engine is closed.
    init(path: String, temporaryFolder: String? = nil, clock: Clock, logger: Logger, settings: StoreSettings) throws {
        self.settings = settings
        self.temporaryFolder = temporaryFolder
        reads = WorkQueue(limit: settings.waitingLimit)
        writes = WorkQueue(limit: settings.waitingLimit)
        // The writer is opened first: it makes the file and its log.
        let session = try SQLiteSession(path: path, role: .writer, settings: settings)
        let checkpointer =
            settings.checkpointsBeside
            ? SQLiteCheckpointer(session: try SQLiteSession(path: path, role: .checkpointer, settings: settings), logger: logger) : nil
        let writer = SQLiteWriter(
            session: session, queue: writes, clock: clock, logger: logger, counters: counters, settings: settings, checkpointer: checkpointer)
        let readers = try (0..<max(1, settings.readers)).map { _ in
            SQLiteReader(
                session: try SQLiteSession(path: path, role: .reader, settings: settings), queue: reads, clock: clock,
                counters: counters, timeout: settings.readTimeout)
        }
        for (index, reader) in readers.enumerated() { self.readers.start("store-reader-\(index)") { reader.run() } }
        if let checkpointer { self.readers.start("store-checkpointer") { checkpointer.run() } }
        // The last connection to a file puts its log in place. Two that close at the same moment each take the other for the
        // last one, so the writer goes when the readers have gone.
        self.writer.start("store-writer") { [readers = self.readers] in
            writer.run()
            checkpointer?.stop()
            readers.wait()
            writer.close()
        }
    }

    var statistics: StoreStatistics { counters.statistics(waiting: reads.waiting + writes.waiting) }

    func read<T: Sendable>(_ label: StaticString, _ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await reads.submit(label, body)
    }

    func rowsOfAll(_ label: StaticString, _ queries: [SQL]) async throws -> [[Row]] { try await read(label) { try $0.rowsOfAll(queries) } }

    func carryOut(_ label: StaticString, _ plan: Plan) async throws {
        try await withCheckedThrowingContinuation { writes.put(PlannedWork(label, plan, $0)) }
    }

    /// Every request is alone here: one thread writes, and SQLite locks out other processes.
    func write<T: Sendable>(_ label: StaticString, alone: Bool, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await writes.submit(label, body)
    }

    /// What is deleted is overwritten in the pages (`secure_delete`); older copies of the pages go with the log.
    func scrub() async throws {
        try await writes.submit("store.scrub", isOutside: true) { (connection: Connection) in
            let isBusy = try connection.value("PRAGMA wal_checkpoint(TRUNCATE)", as: Int.self)
            guard isBusy == 0 else { throw StoreFault.away("a long read holds the write-ahead log") }
        }
    }

    func close() async {
        reads.close()
        writes.close()
        await readers.finished()
        await writer.finished()
        if let temporaryFolder { try? FileManager.default.removeItem(atPath: temporaryFolder) }
    }
}
