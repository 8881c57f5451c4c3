import Capability
import Kernel
import Store
import Web

/// What operators watch beside the requests: the store, the jobs, and each capability's own figures.
struct OperatorFigures: Sendable {
    let store: Store
    let roster: Roster

    init(_ host: Host) {
        store = host.store
        roster = host[Roster.self]
    }

    /// For `/metrics`. A figure that cannot be had just now is left out.
    func gauges() async -> [Gauge] {
        var gauges = Self.gauges(of: store.statistics)
        // All that follows asks the store; while it is away each would wait for it, one after the other.
        guard await store.health().answers else { return gauges }
        if let backlog = try? await store.jobBacklog() {
            gauges.append(Gauge("jobs_due", "Jobs that are due and not done.", backlog.due))
            gauges.append(Gauge("jobs_dead", "Jobs that failed for good.", backlog.dead))
        }
        for figure in roster.figures {
            guard let value = try? await figure.value() else { continue }
            gauges.append(Gauge(figure.id, Language.english.say(figure.about), value))
        }
        return gauges
    }

    /// For `/health`.
    func checks() async -> [HealthCheck] {
        let health = await store.health()
        guard health.answers else { return [HealthCheck("store", isHealthy: false, note: "the store does not answer")] }
        var checks = [HealthCheck("store", isHealthy: true)]
        for check in roster.checks { checks.append(await check()) }
        return checks
    }

    private static func gauges(of statistics: StoreStatistics) -> [Gauge] {
        [
            Gauge("store_reads_total", "Reads of the store.", statistics.reads, kind: .counter),
            Gauge("store_writes_total", "Requests that were committed.", statistics.writes, kind: .counter),
            Gauge("store_commits_total", "Commits; many requests may share one.", statistics.commits, kind: .counter),
            Gauge("store_retries_total", "Requests that ran again after a conflict or a lost connection.", statistics.retries, kind: .counter),
            Gauge("store_waiting", "Requests that wait for the store now.", statistics.waiting),
        ]
    }
}
