import Blueprint
import Capability
import FEEL
import Foundation
import Identity
import Journal
import Kernel
import Logging
import Privacy
import Registries
import Store
import StoreTesting
import Synchronization
import Testing
import Web

@testable import Consent

/// Privacy, journal, identity, registries and consent together, on files that the test can look into.
struct Town {
    let running: RunningGovernment
    let clock: TestClock
    let store: Store
    let folder: String

    var identity: Identity { running.host[Identity.self] }
    var registries: Registries { running.host[Registries.self] }
    var erasure: Erasure { running.host[Erasure.self] }
    var consents: Consents { running.host[Consents.self] }

    static let composition = Composition([.privacy, .journal, .identity, .registries, .consent])

    static func on(_ kind: TestStore, _ body: (Town) async throws -> Void) async throws {
        let clock = TestClock()
        let snapshot = FolderSnapshot(files: [
            .init(path: "polity.yaml", bytes: Array(polity.utf8)), .init(path: "registries/residents.yaml", bytes: Array(residents.utf8)),
            .init(path: "registries/holders.yaml", bytes: Array(holders.utf8)),
        ])
        let (edition, diagnostics) = Self.composition.edition(of: snapshot)
        guard let edition else { throw PolityError(.broken, "TEST", diagnostics.sorted.map(\.description).joined(separator: "\n")) }
        try await withFolder { folder in
            try await withEmptyPlace(kind) { place in
                let location = kind == .sqlite ? StoreLocation.sqlite(path: folder + "/town.sqlite") : place
                let store = try await Store.open(location, clock: clock.clock, logger: .silent, settings: .forTests)
                let settings = HostSettings(dataDirectory: folder, keyDirectory: folder + "/keys", publicAddress: "https://town.example", isDemonstration: true)
                let running = try await RunningGovernment.open(
                    Self.composition, edition: edition, store: store, clock: clock.clock, random: .system, settings: settings, logger: .silent)
                let result: Result<Void, any Error>
                do { result = .success(try await body(Town(running: running, clock: clock, store: store, folder: folder))) } catch { result = .failure(error) }
                await store.close()
                await running.host[PersonalVault.self].close()
                try result.get()
            }
        }
    }

    func person(_ marker: String, in registry: String = "residents") async throws -> (PersonID, RecordID) {
        let hash = try await identity.hash(password: "three wild horses")
        return try await store.write("test.person") { tx in
            let values: Context = [
                "name": .string("Name \(marker)"), "address": .context(["line_1": .string("Street \(marker)")]), "illness": .string("Ill \(marker)"),
            ]
            let record = try registries.create(registry, values, note: ChangeNote(by: Actor(.system("tests")), reason: "Entered"), in: tx)
            guard let person = PersonID(record.text) else { throw PolityError(.broken, "TEST", "no person") }
            try identity.createAccount(email: "\(marker)@example.org", person: person, name: "Called \(marker)", passwordHash: hash, in: tx)
            return (person, record)
        }
    }

