import CPostgres
import Glibc
import Kernel

/// One connection to a PostgreSQL server, for one thread, kept in libpq's pipeline mode: whatever is sent together costs
/// one round trip (PostgreSQL documentation, section 34.5).
final class PostgresSession: Session {
    let handle: OpaquePointer
    var statements: [PostgresShape: PostgresStatement] = [:]
    var statementCount = 0
    /// The statement that was sent without waiting for the answer.
    var unanswered: PostgresStep?
    /// `BEGIN`, until it is sent in front of the first statement: so it costs no round trip of its own.
    private var opening: SQL?
    /// Statements nobody waits for, until they are sent in front of one that somebody does.
    private var later: [(sql: SQL, isVersioned: Bool)] = []
    /// An update found another version than it named: nothing of the transaction may be committed.
    private var isStale = false
    /// So many may wait: a bound on what both sides hold in memory.
    private static let laterLimit = 200
    /// The first failure since `begin`. The engine asks for it, because a body may have hidden the error.
    private(set) var failure: PostgresFailure?
    /// The number of the transaction, once it has written: with it the outcome of a lost commit can be asked for later.
    var transactionNumber: String?
    private var wantsTransactionNumber = false

    var dialect: Dialect { .postgres }

    /// As the server's setting `statement_timeout` wants it, in milliseconds.
    let readTimeout: String

    /// From when on a server that has not answered is asked for a sign of life.
    var expectedBy = ContinuousClock.now
    /// The server gave none: whatever it was asked, nobody waits for it on this connection any more.
    var isSilent = false
    let url: String

    private init(handle: OpaquePointer, url: String, readTimeout: Duration) {
        self.handle = handle
        self.url = url
        self.readTimeout = "\(readTimeout.wholeMicroseconds / 1_000)"
    }

    deinit { PQfinish(handle) }

    /// - Throws: `STORE-140` when there is no server, `STORE-141` when it is too old.
    static func connect(url: String, readTimeout: Duration, within seconds: Int = 5) throws -> PostgresSession {
        let settings = [
            ("dbname", url), ("connect_timeout", "\(seconds)"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "15000"), ("client_encoding", "UTF8"), ("fallback_application_name", "polity"),
        ]
        guard let opened = withParameters(settings, { PQconnectdbParams($0, $1, 1) }) else { throw StoreFault.cannotOpen("no memory for a connection") }
        let session = PostgresSession(handle: opened, url: url, readTimeout: readTimeout)
        guard PQstatus(opened) == CONNECTION_OK, PQsetnonblocking(opened, 1) == 0 else { throw StoreFault.cannotOpen(session.connectionFault) }
        PQsetNoticeProcessor(opened, { _, _ in }, nil)
        guard PQserverVersion(opened) >= 150_000 else { throw StoreFault.tooOld(Int(PQserverVersion(opened)) / 10_000) }
        try session.script(
            """
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
            SET statement_timeout = \(session.readTimeout);
            SET standard_conforming_strings = on
            """)
        return session
    }

    /// The last line of libpq's message, which names no password.
    private var connectionFault: String {
        let message = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        // libpq indents what it only asks ("Is the server running …?") behind what happened.
        return message.split(whereSeparator: \.isNewline).last { !$0.hasPrefix("\t") }.map(String.init) ?? "no answer"
    }

    var isLost: Bool {
        if isSilent { return true }
        if case .connectionLost = failure { return true }
        return PQstatus(handle) != CONNECTION_OK
    }

    /// Texts are few; a program that makes more of them than this gets a new connection rather than a server that
    /// remembers without end.
    var isWorn: Bool { statements.count > 2_000 }

    func fail(_ failure: PostgresFailure) -> PolityError {
        if self.failure == nil { self.failure = failure }
        return failure.error
    }

    // MARK: - Transactions

    func reset() {
        failure = nil
        opening = nil
        later = []
        isStale = false
        transactionNumber = nil
        wantsTransactionNumber = false
    }

    func begin(_ text: SQL, writes: Bool) {
        reset()
        wantsTransactionNumber = writes
        opening = text
    }

