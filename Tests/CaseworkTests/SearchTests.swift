import Blueprint
import Journal
import Kernel
import Privacy
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Cases are found by what they say: by who may read them, the nearest first, and as long as their person is there.
struct SearchTests {
    private static let service = SmallTown.service(
        "text: {ask: What is it?, type: long_text, max: 20000}",
        """
        steps:
          - review: {title: Judge it, role: clerk}
        """)

    /// A town whose first clerk works on reports, and with a second service that is another office's.
    private static let folder = SmallTown.folder(
        [
            "services/report/service.yaml": service,
            "services/tree/service.yaml": SmallTown.service(
                "text: {ask: Which tree?, type: long_text, max: 500}",
                """
                steps:
                  - review: {title: Judge it, role: gardener}
                """),
        ],
        government: SmallTown.government.replacing(
            "legal_bases:", with: "  gardener: {title: Gardener, organisation: town, permissions: [casework.work]}\nlegal_bases:"))

    private func found(_ words: String, _ town: TestGovernment, _ officer: Caller, after: Identifier<Case>? = nil, limit: Int = 25) async throws -> CaseListPage
    {
        try await town.casework.caseList(CaseListQuery(search: words, after: after, limit: limit), town.again(officer))
    }

    @Test(arguments: TestStores.all) func aCaseIsFoundByEverythingThatItSays(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let (citizen, clerk) = (town.caller(town.person()), try await town.employed("clerk"))
            let id = try await town.send("report", "text", "The Bakery in Mill Lane smokes at night.", citizen)
            #expect(try await found("bakery", town, clerk).rows == [], "a submission does not wait for it")
            #expect(try await town.casework.indexWords() == 1)
            #expect(try await town.casework.indexWords() == 0)
            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.note("Sibylle knows the chimney.", on: id, clerk)
            try await town.casework.ask(.init(row.ticket), of: id, text: "Which evening was it?", clerk)
            try await town.casework.answerRequest(1, of: id, text: "On Pancake Tuesday.", files: [], citizen)
            let again = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            let decision = DecisionInput(outcome: "granted", reasons: [.init("Soot is unhealthy.")], conditions: ["A filter is fitted."])
            try await town.casework.decide(.init(again.ticket), of: id, decision, clerk)
            try await town.casework.indexWords()
            for words in ["bakery", "BAKERY lane", "bak", "chimney sibylle", "evening", "pancake", "soot", "filter", "mill pancake soot"] {
                #expect(try await found(words, town, clerk).rows.map(\.id) == [id], "\(words)")
            }
            for words in ["ba", "akery", "bakeries", "bakery harbour", "", "?"] where !words.isEmpty {
                #expect(try await found(words, town, clerk).rows == [], "\(words)")
            }
            // Nothing of it can be read in the store.
            let tokens = try await town.store.read { try $0.rows("SELECT token FROM store_tokens WHERE scope = 'casework.words'").map { try $0.bytes(0) } }
            #expect(!tokens.isEmpty && tokens.allSatisfy { $0.count == 16 })
        }
    }

    @Test(arguments: TestStores.all) func officersFindWhatTheyMayReadAndThePersonIsTold(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let citizen = town.caller(town.person())
            let (clerk, gardener) = (try await town.employed("clerk"), try await town.employed("gardener"))
            let report = try await town.send("report", "text", "A lime tree leans.", citizen)
            let tree = try await town.send("tree", "text", "The lime by the church.", citizen)
            try await town.casework.indexWords()
            #expect(try await found("lime", town, clerk).rows.map(\.id) == [report])
            #expect(try await found("lime", town, gardener).rows.map(\.id) == [tree])
            #expect(try await town.casework.queue(QueueQuery(search: "lean"), clerk).rows.map(\.caseID) == [report])
            let subject = try await town.store.read {
                try $0.value("SELECT subject FROM casework_cases WHERE id = \(report)", as: Identifier<DataSubject>.self)
            }
            let person = try #require(subject)
            let looks = try await town.store.read { try town.host[Journal.self].reads(of: person, in: $0) }
            #expect(looks.count == 3, "whom a search finds is told so")
        }
    }

    @Test(arguments: TestStores.all) func theNearestComesFirstPageByPage(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let (citizen, clerk) = (town.caller(town.person()), try await town.employed("clerk"))
            var ids: [String: Identifier<Case>] = [:]
            for text in ["The lamp post is bent.", "Lampshades everywhere.", "Lamplight on a lamp.", "Post came late."] {
                ids[text] = try await town.send("report", "text", text, citizen)
                town.clock.advance(by: .seconds(60))
            }
            while try await town.casework.indexWords() > 0 {}
            func texts(_ page: CaseListPage) -> [String] { page.rows.compactMap { row in ids.first { $0.value == row.id }?.key } }
            #expect(try await texts(found("lamp", town, clerk)) == ["Lamplight on a lamp.", "The lamp post is bent.", "Lampshades everywhere."])
            let first = try await found("lamp", town, clerk, limit: 2)
            #expect(first.next == first.rows.last?.id)
            let second = try await found("lamp", town, clerk, after: first.next, limit: 2)
            #expect(texts(second) == ["Lampshades everywhere."] && second.next == nil)
            // Whoever goes on from a case that is not found any more is told that it ends there, not the first page once more.
            let gone = try await found("lamp", town, clerk, after: ids["Post came late."], limit: 2)
            #expect(gone.rows == [] && gone.next == nil)
        }
    }

    @Test(arguments: TestStores.all) func whatWasSaidIsForgottenWithThePerson(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let (citizen, clerk) = (town.caller(town.person()), try await town.employed("clerk"))
            let id = try await town.send("report", "text", "A secret garden.", citizen)
            try await town.casework.indexWords()
            #expect(try await found("garden", town, clerk).rows.map(\.id) == [id])
            // A note that waits to be indexed when the person goes is not indexed any more.
            try await town.casework.note("An orchard too.", on: id, clerk)
            try await town.store.write("test.erase") { tx in
                let subject = try #require(try tx.value("SELECT subject FROM casework_cases WHERE id = \(id)", as: Identifier<DataSubject>.self))
                try town.casework.personalData.erase(subject, tx)
            }
            try await town.casework.indexWords()
            for words in ["garden", "orchard"] { #expect(try await found(words, town, clerk).rows == []) }
            let left = try await town.store.read { connection in
                try connection.value(
                    "SELECT COUNT(*) FROM store_tokens WHERE scope LIKE 'casework.%' AND subject = \(id.text)", as: Int.self) ?? -1
            }
            #expect(left == 0)
        }
    }

    /// However much somebody writes.
    @Test func aCaseHasNoMoreTokensThanAreBounded() async throws {
        try await TestGovernment.on(.sqlite, with: Self.folder) { town in
            let (citizen, clerk) = (town.caller(town.person()), try await town.employed("clerk"))
            let id = try await town.send("report", "text", "first " + (0..<2_000).map { "word\($0)" }.joined(separator: " "), citizen)
            try await town.casework.indexWords()
            let count = try await town.store.read { try Casework.words.tokens(of: id.text, in: $0).count }
            #expect(count <= Casework.mostTokens && count > Casework.mostTokens - 30)
            #expect(try await found("first", town, clerk).rows.map(\.id) == [id])
            #expect(try await found("word1999", town, clerk).rows == [])
        }
    }

    /// What an earlier version took in is indexed after the upgrade, and what cannot be read keeps nothing else from being found.
    @Test(arguments: TestStores.all) func casesOfAnEarlierVersionAreIndexed(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let (citizen, clerk) = (town.caller(town.person()), try await town.employed("clerk"))
            let broken = try await town.send("report", "text", "A broken bench.", citizen)
            let whole = try await town.send("report", "text", "A whole bench.", citizen)
            try await town.casework.indexWords()
            try await town.store.write("test.upgrade") { tx in
                try tx.execute("DELETE FROM store_tokens WHERE scope = 'casework.words'")
                try tx.execute("UPDATE casework_cases SET folder = 'gone' WHERE id = \(broken)")
                let upgrade = try #require(CaseworkMigrations.all.first { $0.sql.contains("INSERT INTO casework_unindexed") })
                let last = try #require(upgrade.sql.split(separator: ";").map(String.init).last { $0.contains("INSERT INTO casework_unindexed") })
                try tx.execute("\(raw: last)")
            }
            #expect(try await town.casework.indexWords() == 2)
            #expect(try await town.casework.indexWords() == 0)
            #expect(try await found("bench", town, clerk).rows.map(\.id) == [whole])
            // Once it can be read it is found.
            let folder = town.casework.services.current()
            try await town.store.write("test.mend") { try $0.execute("UPDATE casework_cases SET folder = \(folder) WHERE id = \(broken)") }
            #expect(try await town.casework.indexWords() == 0, "not at once")
            town.clock.advance(by: .seconds(2 * 86_400))
            #expect(try await town.casework.indexWords() == 1)
            #expect(Set(try await found("bench", town, clerk).rows.map(\.id)) == [whole, broken])
        }
    }

    /// A server that is told to stop does not go on until everything is indexed.
    @Test(arguments: TestStores.all) func indexingStopsWhenItIsToldTo(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let many = 3 * Casework.indexedAtOnce
            let ids = (0..<many).map { _ in town.identifiers.next(Case.self) }
            try await town.store.write("test.many") { tx in
                for id in ids { try tx.write("INSERT INTO casework_unindexed (case_id, since) VALUES (\(id), 0)") }
            }
            let loop = try #require(town.running.offers.flatMap(\.loops).first { $0.name == "casework.words" })
            let stopping = Task {
                while !Task.isCancelled { await Task.yield() }
                try await loop.step()
            }
            stopping.cancel()
            try await stopping.value
            #expect(try await town.rows(in: "casework_unindexed") >= many - Casework.indexedAtOnce)
            try await loop.step()
            #expect(try await town.rows(in: "casework_unindexed") == 0)
        }
    }

    /// The words are found before the transaction that writes them: what is said in between is not forgotten.
    @Test(arguments: TestStores.all) func whatIsSaidMeanwhileIsFoundToo(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let (citizen, clerk) = (town.caller(town.person()), try await town.employed("clerk"))
            let id = try await town.send("report", "text", "A bench.", citizen)
            let said = (0..<25).map { "remark\(String(UnicodeScalar(UInt8(97 + $0))))" }
            for word in said {
                async let indexed = town.casework.indexWords()
                try await town.casework.note("It is \(word).", on: id, town.again(clerk))
                _ = try await indexed
            }
            while try await town.casework.indexWords() > 0 {}
            for word in said { #expect(try await found(word, town, clerk).rows.map(\.id) == [id], "\(word)") }
        }
    }

    @Test(arguments: TestStores.all) func oneProcessIndexesAtATime(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let citizen = town.caller(town.person())
            _ = try await town.send("report", "text", "A bench.", citizen)
            #expect(try await town.casework.indexWords(as: "first") == 1)
            _ = try await town.send("report", "text", "A lamp.", citizen)
            #expect(try await town.casework.indexWords(as: "second") == 0)
            town.clock.advance(by: .seconds(61))
            #expect(try await town.casework.indexWords(as: "second") == 1, "the first may have ended")
        }
    }
}
