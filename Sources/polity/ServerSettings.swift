import ArgumentParser
import Capability
import Foundation
import Kernel
import Store

/// What the operator sets, by flag or by environment; a flag wins. docs/operations.md lists them all, and a test holds
/// that list to this one.
struct ServerSettings: ParsableArguments {
    @Option(help: ArgumentHelp("Where data lies: the store, uploads and keys. [POLITY_DATA]", valueName: "dir"))
    var data: String = Environment["POLITY_DATA"] ?? "var/data"

    @Option(
        help: ArgumentHelp("postgres://… or the path of an SQLite file; the default is polity.sqlite in the data folder. [POLITY_DATABASE]", valueName: "url"))
    var database: String = Environment["POLITY_DATABASE"] ?? ""

    @Option(
        help: ArgumentHelp(
            "The folder of the keys, kept apart from the data and its backups; the default is keys in the data folder. [POLITY_KEYS]", valueName: "dir"))
    var keys: String = Environment["POLITY_KEYS"] ?? ""

    var storeLocation: StoreLocation { database.isEmpty ? .sqlite(path: data + "/polity.sqlite") : StoreLocation(database) }
    var keyDirectory: String { keys.isEmpty ? data + "/keys" : keys }

    func host(publicAddress: String, isDemonstration: Bool = false, mailFrom: String = "no-reply@localhost") -> HostSettings {
        HostSettings(
            dataDirectory: data, keyDirectory: keyDirectory, publicAddress: publicAddress, isDemonstration: isDemonstration, mailFrom: mailFrom,
            database: storeLocation)
    }

    /// Whether a file is the SQLite database, or one that lies with it.
    func isDatabase(_ path: String) -> Bool {
        guard case .sqlite(let database) = storeLocation else { return false }
        let whole = URL(filePath: database).standardizedFileURL.path
        return ["", "-wal", "-shm", "-journal", ".serving"].contains { whole + $0 == path }
    }

    /// For commands that work on what is there: opening makes what is missing, and a mistyped path must not pass for empty data.
    ///
    /// - Throws: `DATA-101` when there is no such database file.
    func requireData() throws {
        guard case .sqlite(let path) = storeLocation, !FileManager.default.fileExists(atPath: path) else { return }
        throw Self.noData(path)
    }

    static func noData(_ path: String) -> PolityError {
        PolityError(.notFound, "DATA-101", "There is no data of a government here.", hint: "Give --data or --database.", context: path)
    }

    func validate() throws {
        // A misspelt variable would name other data than was meant, for whatever is done with it.
        try Environment.check()
        let folders = [data, keyDirectory].map { URL(filePath: $0).standardizedFileURL.path }
        if database.contains("://"), !database.hasPrefix("postgres://"), !database.hasPrefix("postgresql://") {
            throw ValidationError("--database takes postgres://… or the path of an SQLite file, not '\(database.prefix(40))'.")
        }
        if folders[0] == folders[1] { throw ValidationError("--keys must be another folder than --data: a backup of the data must not hold the keys.") }
    }
}
