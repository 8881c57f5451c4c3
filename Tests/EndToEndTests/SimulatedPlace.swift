import Kernel
import Store
import StoreTesting
import Synchronization

/// Where a simulated government's store lies: a disk in memory that fails and loses its power, or a PostgreSQL server
/// behind a line that is cut.
final class SimulatedPlace: Sendable {
    private enum Kind: Sendable {
        case disk(SimulatedDisk)
        case server(String, PostgresProxy)
    }

    private let kind: Mutex<Kind>
    private let failing = Mutex(false)

    private init(_ kind: Kind) { self.kind = Mutex(kind) }

    static func with(_ store: TestStore, _ body: (SimulatedPlace, _ folder: String) async throws -> Void) async throws {
        try await withFolder { folder in
            guard store == .postgres else { return try await body(SimulatedPlace(.disk(SimulatedDisk())), folder) }
            try await withEmptyPlace(.postgres) { location in
                try await withFolder { socket in
                    guard case .postgres(let url) = location, let proxy = PostgresProxy(folder: socket) else {
                        throw PolityError(.broken, "TEST", "the simulation needs a PostgreSQL server on a Unix socket")
                    }
                    defer { proxy.stop() }
                    try await body(SimulatedPlace(.server(proxy.url(for: url), proxy)), folder)
                }
            }
        }
    }

    func open(_ clock: Clock) async throws -> Store {
        heal()
        switch kind.withLock({ $0 }) {
        case .disk(let disk): return try await Store.open(disk.location, clock: clock, logger: .silent, settings: disk.settings)
        case .server(let url, _):
            var settings = StoreSettings.forTests
            // The line is cut and comes back at once; nothing here waits for long.
            settings.patience = .seconds(60)
            return try await Store.open(.postgres(url: url), clock: clock, logger: .silent, settings: settings)
        }
    }

    /// What is found afterwards is what was durable, and perhaps some of the rest.
    func crash(seed: UInt64) async {
        kind.withLock { kind in
            switch kind {
            case .disk(let disk): kind = .disk(disk.afterPowerLoss(seed: seed))
            case .server(_, let proxy): proxy.cutAll()
            }
        }
    }

    var isFailing: Bool {
        get { failing.withLock { $0 } }
        set { failing.withLock { $0 = newValue } }
    }

    /// Failing by this seed until it is healed: some operation in thirty on a disk, one commit in two on a line.
    func fail(_ seed: UInt64) {
        let generator = SeededGenerator(seed: seed)
        switch kind.withLock({ $0 }) {
        case .disk(let disk):
            disk.fault = { _ in
                switch generator.next(below: 60) {
                case 0: .full
                case 1: .inputOutput
                default: nil
                }
            }
        case .server(_, let proxy):
            switch generator.next(below: 4) {
            case 0: proxy.cutAll()
            case 1:
                proxy.cutAll()
                proxy.cutOnce(.afterDelivering("COMMIT"))
            case 2:
                proxy.cutAll()
                proxy.cutOnce(.before("COMMIT"))
            default: proxy.cutOnce(.before("INSERT"))
            }
        }
    }

    func heal() {
        isFailing = false
        switch kind.withLock({ $0 }) {
        case .disk(let disk): disk.fault = nil
        case .server(_, let proxy): proxy.cutOnce(nil)
        }
    }
}
