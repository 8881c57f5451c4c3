import Glibc

/// The moment it is now. The one clock of the whole system: a test gives its own.
public struct Clock: Sendable {
    public var now: @Sendable () -> Instant

    public init(now: @escaping @Sendable () -> Instant) { self.now = now }
}

/// Bytes that nobody can guess; a test gives seeded ones.
public struct Random: Sendable {
    public var bytes: @Sendable (_ count: Int) -> [UInt8]

    public init(bytes: @escaping @Sendable (_ count: Int) -> [UInt8]) { self.bytes = bytes }

    public static let system = Random { count in
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            // As many bytes a call into the kernel as it gives at once (getentropy(3): 256).
            while filled < count {
                let length = min(256, count - filled)
                precondition(getentropy(buffer.baseAddress.map { $0 + filled }, length) == 0, "the system has no randomness to give")
                filled += length
            }
        }
    }

    /// The same bytes for the same seed (SplitMix64). For tests and made-up data only.
    public static func seeded(_ seed: UInt64) -> Random {
        let generator = SeededGenerator(seed: seed)
        return Random { count in generator.bytes(count) }
    }
}

/// Makes identifiers; the time in them comes from the clock, the rest from `Random`.
public struct Identifiers: Sendable {
    private let clock: Clock
    private let random: Random

    public init(clock: Clock, random: Random) {
        self.clock = clock
        self.random = random
    }

    public func next<Entity>(_: Entity.Type = Entity.self) -> Identifier<Entity> {
        Identifier(milliseconds: clock.now().microseconds / 1_000, random: random.bytes(10))
    }
}
