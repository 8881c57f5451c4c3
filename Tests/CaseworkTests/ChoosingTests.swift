import Blueprint
import Forms
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Casework

/// Ad-hoc sub-processes: an officer chooses what is done next, and says when it is enough.
@Suite struct ChoosingTests {
    private static let government = SmallTown.government.replacing(
        "  clerk: {title: Clerk, organisation: town, permissions: [casework.work]}",
        with:
            "  clerk: {title: Clerk, organisation: town, permissions: [casework.work]}\n  expert: {title: Expert, organisation: town, permissions: [casework.work]}"
    )
    private static let steps = """
        steps:
          - {id: find_out, task: {title: Find out what is wrong, role: clerk, within: 5 working days}}
          - {id: visit, task: {title: Visit the place, role: clerk, questions: {seen: {ask: What did you see?, type: text}}}}
          - {id: opinion, task: {title: Say what is wrong, role: expert}}
          - {id: remind, tell: {title: It takes time, text: We are looking.}}
          - decide: [{outcome: done, because: It is known.}]

        """

    static func folder(_ attributes: String = "", condition: String = "", steps: String = steps) -> FolderSnapshot {
        SmallTown.folder(
            [
                "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps),
                "services/report/process.bpmn": SmallTown.process(
                    "report",
                    """
                    <startEvent id="start"/>
                    <adHocSubProcess id="find_out" name="Find out" \(attributes)>
                      <userTask id="visit"/>
                      <userTask id="opinion"/>
                      <serviceTask id="remind" name="Tell the applicant" polity:service="casework.tell"/>
                      \(condition)
                    </adHocSubProcess>
                    <serviceTask id="decide" polity:service="casework.decide"/>
                    <serviceTask id="outcome" polity:service="casework.outcome"/>
                    <endEvent id="end"/>
                    """ + SmallTown.flows("start -> find_out", "find_out -> decide", "decide -> outcome", "outcome -> end")),
            ], government: government)
    }

