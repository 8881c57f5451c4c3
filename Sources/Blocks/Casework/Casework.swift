import Blueprint
import FEEL
import Forms
import Kernel
import Store

/// Applications, cases, tasks and decisions over one store.
///
/// Every command decides purely (state and command give events or a rejection) and commits state, tasks, mail, register
/// changes, invoices and the act in one transaction.
public struct Casework: Sendable {
    /// Behind one reference: the handlers of all requests hold copies of this value, and counting the references to some sixty parts,
    /// on two cores at once, stood high in a page's profile.
    private let parts: Parts

    private final class Parts: Sendable {
        let store: Store
        let clock: Clock
        let identifiers: Identifiers
        let random: Random
        let codec: PersonalCodec
        let services: ServiceCatalogue
        let government: Government
        let neighbours: Neighbours

        init(
            store: Store, clock: Clock, identifiers: Identifiers, random: Random, codec: PersonalCodec, services: ServiceCatalogue,
            government: Government, neighbours: Neighbours
        ) {
            self.store = store
            self.clock = clock
            self.identifiers = identifiers
            self.random = random
            self.codec = codec
            self.services = services
            self.government = government
            self.neighbours = neighbours
        }
    }

    public init(
        store: Store, clock: Clock, identifiers: Identifiers, random: Random, codec: PersonalCodec, services: ServiceCatalogue,
        government: Government, neighbours: Neighbours
    ) {
        parts = Parts(
            store: store, clock: clock, identifiers: identifiers, random: random, codec: codec, services: services, government: government,
            neighbours: neighbours)
    }

    var store: Store { parts.store }
    var clock: Clock { parts.clock }
    var identifiers: Identifiers { parts.identifiers }
    var random: Random { parts.random }
    var codec: PersonalCodec { parts.codec }
    public var services: ServiceCatalogue { parts.services }
    public var calendar: OfficeCalendar { parts.government.calendar }
    var government: Government { parts.government }
    var neighbours: Neighbours { parts.neighbours }
    var currency: Currency { parts.government.currency }
}

/// The services of each stored version of the folder.
public struct ServiceCatalogue: Sendable {
    /// The hash of the version that is served now.
    public var current: @Sendable () -> String
    /// All services of a version by id; nil when it was never served, or is not in memory.
    public var version: @Sendable (_ hash: String) -> [String: PublicService]?
    /// Brings a version into memory before a transaction that needs it.
    public var prepare: @Sendable (_ hash: String) async throws -> Void

    public init(
        current: @escaping @Sendable () -> String, version: @escaping @Sendable (_ hash: String) -> [String: PublicService]?,
        prepare: @escaping @Sendable (_ hash: String) async throws -> Void = { _ in }
    ) {
        self.current = current
        self.version = version
        self.prepare = prepare
    }

    /// One version and no other.
    public init(hash: String, _ services: [PublicService]) {
        let byID = Dictionary(services.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.init(current: { hash }, version: { $0 == hash ? byID : nil })
    }

    public func service(_ id: String, folder: String? = nil) -> PublicService? { version(folder ?? current())?[id] }

    /// Those that people apply for.
    public func offered(in language: Language) -> [PublicService] { all(in: language).filter(\.isAppliedFor) }

    /// By title, as people look for them.
    public func all(in language: Language) -> [PublicService] {
        (version(current()) ?? [:]).values.sorted { language.sortKey($0.title[language.code]) < language.sortKey($1.title[language.code]) }
    }
}
