import Synchronization

extension Population {
    /// Rows of one stretch: few enough for the nearer caches, many enough that going through a formula's tree costs little. A column of decimals
    /// just stays below the 128 kB from which glibc asks the system for memory each time.
    static let blockSize = 8_000

    /// Goes through the stretches on as many cores as `workers`; what each gave, in the population's order.
    ///
    /// - Parameter prepare: made once by each worker and kept from stretch to stretch.
    func concurrentMap<State, Outcome: Sendable>(
        workers: Int, prepare: @escaping @Sendable () -> State, _ compute: @escaping @Sendable (PopulationBlock, State) -> Outcome
    ) async -> [Outcome] {
        let blocks = blocks(of: Self.blockSize)
        let queue = BlockQueue(count: blocks.count)
        let parts = await withTaskGroup(of: [(block: Int, outcome: Outcome)].self) { group in
            for _ in 0..<min(max(workers, 1), max(blocks.count, 1)) {
                group.addTask {
                    let state = prepare()
                    var done: [(block: Int, outcome: Outcome)] = []
                    while let index = queue.next() { done.append((index, compute(block(blocks[index]), state))) }
                    return done
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        return parts.sorted { $0.block < $1.block }.map(\.outcome)
    }
}

/// Hands out stretches to whoever has none, so that no core waits for another.
private final class BlockQueue: Sendable {
    private let count: Int
    private let taken = Mutex(0)

    init(count: Int) { self.count = count }

    func next() -> Int? {
        taken.withLock { taken in
            guard taken < count else { return nil }
            defer { taken += 1 }
            return taken
        }
    }
}
