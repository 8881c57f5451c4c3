import Kernel

/// One run of one request on one connection.
struct PostgresAttempt {
    enum Outcome {
        /// A read: its task has the answer already.
        case answered
        case committed(hooks: [@Sendable () -> Void])
        case failed(any Error)
        /// Another transaction was first.
        case conflict
        /// The body found a version that is not the one its caller read.
        case stale
        /// Nothing of it happened.
        case lost
        case lostInCommit(number: String, hooks: [@Sendable () -> Void])
    }

    let request: PostgresRequest
    let session: PostgresSession
    let now: Instant
    /// No other request with this label runs meanwhile, in any process that asks for the same.
    let isAlone: Bool

    func run() -> Outcome {
        switch request.kind {
        case .read: return read()
        case .outside: return outside()
        case .write, .writeAlone: break
        }
        guard isAlone else { return write() }
        let lock = Self.lockNumber(request.pending.label)
        do {
            session.reset()
            // A lock is waited for, and a migration works, as long as it takes.
            _ = try session.rowsOfAll([
                "SELECT set_config('statement_timeout', '0', false)", "SELECT pg_advisory_lock(hashtext(current_schema()), \(raw: lock))",
            ])
        } catch {
            limitAgain()
            return session.isLost ? .lost : .failed(error)
        }
        let outcome = write()
        if !session.isLost {
            session.reset()
            _ = try? session.rows("SELECT pg_advisory_unlock(hashtext(current_schema()), \(raw: lock))")
        }
        limitAgain()
        return outcome
    }

    /// Other requests come after this one on the same connection.
    private func limitAgain() {
        guard !session.isLost else { return }
        session.reset()
        _ = try? session.rows("SELECT set_config('statement_timeout', \(session.readTimeout), false)")
    }

    private func outside() -> Outcome {
        session.reset()
        defer { limitAgain() }
        do {
            _ = try session.rows("SELECT set_config('statement_timeout', '0', false)")
            try request.pending.attempt(Connection(session: session, now: now))
            return .committed(hooks: [])
        } catch {
            return session.isLost ? .lost : .failed(error)
        }
    }

    private func read() -> Outcome {
        session.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", writes: false)
        do {
            try request.pending.attempt(Connection(session: session, now: now))
        } catch {
            return afterFailure(error)
        }
        if let failure = session.failure { return afterFailure(failure.error) }
        request.pending.succeed()
        session.rollback()
        return .answered
    }

    /// REPEATABLE READ: all of a body's reads are one snapshot, and of two that write the same row the second runs again
    /// on the new state (PostgreSQL documentation, section 13.2.2).
    private func write() -> Outcome {
        session.begin("BEGIN ISOLATION LEVEL REPEATABLE READ", writes: true)
        let transaction = Transaction(session: session, now: now)
        do {
            try request.pending.attempt(transaction)
        } catch {
            return afterFailure(error)
        }
        // A body may have hidden the error of a statement; the transaction cannot be saved by that.
        if let failure = session.failure { return afterFailure(failure.error) }
        do {
            guard try session.commit() else { return .failed(StoreFault.badStatement("the server rolled back")) }
            return .committed(hooks: transaction.hooks)
        } catch {
            guard session.isLost, let number = session.transactionNumber else { return afterFailure(error) }
            return .lostInCommit(number: number, hooks: transaction.hooks)
        }
    }

    private func afterFailure(_ error: any Error) -> Outcome {
        if session.isLost { return .lost }
        let failure = session.failure
        session.rollback()
        if session.isLost { return .lost }
        if case .conflict = failure { return .conflict }
        return error is VersionConflict ? .stale : .failed(error)
    }

    /// FNV-1a, 32 bits, of the label, as the text of a signed integer.
    private static func lockNumber(_ label: StaticString) -> String {
        var hash: UInt32 = 0x811C_9DC5
        for byte in label.description.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return "\(Int32(bitPattern: hash))"
    }
}
