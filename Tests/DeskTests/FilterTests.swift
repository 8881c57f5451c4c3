import Kernel
import StoreTesting
import Testing
import Web

@testable import Desk

/// Officers keep views of the queue under names of their own.
@Suite("Saved filters", .serialized)
struct FilterTests {
    /// What is kept is an address: in one order, without defaults, and without what was searched for.
    @Test func anAddressIsKeptInOneForm() throws {
        for (query, kept) in [
            ("service=complaint&due=overdue", "due=overdue&service=complaint"),
            ("due=overdue&service=complaint&order=due&assigned=anyone", "due=overdue&service=complaint"),
            ("q=Rosa%20Quill&due=overdue&after=0123&done=decided", "due=overdue"), ("answer.category=tree&x=1", "answer.category=tree"), ("q=Quill", ""),
            ("", ""),
        ] {
            #expect(QueueAddress(try #require(FormValues(query: query))).kept == kept, "\(query)")
        }
    }

    @Test(arguments: TestStores.all) func aFilterIsKeptRenamedAndDeletedByItsOfficerAlone(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (crew, other) = ("crew", "supervisor")
            try await town.reports(1)
            #expect(try await !town.get("/desk", as: crew).words.contains("Keep this filter"))
            let filtered = "service=report_a_problem&answer.category=tree"
            #expect(try await town.get("/desk?" + filtered, as: crew).words.contains("Keep this filter"))
            #expect(try await town.get("/desk?q=Quill&due=overdue", as: crew).words.contains("What you searched for is not kept."))
            for (name, queue, fault) in [
                ("", filtered, "Give it a name of at most 60 characters"),
                (String(repeating: "x", count: 61), filtered, "Give it a name of at most 60 characters"),
                ("Trees", "q=Quill", "There is nothing to keep"), ("Trees", "https://elsewhere.example", "There is nothing to keep"),
            ] {
                let answer = try await town.post("/desk/filters", [("name", name), ("queue", queue)], as: crew)
                #expect(answer.status == 422 && answer.words.contains(fault), "\(name) \(queue): \(answer.status)")
            }
            let kept = try await town.post("/desk/filters", [("name", "  Trees &\n hedges"), ("queue", filtered + "&q=Quill")], as: crew)
            let address = "/desk?answer.category=tree&service=report_a_problem"
            #expect(kept.status == 303 && kept.headers["location"] == address)
            let shown = try await town.get(address, as: crew)
            #expect(shown.body.contains("aria-current=\"page\">Trees &amp; hedges<") && !shown.words.contains("Keep this filter"))
            #expect(try await !town.get("/desk", as: crew).body.contains("aria-current=\"page\">Trees"))
            #expect(try await !town.get("/desk", as: other).words.contains("Trees"))
            // What stands in the store says nobody's name.
            let stored = try await town.host.store.read { try $0.rows("SELECT name, query FROM desk_filters").map { (try $0.bytes(0), try $0.text(1)) } }
            #expect(stored.count == 1 && !String(decoding: stored[0].0, as: UTF8.self).contains("Trees") && !stored[0].1.contains("Quill"))

            let taken = try await town.post("/desk/filters", [("name", "Trees & hedges"), ("queue", "due=overdue")], as: crew)
            #expect(taken.status == 422 && taken.words.contains("You have a filter of this name already"))
            let told = try await town.get("/api/desk/filters", as: crew, json: true).json?["filters"]?.array ?? []
            #expect(told.map { $0["address"]?.string } == [address])
            let own = "/desk/filters/\(try #require(told.first?["filter"]?.string))"
            for (path, fields) in [(own + "/rename", [("name", "Mine")]), (own + "/delete", [])] {
                #expect(try await town.post(path, fields, as: other).status == 404)
                #expect(try await town.post(path, fields, as: "citizen").status == 403)
            }
            #expect(try await town.get(own, as: other).status == 404)
            #expect(try await town.get(own, as: crew).words.contains("Rename it"))
            #expect(try await town.post(own + "/rename", [("name", "Green things")], as: crew).status == 303)
            #expect(try await town.get("/desk/filters", as: crew, language: "es").words.contains("Renombrar o borrar «Green things»"))
            // With the officer their filters go.
            let person = try #require(town.people[crew].person)
            let holder = try #require(town.running.offers.flatMap(\.personalData).first { $0.id == "desk" })
            let export = try await town.host.store.read { try holder.export(person, $0) }
            #expect(export["filters"]?.array?.first?["name"]?.string == "Green things")
            #expect(try await town.post(own + "/delete", [], as: crew).status == 303)
            #expect(try await town.get("/desk/filters", as: crew).words.contains("You have saved no filter"))
            #expect(try await town.post("/desk/filters", [("name", "Late"), ("queue", "due=overdue")], as: crew).status == 303)
            try await town.host.store.write("test.erase") { try holder.erase(person, $0) }
            #expect(try await town.get("/desk/filters", as: crew).words.contains("You have saved no filter"))
        }
    }

    @Test func noMoreAreKeptThanAnybodyFindsTheirWayIn() async throws {
        try await TestDesk.on(.sqlite) { town in
            for number in 1...SavedFilter.most {
                #expect(try await town.post("/desk/filters", [("name", "\(number)"), ("queue", "due=overdue")], as: "crew").status == 303)
            }
            let last = try await town.post("/desk/filters", [("name", "One more"), ("queue", "due=overdue")], as: "crew")
            #expect(last.status == 422 && last.words.contains("You keep 20 filters already"))
        }
    }
}
