import Blueprint
import Capability
import Consent
import Demonstration
import Documents
import FEEL
import Foundation
import Identity
import Journal
import Kernel
import Ledger
import Messages
import Payments
import Portal
import Privacy
import Registries
import Rules
import Store
import StoreTesting

@testable import Casework

/// A whole government in one process, on a clock that is moved by hand, with everything around it failing as one seed says:
/// the disk or the database, the folder of files, mail, the card company, and the process itself.
///
/// Everything is done in the order of the seed; only what would race in life (a double click, two officers) races here, and
/// then the seed gives the same questions but not always the same winner.
final class Simulation {
    let seed: UInt64
    let generator: SeededGenerator
    /// One stream for the whole run: a process that starts again must not draw the same ids again.
    private let random: Random
    let clock = TestClock()
    let post = SimulatedPost()
    let cards: SimulatedCards
    let place: SimulatedPlace
    let folder: String
    private(set) var running: RunningGovernment
    var told = Told()
    var residents: [Actor] = []
    /// What was done, for whoever reads a failure.
    private(set) var diary: [String] = []

    var casework: Casework { running.host[Casework.self] }
    var store: Store { running.host.store }

    init(seed: UInt64, place: SimulatedPlace, folder: String) async throws {
        self.seed = seed
        self.place = place
        self.folder = folder
        generator = SeededGenerator(seed: seed)
        random = .seeded(seed &+ 1_000_003)
        cards = SimulatedCards(clock.clock)
        running = try await Self.open(place, folder, clock.clock, random, post, cards)
        try await register()
    }

    private static func open(
        _ place: SimulatedPlace, _ folder: String, _ clock: Clock, _ random: Random, _ post: SimulatedPost, _ cards: SimulatedCards
    ) async throws -> RunningGovernment {
        let composition = Composition([
            .privacy, .journal, .identity, .registries, .rules, .documents, .messages(sender: post.sender), .ledger, .payments(cards: cards.processor),
            .consent, .casework, .portal, .demonstration(),
        ])
        var diagnostics = Diagnostics()
        let arden = try FolderSnapshot(directory: PolityCommand.root + "/governments/arden", diagnostics: &diagnostics)
        let (edition, found) = composition.edition(of: FolderSnapshot(files: arden.files + NightRound.files))
        guard let edition else { throw PolityError(.broken, "TEST", found.sorted.map { "\($0)" }.joined(separator: "\n")) }
        let store = try await place.open(clock)
        return try await RunningGovernment.open(
            composition, edition: edition, store: store, clock: clock, random: random,
            settings: HostSettings(
                dataDirectory: folder, keyDirectory: folder + "/keys", publicAddress: "https://arden.example", mailFrom: "no-reply@arden.example"),
            logger: .silent)
    }

    /// A service for which nobody applies: the government opens a case of it every day, thirty times.
    enum NightRound {
        static let service = "night_round", turns = 30

        static var files: [FolderSnapshot.File] {
            let texts = [
                "service.yaml": """
                title: Walk around the town
                summary: Every night somebody walks around the town.
                access: signed_in
                questions:
                  note: {ask: What is to be looked at?, type: text, optional: true}
                steps:
                  - decide: [{outcome: done, because: It is quiet.}]
                outcomes:
                  done: {title: It is done}
                """,
                "process.bpmn": """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polity="urn:polity:bpmn" targetNamespace="urn:test">
                  <process id="\(service)" isExecutable="true">
                    <startEvent id="nightly"><timerEventDefinition><timeCycle>R\(turns)/PT24H</timeCycle></timerEventDefinition></startEvent>
                    <serviceTask id="decide" polity:service="casework.decide"/>
                    <serviceTask id="outcome" polity:service="casework.outcome"/>
                    <endEvent id="end"/>
                    <sequenceFlow id="a" sourceRef="nightly" targetRef="decide"/>
                    <sequenceFlow id="b" sourceRef="decide" targetRef="outcome"/>
                    <sequenceFlow id="c" sourceRef="outcome" targetRef="end"/>
                  </process>
                </definitions>
                """,
            ]
            return texts.map { FolderSnapshot.File(path: "services/\(service)/\($0.key)", bytes: Array($0.value.utf8)) }
        }
    }

    /// The process dies; on a disk of its own the power goes with it. What comes back is what was durable.
    func crash() async throws {
        note("crash")
        // Whoever starts the process again mounts its disks first.
        try setFilesAway(false)
        let old = store
        await place.crash(seed: generator.next())
        running = try await Self.open(place, folder, clock.clock, random, post, cards)
        await old.close()
    }

    func close() async { await store.close() }

