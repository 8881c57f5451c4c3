import Kernel
import Synchronization

/// A clock that stands still until it is moved.
public final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    /// - Parameter start: 2026-03-02T09:00:00Z, a Monday morning, unless another is given.
    public init(_ start: Instant = Instant(microseconds: 1_772_442_000_000_000)) { moment = Mutex(start) }

    public var now: Instant { moment.withLock { $0 } }

    public func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }

    public func advance(to instant: Instant) { moment.withLock { $0 = instant } }

    public var clock: Clock { Clock { self.now } }
}
