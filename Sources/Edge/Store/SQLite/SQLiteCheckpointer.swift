import Foundation
import Logging

/// The thread that puts the write-ahead log's pages in their places (sqlite.org/wal.html, "Checkpointing"), while the writer goes on:
/// done by the writer after every thousandth page, it kept everybody waiting, 20 ms for the file's sync alone.
///
/// Unchecked because only its own thread touches the session once it runs, and the condition guards the rest.
final class SQLiteCheckpointer: @unchecked Sendable {
    private let session: SQLiteSession
    private let logger: Logger
    private let condition = NSCondition()
    private var isWanted = false
    private var isOver = false
    private var isAtWork = false
    private var inPlace = 0

    init(session: SQLiteSession, logger: Logger) {
        self.session = session
        self.logger = logger
    }

    func run() {
        while waitUntilWanted() {
            var reached = 0
            do {
                reached = try session.checkpoint()
            } catch {
                // Nothing is lost: the pages stay in the log, and the next turn or the writer puts them in place.
                logger.warning("the write-ahead log was not put in place", metadata: ["error": "\(error)"])
                session.forgive()
            }
            condition.withLock {
                (isAtWork, inPlace) = (false, reached)
                condition.broadcast()
            }
        }
        session.close()
    }

    func wake() {
        condition.withLock {
            isWanted = true
            condition.broadcast()
        }
    }

    func stop() {
        condition.withLock {
            isOver = true
            condition.broadcast()
        }
    }

    /// How many of the log's pages its last turn found or put in place; nil while one is under way.
    var pagesInPlace: Int? { condition.withLock { isAtWork || isWanted ? nil : inPlace } }

    /// SQLite answers "busy" at once to whoever comes while another puts the log in place (sqlite.org/c3ref/wal_checkpoint_v2.html).
    func waitUntilAtRest() {
        condition.withLock { while !isOver, isAtWork || isWanted { condition.wait() } }
    }

    /// - Returns: false when it is over.
    private func waitUntilWanted() -> Bool {
        condition.withLock {
            while !isWanted, !isOver { condition.wait() }
            (isWanted, isAtWork) = (false, !isOver)
            return !isOver
        }
    }
}