    func actor(_ person: PersonID) async throws -> Actor {
        let account = try await store.read { try identity.accounts(of: person, in: $0).first }
        return Actor(.account(try #require(account).id), person: person, assurance: .low)
    }

    static let polity = """
        name: Smalltown
        languages: [en]
        currency: GBP
        time_zone: UTC
        organisations:
          town: {title: Town}
          clinic: {title: Clinic}
        roles:
          clerk: {title: Clerk, organisation: town, permissions: [registries.read]}
        legal_bases:
          register_act: {title: To keep the register, source: "Act 1, section 1"}
        """
    static let residents = """
        title: Residents
        organisation: town
        subject: itself
        record_title: name
        fields:
          name: {title: Name, type: person_name, personal: ordinary, required: true, search: prefix}
          address: {title: Address, type: address, personal: contact, search: prefix}
          illness: {title: Illness, type: long_text, personal: special}
        readers:
          - {role: clerk, legal_bases: [register_act]}
        """
    static let holders = residents.replacingOccurrences(
        of: "title: Residents", with: "title: Licence holders\nkeep: 10 years\nkeep_source: Licence Act, section 9")
}

@Suite struct ErasureTests {
    /// Planted words are nowhere in any file of the government, before or after: what lies there was sealed all along. After
    /// the erasure they cannot be opened, found or signed in with either, and everybody else is untouched.
    @Test(arguments: TestStores.all) func anErasedPersonIsNowhere(_ kind: TestStore) async throws {
        try await Town.on(kind) { town in
            let (ada, record) = try await town.person("zanzibar")
            let (bob, other) = try await town.person("kilimanjaro")
            let actor = try await town.actor(ada)
            let request: RequestID = town.running.host.identifiers.next()
            try await town.store.write("test.consent") { tx in
                try town.consents.give(purpose: "To treat me", to: "clinic", registries: ["residents"], by: actor, request: request, in: tx)
            }
            let clerk = Actor(.system("casework"))
            let law = try ReadPurpose(law: "register_act", of: town.running.host.edition.government, actor: clerk, request: request)
            #expect(try await town.registries.read(law) { try $0.search("residents", "zanz") }.map(\.id) == [record])
            let session = try await town.identity.signIn(email: "zanzibar@example.org", password: "three wild horses", client: "")
            let keys = town.folder + "/keys/subjects.sqlite"
            let wrapped = try await town.wrappedKey(of: ada, at: keys)

            let outcome = try await town.erasure.erase(ada, by: actor)
            #expect(outcome == .erased(holders: ["journal", "identity", "registries", "consent"]))

            let found = try await town.registries.read(law) { reader in
                (try reader.record(record), try reader.search("residents", "zanz"), try reader.record(other), try reader.search("residents", "kili"))
            }
            #expect(found.0?.isErased == true && found.0?.values["name"] == .null && found.1.isEmpty)
            #expect(found.2?.values["name"] == .string("Name kilimanjaro") && found.3.map(\.id) == [other])
            #expect(try await town.identity.authenticate(.init(proof: .session(session.token), client: "", now: town.clock.now)) == nil)
            let error = await #expect(throws: PolityError.self) {
                try await town.identity.signIn(email: "zanzibar@example.org", password: "three wild horses", client: "")
            }
            #expect(error?.code == "IDENTITY-201")
            #expect(try await town.store.read { try town.identity.account(email: "kilimanjaro@example.org", in: $0) }?.person == bob)
            // A new account with the same address is a new person.
            let again = try await town.store.write("test.again") { try town.identity.createAccount(email: "zanzibar@example.org", in: $0) }
            #expect(try await town.store.read { try town.identity.account(again, in: $0) }?.person != ada)

            let files = try town.bytesOfAllFiles()
            for marker in ["zanzibar", "kilimanjaro", "zanz"] { #expect(!files.contains { $0.bytes.range(of: Data(marker.utf8)) != nil }, "\(marker)") }
            if let wrapped { #expect(!files.contains { $0.bytes.range(of: Data(wrapped)) != nil }, "the destroyed key's wrapped bytes still lie in a file") }
        }
    }

    @Test(arguments: TestStores.all) func aCrashBeforeTheKeysAreDestroyedIsMadeGood(_ kind: TestStore) async throws {
        try await Town.on(kind) { town in
            let (ada, record) = try await town.person("zanzibar")
            // What the erasure's transaction leaves when the process dies right behind it.
            let id: PersonID = town.running.host.identifiers.next()
            try await town.store.write("test.crash") { tx in
                try tx.execute("INSERT INTO consent_erasures (id, subject, asked_by, erased_at, holders) VALUES (\(id), \(ada), 'self', \(tx.now), '[]')")
            }
            for loop in town.running.offers.flatMap(\.loops) where loop.name == "consent.finish_erasures" { try await loop.step() }
            let purpose = try ReadPurpose(
                law: "register_act", of: town.running.host.edition.government, actor: Actor(.system("casework")), request: town.running.host.identifiers.next())
            #expect(try await town.registries.read(purpose) { try $0.record(record) }?.isErased == true)
        }
    }

    /// A disk that cannot be cleared now is cleared later: nobody's wish fails by it.
    @Test(arguments: TestStores.all) func aScrubThatFailsIsOwed(_ kind: TestStore) async throws {
        try await Town.on(kind) { town in
            let (ada, record) = try await town.person("zanzibar")
            let disk = FailingDisk()
            let erasure = Erasure(
                store: town.store, vault: town.running.host[PersonalVault.self], journal: town.running.host[Journal.self],
                identifiers: town.running.host.identifiers, zone: .utc, logger: .silent,
                holders: town.erasure.holders, scrub: { try disk.scrub() })
            guard case .erased = try await erasure.erase(ada, by: town.actor(ada)) else { return #expect(Bool(false), "not erased") }
            let purpose = try ReadPurpose(
                law: "register_act", of: town.running.host.edition.government, actor: Actor(.system("casework")), request: town.running.host.identifiers.next())
            #expect(try await town.registries.read(purpose) { try $0.record(record) }?.isErased == true)
            guard kind == .sqlite else { return #expect(disk.tries == 0) }
            #expect(disk.tries == 1)
            await #expect(throws: PolityError.self) { try await erasure.finish() }
            disk.mend()
            try await erasure.finish()
            try await erasure.finish()
            #expect(disk.tries == 3)
        }
    }

    /// Links to sign in by are sealed under subjects of their own. Their end is nobody's erasure.
    @Test(arguments: TestStores.all) func endedLinksAreNotErasedAgain(_ kind: TestStore) async throws {
        try await Town.on(kind) { town in
            for number in 0..<5 {
                _ = try await town.identity.makeLink(to: "a\(number)@example.org", language: "en", lifetime: .seconds(60), page: "https://town.example/l/")
            }
            town.clock.advance(by: .seconds(2 * 3_600))
            try await town.identity.sweep()
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM identity_links", as: Int.self) } == 0)
            #expect(try await town.erasure.repeatAfterRestore() == 0)
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM consent_erasures", as: Int.self) } == 0)
        }
    }

    /// An older backup knows nothing of an erasure; the keys do.
    @Test(arguments: TestStores.all) func aRestoredBackupDoesNotBringAnybodyBack(_ kind: TestStore) async throws {
        try await Town.on(kind) { town in
            let (ada, record) = try await town.person("zanzibar")
            let (_, other) = try await town.person("kilimanjaro")
            let backup = town.folder + "/before.dump"
            try await town.store.backup(to: backup)
            _ = try await town.erasure.erase(ada, by: town.actor(ada))
            #expect(try await town.erasure.repeatAfterRestore() == 0)
            let tokens = try await town.tokenCount()

            try await withEmptyPlace(kind) { place in
                let location = kind == .sqlite ? StoreLocation.sqlite(path: town.folder + "/restored.sqlite") : place
                let store = try await Store.open(location, clock: town.clock.clock, logger: .silent, settings: .forTests)
                let host = town.running.host
                try await store.migrate(Town.composition.migrations)
                try await store.restore(from: backup)
                let running = try await RunningGovernment.open(
                    Town.composition, edition: host.edition, store: store, clock: town.clock.clock, random: .system, settings: host.settings,
                    logger: .silent)
                let restored = Town(running: running, clock: town.clock, store: store, folder: town.folder)
                #expect(try await restored.tokenCount() > tokens, "the backup has them, else this proves nothing")

                #expect(try await restored.erasure.repeatAfterRestore() == 1)
                #expect(try await restored.tokenCount() == tokens)
                let law = try ReadPurpose(
                    law: "register_act", of: host.edition.government, actor: Actor(.system("casework")), request: host.identifiers.next())
                let found = try await restored.registries.read(law) { (try $0.search("residents", "zanz"), try $0.search("residents", "kili")) }
                #expect(found.0.isEmpty && found.1.map(\.id) == [other])
                #expect(try await restored.registries.read(law) { try $0.record(record) }?.isErased == true)
                #expect(try await store.read { try restored.identity.account(email: "zanzibar@example.org", in: $0) } == nil)
                #expect(try await restored.erasure.repeatAfterRestore() == 0)
                await store.close()
                await running.host[PersonalVault.self].close()
            }
        }
    }

    @Test(arguments: TestStores.all) func whatTheLawKeepsWaitsAndThenGoes(_ kind: TestStore) async throws {
        try await Town.on(kind) { town in
            let (ada, record) = try await town.person("zanzibar", in: "holders")
            let actor = try await town.actor(ada)
            guard case .postponed(let until, let kept) = try await town.erasure.erase(ada, by: actor) else { return #expect(Bool(false), "erased at once") }
            #expect(kept.map(\.source) == ["Licence Act, section 9"] && until == CivilZone.utc.date(of: town.clock.now).adding(months: 120))
            #expect(try await town.identity.signIn(email: "zanzibar@example.org", password: "three wild horses", client: "").account == actor.account)
            // The record ends; ten years later the wish comes true by itself.
            try await town.store.write("test.end") {
                try town.registries.end(record, note: ChangeNote(by: Actor(.system("tests")), reason: "Moved away"), in: $0)
            }
            town.clock.advance(by: .seconds(3_660 * 86_400))
            _ = try await town.running.jobRunner().runDue()
            await #expect(throws: PolityError.self) { try await town.identity.signIn(email: "zanzibar@example.org", password: "three wild horses", client: "") }
        }
    }

    @Test func nobodyErasesAnother() async throws {
        try await Town.on(.sqlite) { town in
            let (ada, _) = try await town.person("zanzibar"), (bob, _) = try await town.person("kilimanjaro")
            let error = await #expect(throws: PolityError.self) { try await town.erasure.erase(ada, by: town.actor(bob)) }
            #expect(error?.code == "CONSENT-105")
        }
    }
}

@Suite struct ConsentTests {
    @Test(arguments: TestStores.all) func onlyAStandingConsentMakesAPurpose(_ kind: TestStore) async throws {
        try await Town.on(kind) { town in
            let (ada, record) = try await town.person("zanzibar"), (bob, _) = try await town.person("kilimanjaro")
            let (actor, other) = (try await town.actor(ada), try await town.actor(bob))
            let request: RequestID = town.running.host.identifiers.next()
            let consent = try await town.store.write("test.consent") { tx in
                try town.consents.give(
                    purpose: "To treat me", to: "clinic", registries: ["residents"], until: tx.now + .seconds(86_400), by: actor, request: request, in: tx)
            }
            func purpose(_ reader: Actor) async throws -> ReadPurpose {
                try await town.store.read { try town.consents.purpose(consent, actor: reader, request: request, in: $0) }
            }
            let nurse = Actor(.machine("clinic"), assurance: .substantial, organisation: "clinic")
            #expect(try await town.registries.read(purpose(nurse)) { try $0.record(record) } != nil)
            // Whose look it was stands in the journal.
            let reads = try await town.store.read { try town.running.host[Journal.self].reads(of: ada, in: $0) }
            #expect(reads.map(\.ground) == ["consent:\(consent)"])
            await #expect(throws: PolityError.self) { try await purpose(Actor(.machine("town"), assurance: .substantial, organisation: "town")) }
            await #expect(throws: PolityError.self) { try await town.store.write("test.withdraw") { try town.consents.withdraw(consent, by: other, in: $0) } }
            try await town.store.write("test.withdraw") { try town.consents.withdraw(consent, by: actor, in: $0) }
            let error = await #expect(throws: PolityError.self) { try await purpose(nurse) }
            #expect(error?.code == "CONSENT-101")
            // Nobody consents for another, or to an office that does not exist.
            let agent = Actor(
                .account(town.running.host.identifiers.next()), person: bob, assurance: .low,
                actingFor: .mandate(town.running.host.identifiers.next(), .person(ada)))
            for (by, office) in [(agent, "clinic"), (actor, "nowhere")] {
                await #expect(throws: PolityError.self) {
                    try await town.store.write("test.consent") {
                        try town.consents.give(purpose: "x", to: office, registries: ["residents"], by: by, request: request, in: $0)
                    }
                }
            }
        }
    }
}

/// A disk that is busy until it is mended.
final class FailingDisk: Sendable {
    private let state = Mutex((tries: 0, isMended: false))
    var tries: Int { state.withLock { $0.tries } }
    func mend() { state.withLock { $0.isMended = true } }

    func scrub() throws {
        try state.withLock { state in
            state.tries += 1
            if !state.isMended { throw PolityError(.unavailable, "TEST", "busy") }
        }
    }
}

extension Town {
    func wrappedKey(of person: PersonID, at path: String) async throws -> [UInt8]? {
        let keys = try await Store.open(.sqlite(path: path), clock: clock.clock, logger: .silent)
        let wrapped = try await keys.read { try $0.value("SELECT wrapped FROM keys WHERE name = \(person)", as: [UInt8].self) }
        await keys.close()
        return wrapped
    }

    func tokenCount() async throws -> Int { try await store.read { try $0.value("SELECT COUNT(*) FROM store_tokens", as: Int.self) ?? 0 } }

    func bytesOfAllFiles() throws -> [(path: String, bytes: Data)] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.compactMap { path in FileManager.default.contents(atPath: folder + "/" + path).map { (path, $0) } }
    }
}
