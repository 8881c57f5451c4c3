import Foundation
import Kernel
import Synchronization

/// Checks of a folder that run beside its linking, each in a thread of its own.
final class SlowChecks: Sendable {
    private let running = DispatchGroup()
    private let found = Mutex(Diagnostics())

    func begin(_ check: @escaping @Sendable () -> Diagnostics) {
        running.enter()
        Thread.detachNewThread { [self] in
            let findings = check()
            found.withLock { $0.append(contentsOf: findings) }
            running.leave()
        }
    }

    func findings() -> Diagnostics {
        running.wait()
        return found.withLock { $0 }
    }
}