    /// - Returns: false when the server rolled back instead, which it does after any failure.
    func commit() throws -> Bool {
        // A commit must not go out beside an update whose answer may forbid it, nor before the transaction's number is known.
        if !later.isEmpty, transactionNumber == nil || later.contains(where: \.isVersioned) { _ = try run([]) }
        if isStale { throw VersionConflict() }
        // Nothing was sent, so there is nothing to commit.
        if opening != nil { return true }
        wantsTransactionNumber = false
        return try run(["COMMIT"])[0].tag == "COMMIT"
    }

    /// Nobody waits for the answer: it is read in front of the next one.
    func rollback() {
        wantsTransactionNumber = false
        later = []
        if opening == nil, !isLost { try? sendAlone(PostgresMessage("ROLLBACK")) }
        opening = nil
    }

    // MARK: - Statements

    func rows(_ sql: SQL) throws -> [Row] { try run([sql])[0].rows }

    func rowsOfAll(_ queries: [SQL]) throws -> [[Row]] { try inPortions(queries).map(\.rows) }

    func execute(_ sql: SQL) throws -> Int { try run([sql])[0].changed }

    func executeAll(_ statements: [SQL]) throws -> [Int] { try inPortions(statements).map(\.changed) }

    func executeLater(_ sql: SQL, isVersioned: Bool) throws {
        // An earlier failure is told at once, as every statement tells it.
        if let failure { throw failure.error }
        later.append((sql, isVersioned))
        if later.count >= Self.laterLimit { _ = try run([]) }
    }

    /// A portion bounds what both sides hold in memory.
    private func inPortions(_ statements: [SQL]) throws -> [PostgresAnswer] {
        var answers: [PostgresAnswer] = []
        for start in stride(from: 0, to: statements.count, by: 500) {
            answers += try run(Array(statements[start..<min(start + 500, statements.count)]))
        }
        return answers
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        _ = try run(["DECLARE walk NO SCROLL CURSOR FOR " + sql])
        while true {
            let portion = try rows("FETCH 1000 FROM walk")
            if portion.isEmpty { break }
            for row in portion { try body(row) }
        }
        _ = try run(["CLOSE walk"])
    }

    /// The server limits each portion of a walk, which is short.
    func liftTimeLimit() {}

    /// Several statements in one text, which pipeline mode does not allow.
    func script(_ text: String) throws {
        if opening != nil || !later.isEmpty { _ = try run([]) }
        try settle()
        if PQpipelineStatus(handle) != PQ_PIPELINE_OFF { PQexitPipelineMode(handle) }
        defer { PQenterPipelineMode(handle) }
        guard PQsendQuery(handle, text) == 1 else { throw fail(.connectionLost) }
        while let result = nextResult() {
            defer { PQclear(result) }
            let status = PQresultStatus(result)
            if status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK { _ = fail(PostgresFailure(result)) }
        }
        if let failure { throw failure.error }
    }

    /// Sends all, with what waits in front of it, then reads all.
    private func run(_ asked: [SQL]) throws -> [PostgresAnswer] {
        let (begin, waiting) = (opening.map { [$0] } ?? [], later)
        let statements = waiting.map(\.sql) + asked
        // Asked for together with the first statement that writes, so it costs no round trip.
        let asksNumber = wantsTransactionNumber && transactionNumber == nil && statements.contains { !$0.isSelect }
        let messages = try (begin + statements + (asksNumber ? ["SELECT pg_current_xact_id()::text"] : [])).map(PostgresMessage.init)
        (opening, later) = (nil, [])
        let answers = try roundTrip(messages)
        if asksNumber { transactionNumber = try answers.last?.rows.first?.text(0) }
        for (statement, answer) in zip(waiting, answers.dropFirst(begin.count)) where statement.isVersioned && answer.changed != 1 {
            isStale = true
            throw VersionConflict()
        }
        return Array(answers[(begin.count + waiting.count)..<(begin.count + statements.count)])
    }
}

extension SQL {
    /// Whether it certainly changes nothing.
    fileprivate var isSelect: Bool { text.utf8.drop { $0 == 32 || $0 == 10 }.starts(with: "SELECT".utf8) }
}
