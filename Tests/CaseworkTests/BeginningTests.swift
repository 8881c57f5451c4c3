import Blueprint
import FEEL
import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// A case of one service begins a case of another, for the same applicant.
@Suite struct BeginningTests {
    private static let root = "<message id=\"m\" name=\"town.inspect\"/>"
    private static let ending = """
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """
    private static let permit = SmallTown.process(
        "permit", root: root,
        """
        <startEvent id="start"/>
        <intermediateThrowEvent id="ask"><extensionElements><polity:input name="place" value="what"/><polity:input name="size" value="&quot;big&quot;"/>
          </extensionElements><messageEventDefinition messageRef="m"/></intermediateThrowEvent>
        """ + ending + SmallTown.flows("start -> ask", "ask -> decide", "decide -> outcome", "outcome -> end"))
    private static let inspection = SmallTown.process(
        "inspection", root: root,
        """
        <startEvent id="start"/>
        <startEvent id="wanted"><messageEventDefinition messageRef="m"/></startEvent>
        <exclusiveGateway id="either"/>
        <userTask id="look"/>
        """ + ending + SmallTown.flows("start -> either", "wanted -> either", "either -> look", "look -> decide", "decide -> outcome", "outcome -> end"))
    private static let questions = """
        place: {ask: Where?, type: text, max: 20}
          size: {ask: How large?, type: choose_one, choices: {small: Small, big: Big}}
          note: {ask: What else?, type: text, optional: true}
        """
    private static let looking = """
        steps:
          - {id: look, task: {title: Look at it, role: clerk}}
          - decide: [{outcome: done, because: It is looked at.}]
        """

    private static func folder(
        permit: String = Self.permit, inspection: String = Self.inspection, head: String = "", senderHead: String = "", others: [String: String] = [:]
    ) -> FolderSnapshot {
        let files = [
            "services/permit/service.yaml": SmallTown.service(
                "what: {ask: For which place?, type: text}", "steps:\n  - decide: [{outcome: done, because: It is granted.}]", head: senderHead),
            "services/permit/process.bpmn": permit,
            "services/inspection/service.yaml": SmallTown.service(questions, looking, head: head), "services/inspection/process.bpmn": inspection,
        ]
        return SmallTown.folder(files.merging(others) { $1 })
    }

    private func begun(_ town: TestGovernment) async throws -> [Identifier<Case>] {
        try await town.store.read { try $0.rows("SELECT id FROM casework_cases WHERE service = 'inspection' ORDER BY id").map { try $0.identifier(0) } }
    }

