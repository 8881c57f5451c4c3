import Kernel
import Synchronization

/// The little that a server remembers between requests.
final class ServerState: Sendable {
    let limiter = RateLimiter()
    let metrics: Metrics
    let dates = DateHeader()
    private let inFlight = Atomic<Int>(0)
    private let isDraining = Atomic<Bool>(false)
    private let description = Mutex<[UInt8]?>(nil)
    private let bodies = Mutex<[String: Int]>([:])
    private let knowsOfProxy = Atomic<Bool>(false)
    private let health = Mutex<(until: ContinuousClock.Instant, checks: [HealthCheck])?>(nil)

    init(routes: [String]) { metrics = Metrics(routes: routes) }

    /// The API's description: it stays the same while the server runs, and is long, so it is made when it is first asked for.
    func description(_ make: () -> [UInt8]) -> [UInt8] {
        description.withLock { known in
            let bytes = known ?? make()
            known = bytes
            return bytes
        }
    }

    var requestsInFlight: Int { inFlight.load(ordering: .relaxed) }
    var draining: Bool { isDraining.load(ordering: .relaxed) }

    /// Counts a request in; false when `maximum` are being worked on already.
    func enter(maximum: Int) -> Bool {
        if inFlight.add(1, ordering: .relaxed).newValue <= maximum { return true }
        inFlight.subtract(1, ordering: .relaxed)
        return false
    }

    func leave() { inFlight.subtract(1, ordering: .relaxed) }

    /// Counts in a body that begins to arrive from a client's network; false when `maximum` of it are on their way already.
    func beginBody(of network: String, maximum: Int) -> Bool {
        bodies.withLock { bodies in
            let count = bodies[network, default: 0]
            guard count < maximum else { return false }
            bodies[network] = count + 1
            return true
        }
    }

    func endBody(of network: String) {
        bodies.withLock { bodies in
            let count = bodies[network, default: 0] - 1
            bodies[network] = count > 0 ? count : nil
        }
    }

    /// What was found when health was last asked for, for a second; nil when it has to be asked for again, which the one who is told so does.
    func recentHealth(at now: ContinuousClock.Instant = .now) -> [HealthCheck]? {
        health.withLock { health in
            guard let known = health, known.until <= now else { return health?.checks }
            health = (now + .seconds(1), known.checks)
            return nil
        }
    }

    func keep(health checks: [HealthCheck], at now: ContinuousClock.Instant = .now) { health.withLock { $0 = (now + .seconds(1), checks) } }

    /// Whether somebody has to be told, once, that a proxy is not trusted.
    func tellsOfProxy() -> Bool { !knowsOfProxy.exchange(true, ordering: .relaxed) }

    func drain() { isDraining.store(true, ordering: .relaxed) }
}

/// The `Date` header (RFC 9110, section 5.6.7), written once a second.
final class DateHeader: Sendable {
    private let last = Mutex<(second: Int64, text: String)>((-1, ""))

    func text(at now: Instant) -> String {
        let second = now.microseconds / 1_000_000
        return last.withLock { last in
            if last.second != second { last = (second, Self.format(now)) }
            return last.text
        }
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func format(_ instant: Instant) -> String {
        // `2026-11-22T17:21:52.000000Z`: the day and the time of day stand at fixed places.
        let text = instant.description
        guard let date = CivilDate(text.prefix(10)) else { return "" }
        let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
        return "\(weekdays[date.weekday - 1]), \(day) \(months[date.month - 1]) \(text.prefix(4)) \(text.dropFirst(11).prefix(8)) GMT"
    }
}
