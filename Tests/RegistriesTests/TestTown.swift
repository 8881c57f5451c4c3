import Blueprint
import Capability
import FEEL
import Kernel
import Privacy
import Store
import StoreTesting
import Synchronization
import Web

@testable import Registries

/// A town with three registries, on an empty store, with a vault and a journal that only remembers.
struct TestTown {
    let store: Store
    let vault: PersonalVault
    let registries: Registries
    let clock: TestClock
    let identifiers: Identifiers
    let government: Government
    let reads: ReadLog

    final class ReadLog: Sendable {
        let all = Mutex<[(ground: String, read: RecordedRead)]>([])

        var last: RecordedRead? { all.withLock { $0.last?.read } }
        var count: Int { all.withLock { $0.count } }
    }

    static let note = ChangeNote(by: Actor(.system("tests")), reason: "Entered for a test")

    static func edition(_ registries: [String: String] = files, polity: String = polity) -> (Edition?, Diagnostics) {
        let files = registries.map { FolderSnapshot.File(path: "registries/\($0.key).yaml", bytes: Array($0.value.utf8)) }
        let snapshot = FolderSnapshot(files: files + [.init(path: "polity.yaml", bytes: Array(polity.utf8))])
        return Composition([.registriesAlone]).edition(of: snapshot)
    }

    static func on(_ kind: TestStore, files: [String: String] = files, _ body: (TestTown) async throws -> Void) async throws {
        let clock = TestClock()
        let (edition, diagnostics) = edition(files)
        guard let edition else { throw PolityError(.broken, "TEST", diagnostics.sorted.map(\.description).joined(separator: "\n")) }
        try await withStore(kind, RegistryMigrations.all, clock: clock.clock) { store in
            let vault = try PersonalVault.inMemory(clock: clock.clock, random: .system)
            let identifiers = Identifiers(clock: clock.clock, random: .system)
            let reads = ReadLog()
            let registries = Registries(
                book: edition[RegistryBook.self], store: store, vault: vault, identifiers: identifiers, zone: .utc,
                recordRead: { purpose, read, _ in reads.all.withLock { $0.append((purpose.groundText, read)) } },
                recordAct: { _, _, _ in identifiers.next() })
            try await body(
                TestTown(
                    store: store, vault: vault, registries: registries, clock: clock, identifiers: identifiers, government: edition.government, reads: reads))
        }
    }

    // MARK: - Actors and purposes

    func officer(_ role: String = "clerk") -> Actor {
        Actor(
            .account(identifiers.next()), person: identifiers.next(), assurance: .low, actingFor: .office(role), organisation: "town",
            grants: [Grant(role: role, organisations: ["town"], permissions: ["registries.read"])])
    }

    func purpose(_ basis: String = "register_act", _ actor: Actor? = nil) throws -> ReadPurpose {
        try ReadPurpose(law: basis, of: government, actor: actor ?? officer(), request: identifiers.next())
    }

    func own(_ person: PersonID) throws -> ReadPurpose {
        try ReadPurpose(ownDataOf: Actor(.account(identifiers.next()), person: person, assurance: .low), request: identifiers.next())
    }

    // MARK: - Records

    @discardableResult
    func resident(_ name: String, _ more: Context = [:], number: String? = nil, from day: CivilDate? = nil) async throws -> RecordID {
        var values: Context = ["name": .string(name)]
        values["number"] = .string(number ?? TestTown.luhn(identifiers.next(TestTown.Number.self).text))
        for field in more.names { values[field] = more[field] }
        let complete = values
        return try await store.write("test.resident") { try registries.create("residents", complete, from: day, note: Self.note, in: $0) }
    }

    /// As the government does it: what finds the person goes, then their key.
    func erase(_ person: PersonID) async throws {
        try await store.write("test.erase") { try registries.personalData.erase(person, $0) }
        try vault.destroyKeys(of: [person])
    }

    enum Number {}

    /// A number with a right check digit, from the digits of any text.
    static func luhn(_ text: String) -> String {
        CheckScheme.luhn.completing(String(text.compactMap(\.hexDigitValue).map { Character(String($0 % 10)) })) ?? "18"
    }

    func record(_ id: RecordID, on day: CivilDate? = nil, recorded moment: Instant? = nil) async throws -> Record? {
        try await registries.read(purpose()) { try $0.record(id, on: day, recorded: moment) }
    }

    // MARK: - The folder

    static let polity = """
        name: Smalltown
        languages: [en]
        currency: GBP
        time_zone: UTC
        organisations:
          town: {title: Town}
        roles:
          clerk: {title: Clerk, organisation: town}
          gardener: {title: Gardener, organisation: town}
        legal_bases:
          register_act: {title: To keep the register, source: "Act 1, section 1"}
          other_act: {title: Something else, source: "Act 2, section 1"}
        """

    static let files = [
        "residents": """
        title: Residents
        organisation: town
        subject: itself
        record_title: name
        fields:
          number: {title: Number, type: text, personal: identifier, required: true, unique: true, check: luhn, search: exact}
          name: {title: Name, type: person_name, personal: ordinary, required: true, search: prefix}
          born: {title: Born, type: date, personal: ordinary}
          address: {title: Address, type: address, personal: contact, search: prefix}
          illness: {title: Illness, type: long_text, personal: special}
          benefit: {title: Benefit, type: money, personal: ordinary}
        readers:
          - {role: clerk, legal_bases: [register_act]}
        keep: 10 years
        keep_source: Register Act, section 9
        """,
        "dogs": """
        title: Dogs
        organisation: town
        subject: keeper
        record_title: tag
        fields:
          tag: {title: Tag, type: text, required: true, unique: true, search: exact}
          keeper: {title: Keeper, type: record, registry: residents, personal: ordinary, required: true}
          name: {title: Name, type: text, personal: ordinary, search: prefix}
          kind: {title: Kind, type: choice, choices: {small: Small, large: Large}}
        readers:
          - {role: clerk, legal_bases: [register_act]}
        """,
        "parcels": """
        title: Parcels
        organisation: town
        record_title: number
        fields:
          number: {title: Number, type: text, required: true, unique: true, search: prefix}
          outline: {title: Outline, type: area, search: box}
          height: {title: Height, type: number}
          note: {title: Note, type: text}
        published: [number, outline]
        """,
    ]
}

extension Capability {
    /// Only the folder's part of the registries: no store is opened for it.
    static var registriesAlone: Capability {
        Capability(id: "registries", kinds: [Registry.fileKind.erased], link: RegistryBook.link)
    }
}
