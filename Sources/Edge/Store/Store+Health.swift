import Kernel
import Synchronization

/// What `/health` and `/metrics` show of the store.
public struct StoreHealth: Sendable, Hashable {
    public let dialect: Dialect
    /// Whether a query was answered in time.
    public let answers: Bool
    public let statistics: StoreStatistics
}

extension Store {
    /// Asks the store something and waits for the answer no longer than `limit`.
    public func health(within limit: Duration = .seconds(2)) async -> StoreHealth {
        let answers = await firstAnswer { resume in
            Task { resume((try? await self.read { try $0.value("SELECT 1", as: Int.self) }) == 1) }
            Task {
                try? await Task.sleep(for: limit)
                resume(false)
            }
        }
        return StoreHealth(dialect: dialect, answers: answers, statistics: statistics)
    }

    private func firstAnswer(_ start: (@escaping @Sendable (Bool) -> Void) -> Void) async -> Bool {
        await withCheckedContinuation { continuation in
            let waiting = OneAnswer(continuation)
            start { waiting.give($0) }
        }
    }
}

/// Only the first answer counts.
private final class OneAnswer: Sendable {
    private let continuation: Mutex<CheckedContinuation<Bool, Never>?>

    init(_ continuation: CheckedContinuation<Bool, Never>) { self.continuation = Mutex(continuation) }

    func give(_ answer: Bool) {
        let waiting = continuation.withLock { stored in
            defer { stored = nil }
            return stored
        }
        waiting?.resume(returning: answer)
    }
}
