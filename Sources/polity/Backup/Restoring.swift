import Capability
import Consent
import Foundation
import Journal
import Kernel
import Logging
import MerkleLog
import Privacy
import Store

/// Fills an empty place with a backup.
struct Restoring {
    let settings: ServerSettings
    let clock: Clock
    let logger: Logger

    var hasKeys: Bool { FileManager.default.fileExists(atPath: settings.host(publicAddress: "").masterKeyPath) }

    /// - Throws: `BACKUP-102` and `BACKUP-103` for a damaged backup, `BACKUP-101` and `STORE-132` for a place that is not
    ///   empty, `STORE-131` for a backup of another version.
    /// - Returns: how many rows the store has now.
    func restore(from place: String, keysFrom keyPlace: String?) async throws -> Int {
        let backup = try SummedFolder(checking: place)
        let keys = try keyPlace.map { try SummedFolder(checking: $0) }
        guard backup.sums["store.dump"] != nil, keys.map({ $0.sums["keys.dump"] != nil }) ?? true else {
            throw PolityError(.badInput, "BACKUP-102", "This is not a whole backup: it has no dump of the store.", hint: "Take another one.", context: place)
        }
        try requireEmptyPlace(takingKeys: keys != nil)
        try DurableFolder.make(settings.data)
        let mark = RestoreMark(in: settings.data)
        try mark.set()
        let rows: Int
        do {
            // The store first: it refuses to write over anything, and takes all or nothing.
            let store = try await Store.open(settings.storeLocation, clock: clock, logger: logger)
            rows = try await Self.closing(store) { store in
                let rows = try await fill(store, backup.place(of: "store.dump"))
                try await Journal.forgetHead(in: store)
                return rows
            }
        } catch {
            // Whose place it is goes on as before.
            try? mark.remove()
            throw error
        }
        for name in backup.sums.keys.sorted() where name.hasPrefix("data/") {
            try copy(backup.place(of: name), to: settings.data + "/" + name.dropFirst("data/".count))
        }
        if let keys { try await restore(keys) }
        try mark.remove()
        return rows
    }

    private func requireEmptyPlace(takingKeys: Bool) throws {
        let keyDirectory = URL(filePath: settings.keyDirectory).standardizedFileURL.path + "/"
        var occupied = try SummedFolder.files(below: settings.data).filter { name in
            let path = URL(filePath: settings.data + "/" + name).standardizedFileURL.path
            // Keys may have been put in their place by hand, and whether a database is empty its tables tell.
            return !path.hasPrefix(keyDirectory) && !settings.isDatabase(path)
        }
        if takingKeys { occupied += try SummedFolder.files(below: settings.keyDirectory) }
        guard let first = occupied.first else { return }
        throw PolityError(
            .conflict, "BACKUP-101", "There is something in this place already: \(first).", hint: "Restore into new, empty folders.", context: settings.data)
    }

    private func fill(_ store: Store, _ dump: String) async throws -> Int {
        // Somebody else's database, which a mistyped address names, keeps its schema too.
        if try await store.isNew() {
            try await store.migrate(Composition.polity.migrations)
        } else {
            try await store.requireMigrated(Composition.polity.migrations)
        }
        return try await store.restore(from: dump)
    }

    private func restore(_ keys: SummedFolder) async throws {
        try DurableFolder.make(settings.keyDirectory)
        let store = try await PersonalVault.openKeys(at: settings.host(publicAddress: "").keys, clock: clock, logger: logger)
        _ = try await Self.closing(store) { try await $0.restore(from: keys.place(of: "keys.dump")) }
        for name in keys.sums.keys.sorted() where name.hasSuffix(".key") { try copy(keys.place(of: name), to: settings.keyDirectory + "/" + name) }
    }

    private func copy(_ source: String, to target: String) throws {
        var folder = SummedFolder(filling: URL(filePath: target).deletingLastPathComponent().path)
        guard try folder.copy(source, as: URL(filePath: target).lastPathComponent) else {
            throw PolityError(.unavailable, "BACKUP-105", "A file of the backup cannot be read any more.", context: source)
        }
    }

    /// Erases again who was erased since the backup was taken; then everything that `polity verify` does, under the folder
    /// that was served last.
    ///
    /// - Parameters:
    ///   - kept: a checkpoint of the log that was kept elsewhere.
    ///   - logKeys: the log's keys as they were published.
    func finish(kept: [UInt8]?, logKeys: [NoteKey]) async throws -> Finished {
        let store = try await Store.open(settings.storeLocation, clock: clock, logger: logger)
        return try await Self.closing(store) { store in
            guard let last = try await Editions.last(in: store) else { throw ServerSettings.noData(settings.data) }
            let (edition, diagnostics) = Composition.polity.edition(of: last)
            guard let edition else {
                throw PolityError(
                    .broken, "BACKUP-106", "The restored folder cannot be run by this version.",
                    context: diagnostics.sorted.first { $0.severity == .error }?.description)
            }
            let (again, lost) = try await takeOver(store, edition)
            return Finished(
                erasedAgain: again, lostLeaves: lost, report: try await FullReport.of(store, edition, settings, kept: kept, keys: logKeys, logger: logger))
        }
    }

    struct Finished {
        /// Persons who were erased since the backup was taken.
        var erasedAgain: Int
        /// What the log had beyond it, as far as is known here.
        var lostLeaves: Int
        var report: FullReport
    }

    /// From here on the log goes on from what was restored.
    private func takeOver(_ store: Store, _ edition: Edition) async throws -> (erasedAgain: Int, lostLeaves: Int) {
        let running = try await RunningGovernment.open(
            .polity, edition: edition, store: store, clock: clock, random: .system, settings: settings.host(publicAddress: "http://localhost"),
            logger: logger, isServed: false)
        let result: Result<(Int, Int), any Error>
        do {
            let again = try await running.host[Erasure.self].repeatAfterRestore()
            result = .success((again, try await running.host[Journal.self].restartHead()))
        } catch { result = .failure(error) }
        await running.host[PersonalVault.self].close()
        return try result.get()
    }

    private static func closing<Answer>(_ store: Store, _ body: (Store) async throws -> Answer) async throws -> Answer {
        let result: Result<Answer, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await store.close()
        return try result.get()
    }
}
