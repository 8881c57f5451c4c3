import Blueprint
import FEEL
import Forms
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Casework

/// What a decision writes in a registry is known to what follows in the same moment: a licence's own end is a timer's time.
@Suite struct WrittenRecordTests {
    private static let registry = """
        title: Licences
        about: Who may do what, and until when.
        organisation: town
        record_title: number
        fields:
          number: {title: Number, type: text, required: true, unique: true, search: exact}
          ends_on: {title: Ends on, type: date, required: true}
        """
    private static let service = SmallTown.service(
        "what: {ask: What for?, type: text}",
        """
        steps:
          - decide: [{outcome: done, because: It may be done.}]
          - {id: ended, tell: {title: It is over, text: Your licence is over.}}
        """,
        head: """
            legal_basis: town_act
            look_up: {licence: {registry: licences, record: case.reference}}
            """
    ).replacing(
        "done: {title: It is done}",
        with: """
            done:
                title: It is done
                change:
                  - {registry: licences, create: true, set: {number: case.reference, ends_on: "law_date + duration(\\"P10D\\")"}}
            """)
    private static let process = SmallTown.process(
        "report",
        """
        <startEvent id="start"/>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <intermediateCatchEvent id="over"><timerEventDefinition><timeDate>licence.ends_on</timeDate></timerEventDefinition></intermediateCatchEvent>
        <serviceTask id="ended" polity:service="casework.tell"/>
        <endEvent id="end"/>
        """ + SmallTown.flows("start -> decide", "decide -> outcome", "outcome -> over", "over -> ended", "ended -> end"))

    @Test(arguments: TestStores.all) func aTimerReadsItsDate(_ kind: TestStore) async throws {
        let folder = SmallTown.folder([
            "registries/licences.yaml": Self.registry, "services/report/service.yaml": Self.service, "services/report/process.bpmn": Self.process,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let caller = town.caller(town.person())
            let id = try await town.send("report", "what", "A stall", caller)
            let theCase = try await town.standing(id)
            let zone = town.casework.calendar.zone
            let due = zone.start(of: theCase.lawDate.adding(days: 10))
            let service = try #require(town.casework.services.service("report"))
            #expect(theCase.process.waiting(in: service.process).map(\.wait) == [.timer(due: due, repeats: 1)])
            town.clock.advance(by: .seconds(10 * 86_400))
            try await town.work()
            #expect(try await !town.standing(id).process.isRunning)
            try await town.replayEqualsLive(id)
        }
    }
}
