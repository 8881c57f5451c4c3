import Foundation
import Kernel
import Logging
import Store

extension PersonalVault {
    /// Opens the key store and its master key, and makes either where it is missing and may be made.
    ///
    /// - Parameter keys: a file of their own, or a PostgreSQL database, where they take the schema `polity_keys`: leave it out
    ///   of the data's dump (`pg_dump --exclude-schema=polity_keys`).
    public static func open(
        keys: StoreLocation, masterKeyPath: String, clock: Clock, random: Random, logger: Logger, mayBeMade: Bool = true
    ) async throws -> PersonalVault {
        let master = try MasterKey(path: masterKeyPath, random: random, mayBeMade: mayBeMade)
        let store = try await openKeys(at: keys, clock: clock, logger: logger, mayBeMade: mayBeMade)
        return PersonalVault(shelf: .inStore(store), master: master, clock: clock, random: random, keyStore: store)
    }

    /// Opens the key store alone, to copy it or to fill it.
    ///
    /// - Throws: `PERSONAL-109` when there is none and it may not be made.
    public static func openKeys(at keys: StoreLocation, clock: Clock, logger: Logger, mayBeMade: Bool = true) async throws -> Store {
        if case .sqlite(let path) = keys, !mayBeMade, !FileManager.default.fileExists(atPath: path) { throw noKeys(path) }
        let store = try await Store.open(try await location(of: keys, clock, logger, mayBeMade), clock: clock, logger: logger)
        do {
            if mayBeMade {
                try await store.migrate(KeyShelf.migrations)
            } else {
                guard try await !store.isNew() else { throw noKeys("polity_keys") }
                try await store.requireMigrated(KeyShelf.migrations)
            }
        } catch {
            await store.close()
            throw error
        }
        return store
    }

    private static func noKeys(_ place: String) -> PolityError {
        PolityError(
            .notFound, "PERSONAL-109", "The keys of personal data are not here.", hint: "Give the folder of keys that belongs to this data with --keys.",
            context: place)
    }

    /// On PostgreSQL, makes the schema and points at it (libpq's `options`, PostgreSQL 15 documentation, section 34.1.2).
    private static func location(of keys: StoreLocation, _ clock: Clock, _ logger: Logger, _ mayBeMade: Bool) async throws -> StoreLocation {
        guard case .postgres(let url) = keys else { return keys }
        if mayBeMade {
            let whole = try await Store.open(keys, clock: clock, logger: logger)
            try await whole.writeAlone("keys.make_schema") { tx in try tx.execute("CREATE SCHEMA IF NOT EXISTS polity_keys") }
            await whole.close()
        }
        return .postgres(url: url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3Dpolity_keys")
    }

    /// A vault whose keys end with the process: for tests, and for trying a folder out without keeping anything.
    public static func inMemory(clock: Clock, random: Random) throws -> PersonalVault {
        PersonalVault(shelf: .inMemory(), master: try MasterKey(bytes: random.bytes(32)), clock: clock, random: random)
    }

    public func close() async { await keyStore?.close() }
}
