import CSQLite
import Kernel

/// One connection to a SQLite file, for one thread.
final class SQLiteSession: Session {
    enum Role { case reader, writer, checkpointer }

    let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    private var isOpen = true
    private var deadline: ContinuousClock.Instant?
    /// Set when SQLite has given the whole transaction up (a full disk, an I/O error). Until `begin` nothing more runs,
    /// because a statement that came now would commit by itself.
    private(set) var breakdown: PolityError?
    /// The breakdown was that there is no room.
    private(set) var isOutOfRoom = false
    /// The first failed statement of the request. Nothing of the request runs after it, as on PostgreSQL.
    private(set) var failure: PolityError?
    /// An update found another version than it named: nothing of the request may be kept.
    private(set) var isStale = false

    /// The log's pages after the last commit of this connection, where a thread beside it puts them in place.
    private(set) var logPages = 0

    var dialect: Dialect { .sqlite }

    init(path: String, role: Role, settings: StoreSettings) throws {
        if role == .writer, settings.fileSystem == nil { SQLiteFile.keepFromOthers(path) }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, settings.fileSystem)
        guard let opened, code == SQLITE_OK else {
            sqlite3_close_v2(opened)
            throw StoreFault.cannotOpen(String(cString: sqlite3_errstr(code)))
        }
        handle = opened
        do {
            try configure(role, settings)
        } catch {
            throw StoreFault.cannotOpen((error as? PolityError)?.context ?? "its settings were not taken")
        }
    }

    deinit { close() }

    /// The last connection to a file puts its log in place and removes it: that is done when this returns.
    func close() {
        guard isOpen else { return }
        isOpen = false
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    private func configure(_ role: Role, _ settings: StoreSettings) throws {
        wait(atMost: settings.patience)
        guard try writeAheadLog() == .text("wal") else { throw StoreFault.badStatement("its place does not allow a write-ahead log") }
        // FULL: a commit is answered only after its frames are on the disk. Asked back, because it is the promise.
        try pragma("synchronous = FULL")
        guard try pragma("synchronous") == .integer(2) else { throw StoreFault.badStatement("synchronous is not FULL") }
        try pragma("foreign_keys = ON")
        // PostgreSQL's LIKE heeds case, so SQLite's must.
        try pragma("case_sensitive_like = ON")
        // What is deleted is overwritten: an erased person must not be found in free pages.
        try pragma("secure_delete = ON")
        try pragma("temp_store = MEMORY")
        try pragma("trusted_schema = OFF")
        try pragma("wal_autocheckpoint = \(settings.checkpointsBeside ? 0 : settings.checkpointPages)")
        if settings.checkpointsBeside, role == .writer { countLogPages() }
        // Cutting the log off takes 40 ms for every hundred megabytes: it is done when nobody writes.
        try pragma("journal_size_limit = -1")
        // No memory map: an I/O error on one arrives as a signal, not as an error.
        try pragma("mmap_size = 0")
        try pragma("cache_size = \(role == .writer ? -16_384 : -8_192)")
        if role == .reader { try pragma("query_only = ON") }
        sqlite3_progress_handler(
            handle, 10_000,
            { context in
                guard let context else { return 0 }
                let session = Unmanaged<SQLiteSession>.fromOpaque(context).takeUnretainedValue()
                return session.isLate ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func countLogPages() {
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<SQLiteSession>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Puts as many of the log's pages in their places as can be without anybody waiting.
    ///
    /// - Returns: how many of the log's pages are in place now.
    @discardableResult
    func checkpoint() throws -> Int { try rows("PRAGMA wal_checkpoint(PASSIVE)").first?.integer(2) ?? 0 }

    /// Puts the rest of the log in place and lets the next transaction write it from its beginning: waits for those who read from it.
    ///
    /// - Parameter shortens: gives the log's room back, too.
    func beginLogAnew(waiting patience: Duration, shortens: Bool) throws {
        wait(atMost: patience)
        if try pragma(shortens ? "wal_checkpoint(TRUNCATE)" : "wal_checkpoint(RESTART)") == .integer(0) { logPages = 0 }
    }

    /// Turns the write-ahead log on. While another process makes, recovers or removes the log, SQLite answers "busy" at once
    /// instead of waiting (sqlite.org/wal.html, "Sometimes queries return SQLITE_BUSY in WAL mode"), so the wait is ours:
    /// at most ten seconds.
    private func writeAheadLog() throws -> SQLValue {
        for _ in 0..<1_000 {
            do {
                return try pragma("journal_mode = WAL")
            } catch let error as PolityError where error.code == StoreFault.away("").code {
                forgive()
                sqlite3_sleep(10)
            }
        }
        return try pragma("journal_mode = WAL")
    }

    /// How long the next statements wait for a lock that another process holds.
    func wait(atMost patience: Duration) {
        let (seconds, attoseconds) = patience.components
        sqlite3_busy_timeout(handle, Int32(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000))
    }

    private var isLate: Bool { deadline.map { ContinuousClock.now > $0 } ?? false }

    /// Runs a statement without values that is asked rarely: a pragma, `ATTACH`.
    @discardableResult
    func pragma(_ text: String) throws -> SQLValue {
        try rows(SQL(text: "PRAGMA " + text)).first?[0] ?? .null
    }

    func limit(to timeout: Duration?) { deadline = timeout.map { ContinuousClock.now + $0 } }

    func liftTimeLimit() { deadline = nil }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Forgets a failed statement, once its savepoint is undone.
    func forgive() { (failure, isStale) = (nil, false) }

    func begin(_ text: String) throws {
        (breakdown, failure, isStale, isOutOfRoom) = (nil, nil, false, false)
        _ = try execute(SQL(text: text))
    }

    /// Ends whatever is open, however broken the session is.
    func rollback() {
        (breakdown, failure) = (nil, nil)
        if isInTransaction { _ = try? execute("ROLLBACK") }
        (breakdown, failure) = (nil, nil)
    }
}

extension SQLiteSession {
    func rows(_ sql: SQL) throws -> [Row] {
        var rows: [Row] = []
        try forEach(sql) { rows.append($0) }
        return rows
    }

    func rowsOfAll(_ queries: [SQL]) throws -> [[Row]] { try queries.map(rows) }

    func execute(_ sql: SQL) throws -> Int {
        try forEach(sql) { _ in }
        return Int(sqlite3_changes64(handle))
    }

    func executeAll(_ statements: [SQL]) throws -> [Int] { try statements.map(execute) }

    /// Waiting would spare nothing here.
    func executeLater(_ sql: SQL, isVersioned: Bool) throws {
        let changed = try execute(sql)
        guard isVersioned, changed != 1 else { return }
        isStale = true
        throw VersionConflict()
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        if let failure { throw failure }
        let statement = try statement(for: sql.text)
        statement.isBusy = true
        defer {
            statement.reset()
            statement.isBusy = false
        }
        try statement.bind(sql.values)
        while true {
            let code = sqlite3_step(statement.handle)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw fault(code) }
            try body(try statement.row())
        }
    }

    func script(_ text: String) throws {
        if let failure { throw failure }
        let code = sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else { throw fault(code) }
    }

    private func statement(for text: String) throws -> SQLiteStatement {
        if let statement = statements[text], !statement.isBusy { return statement }
        var prepared: OpaquePointer?
        let code = dialect.statement(text).withCString { start in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(handle, start, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &tail)
            guard let tail, code == SQLITE_OK else { return code }
            return String(cString: tail).allSatisfy(\.isWhitespace) ? code : SQLITE_MISUSE
        }
        guard let prepared else { throw code == SQLITE_OK ? StoreFault.badStatement("an empty statement") : fault(code) }
        let statement = SQLiteStatement(handle: prepared)
        guard code == SQLITE_OK else { throw StoreFault.badStatement("more than one statement") }
        // Texts are few; a program that makes more of them than this starts over rather than grow without end.
        if statements.count >= 1_000 { statements.removeAll() }
        if statements[text] == nil { statements[text] = statement }
        return statement
    }

    /// SQLite's messages name tables, columns and words of the statement's text, never bound values.
    private func fault(_ code: Int32) -> PolityError {
        let fault = meaning(of: code)
        if failure == nil { failure = fault }
        return fault
    }

    private func meaning(of code: Int32) -> PolityError {
        let message = String(cString: sqlite3_errmsg(handle))
        switch code & 0xFF {
        case SQLITE_CONSTRAINT:
            // The extended codes of a primary key, a unique key and a row's id (sqlite3.h), which are macros Swift cannot see.
            return [6, 8, 10].contains(code >> 8) ? StoreFault.duplicate(message) : StoreFault.constraint(message)
        case SQLITE_BUSY, SQLITE_LOCKED: return StoreFault.away("another process holds the database")
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_INTERRUPT:
            let isLate = code & 0xFF == SQLITE_INTERRUPT
            let why = "\(message) (\(code))"
            let fault = isLate ? StoreFault.tookTooLong : code & 0xFF == SQLITE_FULL ? StoreFault.full(why) : StoreFault.failed(why)
            breakdown = fault
            isOutOfRoom = code & 0xFF == SQLITE_FULL
            return fault
        default: return StoreFault.badStatement("\(message) (\(code))")
        }
    }
}
