import Kernel

extension Store {
    /// Takes up to `limit` due jobs of these kinds, earliest first, for the length of the lease.
    ///
    /// A claimed job is due again when its lease ends, so a dead worker's jobs are taken over by the next claim.
    public func claimJobs(kinds: [String], limit: Int, lease: Duration) async throws -> [Job] {
        guard !kinds.isEmpty, limit > 0 else { return [] }
        return try await write("store.claim_jobs") { tx in
            // A waiting row is locked while it is taken, and rows locked by another worker are passed over.
            let skipping: SQL = tx.session.dialect == .postgres ? " FOR UPDATE SKIP LOCKED" : ""
            let due = Self.dueJobs(kinds: kinds, at: tx.now, limit: limit) + skipping
            let jobs = try tx.rows(due).map { row in
                Job(
                    kind: try row.text(0), key: try row.text(1), payload: try row.text(2), runAt: try row.instant(3),
                    attempt: try row.integer(4) + 1)
            }
            try tx.executeAll(
                jobs.map { job in
                    """
                    UPDATE store_jobs SET run_at = \(tx.now + lease), attempts = \(job.attempt)
                    WHERE kind = \(job.kind) AND key = \(job.key)
                    """
                })
            return jobs
        }
    }

    /// The kind stands in an expression so that no planner goes by the primary key, through every waiting job of a kind.
    static func dueJobs(kinds: [String], at now: Instant, limit: Int) -> SQL {
        """
        SELECT kind, key, payload, run_at, attempts FROM store_jobs
        WHERE state = 0 AND run_at <= \(now) AND kind || '' IN \(list: kinds)
        ORDER BY run_at, kind, key LIMIT \(limit)
        """
    }

    public func complete(_ job: Job) async throws {
        try await write("store.complete_job") { try $0.complete(job) }
    }

    public func fail(_ job: Job, reason: String, policy: JobPolicy = JobPolicy(), notBefore wait: Duration? = nil) async throws {
        try await write("store.fail_job") { try $0.fail(job, reason: reason, policy: policy, notBefore: wait) }
    }

    /// When the next waiting job is due; nil when none waits.
    public func nextJobTime() async throws -> Instant? {
        try await read { try $0.value("SELECT MIN(run_at) FROM store_jobs WHERE state = 0") }
    }

    /// How many jobs are due and not yet done, and how many failed for good; beyond a limit it stops counting.
    public func jobBacklog(limit: Int = 10_000) async throws -> (due: Int, dead: Int) {
        try await read { connection in
            func count(_ condition: SQL) throws -> Int {
                try connection.value("SELECT COUNT(*) FROM (SELECT 1 FROM store_jobs WHERE \(condition) LIMIT \(limit)) AS counted") ?? 0
            }
            return (try count("state = 0 AND run_at <= \(connection.now)"), try count("state = 2"))
        }
    }

    /// Jobs that failed for good, oldest first, for the operator.
    ///
    /// - Parameter last: the last of the page before.
    public func deadJobs(after last: DeadJob.Place? = nil, limit: Int = 100) async throws -> [DeadJob] {
        try await read { connection in
            var condition: SQL = "state = 2"
            if let last { condition += " AND (ended_at, kind, key) > (\(last.endedAt), \(last.kind), \(last.key))" }
            return try connection.rows(
                "SELECT kind, key, attempts, reason, ended_at FROM store_jobs WHERE \(condition) ORDER BY ended_at, kind, key LIMIT \(limit)"
            ).map { row in
                DeadJob(
                    kind: try row.text(0), key: try row.text(1), attempts: try row.integer(2),
                    reason: try row.text(optional: 3) ?? "", endedAt: try row.instant(4))
            }
        }
    }

    /// Forgets jobs that were done before the given moment; their keys may be scheduled again.
    @discardableResult
    public func forgetDoneJobs(before moment: Instant, limit: Int = 10_000) async throws -> Int {
        try await write("store.forget_jobs") { tx in
            try tx.execute(
                """
                DELETE FROM store_jobs WHERE (kind, key) IN
                    (SELECT kind, key FROM store_jobs WHERE state = 1 AND ended_at < \(moment) ORDER BY ended_at LIMIT \(limit))
                """)
        }
    }
}

/// A job that failed for good.
public struct DeadJob: Sendable, Hashable {
    public let kind: String
    public let key: String
    public let attempts: Int
    public let reason: String
    public let endedAt: Instant

    public var place: Place { Place(endedAt: endedAt, kind: kind, key: key) }

    /// Where one stands in the order of their ends: the next page begins behind it, also when it has gone meanwhile.
    public struct Place: Sendable, Hashable, CustomStringConvertible {
        let endedAt: Instant
        let kind: String
        let key: String

        init(endedAt: Instant, kind: String, key: String) {
            self.endedAt = endedAt
            self.kind = kind
            self.key = key
        }

        /// Reads its own description.
        public init?(_ text: String) {
            let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
            guard text.utf8.count <= 1_000, parts.count == 3, let ended = Int64(parts[0]) else { return nil }
            self.init(endedAt: Instant(microseconds: ended), kind: String(parts[1]), key: String(parts[2]))
        }

        public var description: String { "\(endedAt.microseconds)/\(kind)/\(key)" }
    }
}
