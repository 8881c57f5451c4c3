import Blueprint
import FEEL
import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Programs outside tell cases something: who may, what, to which case, and once however often they say it.
@Suite struct ProgramMessageTests {
    private static let government = SmallTown.government.replacing(
        "legal_bases:",
        with: """
              lamp_firm: {title: Lamp firm, organisation: town, permissions: [casework.message]}
              gas_firm: {title: Gas firm, organisation: town, permissions: [casework.message]}
              visitor: {title: Visitor, organisation: town}
            legal_bases:
            """)
    private static let steps = """
        legal_basis: town_act
        steps:
          - {id: prepare, task: {title: Prepare it, role: clerk}}
          - decide:
              - {when: 'lamps > 1', outcome: done, because: "{{lamps}} lamps are mended."}
              - {outcome: done, because: It is mended.}
        messages:
          lamp.mended:
            from: [lamp_firm]
            keep: 10 days
            questions:
              mended_on: {ask: On which day?, type: date, valid: mended_on <= today, message: That day is to come.}
              lamps: {ask: How many?, type: number, min: 1, max: 50, optional: true}
        """
    private static let process = SmallTown.process(
        "lamp", root: "<message id=\"m\" name=\"lamp.mended\"/>",
        """
        <startEvent id="start"/>
        <userTask id="prepare"/>
        <receiveTask id="wait" messageRef="m" polity:key="what"/>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """ + SmallTown.flows("start -> prepare", "prepare -> wait", "wait -> decide", "decide -> outcome", "outcome -> end"))

    private static func folder(steps: String = Self.steps, process: String = Self.process, examples: String? = nil) -> FolderSnapshot {
        var files = [
            "services/lamp/service.yaml": SmallTown.service("what: {ask: Which lamp?, type: text}", steps), "services/lamp/process.bpmn": process,
            "services/other/service.yaml": SmallTown.service(
                "what: {ask: What is it?, type: text}", "steps:\n  - decide: [{outcome: done, because: It is done.}]"),
        ]
        if let examples { files["services/lamp/examples.yaml"] = examples }
        return SmallTown.folder(files, government: government)
    }

    private func program(_ town: TestGovernment, _ id: String = "lamps_ltd", role: String = "lamp_firm", at organisation: String = "town") -> Caller {
        town.caller(
            Actor(
                .machine(id), assurance: .substantial, organisation: organisation,
                grants: [Grant(role: role, organisations: [organisation], permissions: role == "visitor" ? [] : [.sendMessages])]))
    }

    private func message(
        to target: ProgramMessage.Target, _ payload: JSON = ["mended_on": "2026-03-01"], key: String = "1", name: String = "lamp.mended",
        service: String = "lamp"
    ) -> ProgramMessage {
        ProgramMessage(service: service, name: name, target: target, payload: payload, idempotencyKey: key)
    }

    private func reference(_ id: Identifier<Case>, _ town: TestGovernment) async throws -> ProgramMessage.Target {
        .reference(try await town.standing(id).reference)
    }

    /// Cases about one lamp that wait for the message, or for the clerk.
    private func lamps(_ names: [String], prepared: Bool = true, _ town: TestGovernment, _ caller: Caller) async throws -> [Identifier<Case>] {
        var ids: [Identifier<Case>] = []
        for name in names {
            town.clock.advance(by: .seconds(1))
            let id = try await town.send("lamp", "what", name, caller)
            if prepared { try await town.finish("prepare", of: id, by: town.officer("clerk", at: "town")) }
            ids.append(id)
        }
        return ids
    }

    private func isDecided(_ ids: [Identifier<Case>], _ town: TestGovernment) async throws -> [Bool] {
        var found: [Bool] = []
        for id in ids { found.append(try await town.standing(id).closedAt != nil) }
        return found
    }

    private func acts(_ kind: String, _ town: TestGovernment) async throws -> Int? {
        try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = \(kind)", as: Int.self) }
    }

