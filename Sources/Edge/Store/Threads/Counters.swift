import Synchronization

/// The store's counts, added to from any thread.
final class Counters: Sendable {
    let reads = Atomic(0)
    let writes = Atomic(0)
    let commits = Atomic(0)
    let retries = Atomic(0)

    func statistics(waiting: Int) -> StoreStatistics {
        StoreStatistics(
            reads: reads.load(ordering: .relaxed), writes: writes.load(ordering: .relaxed), commits: commits.load(ordering: .relaxed),
            retries: retries.load(ordering: .relaxed), waiting: waiting)
    }
}

extension Atomic<Int> {
    func count(_ more: Int = 1) { add(more, ordering: .relaxed) }
}
