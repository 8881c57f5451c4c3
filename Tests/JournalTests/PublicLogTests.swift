import HTML
import Kernel
import MerkleLog
import Store
import StoreTesting
import Testing
import Web

@testable import Journal

@Suite struct PublicLogTests {
    /// What a stranger does with nothing but the public files: read the checkpoint, fetch every entry and tile, and find
    /// that they make the tree that was signed.
    @Test(arguments: TestStores.all) func aMirrorCanBeMade(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            for _ in 0..<300 {
                try await fixture.store.write("test.record") { tx in
                    try fixture.journal.record(Act("a", organisation: "b", by: .applicant, at: tx.now, content: nil), about: nil, in: tx)
                }
            }
            try await fixture.journal.sequence()
            let note = try await fixture.journal.checkpoint()
            let head = try Checkpoint.open(note, origin: fixture.journal.origin, keys: [fixture.journal.publicKey])
            var mirror = GrowingTree()
            for path in ["entries/000", "entries/001.p/44"] {
                let bundle = try EntryBundle(bytes: try await Self.fetch(path, fixture))
                for entry in bundle.entries { mirror.append(.leaf(entry)) }
            }
            #expect(mirror.root == head.root)
            for tile in mirror.takeChangedTiles() { #expect(try await Self.fetch(tile.address.path, fixture) == tile.bytes) }
            #expect(try await Self.fetch("0/000.p/17", fixture) == Array(try await Self.fetch("0/000", fixture).prefix(17 * 32)))
        }
    }

    @Test(arguments: [
        "", "0", "0/001", "0/000.p/2", "1/000", "entries/000", "entries/000.p/2", "entries/001.p/1", "entries/", "0/x999/x999/x999/x999/x999/999",
        "entries/x018/x446/x744/x073/x709/x551/615", "entries/x036/x028/x797/x018/x963/967", "entries/x036/x028/x797/x018/x963/967.p/255",
        "entries/x018/x014/x398/x509/x481/983", "entries/x018/x014/x398/x509/x481/984", "63/000.p/1", "../checkpoint",
    ]) func tilesThatAreNotThere(path: String) async throws {
        try await withJournal(.sqlite) { fixture in
            try await fixture.record()
            try await fixture.journal.sequence()
            await #expect(throws: PolityError.self) { try await Self.fetch(path, fixture) }
        }
    }

    static func fetch(_ path: String, _ fixture: JournalFixture) async throws -> [UInt8] {
        try await fixture.store.read { try PublicTiles.bytes(path, in: $0) }
    }

    /// The page tells of entries, and of nobody.
    @Test(arguments: [Language.english, .spanish]) func thePage(language: Language) async throws {
        try await withJournal(.sqlite) { fixture in
            var empty = HTML(language: language)
            try await PublicLog.read(fixture.journal).draw(&empty, address: "http://localhost:8080")
            #expect(empty.string.contains(language.say(.logEmptyTitle)))
            try await fixture.record("decision_made", ["name": "Rosa Marbury"], about: fixture.subject(), reference: "ARD-7K3M")
            try await fixture.record("decision_made", ["name": "Hugo Vane"], reference: "ARD-9Q2X")
            try await fixture.journal.sequence()
            let log = try await PublicLog.read(fixture.journal)
            var html = HTML(language: language)
            log.draw(&html, address: "http://localhost:8080")
            #expect(html.string.contains(language.say(actOf: "decision_made")))
            #expect(html.string.contains("arden.example/log+"))
            for secret in ["Marbury", "Vane", "ARD-"] {
                #expect(!html.string.contains(secret))
                #expect(!log.json.text.contains(secret))
            }
            #expect(log.json["size"]?.integer == 2)
        }
    }

    /// The proof of a leaf, which anyone may fetch, verifies with what the certificate holds.
    @Test func proofOfALeaf() async throws {
        try await withJournal(.sqlite) { fixture in
            let id = try await fixture.record()
            try await fixture.journal.sequence()
            let own = try #require(try await fixture.journal.proof(for: id)).get()
            let leaf = try #require(try await fixture.store.read { try Journal.logProof(for: id, in: $0) })
            let fetched = try LogProof(parsing: leaf.text.utf8)
            try fetched.verify(leaf: Commitment(act: own.act, salt: own.salt).bytes, origin: fixture.journal.origin, keys: [fixture.journal.publicKey])
        }
    }

    @Test(arguments: [Language.english, .spanish]) func thePanelOfAProof(language: Language) async throws {
        try await withJournal(.sqlite) { fixture in
            let id = try await fixture.record("decision_made", ["name": "Rosa Marbury"], about: fixture.subject())
            try await fixture.journal.sequence()
            let proof = try #require(try await fixture.journal.proof(for: id)).get()
            var html = HTML(language: language)
            html.proofPanel(proof.log, of: id)
            #expect(html.string.contains("\u{2014} arden.example/log "))
            #expect(html.string.contains("/log/acts/\(id)/proof"))
            #expect(!html.string.contains("Marbury"))
            #expect(!html.string.contains(Base64.standard.encode(proof.salt)))
        }
    }

    @Test(arguments: TestStores.all) func routesAreOneTable(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let table = try RouteTable(fixture.journal.routes)
            #expect(table.routes.map(\.path) == ["/log", "/log/checkpoint", "/log/key", "/log/tile/{path...}", "/log/acts/{act}/proof"])
            #expect(table.routes.allSatisfy { $0.access == .everyone && $0.purpose == .none })
        }
    }
}
