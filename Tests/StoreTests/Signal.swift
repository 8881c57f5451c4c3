import Dispatch

/// Something that a test waits for on a thread of the store.
final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func set() { semaphore.signal() }
    func wait() { semaphore.wait() }
}
