import Blueprint
import FEEL
import Forms
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Casework

/// A business rule task asks a decision of the service's rules, or a value of the law that it calls, and keeps the answer.
@Suite struct BusinessRuleTests {
    private static let rules = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:town:report">
          <inputData id="measured" name="measured"><variable name="measured" typeRef="number"/></inputData>
          <decision id="size" name="size"><variable name="size" typeRef="string"/>
            <informationRequirement><requiredInput href="#measured"/></informationRequirement>
            <literalExpression><text>if measured &gt; 10 then "large" else "small"</text></literalExpression>
          </decision>
        </definitions>
        """
    private static let law = """
        title: Dues
        entities:
          hole: {title: Hole}
        inputs:
          width: {of: hole, title: Width, unit: EUR}
        parameters:
          rate: {title: Rate, unit: rate, source: Act 1, values: {2020-01-01: 2}}
        formulas:
          dues: {of: hole, title: Dues, unit: EUR, source: "Act 1, section 2", value: width * rate}
        """
    private static let steps = """
        law:
          dues: {value: dues.dues, given: {width: measured}}
        steps:
          - {id: look, task: {title: Measure it, role: clerk, questions: {measured: {ask: How wide is it?, type: number}}}}
          - {id: review, review: {title: Decide, role: clerk}}
          - decide: [{outcome: done, because: "It is {{size}}."}]
        """
    private static let process = SmallTown.process(
        "report",
        """
        <startEvent id="start"/>
        <userTask id="look"/>
        <businessRuleTask id="measure" polity:decision="size"/>
        <businessRuleTask id="reckon" polity:decision="dues" polity:result="owed"/>
        <exclusiveGateway id="is_large" default="is_large_decide"/>
        <userTask id="review"/>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <exclusiveGateway id="both"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """
            + SmallTown.flows(
                "start -> look", "look -> measure", "measure -> reckon", "reckon -> is_large", "is_large -> review : size = \"large\" and owed > 20",
                "is_large -> decide", "review -> both", "decide -> both", "both -> outcome", "outcome -> end"))

    private static func folder(_ process: String = Self.process) -> FolderSnapshot {
        SmallTown.folder(
            [
                "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps),
                "services/report/rules.dmn": rules, "services/report/process.bpmn": process, "rules/dues.yaml": law,
                "services/report/examples.yaml": """
                examples:
                  a_small_hole:
                    title: A small hole needs no officer
                    as_of: 2026-01-31
                    answers: {what: A hole}
                    findings: {look: {measured: 3}}
                    expect: {outcome: done, reasons: [It is small.]}
                  a_large_hole:
                    title: A large one does
                    as_of: 2026-01-31
                    answers: {what: A hole}
                    findings: {look: {measured: 11}}
                    expect: {waits_for: review}
                """,
            ], government: SmallTown.government.replacing("GBP", with: "EUR"))
    }

    @Test(arguments: TestStores.all) func theRulesSayHowItGoesOn(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let large = try await town.send("report", "what", "A hole", applicant)
            try await town.finish("look", of: large, ["measured": "11"], by: clerk)
            #expect(try await town.waiting(large) == ["review"])
            let known = try await town.standing(large).process.variables
            #expect(known["size"] == .string("large") && known["owed"] == .number(22))
            let small = try await town.send("report", "what", "A crack", applicant)
            try await town.finish("look", of: small, ["measured": "10"], by: clerk)
            let decided = try await town.casework.applicantView(small, applicant)
            #expect(decided.stage == .decided && decided.decisions.first?.reasons.map(\.text) == ["It is small."])
            // Why it went so stands with the decision.
            let findings = try await town.standing(small).decisions.first?.findings.map(\.decision)
            #expect(findings?.contains("size") == true, "\(findings ?? [])")
            try await town.replayEqualsLive(large)
            try await town.replayEqualsLive(small)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test func workedCasesAskThemToo() throws {
        let (edition, diagnostics) = TestGovernment.composition.edition(of: Self.folder())
        let found = try #require(edition, "\(diagnostics.sorted)")
        #expect(diagnostics.sorted.isEmpty, "the decisions are used in the drawing: \(diagnostics.sorted)")
        let service = try #require(found[CompiledServices.self].byID["report"])
        for example in found[CompiledExamples.self].byService["report"] ?? [] {
            #expect(ExampleRun(example, of: service, in: found.government).failures() == [], "\(example.id)")
        }
    }

    @Test(arguments: [
        ("polity:decision=\"size\"", "polity:decision=\"sise\"", "7:1: error: 'measure' names the decision 'sise', which does not exist"),
        (
            "polity:result=\"owed\"", "polity:result=\"what\"",
            "8:1: error: the answer of 'reckon' is called 'what', which already means something in the service"
        ),
        ("size = \"large\"", "size = 1", "error"),
    ])
    func whatIsWrongIsToldWithItsPlace(right: String, wrong: String, finding: String) {
        let told = SmallTown.findings(Self.folder(Self.process.replacing(right, with: wrong)))
        #expect(told.contains { $0.hasPrefix("services/report/process.bpmn:") && $0.contains(finding) }, "\(told)")
    }
}
