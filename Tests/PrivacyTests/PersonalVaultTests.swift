import Foundation
import Kernel
import Store
import StoreTesting
import Testing

@testable import Privacy

@Suite struct PersonalVaultTests {
    let clock = TestClock()
    let random = Random.seeded(7)
    var identifiers: Identifiers { Identifiers(clock: clock.clock, random: .system) }

    @Test func opensWhatItSealed() throws {
        let vault = try PersonalVault.inMemory(clock: clock.clock, random: random)
        let ada: PersonID = identifiers.next()
        let sealed = try vault.codec.seal(text: "Ada Example", subject: ada, class: .ordinary, place: "tests/1")
        #expect(try vault.codec.openText(sealed, subject: ada, class: .ordinary, place: "tests/1") == .value("Ada Example"))
        #expect(!sealed.contains(Array("Ada".utf8)))
        #expect(try vault.codec.seal(text: "Ada Example", subject: ada, class: .ordinary, place: "tests/1") != sealed)
    }

    /// Subject, class and place are bound: sealed bytes that were moved do not open.
    @Test func movedBytesDoNotOpen() throws {
        let vault = try PersonalVault.inMemory(clock: clock.clock, random: random)
        let (ada, bob): (PersonID, PersonID) = (identifiers.next(), identifiers.next())
        let codec = vault.codec
        var sealed = try codec.seal(text: "secret", subject: ada, class: .contact, place: "tests/1")
        _ = try codec.seal(text: "other", subject: bob, class: .contact, place: "tests/1")
        for (subject, part, place) in [(bob, PersonalClass.contact, "tests/1"), (ada, .ordinary, "tests/1"), (ada, .contact, "tests/2")] {
            let error = #expect(throws: PolityError.self) { try codec.open(sealed, subject: subject, class: part, place: place) }
            #expect(error?.code == "PERSONAL-101")
        }
        sealed[sealed.count / 2] ^= 1
        #expect(throws: PolityError.self) { try codec.open(sealed, subject: ada, class: .contact, place: "tests/1") }
        #expect(throws: PolityError.self) { try codec.open([], subject: ada, class: .contact, place: "tests/1") }
    }

    @Test(arguments: TestStores.all) func anErasedSubjectStaysErased(_ kind: TestStore) async throws {
        try await withStore(kind, KeyShelf.migrations, clock: clock.clock) { store in
            let master = try MasterKey(bytes: random.bytes(32))
            let vault = PersonalVault(shelf: .inStore(store), master: master, clock: clock.clock, random: random)
            let (ada, bob): (PersonID, PersonID) = (identifiers.next(), identifiers.next())
            let ofAda = try vault.codec.seal(text: "a", subject: ada, class: .special, place: "p")
            let ofBob = try vault.codec.seal(text: "b", subject: bob, class: .special, place: "p")
            try vault.destroyKeys(of: [ada])
            try vault.destroyKeys(of: [ada])
            // By this process, and by one that starts afterwards.
            for vault in [vault, PersonalVault(shelf: .inStore(store), master: master, clock: clock.clock, random: random)] {
                #expect(try vault.codec.openText(ofAda, subject: ada, class: .special, place: "p") == .erased)
                #expect(try vault.codec.openText(ofBob, subject: bob, class: .special, place: "p") == .value("b"))
                let error = #expect(throws: PolityError.self) { try vault.codec.seal(text: "new", subject: ada, class: .ordinary, place: "p") }
                #expect(error?.code == "PERSONAL-102")
            }
        }
    }