    func note(_ what: String) { diary.append("\(clock.now) \(what)") }

    func chance(_ percent: Int) -> Bool { generator.next(below: 100) < percent }

    // MARK: - A day's work

    func run(steps: Int) async throws {
        for step in 0..<steps {
            clock.advance(by: .seconds(1_800 + generator.next(below: 18 * 3_600)))
            try trouble()
            for _ in 0..<1 + generator.next(below: 3) { try await act() }
            if chance(75) { await work() }
            if chance(4) { try await crash() }
            if step % 25 == 24 {
                try heal()
                try await checkAlongTheWay()
            }
        }
        try await settle()
    }

    /// Each of the outside's parts fails for some steps, and comes back.
    private func trouble() throws {
        if chance(25) { place.isFailing = chance(55) }
        if chance(25) { post.isDown = chance(50) }
        if chance(25) { cards.isDown = chance(50) }
        if chance(25) { try setFilesAway(chance(40)) }
        if place.isFailing { place.fail(generator.next()) } else { place.heal() }
    }

    private func heal() throws {
        place.heal()
        (post.isDown, cards.isDown) = (false, false)
        try setFilesAway(false)
    }

    private var areFilesAway = false

    /// The folder that new files are begun in is gone, as with a disk that was not mounted.
    private func setFilesAway(_ away: Bool) throws {
        guard away != areFilesAway else { return }
        let incoming = folder + "/files/incoming"
        try FileManager.default.moveItem(atPath: away ? incoming : incoming + ".away", toPath: away ? incoming + ".away" : incoming)
        areFilesAway = away
    }

    /// The government's own work. What fails comes again.
    func work() async {
        do {
            for loop in running.offers.flatMap(\.loops) { try await loop.step() }
            try await running.jobRunner().runDue()
        } catch { note("work failed: \(Self.code(error))") }
    }

    /// Everything works again, everybody has time, and all deadlines pass.
    private func settle() async throws {
        try heal()
        for days in [0, 0, 1, 1, 5, 40, 45, 45, 1, 0] {
            clock.advance(by: .seconds(days * 86_400 + 3_700))
            await work()
        }
        try await checkAtTheEnd()
    }

    static func code(_ error: any Error) -> String { (error as? PolityError).map { "\($0.code) \($0.context ?? "")" } ?? "\(error)" }

    // MARK: - Before it begins

    private func register() async throws {
        let (registries, identity) = (running.host[Registries.self], running.host[Identity.self])
        let today = casework.calendar.zone.date(of: clock.now)
        let note = ChangeNote(by: Actor(.system("simulation")), reason: "Entered for a simulation")
        residents = try await store.write("simulation.register") { tx in
            let street = try registries.create("streets", ["name": .string("Harbour Street"), "middle": Self.position], note: note, in: tx)
            for number in 0..<3 {
                try registries.create(
                    "parcels",
                    [
                        "number": .string("100\(number)-17"), "street": .string(street.text), "outline": Self.outline, "zone": .string("homes"),
                        "height_limit": .number(9), "protected": .boolean(number == 2),
                    ], note: note, in: tx)
            }
            return try (0..<14).map { place in
                let person = try registries.create(
                    "residents",
                    [
                        "number": .string(CheckScheme.luhn.completing("100\(1_000 + place)") ?? ""), "name": .string("Rosa Quill"),
                        "date_of_birth": .date(today.adding(years: -40)),
                    ], from: today.adding(years: -40), note: note, in: tx)
                try registries.create(
                    "driving_licences",
                    [
                        "number": .string(CheckScheme.mod37.completing("QUIL\(100_000 + place)") ?? ""), "holder": .string(person.text),
                        "categories": .list([.string("B")]), "status": .string("valid"), "issued_on": .date(today.adding(years: -10)),
                        "expires_on": .date(today.adding(days: 30)), "penalty_points": .number(place % 4 == 0 ? 12 : 0),
                    ], from: today.adding(years: -10), note: note, in: tx)
                let id = PersonID(person.text)
                let account = try identity.createAccount(email: "resident\(place)@mail.example", person: id, name: "Rosa Quill", in: tx)
                return Actor(.account(account), person: id, assurance: .substantial)
            }
        }
    }

    private static let position: Value = .context(["longitude": .number(2), "latitude": .number(54)])

    private static let outline: Value = {
        let corners: [(Int64, Int64)] = [(2, 54), (3, 54), (3, 55), (2, 54)]
        let ring: [Value] = corners.map { .list([.number(Decimal128($0.0)), .number(Decimal128($0.1))]) }
        return .context(["type": .string("Polygon"), "coordinates": .list([.list(ring)])])
    }()
}
