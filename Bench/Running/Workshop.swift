import Capability
import Demonstration
import Foundation
import Kernel
import Synchronization

/// Where measuring happens: the program, the servers, a folder for everything that is thrown away at the end.
final class Workshop: Sendable {
    enum StoreKind: String, CaseIterable, Sendable { case sqlite, postgres }

    let polity: String
    let isQuick: Bool
    let folder: String
    private let postgres: PostgresServer
    private let prepared = Mutex<[StoreKind: Place]>([:])
    private let made = Mutex(0)
    static let government = "governments/arden"

    init(polity: String, postgres: String, isQuick: Bool) throws {
        self.polity = polity
        self.isQuick = isQuick
        self.postgres = try PostgresServer(postgres)
        folder = FileManager.default.temporaryDirectory.path + "/polity-bench-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func clear() { try? FileManager.default.removeItem(atPath: folder) }

    /// Where the data of one government lies.
    struct Place: Sendable {
        var kind: StoreKind
        var folder: String
        /// As `--database` takes it.
        var database: String
    }

    /// A copy of the demonstration's data on this store, made once by the program itself.
    func demonstration(on kind: StoreKind) throws -> Place {
        let original: Place
        if let known = prepared.withLock({ $0[kind] }) {
            original = known
        } else {
            Progress.say("making the demonstration's data on \(kind.rawValue)")
            original = try empty(kind)
            try serve(original).stop()
            prepared.withLock { $0[kind] = original }
        }
        return try copy(original)
    }

    func copy(_ place: Place) throws -> Place {
        let folder = newFolder()
        // The last connection to a closed SQLite file still puts its log in its place, and removes it then.
        for _ in 0..<500 where FileManager.default.fileExists(atPath: place.folder + "/polity.sqlite-wal") { usleep(20_000) }
        try copyFiles(from: place.folder, to: folder)
        switch place.kind {
        case .sqlite: return Place(kind: .sqlite, folder: folder, database: folder + "/polity.sqlite")
        case .postgres:
            return Place(kind: .postgres, folder: folder, database: try postgres.createDatabase(from: place.database))
        }
    }

    /// Everything but SQLite's shared memory, which comes and goes with its processes and is made again from the log.
    private func copyFiles(from old: String, to new: String) throws {
        try FileManager.default.createDirectory(atPath: new, withIntermediateDirectories: true)
        for path in try FileManager.default.subpathsOfDirectory(atPath: old).sorted() where !path.hasSuffix("-shm") {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: old + "/" + path, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                try FileManager.default.createDirectory(atPath: new + "/" + path, withIntermediateDirectories: true)
            } else {
                try FileManager.default.copyItem(atPath: old + "/" + path, toPath: new + "/" + path)
            }
        }
    }

    /// A place with nothing in it.
    func empty(_ kind: StoreKind) throws -> Place {
        let folder = newFolder()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = kind == .sqlite ? folder + "/polity.sqlite" : try postgres.createDatabase(from: nil)
        return Place(kind: kind, folder: folder, database: database)
    }

    func newFolder() -> String {
        let number = made.withLock { made in
            made += 1
            return made
        }
        return "\(folder)/\(number)"
    }

    /// `polity serve` on these data, without a limit for each client: all requests come from one address here.
    func serve(_ place: Place, _ more: [String] = []) throws -> ServerProcess {
        try ServerProcess(
            polity,
            { port in
                [
                    "serve", "--demo", Self.government, "--port", "\(port)", "--data", place.folder, "--database", place.database, "--client-rate", "0",
                ] + more
            }, log: place.folder + "/server.log", path: "/services/renew_driving_licence")
    }

    /// The made-up people who can sign in, by the beginning of their address.
    static func account(_ name: String) throws -> DemonstrationAccount {
        guard let account = DemonstrationAccount.all(of: try Town.edition()).first(where: { $0.email.hasPrefix(name + "@") }) else {
            throw BenchFault("nobody is called \(name)")
        }
        return account
    }
}
