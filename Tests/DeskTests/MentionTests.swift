import Kernel
import StoreTesting
import Testing

@testable import Desk

/// Colleagues who are named in a note find it among what is for them.
@Suite("Mentions in notes", .serialized)
struct MentionTests {
    /// A colleague of this name; two of one name are one and the same.
    private static func colleague(_ name: String) -> (id: AccountID, name: String?) {
        let number = String(name.utf8.reduce(1) { ($0 &* 31 &+ Int($1)) & 0xFFFFFF }, radix: 16)
        let digits = String(repeating: "0", count: 8 - number.count) + number
        guard let id = AccountID("\(digits)-0000-7000-8000-000000000000") else { preconditionFailure("an id has 36 characters") }
        return (id, name)
    }

    @Test func namesAreReadAsPeopleWriteThem() {
        let people = ["Ilse Brook", "Ilse Marie Brook", "Hana Weir", "Łucja Åse", "Kofi Dray", "Kofi Dane", "Ana-Lía O'Neil"].map(Self.colleague)
        let names = MentionedNames(people)
        for (text, expected) in [
            ("Ask @Hana Weir.", ["Hana Weir"]), ("@hana please look", ["Hana Weir"]), ("@Ilse Brook and (@Hana)", ["Ilse Brook", "Hana Weir"]),
            ("@Ilse Marie Brook knows", ["Ilse Marie Brook"]), ("@lucja ase, look", ["Łucja Åse"]), ("@Ana-Lía O'Neil", ["Ana-Lía O'Neil"]),
            ("Write to hana@arden.example at 10 @ noon, @ 5, @5", []), ("", []), ("@", []), ("@@Hana Weir", ["Hana Weir"]),
        ] {
            let read = names.read(text)
            #expect(read.map(\.reading) == expected.map { .meant(Self.colleague($0).id) }, "\(text)")
        }
        #expect(names.read("@Kofi is away").map(\.reading) == [.several])
        #expect(names.read("@Ilse is away").map(\.reading) == [.several])
        #expect(names.read("@Isle Brook, look").map { ($0.typed) } == ["Isle"])
        #expect(names.read("@Isle Brook, look").map(\.reading) == [.unknown])
        #expect(MentionedNames([Self.colleague("Ada Lane"), Self.colleague("Ada Lane")]).read("@Ada Lane").map(\.reading) == [.several])
    }

    @Test(arguments: TestStores.all) func whoIsNamedFindsItAndNobodyElse(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, _) = try await town.healthCase()
            let (writer, named) = ("medical_officer", "second_medical_officer")
            let notes = "/desk/cases/\(id)/notes"
            func unread(_ role: String) async throws -> Int {
                try await town.get("/api/desk/for-you", as: role, json: true).json?["mentions"]?.array?.filter { $0["is_read"] == false }.count ?? -1
            }
            #expect(try await town.get("/desk/for-you", as: named).words.contains("There is nothing for you"))
            // One who may not see the case cannot be told of it, and nothing is lost.
            let unseeing = try await town.post(notes, [("text", "@Petra Linde, is this the right parcel?")], as: writer)
            #expect(unseeing.status == 422 && unseeing.words.contains("Nobody who may see this case is called “Petra”"))
            #expect(unseeing.body.contains("is this the right parcel?</textarea>"))
            #expect(try await town.post(notes, [("text", "@Ilse Brook you know hearts. My address is hana@arden.example.")], as: writer).status == 303)
            for (role, number) in [(named, 1), (writer, 0), ("planning_officer", 0)] { #expect(try await unread(role) == number, "\(role)") }
            let list = try await town.get("/desk/for-you", as: named)
            #expect(list.body.contains("/desk/cases/\(id)#note-1") && list.words.contains("Hana Weir") && list.words.contains("New"))
            #expect(!list.words.contains("hearts") && !list.words.contains("Rosa"), "what the note says is seen in its case")
            #expect(try await town.get("/desk", as: named).body.contains("href=\"/desk/for-you\">1<"))
            // Nobody else sees it, and it is no letter.
            #expect(try await town.get("/desk/for-you", as: "citizen").status == 403)
            let letters = try await town.host.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages", as: Int.self) }
            // Opening the case is seeing it.
            let page = try await town.get("/desk/cases/\(id)", as: named)
            #expect(page.body.contains("id=\"note-1\"") && page.words.contains("Told: You"))
            #expect(try await unread(named) == 0)
            #expect(try await town.get("/desk/for-you", as: named).words.contains("Seen"))
            #expect(try await town.post(notes, [("text", "And @Ilse, again: @ilse brook")], as: writer).status == 303)
            #expect(try await unread(named) == 1, "named twice is told once")
            #expect(try await town.host.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages", as: Int.self) } == letters)
            #expect(try await town.post("/desk/for-you/read", [], as: named).status == 303)
            #expect(try await unread(named) == 0)
        }
    }
}
