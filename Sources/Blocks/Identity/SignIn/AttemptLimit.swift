import Kernel
import Privacy
import Store
import Web

/// So many attempts at once, and one more in each interval (the generic cell rate algorithm, ITU-T I.371, annex A): all it
/// keeps for a key is the moment at which the attempts made so far are paid off.
public struct AttemptLimit: Sendable, Hashable {
    public var burst: Int
    public var interval: Duration

    public init(burst: Int, interval: Duration) {
        self.burst = burst
        self.interval = interval
    }

    /// What one attempt costs, as instants are counted.
    var microseconds: Int64 { interval.components.seconds * 1_000_000 }

    public enum Verdict: Sendable, Hashable {
        /// With the moment to keep.
        case allowed(due: Instant)
        case refused(wait: Duration)
    }

    /// - Parameter due: what was kept; nil for a key never seen.
    public func verdict(due: Instant?, now: Instant) -> Verdict {
        let next = max(due ?? now, now) + interval
        let excess = next - (now + interval * burst)
        return excess > .zero ? .refused(wait: excess) : .allowed(due: next)
    }
}

extension Transaction {
    /// Counts an attempt for each key, the sender's own first; one that is exhausted refuses the attempt. It is counted for those before
    /// all the same, so that whoever goes on trying runs into their own limit.
    func countAttempt(_ limits: [(key: [UInt8], limit: AttemptLimit)]) throws -> Duration? {
        var dues: [(key: [UInt8], due: Instant)] = []
        var refusal: Duration?
        for (key, limit) in limits where refusal == nil {
            let due: Instant? = try value("SELECT due FROM identity_limits WHERE key = \(key)")
            switch limit.verdict(due: due, now: now) {
            case .allowed(let next): dues.append((key, next))
            case .refused(let wait): refusal = wait
            }
        }
        try executeAll(
            dues.map { "INSERT INTO identity_limits (key, due) VALUES (\($0.key), \($0.due)) ON CONFLICT (key) DO UPDATE SET due = excluded.due" })
        return refusal
    }
}

extension Identity {
    /// Keys are keyed hashes: the table shows neither who tried nor from where.
    func limitKey(_ kind: String, _ text: String) throws -> [UInt8] {
        try SearchTokens(index: "identity.limits.\(kind)", vault: vault).exact(text)
    }

    /// Whoever sends from one network address, what they do to one account's address, and what all do to it.
    func limits(
        for address: String, from client: String, _ kind: String, _ limit: AttemptLimit, _ wide: AttemptLimit
    ) throws -> [(key: [UInt8], limit: AttemptLimit)] {
        let network = ClientNetwork.of(client)
        return [
            (try limitKey("client", network), settings.clientLimit), (try limitKey(kind, network + " " + address), limit),
            (try limitKey(kind + ".wide", address), wide),
        ]
    }

    /// - Throws: `IDENTITY-202` when one of the limits is exhausted. The attempt is counted durably before anything is looked up.
    func count(_ limits: [(key: [UInt8], limit: AttemptLimit)]) async throws {
        let wait = try await store.write("identity.count_attempt") { tx in try tx.countAttempt(limits) }
        if let wait {
            security.note(.signInLimited)
            throw IdentityFault.tooOften(wait)
        }
    }
}
