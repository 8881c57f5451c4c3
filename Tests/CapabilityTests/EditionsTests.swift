import Blueprint
import Capability
import Kernel
import Store
import StoreTesting
import Testing

/// Which folder was served last, and which versions can be run again.
@Suite struct EditionsTests {
    static let composition = Composition([])

    static func edition(_ name: String) throws -> Edition {
        let text = "name: \(name)\ncurrency: GBP\ntime_zone: UTC\n"
        let (edition, diagnostics) = composition.edition(of: FolderSnapshot(files: [.init(path: "polity.yaml", bytes: Array(text.utf8))]))
        guard let edition else { throw PolityError(.broken, "TEST", diagnostics.sorted.map(\.description).joined()) }
        return edition
    }

    @discardableResult
    static func serve(_ edition: Edition, _ store: Store, _ clock: TestClock, isServed: Bool = true) async throws -> RunningGovernment {
        clock.advance(by: .seconds(60))
        return try await RunningGovernment.open(
            composition, edition: edition, store: store, clock: clock.clock, random: .system,
            settings: HostSettings(dataDirectory: "", keyDirectory: "", publicAddress: "http://localhost"), logger: .silent, isServed: isServed)
    }

    @Test(arguments: TestStores.all) func aFolderServedAgainIsTheLast(_ kind: TestStore) async throws {
        let clock = TestClock()
        try await withStore(kind, clock: clock.clock) { store in
            #expect(try await Editions.last(in: store) == nil)
            let (old, new) = (try Self.edition("Old"), try Self.edition("New"))
            for edition in [old, new, old] {
                try await Self.serve(edition, store, clock)
                #expect(try await Editions.last(in: store)?.hash == edition.hash)
            }
            // A command that looks at the data under another folder serves nothing.
            try await Self.serve(new, store, clock, isServed: false)
            #expect(try await Editions.last(in: store)?.hash == old.hash)
            let running = try await Self.serve(old, store, clock)
            #expect(try await running.host.editions.edition(new.hash).government.name.text == "New")
            // A start under the same folder is no new serving of it.
            #expect(try await running.host.editions.servings(most: 10).map(\.edition) == [old.hash, new.hash, old.hash])
            #expect(try await running.host.editions.servings(most: 2).map(\.edition) == [new.hash, old.hash])
            let error = await #expect(throws: PolityError.self) { try await running.host.editions.edition("none") }
            #expect(error?.code == "EDITION-101")
        }
    }

    /// Data of the version before `last_served_at` are compared and served as they are.
    @Test(arguments: TestStores.all) func dataOfTheFirstVersionAreUnderstood(_ kind: TestStore) async throws {
        let clock = TestClock()
        try await withStore(kind, Array(Self.composition.migrations.prefix(1)), clock: clock.clock) { store in
            let (first, second) = (try Self.edition("First"), try Self.edition("Second"))
            for edition in [first, second] {
                let (hash, blob) = (edition.hash, edition.folder.snapshot.blob)
                clock.advance(by: .seconds(1))
                try await store.write("test.insert") {
                    try $0.execute("INSERT INTO editions (hash, folder, first_served_at) VALUES (\(hash), \(blob), \($0.now))")
                }
            }
            #expect(try await Editions.last(in: store)?.hash == second.hash)
            try await store.migrate(Self.composition.migrations)
            #expect(try await Editions.last(in: store)?.hash == second.hash)
            let editions = try await Self.serve(first, store, clock).host.editions
            #expect(try await editions.servings(most: 10).map(\.edition) == [first.hash, second.hash, first.hash])
            #expect(try await Editions.last(in: store)?.hash == first.hash)
            // They keep the dialect of then; what is served first by this version has its own.
            let (running, third) = (try await Self.serve(first, store, clock), try Self.edition("Third"))
            #expect(running.host.edition.dialect == .first)
            #expect(try await running.host.editions.edition(second.hash).dialect == .first)
            try await Self.serve(third, store, clock)
            #expect(try await running.host.editions.edition(third.hash).dialect == .newest)
        }
    }
}
