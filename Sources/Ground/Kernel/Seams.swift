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
        // Eight bytes a turn: each turn is a call into the kernel.
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) } }
        bytes.removeLast(bytes.count - count)
        return bytes
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
