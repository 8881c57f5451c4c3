import Foundation
import Kernel
import Logging

/// The way to the server, for one thread: a connection that is opened again when it was lost.
final class PostgresLine {
    private let url: String
    private let logger: Logger
    let counters: Counters
    let settings: StoreSettings
    private var session: PostgresSession?
    /// When the server was last tried in vain: nobody whose time is over tries again right behind.
    private var triedInVain: ContinuousClock.Instant?

    init(url: String, logger: Logger, counters: Counters, settings: StoreSettings, session: PostgresSession? = nil) {
        self.url = url
        self.logger = logger
        self.counters = counters
        self.settings = settings
        self.session = session
    }

    /// Whatever is open on it ends with it.
    func hangUp() { session = nil }

    func hangUpIfWorn() { if session?.isWorn == true { session = nil } }

    /// - Throws: `STORE-102` when there is no answer by then.
    func connected(by deadline: ContinuousClock.Instant) throws -> PostgresSession {
        if let session, !session.isLost {
            session.expectedBy = deadline
            return session
        }
        session = nil
        if let triedInVain, ContinuousClock.now < triedInVain + .seconds(1), deadline < .now { throw StoreFault.away("the server does not answer") }
        while true {
            do {
                let left = (deadline - .now).wholeMicroseconds / 1_000_000
                let fresh = try PostgresSession.connect(url: url, readTimeout: settings.readTimeout, within: min(5, max(2, Int(clamping: left))))
                fresh.expectedBy = deadline
                (session, triedInVain) = (fresh, nil)
                return fresh
            } catch {
                triedInVain = .now
                guard ContinuousClock.now < deadline else {
                    logger.error("the database does not answer", metadata: ["error": "\(error)"])
                    throw StoreFault.away("the server does not answer")
                }
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
    }

    /// After a connection was lost in the middle of something that may begin again.
    ///
    /// - Throws: `STORE-102` when that has gone on for too long.
    func lost(by deadline: ContinuousClock.Instant) throws {
        session = nil
        guard ContinuousClock.now < deadline else { throw StoreFault.away("the connection was lost again and again") }
    }

    /// What became of a transaction whose commit was sent but never answered: the server remembers by its number
    /// (PostgreSQL documentation, section 9.27.5, `pg_xact_status`).
    func isCommitted(_ number: String) throws -> Bool {
        session = nil
        let deadline = ContinuousClock.now + settings.patience
        let query = SQL(text: "SELECT pg_xact_status('\(number)'::xid8)")
        while ContinuousClock.now < deadline {
            guard let session = try? connected(by: deadline) else { break }
            switch try? session.rows(query).first?.text(optional: 0) {
            case "committed": return true
            case "aborted": return false
            // The old connection's process may not have noticed yet.
            case "in progress": Thread.sleep(forTimeInterval: 0.05)
            default: if session.isLost { self.session = nil } else { throw StoreFault.unknownOutcome }
            }
        }
        throw StoreFault.unknownOutcome
    }
}
