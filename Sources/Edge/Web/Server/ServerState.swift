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
