import CPostgres
import Foundation
import Store
import Synchronization

/// The ceiling on PostgreSQL: as many connections as the product opens, prepared statements, each transaction sent in one
/// piece (pipeline mode), and nothing else. The server itself lets commits share a sync.
final class BarePostgres: BareWriter {
    /// Opened once, as the product's are.
    private let workers: [Worker]
    /// How many go in one transaction.
    private let together: Int

    init(url: String, connections: Int, together: Int = 1) throws {
        workers = try (0..<connections).map { _ in try Worker(url) }
        self.together = together
    }

    static func connect(_ url: String) throws -> OpaquePointer {
        guard let connection = PQconnectdb(url), PQstatus(connection) == CONNECTION_OK else { throw BenchFault("PostgreSQL does not answer at \(url)") }
        return connection
    }

    func write(_ transactions: [[Statement]]) throws {
        let next = Counter()
        let (workers, together) = (workers, together)
        let groups =
            together == 1
            ? transactions
            : stride(from: 0, to: transactions.count, by: together).map { transactions[$0..<min($0 + together, transactions.count)].flatMap(\.self) }
        try onThreads(workers.count) { index in
            while let number = next.take(below: groups.count) { try workers[index].run(groups[number]) }
        }
    }

    /// Unchecked because each is used by one thread at a time.
    private final class Worker: @unchecked Sendable {
        private let connection: OpaquePointer
        private var names: [String: String] = [:]

        init(_ url: String) throws {
            connection = try BarePostgres.connect(url)
            for text in ["BEGIN ISOLATION LEVEL REPEATABLE READ", "COMMIT"] { try prepare(text) }
        }

        deinit { PQfinish(connection) }

        private func prepare(_ text: String) throws {
            let name = "s\(names.count)"
            var number = 0
            let numbered = text.split(separator: "?", omittingEmptySubsequences: false).reduce(into: "") { whole, part in
                whole += number == 0 ? String(part) : "$\(number)\(part)"
                number += 1
            }
            let result = PQprepare(connection, name, numbered, 0, nil)
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw BenchFault("\(text): " + String(cString: PQerrorMessage(connection))) }
            names[text] = name
        }

        func run(_ transaction: [Statement]) throws {
            for statement in transaction where names[statement.text] == nil { try prepare(statement.text) }
            let all = [Statement(text: "BEGIN ISOLATION LEVEL REPEATABLE READ")] + transaction + [Statement(text: "COMMIT")]
            guard PQenterPipelineMode(connection) == 1 else { throw BenchFault("no pipeline") }
            for statement in all { try send(statement) }
            PQpipelineSync(connection)
            for statement in all {
                let result = PQgetResult(connection)
                defer { PQclear(result) }
                guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw BenchFault("\(statement.text): " + String(cString: PQerrorMessage(connection))) }
                // Each statement's answers end with a null.
                PQclear(PQgetResult(connection))
            }
            PQclear(PQgetResult(connection))
            PQexitPipelineMode(connection)
        }

        /// Values go in the binary format, as the product sends them.
        private func send(_ statement: Statement) throws {
            var bytes: [UInt8] = []
            var ranges: [Range<Int>?] = []
            for value in statement.values {
                let start = bytes.count
                switch value {
                case .null:
                    ranges.append(nil)
                    continue
                case .integer(let integer): withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
                case .text(let text): bytes.append(contentsOf: text.utf8)
                case .bytes(let own): bytes.append(contentsOf: own)
                }
                ranges.append(start..<bytes.count)
            }
            // An empty value is not a null one.
            bytes.append(0)
            let sent = bytes.withUnsafeBytes { buffer in
                let pointers = ranges.map { $0.flatMap { buffer.baseAddress?.advanced(by: $0.lowerBound).assumingMemoryBound(to: CChar.self) } }
                let lengths = ranges.map { Int32($0?.count ?? 0) }
                let formats = [Int32](repeating: 1, count: ranges.count)
                return PQsendQueryPrepared(connection, names[statement.text] ?? "", Int32(ranges.count), pointers, lengths, formats, 1)
            }
            guard sent == 1 else { throw BenchFault(String(cString: PQerrorMessage(connection))) }
        }
    }
}

/// Gives each number once.
final class Counter: Sendable {
    private let next = Atomic<Int>(0)

    func take(below end: Int) -> Int? {
        let taken = next.add(1, ordering: .relaxed).oldValue
        return taken < end ? taken : nil
    }
}
