import CSQLite
import Foundation
import Store

/// The ceiling on SQLite: one thread, prepared statements, group commit, the same settings, and nothing else.
final class BareSQLite: BareWriter {
    private let database: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]
    /// Transactions that share a commit, as many as there are connections at work on the other side.
    private let batch: Int

    init(path: String, batch: Int) throws {
        self.batch = batch
        // As Store sets its own writer up.
        database = try Self.open(
            path,
            pragmas: """
                PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
                PRAGMA wal_autocheckpoint = 1000; PRAGMA mmap_size = 0; PRAGMA cache_size = -16384
                """)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close(database)
    }

    func write(_ transactions: [[Statement]]) throws {
        var next = 0
        while next < transactions.count {
            try run(Statement(text: "BEGIN IMMEDIATE"))
            for transaction in transactions[next..<min(next + batch, transactions.count)] {
                try run(Statement(text: "SAVEPOINT request"))
                for statement in transaction { try run(statement) }
                try run(Statement(text: "RELEASE request"))
            }
            try run(Statement(text: "COMMIT"))
            next += batch
        }
    }

    private func run(_ statement: Statement) throws {
        let prepared: OpaquePointer
        if let known = statements[statement.text] {
            prepared = known
        } else {
            prepared = try Self.prepare(statement.text, database)
            statements[statement.text] = prepared
        }
        for (index, value) in statement.values.enumerated() { Self.bind(value, at: index + 1, to: prepared) }
        let code = sqlite3_step(prepared)
        sqlite3_reset(prepared)
        guard code == SQLITE_DONE else { throw BenchFault("\(statement.text): " + String(cString: sqlite3_errmsg(database))) }
    }

    // MARK: The C interface

    static func open(_ path: String, pragmas: String) throws -> OpaquePointer {
        var opened: OpaquePointer?
        guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK, let opened,
            sqlite3_exec(opened, pragmas, nil, nil, nil) == SQLITE_OK
        else { throw BenchFault("\(path) cannot be opened") }
        return opened
    }

    static func prepare(_ text: String, _ database: OpaquePointer) throws -> OpaquePointer {
        var prepared: OpaquePointer?
        guard sqlite3_prepare_v3(database, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil) == SQLITE_OK, let prepared else {
            throw BenchFault("\(text): " + String(cString: sqlite3_errmsg(database)))
        }
        return prepared
    }

    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    static func bind(_ value: SQLValue, at index: Int, to statement: OpaquePointer) {
        let index = Int32(index)
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
        case .text(let text): sqlite3_bind_text(statement, index, text, -1, transient)
        case .bytes(let bytes): bytes.withUnsafeBytes { _ = sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), transient) }
        }
    }
}
