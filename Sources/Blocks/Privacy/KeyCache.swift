import Crypto
import Kernel

/// The keys used of late: at most `capacity`, each for `lifetime`; the longest held goes first.
struct KeyCache {
    private let capacity: Int
    private let lifetime: Duration
    private var keys: [String: (key: SymmetricKey, since: Instant)] = [:]
    /// Names in the order they came, as a ring; a name removed since is skipped when its turn comes.
    private var order: [String] = []
    private var oldest = 0
    /// How often keys were removed. A key that was read from the shelf before may be one of them.
    private(set) var removals = 0

    init(capacity: Int, lifetime: Duration) {
        self.capacity = max(1, capacity)
        self.lifetime = lifetime
    }

    mutating func find(_ name: String, now: Instant) -> SymmetricKey? {
        guard let (key, since) = keys[name] else { return nil }
        guard now - since < lifetime else {
            keys[name] = nil
            return nil
        }
        return key
    }

    /// - Parameter removals: as they were before the key was read; a key read before somebody was erased is not held.
    mutating func insert(_ key: SymmetricKey, for name: String, now: Instant, unlessRemovedSince removals: Int) {
        guard removals == self.removals else { return }
        keys[name] = (key, now)
        if order.count < capacity {
            order.append(name)
        } else {
            if order[oldest] != name { keys[order[oldest]] = nil }
            order[oldest] = name
            oldest = (oldest + 1) % capacity
        }
    }

    mutating func remove(_ name: String) {
        keys[name] = nil
        removals += 1
    }

    var count: Int { keys.count }
}
