import Kernel
import Store

public struct DeadJobPage: Sendable, Hashable {
    public var jobs: [DeadJob]
    public var next: DeadJob.Place?
}

/// Work of any capability that was tried as often as it may be and given up. It belongs to no office, so it is for whoever supervises all.
extension Casework {
    /// Whether the caller supervises every organisation.
    private func superviseAll(_ caller: Caller) -> Bool { caller.actor.supervised.isSuperset(of: government.organisations.map(\.id)) }

    /// The oldest first; none for whoever supervises a part of the government only.
    ///
    /// - Parameter last: the last of the page before.
    public func deadJobs(after last: DeadJob.Place? = nil, limit: Int = 25, _ caller: Caller) async throws -> DeadJobPage {
        guard superviseAll(caller) else { return DeadJobPage(jobs: []) }
        let limit = min(max(limit, 1), 200)
        let found = try await store.deadJobs(after: last, limit: limit + 1)
        return DeadJobPage(jobs: Array(found.prefix(limit)), next: found.count > limit ? found[limit - 1].place : nil)
    }

    /// Lets it be tried again from the beginning, with an act in the public log.
    ///
    /// - Throws: `CASE-404` where there is none, or none for the caller.
    public func retryJob(_ kind: String, key: String, _ caller: Caller) async throws {
        guard superviseAll(caller), let organisation = government.organisations.first?.id else { throw CaseFault.noSuchJob }
        try await store.write("casework.retry_job") { tx in
            guard try tx.retryDead(kind, key: key) else { throw CaseFault.noSuchJob }
            _ = try neighbours.act(
                OfficialAct(
                    kind: "job_retried", reference: nil, organisation: organisation, subject: nil, actor: caller.actor, role: nil, legalBasis: nil,
                    content: ["kind": .string(kind), "key": .string(key)], at: tx.now), tx)
        }
    }
}
