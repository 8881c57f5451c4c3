import Kernel
import Synchronization

/// The clock of a demonstration: it stands in the past while the past is made, and then runs with the present one.
public final class PastClock: Sendable {
    public let present: Clock
    private let moment = Mutex<Instant?>(nil)

    public init(_ present: Clock) { self.present = present }

    public var clock: Clock { Clock { self.now } }

    public var now: Instant { moment.withLock { $0 } ?? present.now() }

    /// While this is so nothing may leave the house: whoever is written to then does not exist.
    public var isInPast: Bool { moment.withLock { $0 != nil } }

    /// Never backwards once it stands in the past, and never beyond the present.
    func go(to instant: Instant) {
        let present = present.now()
        moment.withLock { moment in moment = min(max(instant, moment ?? instant), present) }
    }

    func advance(by duration: Duration) { go(to: now + duration) }

    func comeBack() { moment.withLock { $0 = nil } }
}
