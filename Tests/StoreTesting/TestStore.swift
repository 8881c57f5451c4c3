import Foundation
import Kernel
import Logging
import Store

/// A driver that a test runs on.
public enum TestStore: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite, postgres

    public var description: String { rawValue }
}

/// The drivers that tests run on: every test of a room that stores anything takes this as its argument.
///
/// ```swift
/// @Test(arguments: TestStores.all) func closesACase(_ kind: TestStore) async throws {
///     try await withStore(kind, migrations) { store in … }
/// }
/// ```
public enum TestStores {
    /// PostgreSQL takes part when `POLITY_TEST_POSTGRES` holds the URL of a server where schemas may be made;
    /// `script/test-postgres start` prints one.
    public static let all: [TestStore] = {
        guard postgresURL == nil else { return TestStore.allCases }
        FileHandle.standardError.write(Data("note: POLITY_TEST_POSTGRES is not set, so PostgreSQL is left out\n".utf8))
        return [.sqlite]
    }()

    public static var postgresURL: String? {
        ProcessInfo.processInfo.environment["POLITY_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Runs `body` on an empty store with the given schema, and removes it afterwards.
///
/// - Parameter proxy: the way to PostgreSQL, where a test cuts it.
@discardableResult
public func withStore<Answer>(
    _ kind: TestStore, _ migrations: [Migration] = [], clock: Clock = TestClock().clock, settings: StoreSettings = .forTests, by proxy: PostgresProxy? = nil,
    isolation: isolated (any _Concurrency.Actor)? = #isolation, _ body: (Store) async throws -> Answer
) async throws -> Answer {
    try await withEmptyPlace(kind) { place in
        var location = place
        if let proxy, case .postgres(let url) = place { location = .postgres(url: proxy.url(for: url)) }
        let store = try await Store.open(location, clock: clock, logger: .silent, settings: settings)
        do {
            try await store.migrate(migrations)
            let answer = try await body(store)
            await store.close()
            return answer
        } catch {
            await store.close()
            throw error
        }
    }
}

/// Runs `body` with a place that holds nothing yet: a folder of its own, or a schema of its own.
@discardableResult
public func withEmptyPlace<Answer>(
    _ kind: TestStore, isolation: isolated (any _Concurrency.Actor)? = #isolation, _ body: (StoreLocation) async throws -> Answer
) async throws -> Answer {
    switch kind {
    case .sqlite: try await withFolder { try await body(.sqlite(path: $0 + "/store.sqlite")) }
    case .postgres: try await withSchema(body)
    }
}

/// Runs `body` with a new folder, and removes it afterwards.
@discardableResult
public func withFolder<Answer>(isolation: isolated (any _Concurrency.Actor)? = #isolation, _ body: (String) async throws -> Answer) async throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("polity-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

private func withSchema<Answer>(isolation: isolated (any _Concurrency.Actor)? = #isolation, _ body: (StoreLocation) async throws -> Answer) async throws
    -> Answer
{
    guard let url = TestStores.postgresURL else { preconditionFailure("ask TestStores.all which drivers there are") }
    let schema = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
    var settings = StoreSettings()
    settings.connections = 1
    let server = try await Store.open(.postgres(url: url), clock: TestClock().clock, logger: .silent, settings: settings)
    try await server.write("test.create") { try $0.execute("CREATE SCHEMA \(raw: schema)") }
    let separator = url.contains("?") ? "&" : "?"
    let result: Result<Answer, any Error>
    do {
        result = .success(try await body(.postgres(url: "\(url)\(separator)options=-csearch_path%3D\(schema)")))
    } catch {
        result = .failure(error)
    }
    try await server.write("test.drop") { try $0.execute("DROP SCHEMA \(raw: schema) CASCADE") }
    await server.close()
    return try result.get()
}

extension StoreSettings {
    /// Few threads, because many tests run side by side.
    public static var forTests: StoreSettings {
        var settings = StoreSettings()
        settings.readers = 2
        settings.connections = 4
        settings.committers = 1
        settings.askers = 1
        // Where a machine is busy, contenders need long until each has had its turn.
        settings.patience = .seconds(120)
        return settings
    }
}

extension Logger {
    /// Says nothing.
    public static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
