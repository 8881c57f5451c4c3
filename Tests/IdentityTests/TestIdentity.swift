import Blueprint
import Capability
import Journal
import Kernel
import Logging
import MerkleLog
import Privacy
import Store
import StoreTesting
import Synchronization
import Testing
import Web

@testable import Identity

/// Identity on an empty store, with a letter box that keeps what would be sent.
struct TestIdentity {
    let identity: Identity
    let store: Store
    let vault: PersonalVault
    let clock: TestClock
    let letters: LetterBox
    let log: LogBox

    final class LetterBox: Sendable {
        let all = Mutex<[SignInPost.Letter]>([])
        var post: SignInPost { SignInPost { letter, _ in self.all.withLock { $0.append(letter) } } }

        /// The secret part of the last link.
        var secret: String { all.withLock { $0.last.map { String($0.link.dropFirst(TestIdentity.page.count)) } ?? "" } }
        var count: Int { all.withLock { $0.count } }
    }

    static let page = "https://town.example/sign-in/by-link/"
    static let client = "192.0.2.7"

    static func on(_ kind: TestStore, settings: IdentitySettings = IdentitySettings(), _ body: (TestIdentity) async throws -> Void) async throws {
        let clock = TestClock()
        try await withStore(kind, Capability.journal.migrations + IdentityMigrations.all, clock: clock.clock) { store in
            let vault = try PersonalVault.inMemory(clock: clock.clock, random: .system)
            let log = LogBox()
            let signer = try #require(NoteSigner(name: "town.example/log", seed: Array(0..<32)))
            let journal = try await Journal.open(store: store, codec: vault.codec, signer: signer, clock: clock.clock, random: .system)
            let identity = Identity(
                government: government, store: store, vault: vault, hasher: try PasswordHasher(cost: .least), clock: clock.clock, random: .system,
                logger: Logger(label: "test") { _ in log.handler }, journal: journal, settings: settings)
            try await body(TestIdentity(identity: identity, store: store, vault: vault, clock: clock, letters: LetterBox(), log: log))
        }
    }

    @discardableResult
    func account(_ email: String, password: String? = nil, roles: [String] = []) async throws -> AccountID {
        let hash: String? = if let password { try await identity.hash(password: password) } else { nil }
        return try await store.write("test.account") { tx in
            let id = try identity.createAccount(email: email, name: "Ada Example", passwordHash: hash, in: tx)
            for role in roles { try identity.give(role, to: id, by: Actor(.system("tests")), in: tx) }
            return id
        }
    }

    func session(_ token: String) async throws -> Session? {
        try await identity.authenticate(Credentials(proof: .session(token), client: Self.client, now: clock.now))
    }

    func person(of account: AccountID) async throws -> PersonID {
        let found = try await store.read { try identity.account(account, in: $0) }
        guard let found else { throw IdentityFault.noAccount }
        return found.person
    }

    static let government: Government = {
        let text = """
            name: Smalltown
            languages: [en]
            currency: GBP
            time_zone: UTC
            organisations:
              county: {title: County}
              town: {title: Town, parent: county}
              works: {title: Works, parent: town}
              village: {title: Village, parent: county}
            roles:
              head: {title: Head, organisation: county, permissions: [tests.see, tests.decide]}
              clerk: {title: Clerk, organisation: town, permissions: [tests.see]}
              villager: {title: Villager, organisation: village, permissions: [tests.see]}
            skills: {structures: {title: Structures}}
            teams: {harbour: {title: Harbour, roles: [clerk, head]}}
            """
        var reading = Reading()
        reading.references.declare("permission", builtIn: ["tests.see", "tests.decide"])
        return Folder.read(FolderSnapshot(files: [.init(path: "polity.yaml", bytes: Array(text.utf8))]), kinds: [], reading: &reading).government
    }()
}

/// Keeps what is logged, whole.
final class LogBox: Sendable {
    let lines = Mutex<[String]>([])
    var handler: any LogHandler { Handler(box: self) }

    private struct Handler: LogHandler {
        let box: LogBox
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?, source: String, file: String, function: String, line: UInt) {
            box.lines.withLock { $0.append("\(message) \(metadata ?? [:])") }
        }
    }
}