    /// A key that has ended without an erasure is as gone, but nobody was erased by that.
    @Test(arguments: TestStores.all) func whatHasEndedIsNobodysErasure(_ kind: TestStore) async throws {
        try await withStore(kind, KeyShelf.migrations, clock: clock.clock) { store in
            let master = try MasterKey(bytes: random.bytes(32))
            for shelf in [KeyShelf.inStore(store), .inMemory()] {
                let vault = PersonalVault(shelf: shelf, master: master, clock: clock.clock, random: random)
                let (ada, link, fresh): (PersonID, PersonID, PersonID) = (identifiers.next(), identifiers.next(), identifiers.next())
                let sealed = try vault.codec.seal(text: "a", subject: link, class: .contact, place: "p")
                _ = try vault.codec.seal(text: "a", subject: ada, class: .contact, place: "p")
                try vault.destroyKeys(of: [ada])
                try vault.endKeys(of: [link])
                #expect(try vault.codec.openText(sealed, subject: link, class: .contact, place: "p") == .erased)
                let error = #expect(throws: PolityError.self) { try vault.codec.seal(text: "new", subject: link, class: .ordinary, place: "p") }
                #expect(error?.code == "PERSONAL-102")
                #expect(try await vault.destroyedCount() == 1)
                #expect(try await vault.destroyedSubjects(after: nil, limit: 10) == [ada])
                #expect(try vault.isErased(ada) && !vault.isErased(fresh))
            }
        }
    }

    /// A command that has prepared waits for no key inside its transaction: the shelf's waiting calls are not used at all.
    @Test(arguments: TestStores.all) func whatIsPreparedNeedsNoWaiting(_ kind: TestStore) async throws {
        try await withStore(kind, KeyShelf.migrations, clock: clock.clock) { store in
            let master = try MasterKey(bytes: random.bytes(32))
            var shelf = KeyShelf.inStore(store)
            shelf.find = { _ in throw PolityError(.broken, "TEST", "waited to find") }
            shelf.add = { _ in throw PolityError(.broken, "TEST", "waited to add") }
            let codec = PersonalVault(shelf: shelf, master: master, clock: clock.clock, random: random).codec
            let ada: PersonID = identifiers.next()
            // Nothing is made unless asked, and what is missing is told where it is needed.
            try await codec.prepare(ada)
            #expect(throws: PolityError.self) { try codec.seal(text: "a", subject: ada, class: .special, place: "p") }
            try await codec.prepare(ada, making: true)
            let sealed = try codec.seal(text: "a", subject: ada, class: .special, place: "p")
            // Another process finds the same key.
            let other = PersonalVault(shelf: shelf, master: master, clock: clock.clock, random: random)
            try await other.codec.prepare(ada, making: true)
            #expect(try other.codec.openText(sealed, subject: ada, class: .special, place: "p") == .value("a"))
            // An erased person's key does not come back.
            try other.destroyKeys(of: [ada])
            try await other.codec.prepare(ada, making: true)
            let plain = PersonalVault(shelf: .inStore(store), master: master, clock: clock.clock, random: random)
            #expect(try plain.codec.openText(sealed, subject: ada, class: .special, place: "p") == .erased)
        }
    }

    /// Another process erases somebody whose key this one holds: it forgets the key within a minute.
    @Test func aKeyIsHeldForAMinute() throws {
        let shelf = KeyShelf.inMemory()
        let master = try MasterKey(bytes: random.bytes(32))
        let (here, there) = (
            PersonalVault(shelf: shelf, master: master, clock: clock.clock, random: random),
            PersonalVault(shelf: shelf, master: master, clock: clock.clock, random: random)
        )
        let ada: PersonID = identifiers.next()
        let sealed = try here.codec.seal(text: "a", subject: ada, class: .ordinary, place: "p")
        try there.destroyKeys(of: [ada])
        clock.advance(by: .seconds(61))
        #expect(try here.codec.openText(sealed, subject: ada, class: .ordinary, place: "p") == .erased)
    }

    /// Data beside the wrong keys must not look erased.
    @Test func aMissingKeyIsAnError() throws {
        let ada: PersonID = identifiers.next()
        let sealed = try PersonalVault.inMemory(clock: clock.clock, random: random).codec.seal(text: "a", subject: ada, class: .ordinary, place: "p")
        let other = try PersonalVault.inMemory(clock: clock.clock, random: random)
        let error = #expect(throws: PolityError.self) { try other.codec.open(sealed, subject: ada, class: .ordinary, place: "p") }
        #expect(error?.code == "PERSONAL-108")
    }

