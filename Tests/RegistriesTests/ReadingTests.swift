import FEEL
import Kernel
import Privacy
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Registries

@Suite struct ReadingTests {
    @Test(arguments: TestStores.all) func aReadByStaffNamesEverybodyOnce(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let ids = [try await town.resident("Ada"), try await town.resident("Bob"), try await town.resident("Cleo")]
            _ = try await town.registries.read(town.purpose()) { reader in (try reader.records(ids), try reader.records(ids), try reader.record(ids[0])) }
            #expect(town.reads.count == 1 && town.reads.last?.subjects.map(\.text) == ids.map(\.text))
            // One's own data: no entry, and nothing of others.
            let ada = try #require(PersonID(ids[0].text))
            let found = try await town.registries.read(town.own(ada)) { try $0.records(ids) }
            #expect(found.map(\.id) == [ids[0]] && town.reads.count == 1)
            // A bulk job: one entry with its query, whoever it meets.
            let counter = Counter()
            try await town.registries.scan("residents", town.purpose("register_act", Actor(.system("statistics"))), query: "names of residents", pageSize: 2) {
                _ in counter.add()
            }
            #expect(counter.count == 3 && town.reads.count == 2 && town.reads.last?.query == "names of residents" && town.reads.last?.subjects == [])
        }
    }

    @Test func noPurposeReachesWhatTheFolderDoesNotAllow() async throws {
        try await TestTown.on(.sqlite) { town in
            let id = try await town.resident("Ada")
            for purpose in [try town.purpose("other_act"), try town.purpose("register_act", town.officer("gardener"))] {
                let error = await #expect(throws: PolityError.self) { try await town.registries.read(purpose) { try $0.record(id) } }
                #expect(error?.code == "REGISTRY-110")
            }
            // A case's own work needs the basis alone.
            #expect(try await town.registries.read(town.purpose("register_act", Actor(.system("casework")))) { try $0.record(id) } != nil)
            // Parcels are nobody's data: any purpose will do, and leaves no entry.
            let parcel = try await town.store.write("test.parcel") {
                try town.registries.create("parcels", ["number": .string("7")], note: TestTown.note, in: $0)
            }
            let before = town.reads.count
            #expect(try await town.registries.read(town.own(town.identifiers.next())) { try $0.record(parcel) } != nil)
            #expect(try await town.registries.read(town.purpose("other_act")) { try $0.record(parcel) } != nil)
            #expect(town.reads.count == before)
        }
    }

    @Test func aConsentReachesOnePersonInItsRegistries() async throws {
        try await TestTown.on(.sqlite) { town in
            let (ada, bob) = (try await town.resident("Ada"), try await town.resident("Bob"))
            let subject = try #require(PersonID(ada.text))
            let purpose = ReadPurpose(standingConsent: "c1", of: subject, to: ["residents"], actor: town.officer("gardener"), request: town.identifiers.next())
            #expect(try await town.registries.read(purpose) { try $0.records([ada, bob]) }.map(\.id) == [ada])
            let elsewhere = ReadPurpose(standingConsent: "c2", of: subject, to: ["dogs"], actor: town.officer("gardener"), request: town.identifiers.next())
            #expect(try await town.registries.read(elsewhere) { try $0.record(ada) } == nil)
        }
    }

    @Test func anOwnReadNeedsNoTransactionAndAnyOtherDoes() async throws {
        try await TestTown.on(.sqlite) { town in
            let id = try await town.resident("Ada")
            let (own, law) = (try town.own(try #require(PersonID(id.text))), try town.purpose())
            #expect(try await town.store.read { connection in try town.registries.readOwn(own, in: connection) { try $0.record(id)?.title } } == "Ada")
            await #expect(throws: PolityError.self) {
                try await town.store.read { connection in try town.registries.readOwn(law, in: connection) { try $0.record(id)?.title } }
            }
        }
    }

    @Test(arguments: TestStores.all) func searchesByKeyedTokens(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let ada = try await town.resident("María José Núñez", ["address": .context(["line_1": .string("12 Harbour Street")])])
            let bob = try await town.resident("Mario Harbourmaster")
            func found(_ query: String) async throws -> Set<RecordID> {
                Set(try await town.registries.read(town.purpose()) { try $0.search("residents", query) }.map(\.id))
            }
            #expect(try await found("mari") == [ada, bob])
            #expect(try await found("NUNEZ maria") == [ada])
            #expect(try await found("harbour") == [ada, bob])
            #expect(try await found("harbour street") == [ada])
            #expect(try await found("xyz").isEmpty)
            // What is no longer so is no longer found.
            try await town.store.write("test.rename") {
                try town.registries.correct(ada, ["name": .string("Ana Pérez")], from: CivilDate(daysSinceEpoch: 0), note: TestTown.note, in: $0)
            }
            #expect(try await found("nunez").isEmpty)
            #expect(try await found("pere") == [ada])
            let stored = try await town.store.read { try $0.rows("SELECT token FROM store_tokens").map { try $0.bytes(0) } }
            #expect(stored.allSatisfy { $0.count == 16 })
        }
    }

    @Test(arguments: TestStores.all) func showsWhatIsPublishedAndNoMore(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let square: FEEL.Value = FEEL.Value(try JSON(parsing: #"{"type":"Polygon","coordinates":[[[1,50],[1.01,50],[1.01,50.01],[1,50.01],[1,50]]]}"#))
            let id = try await town.store.write("test.parcel") { tx in
                try town.registries.create(
                    "parcels", ["number": .string("0412-17"), "outline": square, "note": .string("Dispute")], note: TestTown.note, in: tx)
            }
            let near = try #require(Box(longitude: 1_005_000, latitude: 50_005_000)), far = try #require(Box(longitude: 2_000_000, latitude: 50_005_000))
            let (all, here, there, byNumber) = try await town.store.read { connection in
                let published = town.registries.published
                return (
                    try published.entries(of: "parcels", in: connection), try published.entries(of: "parcels", in: near, in: connection),
                    try published.entries(of: "parcels", in: far, in: connection), try published.entries(of: "parcels", matching: "0412", in: connection)
                )
            }
            #expect(all.map(\.id) == [id] && here == all && there.isEmpty && byNumber == all)
            #expect(all[0].values.names.sorted() == ["number", "outline"])
            await #expect(throws: PolityError.self) { try await town.store.read { try town.registries.published.entries(of: "residents", in: $0) } }
        }
    }
}

final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
}
