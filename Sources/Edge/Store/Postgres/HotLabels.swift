import Synchronization

/// The requests that were in each other's way a moment ago. For a while they go one by one, each behind the lock of its
/// label, because newcomers that try their luck would make those that already lost lose again.
final class HotLabels: Sendable {
    private static let cooling = Duration.seconds(1)
    private let ends = Mutex<[String: ContinuousClock.Instant]>([:])

    func mark(_ label: StaticString) {
        ends.withLock { $0[label.description] = ContinuousClock.now + Self.cooling }
    }

    func contains(_ label: StaticString) -> Bool {
        ends.withLock { ends in
            guard !ends.isEmpty, let end = ends[label.description] else { return false }
            if ContinuousClock.now < end { return true }
            ends[label.description] = nil
            return false
        }
    }
}
