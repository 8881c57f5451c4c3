import Foundation
import Kernel
import Logging
import Store

extension PersonalVault {
    /// Opens the key store and its master key, and makes either where it is missing.
    ///
    /// - Parameter keys: never the location of the data itself; on PostgreSQL the same server with a `search_path` of its own.
    public static func open(keys: StoreLocation, masterKeyPath: String, clock: Clock, random: Random, logger: Logger) async throws -> PersonalVault {
        let folder = URL(fileURLWithPath: masterKeyPath).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let master = try MasterKey(path: masterKeyPath, random: random)
        let store = try await Store.open(keys, clock: clock, logger: logger)
        try await store.migrate([KeyShelf.migration])
        return PersonalVault(shelf: .inStore(store), master: master, clock: clock, random: random, keyStore: store)
    }

    /// A vault whose keys end with the process: for tests, and for trying a folder out without keeping anything.
    public static func inMemory(clock: Clock, random: Random) throws -> PersonalVault {
        PersonalVault(shelf: .inMemory(), master: try MasterKey(bytes: random.bytes(32)), clock: clock, random: random)
    }

    public func close() async { await keyStore?.close() }
}
