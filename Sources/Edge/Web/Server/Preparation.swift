import Synchronization

/// Work that has to be done once before the pages can be served, as making a demonstration's past.
///
/// The server listens from the beginning; until the work is finished each page tells how far it is (503 with `Retry-After`, RFC 9110,
/// section 15.6.4), and `/health/ready` says that it is not.
public final class Preparation: Sendable {
    private let done = Mutex<Int?>(0)

    public init() {}

    /// 0 to 99 while the work goes on; nil once it is finished.
    public var percent: Int? { done.withLock { $0 } }

    /// Never backwards.
    public func reach(_ percent: Int) { done.withLock { done in done = done.map { max($0, min(99, percent)) } } }

    public func finish() { done.withLock { $0 = nil } }
}
