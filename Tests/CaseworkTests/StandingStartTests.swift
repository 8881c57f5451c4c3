import Blueprint
import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Cases for which nobody applies: the government opens them at a time, at a signal, or when a condition comes to hold. The clock begins on
/// 2 March 2026, at nine.
@Suite struct StandingStartTests {
    private static let root = "<signal id=\"s\" name=\"town.flood\"/>"
    private static let ending = """
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """
    private static let daily = "<timerEventDefinition><timeCycle>R/PT24H</timeCycle></timerEventDefinition>"
    private static let flood = "<signalEventDefinition signalRef=\"s\"/>"
    private static let spring = "<conditionalEventDefinition><condition>today.month = 4</condition></conditionalEventDefinition>"

    private static func round(_ trigger: String, _ more: String = "") -> String {
        SmallTown.process(
            "round", root: root,
            """
            <startEvent id="start"/>
            <startEvent id="opens">\(trigger)</startEvent>\(more)
            <exclusiveGateway id="either"/>
            <userTask id="look"/>
            """ + ending + SmallTown.flows("start -> either", "opens -> either", "either -> look", "look -> decide", "decide -> outcome", "outcome -> end"))
    }

    private static let alarm = SmallTown.process(
        "alarm", root: root,
        """
        <startEvent id="start"/>
        <intermediateThrowEvent id="warn"><extensionElements><polity:input name="place" value="what"/></extensionElements>
          <signalEventDefinition signalRef="s"/></intermediateThrowEvent>
        """ + ending + SmallTown.flows("start -> warn", "warn -> decide", "decide -> outcome", "outcome -> end"))

    private static let questions = "note: {ask: What is to be looked at?, type: text, optional: true}"

    private static let looking = """
        steps:
          - {id: look, task: {title: Look at it, role: clerk}}
          - decide: [{outcome: done, because: It is looked at.}]
        """

    private static func folder(
        _ trigger: String, process: String? = nil, questions: String = Self.questions, head: String = "", others: [String: String] = [:]
    ) -> FolderSnapshot {
        let files = [
            "services/round/service.yaml": SmallTown.service(questions, looking, head: head), "services/round/process.bpmn": process ?? round(trigger),
            "services/alarm/service.yaml": SmallTown.service(
                "what: {ask: Where?, type: text}", "steps:\n  - decide: [{outcome: done, because: It is known.}]"),
            "services/alarm/process.bpmn": alarm,
        ]
        return SmallTown.folder(files.merging(others) { $1 })
    }

    private func opened(_ town: TestGovernment) async throws -> [Identifier<Case>] {
        try await town.store.read { try $0.rows("SELECT id FROM casework_cases WHERE service = 'round' ORDER BY id").map { try $0.identifier(0) } }
    }

    private func firstLine(of id: Identifier<Case>, _ town: TestGovernment) async throws -> String? {
        try await town.store.read { try town.casework.cases.history(id, $0).first?.kind }
    }

    private func act(of id: Identifier<Case>, _ town: TestGovernment) async throws -> [String] {
        try await town.store.read { connection in
            let reference = try connection.value("SELECT reference FROM casework_cases WHERE id = \(id)", as: String.self) ?? ""
            return try connection.rows("SELECT kind FROM journal_acts WHERE reference = \(reference)").map { try $0.text(0) }
        }
    }

    private func passDays(_ days: Int, _ town: TestGovernment) async throws {
        town.clock.advance(by: .seconds(days * 86_400))
        for _ in 0..<4 { try await town.work() }
    }