    @Test(arguments: TestStores.all) func itReachesTheCaseItNames(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person())
            // All about one lamp: who has waited longest is not asked where the message names its case.
            let ids = try await lamps(["Lamp 7", "Lamp 7", "Lamp 7"], town, caller)
            let said: JSON = ["mended_on": "2026-03-01", "lamps": 3]
            let received = try await town.casework.receive(message(to: reference(ids[1], town), said), program(town))
            #expect(received.keptUntil == Term(10, .days).end(from: town.clock.now, in: town.casework.calendar))
            #expect(try await isDecided(ids, town) == [false, false, false], "it goes the way of all messages")
            try await town.work()
            #expect(try await isDecided(ids, town) == [false, true, false])
            let variables = try await town.standing(ids[1]).process.variables
            #expect(variables["lamps"] == .number(3) && variables["mended_on"] == CivilDate("2026-03-01").map(Value.date))
            #expect(try await town.standing(ids[1]).decisions.last?.reasons.map(\.text) == ["3 lamps are mended."])
            #expect(try await town.rows(in: "casework_thrown") == 0)
            #expect(try await acts("message_received", town) == 1)
            #expect(try await town.casework.officerView(ids[1], town.officer("clerk", at: "town")).history.map(\.kind).contains("message_came"))
            try await town.replayEqualsLive(ids[1])
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test(arguments: TestStores.all) func itFindsItsCaseByAKey(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person())
            let ids = try await lamps(["Lamp 6", "Lamp 7"], town, caller), late = try await lamps(["Lamp 8"], prepared: false, town, caller)
            for (lamp, key) in [("Lamp 7", "a"), ("Lamp 8", "b")] {
                _ = try await town.casework.receive(message(to: .key(.string(lamp)), key: key), program(town))
            }
            try await town.work()
            #expect(try await isDecided(ids + late, town) == [false, true, false])
            // The one for which nobody waits yet is kept, for nobody in particular.
            #expect(try await town.rows(in: "casework_thrown") == 1)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            try await town.finish("prepare", of: late[0], by: town.officer("clerk", at: "town"))
            try await town.work()
            #expect(try await isDecided(ids + late, town) == [false, true, true])
            #expect(try await town.rows(in: "casework_thrown") == 0)
            try await town.replayEqualsLive(late[0])
        }
    }

    @Test(arguments: TestStores.all) func itIsKeptForTheCaseItNames(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person())
            let early = try await lamps(["Lamp 7"], prepared: false, town, caller)[0], other = try await lamps(["Lamp 7"], town, caller)[0]
            _ = try await town.casework.receive(message(to: reference(early, town)), program(town))
            try await town.work()
            town.clock.advance(by: .seconds(9 * 86_400))
            try await town.work()
            try await town.finish("prepare", of: early, by: town.officer("clerk", at: "town"))
            try await town.work()
            #expect(try await isDecided([early, other], town) == [true, false])
            town.clock.advance(by: .seconds(9 * 86_400))
            try await town.work()
            #expect(try await town.casework.notices(town.officer("clerk", at: "town", [.superviseCases])) == [])
        }
    }

    @Test(arguments: TestStores.all) func whatNobodyWaitsForIsTold(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person()), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let late = try await lamps(["Lamp 7"], prepared: false, town, caller)[0]
            _ = try await town.casework.receive(message(to: reference(late, town)), program(town))
            _ = try await town.casework.receive(message(to: .key(.string("Lamp 9")), key: "2"), program(town))
            try await town.work()
            #expect(try await town.casework.notices(supervisor) == [])
            town.clock.advance(by: .seconds(11 * 86_400))
            try await town.work()
            let notices = try await town.casework.notices(supervisor)
            #expect(notices.count == 2 && notices.allSatisfy { $0.sender == "lamps_ltd" && $0.name == "lamp.mended" && $0.canBeSentAgain })
            let named = try #require(notices.first { $0.caseID == late }), unnamed = try #require(notices.first { $0.caseID == nil })
            #expect(named.reference != nil && unnamed.reference == nil && unnamed.organisation == "town")
            await expectCode(CaseFault.notFound.code) { try await town.casework.close(unnamed.id, town.officer("clerk", at: "village", [.superviseCases])) }
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            // Sent again, each goes to whoever waits for it now.
            let other = try await lamps(["Lamp 9"], town, caller)[0]
            try await town.finish("prepare", of: late, by: town.officer("clerk", at: "town"))
            for notice in notices { try await town.casework.close(notice.id, sendingAgain: true, supervisor) }
            try await town.work()
            #expect(try await isDecided([late, other], town) == [true, true])
            #expect(try await town.casework.notices(supervisor) == [])
            #expect(try await town.rows(in: "casework_thrown") == 0)
            #expect(try await acts("notice_closed", town) == 2)
        }
    }

    /// What came by a key and was never dealt with does not stay for ever.
    @Test(arguments: TestStores.all) func whatNobodyDealsWithGoes(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            _ = try await town.casework.receive(message(to: .key(.string("Lamp 9"))), program(town))
            town.clock.advance(by: .seconds(11 * 86_400))
            try await town.work()
            let loop = try #require(town.running.offers.flatMap(\.loops).first { $0.name == "casework.retention" })
            for (days, rows) in [(80, 1), (280, 0)] {
                town.clock.advance(by: .seconds(days * 86_400))
                try await loop.step()
                for table in ["casework_thrown", "casework_notices", "casework_received"] { #expect(try await town.rows(in: table) == rows) }
            }
        }
    }

    /// Of a message that has arrived only its key is left, for a time; what it said by itself nobody can open afterwards.
    @Test(arguments: TestStores.all) func itsKeyIsForgottenInTheEnd(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let id = try await lamps(["Lamp 7"], town, town.caller(town.person()))[0]
            _ = try await town.casework.receive(message(to: .key(.string("Lamp 7"))), program(town))
            let found = try await town.store.read { try $0.value("SELECT subject FROM casework_thrown", as: Identifier<DataSubject>.self) }
            let subject = try #require(found)
            try await town.work()
            #expect(try await isDecided([id], town) == [true])
            let loop = try #require(town.running.offers.flatMap(\.loops).first { $0.name == "casework.retention" })
            for (days, rows) in [(89, 1), (2, 0)] {
                town.clock.advance(by: .seconds(days * 86_400))
                try await loop.step()
                #expect(try await town.rows(in: "casework_received") == rows)
            }
            #expect(throws: (any Error).self) { try town.casework.codec.seal([1], subject: subject, class: .special, place: "test") }
        }
    }

    @Test(arguments: TestStores.all) func theSameKeyIsTheSameMessage(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let id = try await lamps(["Lamp 7"], town, town.caller(town.person()))[0]
            let sent = message(to: try await reference(id, town)), firm = program(town)
            let answers = try await withThrowingTaskGroup(of: ReceivedMessage.self) { group in
                for _ in 0..<6 { group.addTask { try await town.casework.receive(sent, town.again(firm)) } }
                return try await group.reduce(into: Set<ReceivedMessage>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await town.rows(in: "casework_thrown") == 1)
            #expect(try await acts("message_received", town) == 1)
            try await town.work()
            #expect(try await isDecided([id], town) == [true])
            // The case is closed, and the answer was lost on the way: it is the same once more.
            town.clock.advance(by: .seconds(3_600))
            #expect(try await town.casework.receive(sent, firm) == answers.first)
            await expectCode("CASE-434") { try await town.casework.receive(message(to: reference(id, town), key: "2"), firm) }
            for other in [message(to: sent.target, ["mended_on": "2026-02-28"]), message(to: .key(.string("Lamp 7")))] {
                await expectCode("CASE-435") { try await town.casework.receive(other, firm) }
            }
            // Another program has keys of its own.
            _ = try await town.casework.receive(message(to: .key(.string("Lamp 7"))), program(town, "lamps_inc"))
            #expect(try await town.rows(in: "casework_received") == 2)
        }
    }

    @Test(arguments: TestStores.all) func onlyWhoMaySendsIt(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person())
            let id = try await lamps(["Lamp 7"], town, caller)[0], other = try await town.send("other", "what", "A key", caller)
            let right = message(to: try await reference(id, town)), firm = program(town)
            let clerk = town.caller(
                Actor(
                    .account(town.identifiers.next()), assurance: .substantial,
                    grants: [Grant(role: "lamp_firm", organisations: ["town"], permissions: [.sendMessages])]))
            let refused: [(ProgramMessage, Caller, String)] = [
                (right, program(town, role: "gas_firm"), "CASE-415"), (right, program(town, at: "village"), "CASE-415"),
                (right, program(town, role: "visitor"), "CASE-415"), (right, clerk, "CASE-415"), (right, caller, "CASE-415"),
                (message(to: right.target, service: "nothing"), firm, "CASE-405"), (message(to: right.target, name: "lamp.lost"), firm, "CASE-405"),
                (message(to: right.target, service: "other"), firm, "CASE-405"),
                (message(to: try await reference(other, town)), firm, "CASE-404"),
                (message(to: .reference(ReferenceNumber(random: .seeded(5)))), firm, "CASE-404"),
            ]
            for (message, sender, code) in refused { await expectCode(code) { try await town.casework.receive(message, sender) } }
            for table in ["casework_thrown", "casework_received"] { #expect(try await town.rows(in: table) == 0) }
            #expect(try await acts("message_received", town) == 0)
            _ = try await town.casework.receive(right, firm)
        }
    }

    @Test func aMessageWithoutAKeyNamesItsCase() async throws {
        try await TestGovernment.on(.sqlite, with: Self.folder(process: Self.process.replacing(" polity:key=\"what\"", with: ""))) { town in
            await expectCode("CASE-438") { try await town.casework.receive(message(to: .key(.string("Lamp 7"))), program(town)) }
        }
    }

    @Test(arguments: [
        ("{}", ["mended_on"], []), (#"{"mended_on": "yesterday"}"#, ["mended_on"], []), (#"{"mended_on": "2027-01-01"}"#, ["mended_on"], []),
        (#"{"mended_on": "2026-03-01", "lamps": 51}"#, ["lamps"], []), (#"{"mended_on": "2026-03-01", "lamps": "many"}"#, ["lamps"], []),
        (#"{"mended_on": "2026-03-01", "decision": {"outcome": "done"}}"#, [], ["decision"]), (#"{"mended_on": null, "case": 1}"#, ["mended_on"], ["case"]),
    ])
    func whatItSaysIsChecked(payload: String, wrong: [String], unknown: [String]) async throws {
        try await TestGovernment.on(.sqlite, with: Self.folder()) { town in
            let said = try JSON(parsing: Array(payload.utf8))
            let error = await #expect(throws: WrongMessage.self) {
                try await town.casework.receive(message(to: .key(.string("Lamp 7")), said), program(town))
            }
            #expect(error?.errors.map(\.question) == wrong && error?.unknown == unknown)
            #expect(try await town.rows(in: "casework_received") == 0)
        }
    }

    @Test(arguments: [
        ("from: [lamp_firm]", "from: [visitor]", "error: programs with the role 'visitor' may send no messages"),
        ("from: [lamp_firm]", "from: [lamp_form]", "lamp_form"), ("lamp.mended:", "lamp.mendet:", "error: no step waits for the message 'lamp.mendet'"),
        ("lamp.mended:", "casework.paid:", "error: messages called casework.… come from casework alone"),
        ("type: number, min: 1, max: 50", "type: files", "error: a message carries no files"),
        ("mended_on <= today", "mended_on <= what", "there is no name 'what' here"), ("keep: 10 days", "keep: long", "'keep' must be a length of time"),
        ("lamps: {ask", "what: {ask", "is called 'what', which already means something here"),
    ])
    func whatIsWrongIsToldWithItsPlace(right: String, wrong: String, finding: String) {
        let told = SmallTown.findings(Self.folder(steps: Self.steps.replacing(right, with: wrong)))
        #expect(told.contains { $0.hasPrefix("services/lamp/service.yaml:") && $0.contains(finding) }, "\(told)")
    }

    @Test func whatAProgramSendsNeedsNoOtherService() {
        let told = SmallTown.findings(Self.folder())
        #expect(!told.contains { $0.contains("lamp.mended") || $0.contains("error") }, "\(told)")
    }

    @Test func workedCasesSayWhatProgramsTell() throws {
        let examples = """
            examples:
              mended:
                title: The firm mends it
                as_of: 2026-03-02
                answers: {what: Lamp 7}
                findings: {prepare: {}}
                messages: {lamp.mended: {mended_on: 2026-03-01, lamps: 2}}
                expect: {outcome: done, reasons: [2 lamps are mended.]}
              waiting:
                title: Nobody has said anything yet
                as_of: 2026-03-02
                answers: {what: Lamp 7}
                findings: {prepare: {}}
                expect: {waits_for: wait}
            """
        let (edition, diagnostics) = TestGovernment.composition.edition(of: Self.folder(examples: examples))
        let found = try #require(edition, "\(diagnostics.sorted)")
        let service = try #require(found[CompiledServices.self].byID["lamp"])
        for example in found[CompiledExamples.self].byService["lamp"] ?? [] {
            #expect(ExampleRun(example, of: service, in: found.government).failures() == [], "\(example.id)")
        }
        let misspelt = Self.folder(examples: examples.replacing("{lamp.mended:", with: "{lamp.mendet:"))
        #expect(SmallTown.findings(misspelt).contains { $0.hasPrefix("services/lamp/examples.yaml:") && $0.contains("lamp.mendet") })
    }
}
