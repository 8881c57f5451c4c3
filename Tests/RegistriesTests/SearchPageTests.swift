import FEEL
import Kernel
import Privacy
import Store
import StoreTesting
import Testing

@testable import Registries

/// The indexes know records that have ended since: what is found is found nevertheless, page by page.
@Suite struct SearchPageTests {
    /// Dogs of one keeper, of which the first end by and by.
    static func dogs(_ town: TestTown, _ count: Int, ending: Int, tag: String = "D") async throws -> (keeper: RecordID, dogs: [RecordID]) {
        let keeper = try await town.resident("Ada")
        let tomorrow = CivilZone.utc.date(of: town.clock.now).adding(days: 1)
        let entered = try await town.store.write("test.dogs") { tx in
            try (0..<count).map { number in
                let values: Context = ["tag": .string("\(tag)\(number)"), "keeper": .string(keeper.text), "name": .string("Rex")]
                return try town.registries.create("dogs", values, note: TestTown.note, in: tx)
            }
        }
        // Ids of one millisecond have no order of their own.
        let dogs = entered.sorted { $0.text < $1.text }
        try await town.store.write("test.end") { tx in
            for dog in dogs.prefix(ending) { try town.registries.end(dog, on: tomorrow, note: TestTown.note, in: tx) }
        }
        town.clock.advance(by: .seconds(3 * 86_400))
        return (keeper, dogs)
    }

    @Test(arguments: TestStores.all) func endedRecordsCutNothingOff(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let all = try await Self.dogs(town, 240, ending: 210)
            let alive = Array(all.dogs.dropFirst(210))
            let before = town.reads.count
            #expect(try await town.registries.read(town.purpose()) { try $0.search("dogs", "rex", limit: 10) }.map(\.id) == Array(alive.prefix(10)))
            var found: [RecordID] = []
            var last: RecordID?
            var pages = 0
            repeat {
                let start = last
                let page = try await town.registries.read(town.purpose()) { try $0.page(of: "dogs", matching: "rex", after: start, limit: 25) }
                found += page.records.map(\.id)
                last = page.next
                pages += 1
            } while last != nil && pages < 10
            #expect(found == alive && pages == 2)
            #expect(town.reads.count == before + 3, "each page is one look")
            let none = try await town.registries.read(town.purpose()) { try $0.page(of: "dogs", matching: "max", limit: 25) }
            #expect(none.records.isEmpty && none.next == nil)
        }
    }

    @Test(arguments: TestStores.all) func whoHadManyHasTheirPresentOnes(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let all = try await Self.dogs(town, 8, ending: 6)
            let person = try #require(PersonID(all.keeper.text))
            let found = try await town.registries.read(town.purpose()) { try $0.records(of: person, in: "dogs", limit: 4) }
            #expect(found.map(\.id) == Array(all.dogs.suffix(2)))
            let related = try await town.registries.read(town.purpose()) { try $0.records(in: "dogs", where: "keeper", refersTo: all.keeper, limit: 2) }
            #expect(related.map(\.id) == Array(all.dogs.suffix(2)))
            let together = try await town.registries.read(town.purpose()) { try $0.records(all.dogs.reversed() + [all.keeper]) }
            #expect(together.map(\.id) == all.dogs.suffix(2).reversed() + [all.keeper])
        }
    }

    @Test(arguments: TestStores.all) func peopleReadWhatIsRecordedOfThemAndNoMore(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let all = try await Self.dogs(town, 3, ending: 1)
            _ = try await Self.dogs(town, 1, ending: 0, tag: "E")
            let person = try #require(PersonID(all.keeper.text))
            let before = town.reads.count
            var actor = Actor(.account(town.identifiers.next()), person: person, assurance: .low)
            // An officer too reads their own as a person, and so does whoever acts for somebody.
            for acting in [Actor.ActingFor.itself, .office("clerk"), .mandate(town.identifiers.next(), .person(town.identifiers.next()))] {
                actor.actingFor = acting
                let own = try await town.registries.own(actor, request: town.identifiers.next())
                #expect(Set(own.map(\.record.id)) == Set(all.dogs.dropFirst() + [all.keeper]) && own.count == 3)
                #expect(own.allSatisfy { $0.references.isEmpty }, "whose it is is no reference")
            }
            #expect(town.reads.count == before, "one's own look leaves no entry")
            #expect(try await town.registries.own(.nobody, request: town.identifiers.next()).isEmpty)
        }
    }

    @Test(arguments: TestStores.all) func aWordNamesThePublishedThatHold(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let tomorrow = CivilZone.utc.date(of: town.clock.now).adding(days: 1)
            let parcels = try await town.store.write("test.parcels") { tx in
                try ["P 1", "P 2"].map { try town.registries.create("parcels", ["number": .string($0)], note: TestTown.note, in: tx) }
                    .sorted { $0.text < $1.text }
            }
            try await town.store.write("test.end") { try town.registries.end(parcels[0], on: tomorrow, note: TestTown.note, in: $0) }
            town.clock.advance(by: .seconds(3 * 86_400))
            let found = try await town.store.read { try town.registries.published.entries(of: "parcels", matching: "p", limit: 1, in: $0) }
            #expect(found.map(\.id) == [parcels[1]])
        }
    }
}
