import Foundation
import Kernel
import Logging
import Store
import StoreTesting
import Synchronization
import WebTesting

/// The built program serving the small town of `Data/town` over data of its own, as an operator runs it: a process that
/// can be stopped, killed and started again on what it left behind.
final class Town: Sendable {
    static let folder = PolityCommand.root + "/Tests/EndToEndTests/Data/town"

    let folder: String
    let data: String
    let database: String?
    let keys: String?
    let arguments: [String]
    private let logPath: String
    private let reservation: ReservedPort
    private let environment: [String: String]
    private let process = Mutex<Process?>(nil)

    /// - Parameters:
    ///   - folder: the government's.
    ///   - database: a PostgreSQL URL; an SQLite file in the data folder without one.
    ///   - keys: the folder of the keys; one in the data folder without it.
    ///   - environment: added to the program's.
    ///   - arguments: how it serves, beside where its data lies.
    ///   - number: of several processes over the same data, each with a log of its own.
    init(
        _ folder: String = Town.folder, data: String, database: String?, keys: String? = nil, environment: [String: String] = [:],
        arguments: [String] = ["--demo"], number: Int = 1
    ) throws {
        self.folder = folder
        self.arguments = arguments
        logPath = data + (number == 1 ? ".log" : "/process-\(number).log")
        self.data = data
        self.keys = keys
        self.database = database
        self.environment = environment
        reservation = try ReservedPort()
    }

    /// The same each time it is started.
    var port: Int { reservation.number }
    var client: RawClient { RawClient(port: port) }
    var location: StoreLocation { database.map { .postgres(url: $0) } ?? .sqlite(path: data + "/polity.sqlite") }
    var storeArguments: [String] { ["--data", data] + (database.map { ["--database", $0] } ?? []) + (keys.map { ["--keys", $0] } ?? []) }
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }
    var pid: pid_t { process.withLock { $0?.processIdentifier ?? 0 } }

    /// Starts the program and waits until it answers.
    func start() async throws {
        try launch()
        try await awaitAnswer()
    }

    /// Starts the program and does not wait.
    func launch() throws {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: PolityCommand.binary ?? "polity")
        // The proxy is trusted so that each made-up client can have an address of its own: limits go by address.
        child.arguments =
            ["serve", folder, "--port", "\(port)", "--trusted-proxies", "127.0.0.1"] + arguments + storeArguments
        child.environment = ProcessInfo.processInfo.environment.merging(environment) { _, added in added }
        if !FileManager.default.fileExists(atPath: logPath) { FileManager.default.createFile(atPath: logPath, contents: nil) }
        let log = FileHandle(forWritingAtPath: logPath)
        _ = try log?.seekToEnd()
        child.standardOutput = FileHandle.nullDevice
        child.standardError = log ?? FileHandle.nullDevice
        try child.run()
        process.withLock { $0 = child }
    }

    func awaitAnswer() async throws {
        let isReady = try await eventually(within: .seconds(300)) {
            if (try? await client.get("/health/ready"))?.status == 200 { return true }
            guard process.withLock({ $0?.isRunning == true }) else { throw TownFault.ended(log) }
            return false
        }
        guard isReady else { throw TownFault.silent(log) }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    func kill() { end(with: SIGKILL) }

    /// SIGTERM, as an operator stops it.
    func stop() { end(with: SIGTERM) }

    private func end(with signal: Int32) {
        process.withLock { child in
            guard let running = child else { return }
            Glibc.kill(running.processIdentifier, signal)
            running.waitUntilExit()
            child = nil
        }
    }

    func verify() throws -> PolityCommand.Result {
        try PolityCommand.run(["verify", folder] + storeArguments)
    }

    /// Looks into the store beside the program.
    func inspect<Answer: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Answer) async throws -> Answer {
        let store = try await Store.open(location, clock: TestClock().clock, logger: .silent)
        do {
            let answer = try await store.read(body)
            await store.close()
            return answer
        } catch {
            await store.close()
            throw error
        }
    }
}

enum TownFault: Error {
    case ended(String)
    case silent(String)
}

/// Runs `body` on a town that is served on this store, and removes everything afterwards.
///
/// - Parameters:
///   - keys: where in the data folder the keys lie, where not in their usual place.
///   - server: the PostgreSQL server on which it has a database.
///   - address: how the town reaches its PostgreSQL database, from the database's own URL.
func withTown(
    _ kind: TestStore, isStarted: Bool = true, folder: String = Town.folder, arguments: [String] = ["--demo"], keys: String? = nil,
    environment: (_ data: String) -> [String: String] = { _ in [:] }, server: String? = TestStores.postgresURL,
    address: (_ url: String) -> String = { $0 }, _ body: (Town) async throws -> Void
) async throws {
    let data = NSTemporaryDirectory() + "polity-town-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    let database = kind == .postgres ? try TestDatabase(on: server) : nil
    let town = try Town(
        folder, data: data, database: database.map { address($0.url) }, keys: keys.map { data + "/" + $0 }, environment: environment(data),
        arguments: arguments)
    defer {
        town.kill()
        database?.drop()
        try? FileManager.default.removeItem(atPath: data)
        try? FileManager.default.removeItem(atPath: data + ".log")
    }
    if isStarted { try await town.start() }
    try await body(town)
}

/// A database of its own in the tests' cluster: the keys of personal values take a schema there, so that a schema is not enough.
struct TestDatabase {
    let name = "town_" + UUID().uuidString.lowercased().filter { $0 != "-" }
    let url: String
    private let server: String

    init(on server: String? = TestStores.postgresURL) throws {
        guard let server else { preconditionFailure("ask TestStores.all which drivers there are") }
        guard let host = server.firstMatch(of: /^(postgres(?:ql)?:\/\/[^\/]*\/)[^?]*/) else { throw TownFault.ended("no PostgreSQL URL: \(server)") }
        self.server = server
        url = server.replacingCharacters(in: host.range, with: host.1 + name)
        try Self.psql(server, "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
    }

    func drop() { try? Self.psql(server, "DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }

    static func psql(_ url: String, _ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", url, "-qc", command]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TownFault.ended("psql: \(command)") }
    }
}
