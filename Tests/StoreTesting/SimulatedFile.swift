import Kernel

/// A file of a simulated disk: what the process sees, and what would survive a loss of power.
struct SimulatedFile {
    private enum Change {
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)
    }

    private(set) var seen: [UInt8] = []
    private var durable: [UInt8] = []
    /// Since the last sync.
    private var changes: [Change] = []

    mutating func write(_ bytes: [UInt8], at offset: Int) {
        Self.apply(.write(offset: offset, bytes: bytes), to: &seen)
        changes.append(.write(offset: offset, bytes: bytes))
    }

    mutating func truncate(to size: Int) {
        Self.apply(.truncate(size: size), to: &seen)
        changes.append(.truncate(size: size))
    }

    mutating func sync() {
        durable = seen
        changes = []
    }

    /// The file after the lights went out. Without a generator everything after the last sync is gone; with one, some of
    /// it reached the disk all the same, in any combination and perhaps torn.
    func afterPowerLoss(_ generator: SeededGenerator?) -> SimulatedFile {
        var bytes = durable
        for change in changes {
            guard let generator, generator.next(below: 2) == 0 else { continue }
            if case .write(let offset, let written) = change, generator.next(below: 4) == 0 {
                Self.apply(.write(offset: offset, bytes: Array(written.prefix(generator.next(below: written.count + 1)))), to: &bytes)
            } else {
                Self.apply(change, to: &bytes)
            }
        }
        return SimulatedFile(bytes)
    }

    /// The file after the process was killed: what it wrote is with the operating system, synced or not.
    func afterKill() -> SimulatedFile { SimulatedFile(seen) }

    init() {}

    private init(_ bytes: [UInt8]) {
        seen = bytes
        durable = bytes
    }

    private static func apply(_ change: Change, to content: inout [UInt8]) {
        switch change {
        case .write(let offset, let bytes):
            if content.count < offset + bytes.count {
                content.append(contentsOf: [UInt8](repeating: 0, count: offset + bytes.count - content.count))
            }
            content.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        case .truncate(let size):
            if size < content.count { content.removeLast(content.count - size) }
        }
    }
}
