import Kernel

extension Transaction {
    /// Promises a job. A second request with the same kind and key changes nothing.
    public func schedule(_ request: JobRequest) throws { try write(Self.insertion(of: request) + " DO NOTHING") }

    /// Promises a job, or moves the waiting one of the same kind and key to this request's moment; one that is done or dead
    /// stays as it is. A job that a worker holds just now is taken from it: the worker's own completion will fail.
    public func scheduleOrMove(_ request: JobRequest) throws {
        try write(
            Self.insertion(of: request)
                + " DO UPDATE SET run_at = excluded.run_at, attempts = store_jobs.attempts + 1 WHERE store_jobs.state = 0")
    }

    /// The same, whatever became of the one with its kind and key: one that is done or dead begins again.
    public func scheduleAnew(_ request: JobRequest) throws {
        try write(
            Self.insertion(of: request)
                + """
                 DO UPDATE SET payload = excluded.payload, run_at = excluded.run_at, state = 0, reason = NULL, ended_at = NULL,
                    attempts = CASE WHEN store_jobs.state = 0 THEN store_jobs.attempts + 1 ELSE 0 END
                """)
    }

    /// Promises a job for each row of a query that only the transaction itself answers: what a body that decides before it
    /// (`Store.decide`) cannot know yet.
    ///
    /// - Parameter rows: a query for `key` and `payload`, both texts.
    public func schedule(_ kind: String, at runAt: Instant, forEach rows: SQL) throws {
        try write(
            "INSERT INTO store_jobs (kind, key, payload, run_at, state, attempts) SELECT \(kind), found.key, found.payload, \(runAt), 0, 0 FROM (" + rows
                + ") AS found WHERE TRUE ON CONFLICT (kind, key) DO NOTHING")
    }

    private static func insertion(of request: JobRequest) -> SQL {
        """
        INSERT INTO store_jobs (kind, key, payload, run_at, state, attempts)
        VALUES (\(request.kind), \(request.key), \(request.payload), \(request.runAt), 0, 0) ON CONFLICT (kind, key)
        """
    }

    /// Takes a promise back. The key may be scheduled again afterwards.
    @discardableResult
    public func unschedule(_ kind: String, key: String) throws -> Bool {
        try execute("DELETE FROM store_jobs WHERE kind = \(kind) AND key = \(key) AND state = 0") == 1
    }

    /// Ends a job in the same transaction as its effect, so that it happens exactly once.
    ///
    /// - Throws: `STORE-111` when the lease ended and another worker has the job: then nothing of this transaction
    ///   happens.
    public func complete(_ job: Job) throws {
        let changed = try execute(
            """
            UPDATE store_jobs SET state = 1, ended_at = \(now)
            WHERE kind = \(job.kind) AND key = \(job.key) AND state = 0 AND attempts = \(job.attempt)
            """)
        guard changed == 1 else { throw StoreFault.leaseLost(job.kind) }
        afterCommit { job.ending.raise() }
    }

    /// Notes a failed attempt: tried again later as `policy` says, or dead with the reason.
    ///
    /// - Parameters:
    ///   - reason: for the operator; no personal data.
    ///   - wait: the least time until the next attempt, where `policy` says a shorter one.
    public func fail(_ job: Job, reason: String, policy: JobPolicy = JobPolicy(), notBefore wait: Duration? = nil) throws {
        let delay = policy.delay(afterAttempt: job.attempt).map { max($0, wait ?? .zero) }
        let state = delay == nil ? JobState.dead : .waiting
        try execute(
            """
            UPDATE store_jobs SET state = \(state.rawValue), reason = \(reason), run_at = \(now + (delay ?? .zero)),
                ended_at = \(delay == nil ? now : nil)
            WHERE kind = \(job.kind) AND key = \(job.key) AND state = 0 AND attempts = \(job.attempt)
            """)
    }

    /// Lets a job that failed for good begin again, with all its attempts.
    ///
    /// - Returns: whether there was one.
    public func retryDead(_ kind: String, key: String) throws -> Bool {
        try execute(
            """
            UPDATE store_jobs SET state = \(JobState.waiting.rawValue), run_at = \(now), attempts = 0, ended_at = NULL
            WHERE kind = \(kind) AND key = \(key) AND state = \(JobState.dead.rawValue)
            """) == 1
    }
}
