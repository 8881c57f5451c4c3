import Kernel
import Logging

/// Runs due jobs: as a service in the server, or step by step on a simulated clock.
public struct JobRunner: Sendable {
    /// Does one job. It either completes the job inside its own transaction (`tx.complete(job)`), or returns and lets
    /// the runner complete it. It may run more than once: what it does must bear that.
    public typealias Handler = @Sendable (_ job: Job, _ store: Store) async throws -> Void

    public struct Kind: Sendable {
        public var name: String
        public var policy: JobPolicy
        /// Waits for somebody else's machine (a mail server, a bank): such jobs get a lane of their own, so that one that hangs keeps only its
        /// own kind waiting.
        public var isSlow: Bool
        public var handler: Handler

        public init(_ name: String, policy: JobPolicy = JobPolicy(), isSlow: Bool = false, handler: @escaping Handler) {
            self.name = name
            self.policy = policy
            self.isSlow = isSlow
            self.handler = handler
        }
    }

    let store: Store
    let kinds: [String: Kind]
    let lease: Duration
    let concurrency: Int

    /// - Parameter lease: how long a job waits for a worker that died before another takes it over. A worker that lives renews it.
    public init(store: Store, kinds: [Kind], lease: Duration = .seconds(20), concurrency: Int = 8) {
        self.store = store
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.lease = lease
        self.concurrency = concurrency
    }

    /// Runs until the task is cancelled, looking for due jobs at least every `interval`.
    public func run(every interval: Duration = .milliseconds(500)) async {
        await withTaskGroup { group in
            for lane in lanes { group.addTask { await lane.runTogether(every: interval) } }
        }
    }

    /// One for each slow kind, and one for all that depends on this machine alone.
    private var lanes: [JobRunner] {
        let own = kinds.values.filter { !$0.isSlow }
        return ([own] + kinds.values.filter(\.isSlow).map { [$0] }).filter { !$0.isEmpty }
            .map { JobRunner(store: store, kinds: $0, lease: lease, concurrency: concurrency) }
    }

    private func runTogether(every interval: Duration) async {
        while !Task.isCancelled {
            await letPeopleGoFirst()
            do {
                if try await runBatch(limit: concurrency) > 0 { continue }
            } catch {
                store.logger.warning("jobs: the store did not answer", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: interval)
        }
    }

    /// A letter may come a moment later than the page that somebody looks at: while many requests wait for the store, jobs
    /// hold back, a tenth of a second at most between two batches, so that they go on however busy it is.
    private func letPeopleGoFirst() async {
        for _ in 0..<10 where store.statistics.waiting > concurrency * 2 { try? await Task.sleep(for: .milliseconds(10)) }
    }

    /// Runs every job that is due by the store's clock, one after another in order of time, and those that become due
    /// through them. For simulation: the same state gives the same order.
    ///
    /// - Returns: how many ran.
    @discardableResult
    public func runDue() async throws -> Int {
        var count = 0
        while let job = try await store.claimJobs(kinds: names, limit: 1, lease: lease).first {
            try await perform(job)
            count += 1
        }
        return count
    }

    /// The same with up to `limit` jobs at a time, whose transactions then share commits: for much work and no order.
    ///
    /// - Returns: how many ran.
    @discardableResult
    public func runDue(together limit: Int) async throws -> Int {
        var count = 0
        while true {
            let done = try await runBatch(limit: limit)
            if done == 0 { return count }
            count += done
        }
    }

    private var names: [String] { kinds.keys.sorted() }

    private func runBatch(limit: Int) async throws -> Int {
        let jobs = try await store.claimJobs(kinds: names, limit: limit, lease: lease)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for job in jobs { group.addTask { try await perform(job) } }
            try await group.waitForAll()
        }
        return jobs.count
    }

    private func perform(_ job: Job) async throws {
        guard let kind = kinds[job.kind] else { return }
        let renewal = Task { await renewLease(of: job) }
        let result: Result<Void, any Error>
        do { result = .success(try await kind.handler(job, store)) } catch { result = .failure(error) }
        // It must be over before the job's next time is written.
        renewal.cancel()
        await renewal.value
        if case .failure(let error) = result {
            let later = error as? RetryLater
            let reason = Self.reason(of: later?.cause ?? error)
            store.logger.warning("job failed", metadata: ["kind": "\(job.kind)", "attempt": "\(job.attempt)", "reason": "\(reason)"])
            try await store.fail(job, reason: reason, policy: kind.policy, notBefore: later?.after)
            return
        }
        if !job.ending.isRaised { try await store.completeUnlessLost(job) }
    }

    /// A handler that works longer than the lease keeps its job, as long as this process lives.
    private func renewLease(of job: Job) async {
        while true {
            do { try await Task.sleep(for: lease / 3) } catch { return }
            _ = try? await store.extend(job, by: lease)
        }
    }

    /// A code and a context hold no personal data; of any other error only its type is safe to keep.
    private static func reason(of error: any Error) -> String {
        guard let error = error as? PolityError else { return "\(type(of: error))" }
        return error.code + (error.context.map { ": \($0)" } ?? "")
    }
}

extension Store {
    /// - Returns: whether the job is still this worker's.
    func extend(_ job: Job, by lease: Duration) async throws -> Bool {
        try await write("store.extend_job") { tx in
            try tx.execute(
                """
                UPDATE store_jobs SET run_at = \(tx.now + lease)
                WHERE kind = \(job.kind) AND key = \(job.key) AND state = 0 AND attempts = \(job.attempt)
                """) == 1
        }
    }

    /// Completes a job whose handler has not done so itself. A lost lease is left to the worker that has it now.
    func completeUnlessLost(_ job: Job) async throws {
        try await write("store.complete_job") { tx in
            try tx.execute(
                """
                UPDATE store_jobs SET state = 1, ended_at = \(tx.now)
                WHERE kind = \(job.kind) AND key = \(job.key) AND state = 0 AND attempts = \(job.attempt)
                """)
        }
    }
}
