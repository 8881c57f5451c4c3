import Capability
import Foundation
import Kernel
import Logging
import Privacy
import Store

/// Makes backups of one government's data.
///
/// | in the backup | what |
/// | --- | --- |
/// | `backup.json` | when it was made, and the hash of the folder that was served |
/// | `store.dump` | all tables as of one moment, in a form that either driver reads |
/// | `data/files/…` | people's files, and the id of the store that they belong to |
/// | `folder/…` | the government's folder as it was served last |
/// | `SHA256SUMS` | all of these with their hashes; written last |
struct Backup {
    let settings: ServerSettings
    let clock: Clock
    let logger: Logger

    struct Made {
        var rows: Int
        var files: Int
    }

    /// - Throws: `BACKUP-104` when nothing was served from this data, `BACKUP-101` when a place is taken, `BACKUP-108` and `-109` when one
    ///   lies where it must not.
    func make(at place: String, keysTo keyPlace: String?) async throws -> Made {
        try requireApart(place, keyPlace)
        try settings.requireData()
        let store = try await Store.open(settings.storeLocation, clock: clock, logger: logger)
        let result: Result<Made, any Error>
        do { result = .success(try await copy(store, to: place, keysTo: keyPlace)) } catch { result = .failure(error) }
        await store.close()
        return try result.get()
    }

    /// A backup in the data folder would be copied by the next one; keys in the backup would be files that are not in its list.
    private func requireApart(_ place: String, _ keyPlace: String?) throws {
        func whole(_ path: String) -> String { URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path + "/" }
        for copy in [place, keyPlace].compactMap(\.self) {
            guard let around = [settings.data, settings.keyDirectory].first(where: { whole(copy).hasPrefix(whole($0)) }) else { continue }
            throw PolityError(
                .conflict, "BACKUP-108", "A backup cannot lie in what it copies.", hint: "Name a folder outside \(around).", context: copy)
        }
        guard let keyPlace, whole(keyPlace).hasPrefix(whole(place)) || whole(place).hasPrefix(whole(keyPlace)) else { return }
        throw PolityError(
            .conflict, "BACKUP-109", "The keys must not lie with the backup that they open.", hint: "Name another folder for them, best on another medium.",
            context: keyPlace)
    }

    private func copy(_ store: Store, to place: String, keysTo keyPlace: String?) async throws -> Made {
        guard let folder = try await Editions.last(in: store) else { throw ServerSettings.noData(settings.data) }
        var backup = try SummedFolder(making: place)
        // Files never change once they have their names, so each is copied once: before the store what is there already,
        // and after it what came meanwhile. The store then names no file that is missing here.
        try copyFiles(into: &backup)
        let rows = try await store.backup(to: backup.place(of: "store.dump"))
        try backup.add("store.dump")
        try copyFiles(into: &backup)
        for file in folder.snapshot.files { try backup.add(file.bytes, as: "folder/" + file.path) }
        let facts: JSON = ["format": 1, "made_at": .string(clock.now().description), "edition": .string(folder.hash), "rows": .integer(rows)]
        try backup.add(Array((facts.indentedText + "\n").utf8), as: "backup.json")
        let files = backup.sums.keys.count { $0.hasPrefix("data/") }
        try backup.seal()
        // After the data, so that no value in it lacks its key.
        if let keyPlace { try await copyKeys(to: keyPlace) }
        return Made(rows: rows, files: files)
    }

    private func copyFiles(into backup: inout SummedFolder) throws {
        for name in try SummedFolder.files(below: settings.data) where backup.sums["data/" + name] == nil && isData(name) {
            try backup.copy(settings.data + "/" + name, as: "data/" + name)
        }
    }

    /// People's files, and to which store they belong: no more of the data folder is theirs to take. Whatever else lies there, the database
    /// or a folder of keys that nothing says is one, stays where it is.
    private func isData(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        return name == "files/STORE" || (parts.count == 3 && parts[0] == "files" && parts[1].utf8.count == 2)
    }

    private func copyKeys(to place: String) async throws {
        var keys = try SummedFolder(making: place)
        let store = try await PersonalVault.openKeys(
            at: settings.host(publicAddress: "").keys, clock: clock, logger: logger, mayBeMade: false)
        let result: Result<Int, any Error>
        do { result = .success(try await store.backup(to: keys.place(of: "keys.dump"))) } catch { result = .failure(error) }
        await store.close()
        _ = try result.get()
        try keys.add("keys.dump")
        for name in try SummedFolder.files(below: settings.keyDirectory) where name.hasSuffix(".key") {
            try keys.copy(settings.keyDirectory + "/" + name, as: name)
        }
        try keys.seal()
    }
}
