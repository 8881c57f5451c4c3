import ArgumentParser
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
}
