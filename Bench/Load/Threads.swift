import Foundation
import Synchronization

/// Runs `body` on `count` threads and waits for all.
///
/// - Throws: the first error that one of them ended with.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let group = DispatchGroup()
    let failure = FirstFailure()
    for index in 0..<count {
        group.enter()
        let thread = Thread {
            defer { group.leave() }
            do { try body(index) } catch { failure.note(error) }
        }
        thread.stackSize = 512 * 1_024
        thread.start()
    }
    group.wait()
    try failure.check()
}

private final class FirstFailure: Sendable {
    private let first = Mutex<(any Error)?>(nil)

    func note(_ error: any Error) { first.withLock { $0 = $0 ?? error } }

    func check() throws { if let error = first.withLock({ $0 }) { throw error } }
}
