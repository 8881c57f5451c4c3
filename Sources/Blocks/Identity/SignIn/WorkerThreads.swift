import Foundation
import Kernel
import Synchronization

/// A few threads for long computations, with a bounded queue before them. They end with their owner.
final class WorkerThreads: Sendable {
    private typealias Work = @Sendable () -> Void

    private struct State {
        var queue: [Work] = []
        var isEnding = false
    }

    /// What the threads share; they hold this and not their owner, so that the owner can end.
    private final class Shared: Sendable {
        let state = Mutex(State())
        let signal = DispatchSemaphore(value: 0)
    }

    private let shared = Shared()
    private let count: Int
    private let waiting: Int

    init(count: Int, waiting: Int) {
        self.count = count
        self.waiting = waiting
        for _ in 0..<count {
            let shared = shared
            let thread = Thread {
                while true {
                    shared.signal.wait()
                    let (work, isEnding) = shared.state.withLock { state in (state.queue.isEmpty ? nil : state.queue.removeFirst(), state.isEnding) }
                    if let work { work() } else if isEnding { return }
                }
            }
            thread.name = "password"
            thread.start()
        }
    }

    deinit {
        shared.state.withLock { $0.isEnding = true }
        for _ in 0..<count { shared.signal.signal() }
    }

    /// - Throws: `IDENTITY-304` when too many wait already.
    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = shared.state.withLock { state in
                guard state.queue.count < waiting else { return false }
                state.queue.append { continuation.resume(with: Swift.Result(catching: work)) }
                return true
            }
            guard isTaken else {
                return continuation.resume(throwing: IdentityFault.busy)
            }
            shared.signal.signal()
        }
    }
}
