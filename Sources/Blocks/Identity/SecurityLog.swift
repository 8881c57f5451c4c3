import Kernel
import Logging
import Synchronization

/// What an operator must know about attempts to get at what is not theirs. No personal data: kinds and counts, and a
/// route's id, never an address, a name or an id of a person. At most `perMinute` lines of one kind are written; what
/// comes beyond is counted and told with the next.
public final class SecurityLog: Sendable {
    public enum Event: String, Sendable {
        case signInFailed = "sign_in_failed"
        case signInLimited = "sign_in_limited"
        case deadLink = "dead_link"
        case forgedSession = "forged_session"
        case forgedToken = "forged_token"
        /// Somebody asked for a case or record that is not theirs.
        case notTheirs = "not_theirs"
        case missingPermission = "missing_permission"
    }

    private struct Window {
        var start: Instant
        var written = 0
        var silent = 0
    }

    private let logger: Logger
    private let clock: Clock
    private let perMinute: Int
    private let windows = Mutex<[String: Window]>([:])

    public init(logger: Logger, clock: Clock, perMinute: Int = 20) {
        self.logger = logger
        self.clock = clock
        self.perMinute = perMinute
    }

    /// - Parameter route: the route's id.
    public func note(_ event: Event, route: String? = nil) {
        let now = clock.now()
        let before: Int? = windows.withLock { windows in
            var window = windows[event.rawValue] ?? Window(start: now)
            var silent = 0
            if now - window.start >= .seconds(60) {
                silent = window.silent
                window = Window(start: now)
            }
            let isWritten = window.written < perMinute
            if isWritten { window.written += 1 } else { window.silent += 1 }
            windows[event.rawValue] = window
            return isWritten ? silent : nil
        }
        guard let before else { return }
        var metadata: Logger.Metadata = ["event": "\(event.rawValue)"]
        if let route { metadata["route"] = "\(route)" }
        if before > 0 { metadata["more_in_the_minute_before"] = "\(before)" }
        logger.warning("security", metadata: metadata)
    }
}
