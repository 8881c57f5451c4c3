import Kernel
import Synchronization

/// Work to be done later, once: promised in the same transaction as the state that asks for it.
public struct JobRequest: Sendable, Hashable {
    /// What kind of work, in snake_case: `messages.send`.
    public var kind: String
    /// The idempotency key: the same kind and key is scheduled once, whatever happens.
    public var key: String
    /// JSON text; it should hold ids, not personal values.
    public var payload: String
    public var runAt: Instant

    public init(_ kind: String, key: String, payload: String = "{}", at runAt: Instant) {
        self.kind = kind
        self.key = key
        self.payload = payload
        self.runAt = runAt
    }
}

/// A job that this worker holds until its lease ends.
public struct Job: Sendable {
    public let kind: String
    public let key: String
    public let payload: String
    public let runAt: Instant
    /// 1 for the first try. It is also the lease's mark: a worker whose lease was taken over holds an older one.
    public let attempt: Int
    /// Raised once the job's completion is durable, so that its runner need not ask.
    let ending = JobEnding()

    init(kind: String, key: String, payload: String, runAt: Instant, attempt: Int) {
        self.kind = kind
        self.key = key
        self.payload = payload
        self.runAt = runAt
        self.attempt = attempt
    }
}

final class JobEnding: Sendable {
    private let raised = Atomic(false)

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() { raised.store(true, ordering: .releasing) }
}

/// How often and when a failing job is tried again.
public struct JobPolicy: Sendable, Hashable {
    public var attempts: Int
    public var firstDelay: Duration
    public var longestDelay: Duration

    public init(attempts: Int = 10, firstDelay: Duration = .seconds(5), longestDelay: Duration = .seconds(3_600)) {
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
    }

    /// For what people wait for: tried for five days, at last once an hour, so that a disk that was full or a mail server that
    /// was away over a long weekend loses nothing (RFC 5321, section 4.5.4.1, asks the same of mail).
    public static let forDays = JobPolicy(attempts: 130)

    /// The wait after the given attempt failed, doubling each time; nil when there is none left.
    public func delay(afterAttempt attempt: Int) -> Duration? {
        guard attempt < attempts else { return nil }
        let doubled = firstDelay * (1 << min(max(attempt - 1, 0), 30))
        return min(doubled, longestDelay)
    }
}

/// A failure of a job that is to be tried again no sooner than after some time, as the other side has asked.
public struct RetryLater: Error, Sendable {
    public var cause: PolityError
    public var after: Duration

    public init(_ cause: PolityError, after: Duration) {
        self.cause = cause
        self.after = after
    }
}

/// What became of a job.
public enum JobState: Int, Sendable, Hashable {
    case waiting = 0, done = 1, dead = 2
}