    /// The row of the task by which the officer chooses.
    private func row(_ town: TestGovernment, _ id: Identifier<Case>, _ clerk: Caller) async throws -> QueueRow {
        try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first { $0.caseID == id && $0.step == "find_out" })
    }

    private func choice(_ town: TestGovernment, _ id: Identifier<Case>, _ clerk: Caller) async throws -> WorkChoice? {
        let view = try await town.casework.officerView(id, town.again(clerk))
        return view.tasks.first { $0.step == "find_out" }.flatMap { view.choice($0) }
    }

    @Test(arguments: TestStores.all) func anOfficerChoosesUntilItIsEnough(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town"), expert = town.officer("expert", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            let row = try await row(town, id, clerk)
            let ticket = Ticket(row.ticket)
            #expect(row.role == "clerk" && row.due == town.casework.calendar.date(after: town.casework.calendar.zone.date(of: town.clock.now), workingDays: 5))
            #expect(try await choice(town, id, clerk) == WorkChoice(offered: ["visit", "opinion", "remind"], underWay: [], end: .byHand(givesUp: true)))
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            // Nobody else chooses, and only what is offered.
            await expectCode(CaseFault.notYours.code) { try await town.casework.begin("visit", at: ticket, of: id, expert) }
            await expectCode(CaseFault.notFound.code) { try await town.casework.begin("visit", at: ticket, of: id, town.officer("clerk", at: "village")) }
            for wrong in ["decide", "find_out", "nothing"] {
                await expectCode(CaseFault.notOffered.code) { try await town.casework.begin(wrong, at: ticket, of: id, clerk) }
            }
            // Two of a kind at once, and work for somebody else.
            for element in ["visit", "visit", "opinion", "remind"] { try await town.casework.begin(element, at: ticket, of: id, clerk) }
            #expect(try await choice(town, id, clerk)?.underWay.sorted() == ["opinion", "visit", "visit"])
            #expect(try await town.casework.queue(QueueQuery(), expert).rows.map(\.step) == ["opinion"])
            try await town.finish("visit", of: id, ["seen": "It is dark."], by: clerk)
            try await town.finish("opinion", of: id, by: expert)
            #expect(try await town.standing(id).process.isRunning, "nobody has said that it is enough")
            await expectCode(CaseFault.wrongTask.code) {
                let visit = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first { $0.step == "visit" })
                try await town.casework.begin("visit", at: Ticket(visit.ticket), of: id, clerk)
            }
            try await town.finish("find_out", of: id, by: clerk)
            // The visit that was not made is given up with it.
            #expect(try await town.casework.queue(QueueQuery(), clerk).rows.isEmpty)
            #expect(try await town.casework.applicantView(id, applicant).decisions.map(\.outcome) == ["done"])
            #expect(try await town.standing(id).process.variables["seen"] == .string("It is dark."))
            await expectCode(CaseFault.tooLate.code) { try await town.casework.begin("visit", at: ticket, of: id, clerk) }
            let view = try await town.casework.officerView(id, clerk)
            #expect(view.history.filter { $0.kind == "begun" }.count == 4)
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test(arguments: TestStores.all) func itEndsByItsConditionOneThingAtATime(_ kind: TestStore) async throws {
        let folder = Self.folder("ordering=\"Sequential\"", condition: "<completionCondition>seen != null</completionCondition>")
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            let ticket = Ticket(try await row(town, id, clerk).ticket)
            try await town.casework.begin("visit", at: ticket, of: id, clerk)
            #expect(try await choice(town, id, clerk) == WorkChoice(offered: [], underWay: ["visit"], end: .byItself))
            await expectCode(CaseFault.notOffered.code) { try await town.casework.begin("opinion", at: ticket, of: id, clerk) }
            await expectCode(CaseFault.wrongTask.code) {
                _ = try await town.casework.finish(ticket, of: id, fields: RawFields([:]), clerk)
            }
            try await town.finish("visit", of: id, ["seen": "It is dark."], by: clerk)
            #expect(try await town.casework.queue(QueueQuery(), clerk).rows.isEmpty)
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// What is under way may be waited for; nothing new begins meanwhile, and nobody has anything to choose.
    @Test(arguments: TestStores.all) func whatIsUnderWayIsWaitedFor(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder("cancelRemainingInstances=\"false\"", condition: "")) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            let ticket = Ticket(try await row(town, id, clerk).ticket)
            try await town.casework.begin("visit", at: ticket, of: id, clerk)
            #expect(try await choice(town, id, clerk)?.end == .byHand(givesUp: false))
            try await town.finish("find_out", of: id, by: clerk)
            #expect(try await town.casework.queue(QueueQuery(), clerk).rows.map(\.step) == ["visit"])
            try await town.finish("visit", of: id, ["seen": "It is dark."], by: clerk)
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            try await town.replayEqualsLive(id)
        }
    }

    /// Taken, handed over and withdrawn like any other.
    @Test(arguments: TestStores.all) func toChooseIsATaskLikeAnother(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town"), other = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            let ticket = Ticket(try await row(town, id, clerk).ticket)
            try await town.casework.take(ticket, of: id, clerk)
            await expectCode(CaseFault.taken.code) { try await town.casework.begin("visit", at: ticket, of: id, other) }
            try await town.casework.begin("visit", at: ticket, of: id, clerk)
            try await town.casework.withdraw(id, applicant)
            #expect(try await town.casework.queue(QueueQuery(), clerk).rows.isEmpty)
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test func whoChoosesIsSaid() {
        let unnamed = Self.steps.replacing("  - {id: find_out, task: {title: Find out what is wrong, role: clerk, within: 5 working days}}\n", with: "")
        #expect(
            SmallTown.findings(Self.folder(steps: unnamed)).contains {
                $0.hasPrefix("services/report/process.bpmn:") && $0.contains("no 'task' step of service.yaml is called 'find_out'")
            })
        let asking = Self.steps.replacing("role: clerk, within: 5 working days", with: "role: clerk, questions: {why: {ask: Why?, type: text}}")
        #expect(SmallTown.findings(Self.folder(steps: asking)).contains { $0.contains("'find_out' is to choose what is done next, and asks nothing itself") })
        #expect(!SmallTown.findings(Self.folder()).contains { $0.contains("error") })
    }

    /// A worked example says what an officer chooses.
    @Test(
        arguments: [
            ("choices: {find_out: [visit, opinion]}, findings: {visit: {seen: Dark}, opinion: {}}, expect: {outcome: done}", nil),
            ("choices: {find_out: [remind]}, expect: {outcome: done}", nil), ("choices: {find_out: []}, expect: {outcome: done}", nil),
            // What nobody works on waits, and with it the choice.
            ("choices: {find_out: [opinion]}, expect: {waits_for: opinion}", nil),
            ("choices: {find_out: [visit]}, findings: {visit: {seen: Dark}}, expect: {waits_for: find_out}", nil),
            ("choices: {find_out: [visit, visit]}, findings: {visit: {seen: Dark}}, expect: {outcome: done}", nil),
            ("findings: {find_out: {}}, expect: {outcome: done}", nil),
            ("choices: {find_out: [visit]}, findings: {visit: {seen: Dark}}, expect: {waits_for: opinion}", "waits_for: expected opinion"),
        ] as [(String, String?)]) func anExampleTellsWhatIsChosen(_ told: String, _ wrong: String?) throws
    {
        try played(told, Self.folder(), wrong)
    }

    @Test func anExampleChoosesWhatIsOfferedOneAfterTheOther() throws {
        let folder = Self.folder("ordering=\"Sequential\"", condition: "<completionCondition>seen != null</completionCondition>")
        try played("choices: {find_out: [opinion, visit]}, findings: {visit: {seen: Dark}, opinion: {}}, expect: {outcome: done}", folder, nil)
        try played(
            "choices: {find_out: [visit, opinion]}, findings: {visit: {seen: Dark}, opinion: {}}, expect: {outcome: done}", folder,
            "choices.find_out: 'opinion' could not be begun")
    }

    private func played(_ told: String, _ folder: FolderSnapshot, _ wrong: String?) throws {
        let text = "examples:\n  one: {title: One, as_of: 2026-03-02, answers: {what: A lamp}, \(told)}\n"
        let examples = FolderSnapshot(files: folder.files + [.init(path: "services/report/examples.yaml", bytes: Array(text.utf8))])
        let (edition, found) = TestGovernment.composition.edition(of: examples)
        let served = try #require(edition, "\(found.sorted)")
        let service = try #require(served[CompiledServices.self].byID["report"])
        let example = try #require(served[CompiledExamples.self].byService["report"]?.first)
        let failures = ExampleRun(example, of: service, in: served.government).failures()
        if let wrong { #expect(failures.contains { $0.hasPrefix(wrong) }, "\(failures)") } else { #expect(failures == [], "\(told)") }
    }

    @Test func whatAnExampleChoosesIsCheckedWithTheFolder() {
        func findings(_ choices: String) -> [String] {
            let text = "examples:\n  one: {title: One, as_of: 2026-03-02, answers: {what: A lamp}, choices: \(choices), expect: {outcome: done}}\n"
            return SmallTown.findings(
                FolderSnapshot(files: Self.folder().files + [.init(path: "services/report/examples.yaml", bytes: Array(text.utf8))]))
        }
        #expect(!findings("{find_out: [visit]}").contains { $0.contains(": error: ") })
        #expect(findings("{visit: [opinion]}").contains { $0.contains("there is no ad-hoc sub-process 'visit'") })
        #expect(findings("{find_out: [visitt]}").contains { $0.hasPrefix("services/report/examples.yaml:2:") && $0.contains("no officer can begin 'visitt'") })
        #expect(findings("{find_out: [decide]}").contains { $0.contains("no officer can begin 'decide'") })
    }
}