    @Test(arguments: TestStores.all) func aTimeOpensACaseForWhichNobodyApplied(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.daily)) { town in
            try await town.casework.keepStarts()
            try await town.work()
            #expect(try await opened(town) == [], "the first turn is a day away")
            try await passDays(1, town)
            let id = try #require(try await opened(town).first)
            let theCase = try await town.standing(id)
            #expect(theCase.applicant == nil && theCase.account == nil && theCase.subject != .nobody)
            #expect(try await firstLine(of: id, town) == "time_began")
            #expect(try await act(of: id, town) == ["case_opened"])
            #expect(try await town.waiting(id) == ["look"])
            // Nobody's case opens for nobody, whatever secret they hold.
            await expectCode(CaseFault.notFound.code) { try await town.casework.applicantView(id, town.caller(secret: [])) }
            await expectCode(CaseFault.notFound.code) { try await town.casework.applicantView(id, town.caller(town.person())) }
            try await town.finish("look", of: id, by: town.officer("clerk", at: "town"))
            #expect(try await town.standing(id).decisions.last?.outcome == "done")
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            // Whoever applies begins one as ever.
            let caller = town.caller(town.person())
            let (application, _) = try await town.casework.start("round", caller)
            #expect(try await town.answer(application, [("note", [:])], caller) == [])
            let own = try await town.casework.submit(application, caller).caseID
            #expect(try await town.waiting(own) == ["look"])
            #expect(try await firstLine(of: own, town) == "submitted")
        }
    }

    @Test(arguments: TestStores.all) func aCronExpressionOpensACaseAtEachOfItsTimes(_ kind: TestStore) async throws {
        let cycle = "<timerEventDefinition><timeCycle>0 0 14 ? * *</timeCycle></timerEventDefinition>"
        try await TestGovernment.on(kind, with: Self.folder(cycle)) { town in
            try await town.casework.keepStarts()
            try await town.work()
            #expect(try await opened(town) == [])
            for day in 1...3 {
                try await passDays(1, town)
                #expect(try await opened(town).count == day)
            }
        }
    }

    /// A turn opens one case, whichever process comes first, after a restart, in another edition, and when the clock has run on meanwhile.
    @Test(arguments: TestStores.all) func eachTurnOpensOneCase(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.daily)) { town in
            try await town.casework.keepStarts()
            town.clock.advance(by: .seconds(86_400))
            let others = try await [town.reopened(with: Self.folder(Self.daily)), town.reopened(with: Self.folder(Self.daily))]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for process in others + [town] {
                    group.addTask {
                        try await process.casework.keepStarts()
                        for _ in 0..<3 { _ = try await process.running.jobRunner().runDue() }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await opened(town).count == 1)
            // Another edition in which the start event says the same.
            let later = try await town.reopened(with: Self.folder(Self.daily, questions: Self.questions.replacing("looked at", with: "seen")))
            try await later.casework.keepStarts()
            try await passDays(3, later)
            #expect(try await opened(later).count == 4, "turns that a stopped government missed are made up for")
            #expect(try await later.rows(in: "casework_starts") == 1)
            // One in which it says something else begins to listen then, and one without it hears nothing any more.
            let weekly = try await later.reopened(with: Self.folder(Self.daily.replacing("PT24H", with: "PT168H")))
            try await weekly.casework.keepStarts()
            try await passDays(6, weekly)
            #expect(try await opened(weekly).count == 4)
            try await passDays(1, weekly)
            #expect(try await opened(weekly).count == 5)
            let none = Self.round("").replacing("<startEvent id=\"opens\"></startEvent>", with: "").replacing(
                "<sequenceFlow id=\"opens_either\" sourceRef=\"opens\" targetRef=\"either\"/>", with: "")
            let last = try await weekly.reopened(with: Self.folder("", process: none))
            try await last.casework.keepStarts()
            try await passDays(30, last)
            #expect(try await opened(last).count == 5)
            #expect(try await last.rows(in: "casework_starts") == 0)
            #expect(try await CaseworkIntegrityTests.findings(last) == [])
        }
    }

    /// A service that only the government begins is offered to nobody.
    @Test func whatNobodyAppliesForIsNotOffered() async throws {
        let alone = Self.round(Self.daily).replacing("<startEvent id=\"start\"/>", with: "")
            .replacing("<sequenceFlow id=\"start_either\" sourceRef=\"start\" targetRef=\"either\"/>", with: "")
        let example = "examples:\n  daily:\n    title: A round begins\n    as_of: 2026-03-02\n    answers: {note: null}\n    expect: {waits_for: look}\n"
        let folder = Self.folder("", process: alone, others: ["services/round/examples.yaml": example])
        let edition = try #require(TestGovernment.composition.edition(of: folder).0)
        let service = try #require(edition[CompiledServices.self].byID["round"])
        let played = try #require(edition[CompiledExamples.self].byService["round"]?.first)
        #expect(ExampleRun(played, of: service, in: edition.government).failures() == [])
        try await TestGovernment.on(.sqlite, with: folder) { town in
            #expect(town.casework.services.offered(in: .english).map(\.id) == ["alarm"])
            await expectCode(CaseFault.noService.code) { try await town.casework.start("round", town.caller(town.person())) }
            try await town.casework.keepStarts()
            try await passDays(1, town)
            #expect(try await opened(town).count == 1)
        }
    }

    @Test(arguments: TestStores.all) func anotherCasesSignalOpensOne(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.flood)) { town in
            try await town.casework.keepStarts()
            let sender = try await town.send("alarm", "what", "Mill Lane", town.caller(town.person()))
            #expect(try await opened(town) == [])
            for _ in 0..<2 { try await town.work() }
            let id = try #require(try await opened(town).first)
            let (theCase, from) = (try await town.standing(id), try await town.standing(sender))
            #expect(try await firstLine(of: id, town) == "signal_began")
            #expect(theCase.subject != from.subject && theCase.applicant == nil)
            #expect(theCase.process.variables["place"] == nil, "what a case says of its applicant stays with it")
            _ = try await town.send("alarm", "what", "Mill Lane", town.caller(town.person()))
            for _ in 0..<2 { try await town.work() }
            #expect(try await opened(town).count == 2)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test(arguments: TestStores.all) func aConditionOpensOneEachTimeItComesToHold(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.spring)) { town in
            try await town.casework.keepStarts()
            func ask(afterDays days: Int) async throws -> Int {
                town.clock.advance(by: .seconds(days * 86_400))
                for _ in 0..<2 { try await town.casework.askConditions() }
                for _ in 0..<2 { try await town.work() }
                return try await opened(town).count
            }
            #expect(try await ask(afterDays: 0) == 0)
            #expect(try await ask(afterDays: 29) == 0)
            #expect(try await ask(afterDays: 1) == 1)
            #expect(try await ask(afterDays: 10) == 1, "it holds still")
            #expect(try await ask(afterDays: 60) == 1)
            #expect(try await ask(afterDays: 300) == 2)
            #expect(try await firstLine(of: try #require(try await opened(town).first), town) == "condition_began")
            // Where it holds when listening begins, it has not come to hold.
            let again = try await town.reopened(with: Self.folder(Self.spring.replacing("month = 4", with: "month &lt; 5")))
            try await again.casework.keepStarts()
            try await again.casework.askConditions()
            try await again.work()
            #expect(try await opened(again).count == 2)
        }
    }

    // MARK: Checks

    @Test func whatACaseOfNobodyDoesNotHaveIsTold() {
        let place = "services/round/process.bpmn:6:1: error: 'opens' opens cases for which nobody applies, and "
        for (questions, head, finding) in [
            ("note: {ask: What?, type: text}", "", "the service asks 'note'"), (Self.questions, "fee: 10", "the service has a fee"),
            (Self.questions, "eligibility: [{must: today.year > 2000, otherwise: Too early.}]", "the service says who may apply"),
        ] {
            let told = SmallTown.findings(Self.folder(Self.daily, questions: questions, head: head))
            #expect(told.contains(place + finding), "\(told)")
        }
        let asks = SmallTown.service(Self.questions, Self.looking.replacing("{outcome: done,", with: "{when: applicant.name != null, outcome: done,"))
        let told = SmallTown.findings(Self.folder(Self.daily, others: ["services/round/service.yaml": asks]))
        #expect(told.contains(place + "the service asks for the applicant"), "\(told)")
        #expect(SmallTown.findings(Self.folder(Self.daily)).allSatisfy { !$0.contains("error") })
    }

    @Test(arguments: [
        ("<conditionalEventDefinition><condition>note = \"x\"</condition></conditionalEventDefinition>", "'opens' asks for 'note', which is known only once"),
        ("<timerEventDefinition><timeDate>law_date</timeDate></timerEventDefinition>", "'opens' asks for 'law_date', which is known only once"),
        (daily + "<messageEventDefinition messageRef=\"m\"/>", "'opens' begins a case with a message as well as without anybody"),
        (daily + daily, "'opens' waits for several times, which nothing could tell apart"),
    ])
    func whatCannotBeKnownIsTold(trigger: String, finding: String) {
        let told = SmallTown.findings(Self.folder("", process: Self.round(trigger).replacing(Self.root, with: Self.root + "<message id=\"m\" name=\"m\"/>")))
        #expect(told.contains { $0.hasPrefix("services/round/process.bpmn:") && $0.contains(finding) }, "\(told)")
    }

    @Test func whatASignalSaysStaysWithItsCase() {
        let taking = "<extensionElements><polity:output name=\"place\" value=\"place\"/></extensionElements>" + Self.flood
        let told = SmallTown.findings(Self.folder(taking))
        #expect(told.contains { $0.contains("nothing comes with what begins a case at 'opens'") }, "\(told)")
        let both = Self.round(Self.daily + Self.flood).replacing("id=\"opens\"", with: "id=\"opens\" parallelMultiple=\"true\"")
        let parallel = SmallTown.findings(Self.folder("", process: both))
        #expect(parallel.contains { $0.contains("'opens' begins a case when several events have come") }, "\(parallel)")
        let circle = Self.round(Self.flood).replacing(
            "<userTask id=\"look\"/>", with: "<intermediateThrowEvent id=\"look\"><signalEventDefinition signalRef=\"s\"/></intermediateThrowEvent>")
        let endless = SmallTown.findings(Self.folder("", process: circle))
        #expect(endless.contains { $0.contains("'look' throws 'town.flood', which opens a case of the same service again") }, "\(endless)")
    }
}