    @Test(arguments: TestStores.all) func itBeginsForTheSameApplicant(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(head: "fee: 10")) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let sender = try await town.send("permit", "what", "Mill Lane 4", caller)
            #expect(try await begun(town) == [], "nothing is sent before the promise is durable")
            for _ in 0..<2 { try await town.work() }
            let ids = try await begun(town)
            #expect(ids.count == 1)
            let id = try #require(ids.first)
            let view = try await town.casework.applicantView(id, caller)
            #expect(view.fee?.minorUnits == 1_000)
            let (theCase, from) = (try await town.standing(id), try await town.standing(sender))
            #expect(theCase.subject == from.subject && theCase.applicant == from.applicant && theCase.account == from.account)
            #expect(try await town.casework.overview(caller).compactMap(\.submitted).count == 2)
            await expectCode(CaseFault.notFound.code) { try await town.casework.applicantView(id, town.caller(town.person())) }
            let answers = try await town.store.read { try town.casework.dossier(id, $0).application.answers }
            #expect(answers["place"] == .string("Mill Lane 4") && answers["size"] == .string("big"))
            #expect(try await town.rows(in: "casework_thrown") == 0)
            #expect(try await town.rows(in: "payments_invoices") == 1)
            let acts = try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = 'application_submitted'", as: Int.self) }
            #expect(acts == 2)
            try await town.finish("look", of: id, by: clerk)
            #expect(try await town.standing(id).decisions.last?.outcome == "done")
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            // Whoever applies begins one as ever.
            let (application, _) = try await town.casework.start("inspection", caller)
            #expect(try await town.answer(application, [("place", ["place": "Here"]), ("size", ["size": "small"]), ("note", [:])], caller) == [])
            #expect(try await town.waiting(town.casework.submit(application, caller).caseID) == ["look"])
        }
    }

    /// What a form would not take begins no case, and those who supervise are told at once.
    @Test(arguments: TestStores.all) func whatTheFormWouldNotTakeBeginsNothing(_ kind: TestStore) async throws {
        let head = "eligibility: [{must: 'place != \"The sea\"', otherwise: Nobody inspects the sea.}]"
        try await TestGovernment.on(kind, with: Self.folder(head: head)) { town in
            let supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            for (what, code) in [("A place with a very long name", "CASE-420"), ("The sea", "CASE-421")] {
                let sender = try await town.send("permit", "what", what, town.caller(town.person()))
                try await town.work()
                for _ in 0..<2 {
                    let notice = try #require(try await town.casework.notices(supervisor).first)
                    #expect(notice.kind == .message && notice.caseID == sender && notice.element == code && notice.canBeSentAgain)
                    town.clock.advance(by: .seconds(1))
                    try await town.casework.close(notice.id, sendingAgain: true, supervisor)
                    try await town.work()
                }
                let notice = try #require(try await town.casework.notices(supervisor).first)
                try await town.casework.close(notice.id, supervisor)
            }
            #expect(try await begun(town) == [])
            #expect(try await town.casework.notices(supervisor) == [])
            #expect(try await town.rows(in: "casework_applications") == 2)
            #expect(try await town.rows(in: "casework_thrown") == 0)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// Under a mandate the case is the one's who gave it, and the agent sees it as far as the mandate goes.
    @Test(arguments: TestStores.all) func itIsThePartysCase(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let party = town.person()
            let person = try #require(party.person)
            var agent = town.person()
            agent.actingFor = .mandate(town.identifiers.next(), .person(person))
            agent.mandatedServices = ["permit"]
            _ = try await town.send("permit", "what", "Mill Lane 4", town.caller(agent))
            try await town.work()
            let id = try #require(try await begun(town).first)
            #expect(try await town.standing(id).applicant == .person(person))
            #expect(try await town.casework.applicantView(id, town.caller(party)).caseID == id)
            await expectCode(CaseFault.notFound.code) { try await town.casework.applicantView(id, town.caller(agent)) }
        }
    }

    private static let visitorsPermit = SmallTown.service(
        "what: {ask: For which place?, type: text}", "steps:\n  - decide: [{outcome: done, because: It is granted.}]"
    ).replacing("access: signed_in", with: "access: everyone")
    private static let listening = inspection.replacing("id=\"inspection\"", with: "id=\"third\"")

    @Test(arguments: [
        ("name=\"place\" value", "name=\"plaice\" value", "permit/process.bpmn", "'ask' begins a case of 'inspection' and says 'plaice'"),
        ("<polity:input name=\"place\" value=\"what\"/>", "", "permit/process.bpmn", "and does not say 'place', which that service always asks"),
    ])
    func whatDoesNotFitIsTold(right: String, wrong: String, file: String, finding: String) {
        let told = SmallTown.findings(Self.folder(permit: Self.permit.replacing(right, with: wrong)))
        #expect(told.contains { $0.hasPrefix("services/\(file):") && $0.contains(finding) }, "\(told)")
    }

    @Test func whomTheServiceWouldNotTakeIsTold() {
        let visitors = SmallTown.findings(Self.folder(others: ["services/permit/service.yaml": Self.visitorsPermit]))
        #expect(visitors.contains { $0.hasPrefix("services/permit/process.bpmn:") && $0.contains("for somebody who may not have signed in") }, "\(visitors)")
        let sure = SmallTown.findings(Self.folder(head: "assurance: high"))
        #expect(sure.contains { $0.contains("for somebody whom it knows less surely than that service asks") }, "\(sure)")
        #expect(!SmallTown.findings(Self.folder(head: "assurance: high", senderHead: "assurance: high")).contains { $0.contains("error") })
    }

    @Test func oneMessageBeginsOneCase() {
        let third = SmallTown.service(Self.questions, Self.looking)
        let twice = SmallTown.findings(Self.folder(others: ["services/third/service.yaml": third, "services/third/process.bpmn": Self.listening]))
        #expect(twice.contains { $0.contains("'town.inspect' begins a case of 'inspection' already") }, "\(twice)")
        let waiting = Self.listening.replacing("<startEvent id=\"wanted\"><messageEventDefinition messageRef=\"m\"/></startEvent>", with: "")
            .replacing("<userTask id=\"look\"/>", with: "<userTask id=\"look\"/><receiveTask id=\"told\" messageRef=\"m\"/>")
            .replacing("sourceRef=\"wanted\" targetRef=\"either\"", with: "sourceRef=\"look\" targetRef=\"told\"")
            .replacing("sourceRef=\"look\" targetRef=\"decide\"", with: "sourceRef=\"told\" targetRef=\"decide\"")
        let both = SmallTown.findings(Self.folder(others: ["services/third/service.yaml": third, "services/third/process.bpmn": waiting]))
        #expect(both.contains { $0.contains("'told' waits for 'town.inspect', which begins a case of 'inspection'") }, "\(both)")
    }

    @Test func whatBeginsACaseHasNoKeyAndNoPrograms() {
        let keyed = SmallTown.findings(
            Self.folder(inspection: Self.inspection.replacing("<startEvent id=\"wanted\">", with: "<startEvent id=\"wanted\" polity:key=\"place\">")))
        #expect(keyed.contains { $0.contains("what the message of 'wanted' says are the answers of the case that it begins") }, "\(keyed)")
        let government = SmallTown.government.replacing("legal_bases:", with: "  firm: {title: Firm, permissions: [casework.message]}\nlegal_bases:")
        var files = Dictionary(uniqueKeysWithValues: Self.folder().files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
        files["polity.yaml"] = nil
        files["services/inspection/service.yaml", default: ""] += "messages: {town.inspect: {from: [firm]}}\n"
        let programs = SmallTown.findings(SmallTown.folder(files, government: government))
        #expect(programs.contains { $0.contains("'wanted' begins a case with 'town.inspect', and programs begin none") }, "\(programs)")
    }
}
