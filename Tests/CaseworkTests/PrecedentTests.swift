import Capability
import FEEL
import Forms
import Journal
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// How cases like one were decided: found by what is nobody's, seen by who may see them, and no look at anybody.
struct PrecedentTests {
    /// Somebody's report, and whether the crew has dealt with it.
    private func report(
        _ category: String, _ longitude: String, _ town: TestGovernment, isDecided: Bool = true
    ) async throws -> (id: Identifier<Case>, by: Caller) {
        let caller = town.caller(town.person())
        let (id, _) = try await town.casework.start("report_a_problem", caller)
        let pages: [(String, [String: String])] = [
            ("category", ["category": category]), ("place", ["place.longitude": longitude, "place.latitude": "51.5000"]), ("details", [:]), ("photo", [:]),
            ("email", [:]),
        ]
        #expect(try await town.answer(id, pages, caller) == [])
        let sent = try await town.casework.submit(id, caller)
        if isDecided { try await finish(sent.caseID, town) }
        return (sent.caseID, caller)
    }

    private func finish(_ id: Identifier<Case>, _ town: TestGovernment) async throws {
        let crew = crew(town)
        let task = try #require(try await town.casework.officerView(id, crew).tasks.first)
        _ = try await town.casework.finish(task.ticket, of: id, fields: RawFields(["result": ["fixed"]]), crew)
    }

    private func crew(_ town: TestGovernment) -> Caller { town.officer("crew", at: "city_works") }

    @Test(arguments: TestStores.all) func theNearestAreFoundWithHowTheyWereDecided(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let both = try await report("tree", "3.0001", town)
            let elsewhere = try await report("tree", "3.1000", town)
            let other = try await report("pothole", "3.0020", town)
            _ = try await report("pothole", "3.2000", town)
            _ = try await report("tree", "3.0001", town, isDecided: false)
            let asked = try await report("tree", "3.0002", town, isDecided: false)
            let journal = town.host[Journal.self]
            func looks(_ caller: Caller) async throws -> Int {
                let person = try #require(caller.actor.person)
                return try await town.store.read { try journal.reads(of: person, in: $0) }.count
            }
            let before = try await looks(both.by)
            let similar = try await town.casework.officerView(asked.id, crew(town)).similar
            #expect(similar.map(\.id) == [both.id, other.id, elsewhere.id])
            #expect(similar.map(\.outcome) == ["fixed", "fixed", "fixed"])
            #expect(
                similar.map(\.likenesses) == [
                    [.nearby(question: "place"), .sameAnswer(question: "category")], [.nearby(question: "place")], [.sameAnswer(question: "category")],
                ])
            #expect(try await looks(both.by) == before, "a list without a person in it is no look at one")
            // Whoever was given this one case, and works on no other of the service, sees none of them.
            let ticket = try #require(try await town.casework.officerView(asked.id, crew(town)).tasks.first).ticket
            try await town.casework.handOver(
                ticket, of: asked.id, to: nil, role: "medical_officer", organisation: "transport_agency", note: "",
                town.officer("crew", at: "city_works", [.workCases, .assignCases]))
            #expect(try await town.casework.officerView(asked.id, town.officer("medical_officer", at: "transport_agency")).similar == [])
            // Nothing of it can be read out of the store.
            let tokens = try await town.store.read { try $0.rows("SELECT token FROM casework_precedents").map { try $0.bytes(0) } }
            #expect(tokens.count == 8 && tokens.allSatisfy { $0.count == 16 && !String(decoding: $0, as: UTF8.self).contains("tree") })
            #expect(try await CaseworkIntegrity(casework: town.casework, journal: journal).findings() == [])
            // With the person their case goes from the others' lists.
            let subject = try #require(both.by.actor.person)
            try await town.store.write("test.erase") { try town.casework.personalData.erase(subject, $0) }
            let supervisor = town.officer("supervisor", at: "city_works", [.superviseCases])
            #expect(try await town.casework.officerView(asked.id, supervisor).similar.map(\.id) == [other.id, elsewhere.id])
        }
    }

    /// The place's square and those around it, and nothing of a question about a person.
    @Test func traitsSayNothingOfAPerson() throws {
        let text = """
            title: Ask
            summary: Ask for something.
            access: signed_in
            questions:
              kind: {ask: What kind?, type: choose_one, choices: {a: A, b: B}, filterable: true}
              plain: {ask: Which?, type: choose_one, choices: {a: A, b: B}}
              home: {ask: Where do you live?, type: place, personal: contact}
              spot: {ask: Where is it?, type: place}
              parcel: {ask: Which parcel?, type: record, registry: parcels}
              name: {ask: Who?, type: person_name}
            steps:
              - decide: [{outcome: done, because: It is so.}]
            outcomes:
              done: {title: Done}
            """
        let folder = try TestGovernment.arden()
        let (edition, diagnostics) = TestGovernment.composition.edition(
            of: .init(files: folder.files + [.init(path: "services/ask/service.yaml", bytes: Array(text.utf8))]))
        let service = try #require(edition?[CompiledServices.self].byID["ask"], "\(diagnostics.sorted)")
        var answers = Answers()
        for (name, value) in [("kind", Value.string("a")), ("plain", .string("b")), ("parcel", .string("AR-1")), ("name", .string("Rosa Quill"))] {
            answers[name] = value
        }
        let place = Value.context(["longitude": .number(3), "latitude": .number(51)])
        (answers["home"], answers["spot"]) = (place, place)
        let traits = Traits(service, answers)
        #expect(traits.own.map { $0.split(separator: "/").prefix(2).joined(separator: "/") } == ["answer/kind", "place/spot", "record/parcel"])
        #expect(traits.sought.filter { $0.likeness == .nearby(question: "spot") }.count == 9 && traits.sought.count == 11)
        #expect(Traits(service, Answers()).sought.isEmpty)
    }
}
