import Kernel
import Logging
import Store
import Synchronization

/// The running system as a capability meets it: the folder in force, the store, and the outside through its seams.
public final class Host: Sendable {
    public let editions: Editions
    public let store: Store
    public let clock: Clock
    public let random: Random
    public let identifiers: Identifiers
    public let settings: HostSettings
    public let logger: Logger
    /// What happens in one capability and concerns another.
    public let events: Events
    /// False beside the server: for commands that look, or that write a few rows.
    public let isServed: Bool
    /// False where there is data already, and only looked at: keys that are missing then lie elsewhere.
    public let mayMakeKeys: Bool
    private let provisions = Mutex(Provisions())

    init(
        editions: Editions, store: Store, clock: Clock, random: Random, settings: HostSettings, logger: Logger, events: Events, isServed: Bool,
        mayMakeKeys: Bool
    ) {
        self.editions = editions
        self.store = store
        self.clock = clock
        self.random = random
        identifiers = Identifiers(clock: clock, random: random)
        self.settings = settings
        self.logger = logger
        self.events = events
        self.isServed = isServed
        self.mayMakeKeys = mayMakeKeys
    }

    public var edition: Edition { editions.current }

    public func provide<Value: Sendable>(_ value: Value) { provisions.withLock { $0.provide(value) } }

    /// What an earlier capability provided: `host[Registries.self]`.
    public subscript<Value: Sendable>(_ type: Value.Type) -> Value { provisions.withLock { $0[type] } }
}

/// What the operator has set.
public struct HostSettings: Sendable {
    /// Where files lie that are not in the store.
    public var dataDirectory: String
    /// Where keys lie, readable by this program alone; no backup of the data holds it.
    public var keyDirectory: String
    /// The address people reach this government at, without a slash at its end: `https://arden.example`.
    public var publicAddress: String
    /// Made-up residents, a mail page and a card simulator. Never on a real government.
    public var isDemonstration: Bool
    /// The sender of the government's mail.
    public var mailFrom: String
    /// Where the keys of personal values lie: never with the data, and never in its backup. A file in `keyDirectory` unless
    /// set; a PostgreSQL database may be the data's own, for the keys take a schema of their own there.
    public var keys: StoreLocation
    /// The file of the key that wraps them.
    public var masterKeyPath: String

    /// - Parameter database: where the data lies; on PostgreSQL the keys take a schema of their own there, because every
    ///   server of the government needs them.
    public init(
        dataDirectory: String, keyDirectory: String, publicAddress: String, isDemonstration: Bool = false, mailFrom: String = "no-reply@localhost",
        database: StoreLocation? = nil
    ) {
        self.dataDirectory = dataDirectory
        self.keyDirectory = keyDirectory
        self.publicAddress = publicAddress
        self.isDemonstration = isDemonstration
        self.mailFrom = mailFrom
        keys = if let database, case .postgres = database { database } else { .sqlite(path: keyDirectory + "/subjects.sqlite") }
        masterKeyPath = keyDirectory + "/master.key"
    }
}