    @Test func anotherMasterKeyIsTold() throws {
        let shelf = KeyShelf.inMemory()
        let ada: PersonID = identifiers.next()
        let sealed = try PersonalVault(shelf: shelf, master: MasterKey(bytes: random.bytes(32)), clock: clock.clock, random: random)
            .codec.seal(text: "a", subject: ada, class: .ordinary, place: "p")
        let other = PersonalVault(shelf: shelf, master: try MasterKey(bytes: random.bytes(32)), clock: clock.clock, random: random)
        let error = #expect(throws: PolityError.self) { try other.codec.open(sealed, subject: ada, class: .ordinary, place: "p") }
        #expect(error?.code == "PERSONAL-106")
    }

    /// Two that seal at once for a subject without a key use one key.
    @Test(arguments: TestStores.all) func aKeyIsMadeOnce(_ kind: TestStore) async throws {
        try await withStore(kind, KeyShelf.migrations, clock: clock.clock) { store in
            let master = try MasterKey(bytes: random.bytes(32))
            let ada: PersonID = identifiers.next()
            let sealed = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<8 {
                    let vault = PersonalVault(shelf: .inStore(store), master: master, clock: clock.clock, random: .system)
                    group.addTask { try vault.codec.seal(text: "x", subject: ada, class: .ordinary, place: "p") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let reader = PersonalVault(shelf: .inStore(store), master: master, clock: clock.clock, random: .system)
            for one in sealed { #expect(try reader.codec.openText(one, subject: ada, class: .ordinary, place: "p") == .value("x")) }
        }
    }

    /// The codec answers inside a transaction's body, and when every shared thread waits for it.
    @Test(arguments: TestStores.all) func sealsInsideATransaction(_ kind: TestStore) async throws {
        try await withStore(kind, KeyShelf.migrations, clock: clock.clock) { keys in
            let vault = PersonalVault(shelf: .inStore(keys), master: try MasterKey(bytes: random.bytes(32)), clock: clock.clock, random: .system)
            let table = Migration("tests", 1, "CREATE TABLE sealed (subject TEXT PRIMARY KEY, value BYTES NOT NULL);")
            let identifiers = identifiers
            try await withStore(kind, [table], clock: clock.clock) { store in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<40 {
                        group.addTask {
                            let subject: PersonID = identifiers.next()
                            try await store.write("test.seal") { tx in
                                let value = try vault.codec.seal(text: "\(index)", subject: subject, class: .ordinary, place: "sealed")
                                try tx.execute("INSERT INTO sealed (subject, value) VALUES (\(subject), \(value))")
                            }
                            _ = try vault.codec.seal(text: "outside", subject: identifiers.next(), class: .ordinary, place: "sealed")
                        }
                    }
                    try await group.waitForAll()
                }
                let opened = try await store.read { connection in
                    try connection.rows("SELECT subject, value FROM sealed").map { row in
                        try vault.codec.openText(row.bytes(1), subject: row.identifier(0), class: .ordinary, place: "sealed").value
                    }
                }
                #expect(opened.count == 40 && !opened.contains(nil))
            }
        }
    }
}

@Suite struct KeyCacheTests {
    @Test func holdsNoMoreThanItsCapacity() {
        var cache = KeyCache(capacity: 3, lifetime: .seconds(60))
        let now = Instant(microseconds: 0)
        for index in 0..<10 { cache.insert(.init(size: .bits256), for: "\(index % 5)", now: now, unlessRemovedSince: 0) }
        #expect(cache.count <= 3)
        #expect(cache.find("4", now: now) != nil)
        #expect(cache.find("4", now: now + .seconds(60)) == nil)
    }

    /// Who reads a key and is slow, while its person is erased, does not bring it back.
    @Test func aKeyThatWasReadBeforeAnErasureIsNotHeld() {
        var cache = KeyCache(capacity: 3, lifetime: .seconds(60))
        let (now, before) = (Instant(microseconds: 0), cache.removals)
        cache.remove("ada")
        cache.insert(.init(size: .bits256), for: "ada", now: now, unlessRemovedSince: before)
        #expect(cache.find("ada", now: now) == nil)
        cache.insert(.init(size: .bits256), for: "bo", now: now, unlessRemovedSince: cache.removals)
        #expect(cache.find("bo", now: now) != nil)
    }
}
