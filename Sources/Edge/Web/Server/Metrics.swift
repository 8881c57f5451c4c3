import Kernel
import Synchronization

/// A figure of another part of the system, asked for when `/metrics` is read.
public struct Gauge: Sendable {
    /// How Prometheus takes it: a state that goes up and down, or a count that only grows while the process runs.
    public enum Kind: String, Sendable { case gauge, counter }

    /// In `snake_case` with its unit last: `outbox_waiting_messages`; of a counter ending in `_total`.
    public var name: String
    /// One line for operators, without personal data.
    public var about: String
    public var value: Int
    public var kind: Kind

    public init(_ name: String, _ about: String, _ value: Int, kind: Kind = .gauge) {
        self.name = name
        self.about = about
        self.value = value
        self.kind = kind
    }
}

/// Counts by route id: never by path, which may name a person's case.
final class Metrics: Sendable {
    fileprivate struct Series {
        var statuses: [Int: Int] = [:]
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var microseconds: Int64 = 0
    }

    /// Upper bounds in microseconds.
    static let bounds: [Int64] = [1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000]
    private let series: Mutex<[String: Series]>
    private let lostConnections = Atomic<Int>(0)

    init(routes: [String]) {
        series = Mutex(Dictionary((routes + ["none"]).map { ($0, Series()) }, uniquingKeysWith: { first, _ in first }))
    }

    func count(route: String?, status: Int, _ duration: Duration) {
        let microseconds = duration.wholeMicroseconds
        let bucket = Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count
        series.withLock { series in
            series[route ?? "none", default: Series()].record(status, bucket, microseconds)
        }
    }

    func countLostConnection() { lostConnections.add(1, ordering: .relaxed) }

    /// The text format of Prometheus, version 0.0.4.
    func text(inFlight: Int, gauges: [Gauge]) -> String {
        var text = "# HELP polity_requests_total Requests answered.\n# TYPE polity_requests_total counter\n"
        let all = series.withLock { $0 }.sorted { $0.key < $1.key }
        for (route, series) in all {
            for (status, count) in series.statuses.sorted(by: { $0.key < $1.key }) {
                text += "polity_requests_total{route=\"\(route)\",status=\"\(status)\"} \(count)\n"
            }
        }
        text += "# HELP polity_request_seconds Time from the request's head to its answer.\n# TYPE polity_request_seconds histogram\n"
        for (route, series) in all where !series.statuses.isEmpty {
            var sum = 0
            for (index, bound) in Self.bounds.enumerated() {
                sum += series.buckets[index]
                text += "polity_request_seconds_bucket{route=\"\(route)\",le=\"\(Self.seconds(bound))\"} \(sum)\n"
            }
            sum += series.buckets[Self.bounds.count]
            text += "polity_request_seconds_bucket{route=\"\(route)\",le=\"+Inf\"} \(sum)\n"
            text += "polity_request_seconds_sum{route=\"\(route)\"} \(Self.seconds(series.microseconds))\n"
            text += "polity_request_seconds_count{route=\"\(route)\"} \(sum)\n"
        }
        let own = [
            Gauge("requests_in_flight", "Requests being worked on.", inFlight),
            Gauge(
                "connections_lost_total", "Senders that went away in the middle of a request.", lostConnections.load(ordering: .relaxed), kind: .counter),
        ]
        for gauge in own + gauges {
            let name = "polity_" + gauge.name
            text += "# HELP \(name) \(gauge.about)\n# TYPE \(name) \(gauge.kind.rawValue)\n\(name) \(gauge.value)\n"
        }
        return text
    }

    private static func seconds(_ microseconds: Int64) -> String {
        var digits = String(microseconds % 1_000_000)
        digits = String(repeating: "0", count: 6 - digits.count) + digits
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        return "\(microseconds / 1_000_000).\(digits)"
    }
}

extension Metrics.Series {
    fileprivate mutating func record(_ status: Int, _ bucket: Int, _ duration: Int64) {
        statuses[status, default: 0] += 1
        buckets[bucket] += 1
        microseconds += duration
    }
}
