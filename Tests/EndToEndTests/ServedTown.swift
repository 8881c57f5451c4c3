import Blueprint
import Capability
import Courier
import Identity
import Kernel
import Privacy
import Store
import StoreTesting
import Testing
import Web
import WebTesting

@testable import polity

/// A government in this process, listening on a free port: its routes can be looked at, its clock is moved by hand.
struct ServedTown {
    let running: RunningGovernment
    let store: Store
    let clock: TestClock
    let web: WebServer
    let port: Int

    static let password = "three wild horses"

    var identity: Identity { running.host[Identity.self] }

    func visitor() -> Visitor { Visitor(port: port) }

    @discardableResult
    func account(_ email: String, roles: [String] = []) async throws -> AccountID {
        let hash = try await identity.hash(password: Self.password)
        return try await store.write("test.account") { tx in
            let account = try identity.createAccount(email: email, name: "Somebody", passwordHash: hash, in: tx)
            for role in roles { try identity.give(role, to: account, by: Actor(.system("tests")), in: tx) }
            return account
        }
    }

    func signedIn(_ email: String) async throws -> Visitor {
        let visitor = visitor()
        let answer = try await visitor.signIn(email: email, password: Self.password)
        #expect(answer.status == 303)
        return visitor
    }

    /// - Parameter sample: makes the demonstration's people and records first.
    static func serve(
        _ kind: TestStore, _ composition: Composition, _ files: [FolderSnapshot.File], sample: Bool = false, clientRate: RateLimit? = nil,
        _ body: (ServedTown) async throws -> Void
    ) async throws {
        let (edition, diagnostics) = composition.edition(of: FolderSnapshot(files: files))
        guard let edition else { throw PolityError(.broken, "TEST", diagnostics.sorted.map(\.description).joined(separator: "\n")) }
        let clock = TestClock()
        try await withFolder { folder in
            try await withEmptyPlace(kind) { place in
                let store = try await Store.open(place, clock: clock.clock, logger: .silent, settings: .forTests)
                let settings = HostSettings(
                    dataDirectory: folder, keyDirectory: folder + "/keys", publicAddress: "http://localhost", isDemonstration: true)
                let running = try await RunningGovernment.open(
                    composition, edition: edition, store: store, clock: clock.clock, random: .system, settings: settings, logger: .silent)
                if sample { for offer in running.offers { try await offer.sample? { _ in } } }
                var web = WebSettings()
                web.port = 0
                web.clientRate = clientRate
                let server = try GovernmentServer.web(running, web, logger: .silent)
                let listening = try await server.start()
                let town = ServedTown(running: running, store: store, clock: clock, web: server, port: listening.port)
                let result: Result<Void, any Error>
                do { result = .success(try await body(town)) } catch { result = .failure(error) }
                await listening.stop()
                await store.close()
                await running.host[PersonalVault.self].close()
                try result.get()
            }
        }
    }

    /// A folder of the repository.
    static func folder(_ name: String) throws -> [FolderSnapshot.File] {
        var diagnostics = Diagnostics()
        return try FolderSnapshot(directory: PolityCommand.root + "/governments/" + name, diagnostics: &diagnostics).files
    }
}
