import Kernel
import Synchronization

/// Where wrapped keys lie: a store of their own, never in the same backup as the data they open.
///
/// The calls are synchronous, because a value is sealed and opened inside a transaction of the other store.
public struct KeyShelf: Sendable {
    public enum Entry: Sendable, Equatable {
        case absent
        case wrapped([UInt8])
        /// There was a key; it was destroyed or has ended. The name stays, so that no new key is made under it.
        case destroyed
    }

    public var find: @Sendable (_ name: String) throws -> Entry
    /// Adds keys, durably, and leaves those that are already there. Answers what now stands under each name, in order.
    public var add: @Sendable (_ keys: [(name: String, wrapped: [UInt8])]) throws -> [Entry]
    /// Overwrites keys, durably. Destroying twice is the same as once.
    public var destroy: @Sendable (_ names: [String]) throws -> Void
    /// The same for keys of no person: `destroyed` does not name them.
    public var end: @Sendable (_ names: [String]) throws -> Void
    /// The names of destroyed keys that come after one, sorted, at most so many.
    public var destroyed: @Sendable (_ after: String, _ limit: Int) async throws -> [String]
    public var destroyedCount: @Sendable () async throws -> Int
    /// The same for whoever can wait, before a transaction begins; nil where there is nothing to wait for.
    public var ahead: Ahead?

    public struct Ahead: Sendable {
        public var find: @Sendable (_ names: [String]) async throws -> [Entry]
        public var add: @Sendable (_ keys: [(name: String, wrapped: [UInt8])]) async throws -> [Entry]

        public init(
            find: @escaping @Sendable ([String]) async throws -> [Entry],
            add: @escaping @Sendable ([(name: String, wrapped: [UInt8])]) async throws -> [Entry]
        ) {
            self.find = find
            self.add = add
        }
    }

    public init(
        find: @escaping @Sendable (String) throws -> Entry, add: @escaping @Sendable ([(name: String, wrapped: [UInt8])]) throws -> [Entry],
        destroy: @escaping @Sendable ([String]) throws -> Void, end: @escaping @Sendable ([String]) throws -> Void,
        destroyed: @escaping @Sendable (String, Int) async throws -> [String],
        destroyedCount: @escaping @Sendable () async throws -> Int, ahead: Ahead? = nil
    ) {
        self.find = find
        self.add = add
        self.destroy = destroy
        self.end = end
        self.destroyed = destroyed
        self.destroyedCount = destroyedCount
        self.ahead = ahead
    }

    /// Keys that end with the process: for tests and for `polity test`.
    public static func inMemory() -> KeyShelf {
        let entries = MemoryShelf()
        return KeyShelf(
            find: { name in entries.all.withLock { $0[name] ?? .absent } },
            add: { keys in entries.all.withLock { all in keys.map { all.place($0.wrapped, at: $0.name) } } },
            destroy: { names in
                entries.all.withLock { all in for name in names { all[name] = .destroyed } }
                entries.erased.withLock { $0.formUnion(names) }
            },
            end: { names in entries.all.withLock { all in for name in names { all[name] = .destroyed } } },
            destroyed: { after, limit in Array(entries.erased.withLock { $0.sorted() }.filter { $0 > after }.prefix(limit)) },
            destroyedCount: { entries.erased.withLock { $0.count } })
    }
}

private final class MemoryShelf: Sendable {
    let all = Mutex<[String: KeyShelf.Entry]>([:])
    let erased = Mutex<Set<String>>([])
}

extension [String: KeyShelf.Entry] {
    fileprivate mutating func place(_ wrapped: [UInt8], at name: String) -> KeyShelf.Entry {
        let entry = self[name] ?? .wrapped(wrapped)
        self[name] = entry
        return entry
    }
}
