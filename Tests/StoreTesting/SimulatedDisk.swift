import Foundation
import Kernel
import Store

/// A disk in memory, for SQLite, that fails when it is told to and can lose its power.
///
/// ```swift
/// let disk = SimulatedDisk()
/// disk.fault = { $0.number == 17 ? .full : nil }
/// let store = try await Store.open(disk.location, clock: clock, logger: logger, settings: disk.settings)
/// let after = disk.afterPowerLoss()
/// ```
///
/// Unchecked because every stored property is touched only while `lock` is held.
public final class SimulatedDisk: @unchecked Sendable {
    /// Something that changes the disk, or asks it for a promise.
    public struct Operation: Sendable {
        public enum Kind: Sendable { case open, write, truncate, sync, delete }
        public let kind: Kind
        public let path: String
        /// From 0, over all operations of the disk.
        public let number: Int
    }

    public enum Fault: Sendable {
        /// No space is left; half of a write is done.
        case full
        case inputOutput
    }

    let lock = NSLock()
    var files: [String: SimulatedFile] = [:]
    var locks = FileLocks()
    private var operations = 0
    private var syncs = 0
    private var faultRule: (@Sendable (Operation) -> Fault?)?
    private var observer: (@Sendable (Operation) -> Void)?
    private var name = ""

    public init() { name = SimulatedFileSystem.register(self) }

    public var location: StoreLocation { .sqlite(path: "/store.sqlite") }

    public var settings: StoreSettings {
        var settings = StoreSettings.forTests
        settings.fileSystem = name
        settings.checkpointsBeside = false
        return settings
    }

    public var operationCount: Int { lock.withLock { operations } }
    public var syncCount: Int { lock.withLock { syncs } }

    /// Asked before each operation whether it fails.
    public var fault: (@Sendable (Operation) -> Fault?)? {
        get { lock.withLock { faultRule } }
        set { lock.withLock { faultRule = newValue } }
    }

    /// Told before each operation; it may ask for `afterPowerLoss`.
    public var beforeEach: (@Sendable (Operation) -> Void)? {
        get { lock.withLock { observer } }
        set { lock.withLock { observer = newValue } }
    }

    /// Another disk with what would be found after the lights went out now; this one goes on. With a seed some of what was
    /// not synced reached the disk all the same.
    public func afterPowerLoss(seed: UInt64? = nil) -> SimulatedDisk {
        let generator = seed.map { SeededGenerator(seed: $0) }
        return copy { $0.afterPowerLoss(generator) }
    }

    /// Another disk with what would be found after the process was killed now; this one goes on.
    public func afterKill() -> SimulatedDisk { copy { $0.afterKill() } }

    private func copy(_ each: (SimulatedFile) -> SimulatedFile) -> SimulatedDisk {
        let survivor = SimulatedDisk()
        // In the order of their names, so that a seed gives the same disk again.
        let left = lock.withLock { files }.sorted { $0.key < $1.key }
        survivor.lock.withLock { for (path, file) in left { survivor.files[path] = each(file) } }
        return survivor
    }

    /// Counts an operation and says whether it fails. Called without the lock.
    func begin(_ kind: Operation.Kind, _ path: String) -> Fault? {
        let (operation, rule, observer) = lock.withLock {
            defer {
                operations += 1
                if kind == .sync { syncs += 1 }
            }
            return (Operation(kind: kind, path: path, number: operations), faultRule, self.observer)
        }
        observer?(operation)
        return rule?(operation)
    }
}
