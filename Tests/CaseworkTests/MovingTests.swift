import Blueprint
import Capability
import Forms
import Journal
import Kernel
import Privacy
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Running cases go on in the newest version of their service: whole, or not at all.
@Suite struct MovingTests {
    private static let government = SmallTown.government.replacing(
        "legal_bases:", with: "  surveyor: {title: Surveyor, organisation: town, permissions: [casework.work]}\nlegal_bases:")
    private static let service = SmallTown.service(
        "what: {ask: What is it?, type: choose_one, choices: {tree: A tree, road: A road}}",
        """
        steps:
          - review: {title: Look at it, role: clerk, within: 5 working days}
        """)

    private static func folder(_ service: String) -> FolderSnapshot {
        SmallTown.folder(["services/report/service.yaml": service], government: government)
    }

    private func report(_ town: TestGovernment) async throws -> (applicant: Caller, caseID: Identifier<Case>) {
        let caller = town.caller(town.person())
        return (caller, try await town.send("report", "what", "tree", caller))
    }

    @Test(arguments: TestStores.all) func aCaseThatWaitsForItsApplicantGoesOnUnderAnotherName(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.service)) { old in
            let (applicant, id) = try await report(old)
            let clerk = old.officer("clerk", at: "town")
            let row = try #require(try await old.casework.queue(QueueQuery(), clerk).rows.first)
            try await old.casework.ask(.init(row.ticket), of: id, text: "Which tree?", clerk)

            let renamed = "  - {id: survey, review: {title: Look at it, role: surveyor, within: 5 working days}}"
            let next = Self.service.replacing("  - review: {title: Look at it, role: clerk, within: 5 working days}", with: renamed)
            let new = try await old.reopened(with: Self.folder(next))
            let without = try #require(try await new.casework.planMoves().groups.first)
            #expect(without.movable.isEmpty && without.cases.first?.obstacles.isEmpty == false)

            let renames = ["review": "survey"]
            let plan = try await new.casework.planMoves(renames: renames)
            let group = try #require(plan.groups.first)
            #expect(plan.groups.count == 1 && group.service == "report" && plan.staying == 0 && plan.movable.map(\.id) == [id])
            #expect(group.renamed["review_question"] == "survey_question" && group.waiting(at: "review_question") == 1)
            #expect(try await new.casework.move(id, renames: renames) == [])
            #expect(try await new.casework.planMoves().groups.isEmpty)
            #expect(try await new.casework.move(id) == [])
            try await new.replayEqualsLive(id)

            // The new version's officer gets the answer; the old one's does not.
            try await new.casework.answerRequest(1, of: id, text: "The oak.", files: [], applicant)
            #expect(try await new.casework.queue(QueueQuery(), clerk).rows.isEmpty)
            let surveyor = new.officer("surveyor", at: "town")
            let task = try #require(try await new.casework.queue(QueueQuery(), surveyor).rows.first)
            #expect(task.step == "survey")
            try await new.casework.decide(.init(task.ticket), of: id, DecisionInput(outcome: "done", reasons: [.init("It was cut.")]), surveyor)
            #expect(try await new.casework.applicantView(id, applicant).stage == .decided)
            #expect(try await new.casework.officerView(id, surveyor).history.map(\.kind).contains("moved"))
            try await new.replayEqualsLive(id)
            #expect(try await new.acts("case_moved") == 1)
        }
    }

    @Test(arguments: TestStores.all) func aTaskGoesToWhomTheNewVersionGivesIt(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.service)) { old in
            let (_, id) = try await report(old)
            let new = try await old.reopened(with: Self.folder(Self.service.replacing("role: clerk", with: "role: surveyor")))
            #expect(try await new.casework.move(id) == [])
            #expect(try await new.casework.queue(QueueQuery(), new.officer("clerk", at: "town")).rows.isEmpty)
            #expect(try await new.casework.queue(QueueQuery(), new.officer("surveyor", at: "town")).rows.map(\.caseID) == [id])
            try await new.replayEqualsLive(id)
        }
    }

    /// Two versions on, in a process that has seen neither of the earlier ones.
    @Test(arguments: TestStores.all) func whatWasMovedTwiceIsStillProved(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.service)) { old in
            let (_, id) = try await report(old)
            let service = Self.service.replacing("role: clerk", with: "role: surveyor")
            let new = try await old.reopened(with: Self.folder(service))
            #expect(try await new.casework.move(id) == [])
            let last = Self.folder(service.replacing("within: 5", with: "within: 6"))
            #expect(try await new.reopened(with: last).casework.move(id) == [])
            let newest = try await new.reopened(with: last)
            #expect(try await CaseworkIntegrityTests.findings(newest) == [])
            let standing = try await newest.casework.process(of: id, newest.officer("surveyor", at: "town"))
            #expect(standing.places.map(\.element) == ["review"] && standing.places.first?.kind == .task)

            let subject = try #require(
                try await newest.store.read { try $0.value("SELECT subject FROM casework_cases WHERE id = \(id)", as: Identifier<DataSubject>.self) })
            try newest.host[PersonalVault.self].destroyKeys(of: [subject])
            #expect(try await CaseworkIntegrityTests.findings(newest) == [])
        }
    }

    /// A term that comes with the new version holds for whom it finds waiting.
    @Test(arguments: TestStores.all) func aTermThatIsNewHoldsFromTheMoveOn(_ kind: TestStore) async throws {
        func folder(_ elements: String = "", _ flows: String = "") -> FolderSnapshot {
            let service = SmallTown.service(
                "what: {ask: What is it?, type: text}",
                "steps:\n  - {id: look, task: {title: Look at it, role: clerk}}\n  - decide: [{outcome: done, because: It is known.}]")
            let process = SmallTown.process(
                "report",
                """
                <startEvent id="start"/>
                <userTask id="look"/>
                <exclusiveGateway id="either"/>
                <serviceTask id="decide" polity:service="casework.decide"/>
                <serviceTask id="outcome" polity:service="casework.outcome"/>
                <endEvent id="end"/>

                """ + elements + SmallTown.flows("start -> look", "look -> either", "either -> decide", "decide -> outcome", "outcome -> end") + flows)
            return SmallTown.folder(["services/report/service.yaml": service, "services/report/process.bpmn": process])
        }
        let late =
            "<boundaryEvent id=\"late\" attachedToRef=\"look\"><timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent>"
        try await TestGovernment.on(kind, with: folder()) { old in
            let (applicant, id) = try await report(old)
            let new = try await old.reopened(with: folder(late, SmallTown.flows("late -> either")))
            #expect(try await new.casework.planMoves().groups.map(\.additions) == [["late"]])
            #expect(try await new.casework.move(id) == [])
            #expect(try await new.waiting(id) == ["look", "late"])
            #expect(try await CaseworkIntegrityTests.findings(new) == [])
            try await new.replayEqualsLive(id)
            new.clock.advance(by: .seconds(4 * 86_400))
            try await new.work()
            #expect(try await new.casework.applicantView(id, applicant).stage == .inProgress)
            new.clock.advance(by: .seconds(2 * 86_400))
            try await new.work()
            #expect(try await new.casework.applicantView(id, applicant).stage == .decided)
            try await new.replayEqualsLive(id)
        }
    }

    private static let lost = "what: the answer to 'what' has no place in the new version"

    /// Every obstacle is told, and nothing of the case is touched.
    @Test(arguments: [
        ("  - review:", "  - {wait: 3 days}\n  - review:", [String]()),
        ("  - review:", "  - id: look\n    review:", ["review: the new version has no 'review'"]),
        ("  what: {", "  thing: {", [MovingTests.lost, "thing: the new version asks 'thing', which was not answered"]),
        ("choices: {tree: A tree, road", "choices: {wood: A wood, road", [MovingTests.lost, "what: the new version asks 'what', which was not answered"]),
    ])
    func whatKeepsACaseIsTold(right: String, wrong: String, expected: [String]) async throws {
        try await TestGovernment.on(.sqlite, with: Self.folder(Self.service)) { old in
            let (_, id) = try await report(old)
            let before = try await old.version(of: id)
            let new = try await old.reopened(with: Self.folder(Self.service.replacing(right, with: wrong)))
            let plan = try await new.casework.planMoves()
            let told = plan.groups.flatMap(\.cases).flatMap(\.obstacles).map { "\($0.place): \($0.reason)" }
            #expect(told == expected)
            #expect(try await new.casework.move(id).map { "\($0.place): \($0.reason)" } == expected)
            #expect(try await new.version(of: id) == (expected.isEmpty ? before + 1 : before))
            #expect(try await new.acts("case_moved") == (expected.isEmpty ? 1 : 0))
        }
    }

    /// A rename that fits nothing would do nothing, and nobody would know.
    @Test(arguments: [
        (["revew": "survey"], "no version that running cases are in has a step 'revew'", "Did you mean 'review'?"),
        (["review": "survay"], "the newest version has no step 'survay'", "Did you mean 'survey'?"),
        (["review": "survey", "paint": "draw"], "no version that running cases are in has a step 'paint'", "There are: "),
    ])
    func aStepThatThereIsNotIsNotRenamed(renames: [String: String], context: String, hint: String) async throws {
        try await TestGovernment.on(.sqlite, with: Self.folder(Self.service)) { old in
            _ = try await report(old)
            let new = try await old.reopened(with: Self.folder(Self.service.replacing("  - review:", with: "  - id: survey\n    review:")))
            #expect(try await new.casework.planMoves(renames: ["review": "survey"]).movable.count == 1)
            let error = await #expect(throws: PolityError.self) { try await new.casework.planMoves(renames: renames) }
            // Said once more when all have been moved, it is no mistake; a new name that there is not is one.
            for id in try await new.casework.planMoves(renames: ["review": "survey"]).movable.map(\.id) {
                #expect(try await new.casework.move(id, renames: ["review": "survey"]) == [])
            }
            #expect(try await new.casework.planMoves(renames: ["review": "survey"]).groups.isEmpty)
            await expectCode("CASE-511") { try await new.casework.planMoves(renames: ["review": "survay"]) }
            #expect(error?.code == "CASE-511" && error?.context == context && error?.hint?.hasPrefix(hint) == true, "\(String(describing: error))")
        }
    }

    @Test func aServiceThatIsGoneKeepsItsCases() async throws {
        try await TestGovernment.on(.sqlite, with: Self.folder(Self.service)) { old in
            let (_, id) = try await report(old)
            let folder = FolderSnapshot(
                files: Self.folder(Self.service).files.map { $0.path.hasPrefix("services/") ? .init(path: "services/other/service.yaml", bytes: $0.bytes) : $0 }
            )
            let new = try await old.reopened(with: folder)
            let plan = try await new.casework.planMoves()
            #expect(plan.groups.map(\.obstacle) == ["the new version has no service 'report'"] && plan.staying == 1 && plan.movable.isEmpty)
            await expectCode(CaseFault.cannotMove("").code) { try await new.casework.move(id) }
        }
    }
}

extension TestGovernment {
    /// The same data, served with another folder.
    func reopened(with folder: FolderSnapshot) async throws -> TestGovernment {
        let (edition, diagnostics) = Self.composition.edition(of: folder)
        guard let edition else { throw PolityError(.broken, "TEST", diagnostics.sorted.map(\.description).joined(separator: "\n")) }
        let running = try await RunningGovernment.open(
            Self.composition, edition: edition, store: store, clock: clock.clock, random: .system, settings: host.settings, logger: .silent)
        return TestGovernment(running: running, store: store, clock: clock, casework: running.host[Casework.self])
    }

    fileprivate func version(of id: Identifier<Case>) async throws -> Int {
        try await store.read { try $0.value("SELECT version FROM casework_cases WHERE id = \(id)") ?? 0 }
    }

    fileprivate func acts(_ kind: String) async throws -> Int {
        try await store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = \(kind)") ?? 0 }
    }
}
