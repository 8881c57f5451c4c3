import Kernel
import Testing

@testable import Casework

/// A designer's slips with teams and skills: each is told at its place, with the mend.
struct RoutingMistakeTests {
    private static func findings(_ old: String, _ new: String) -> [String] {
        var (government, service) = (TeamTown.government, TeamTown.service)
        if !old.isEmpty {
            precondition(government.contains(old) || service.contains(old), "there is no '\(old)'")
            (government, service) = (government.replacing(old, with: new), service.replacing(old, with: new))
        }
        let examples = """
            examples:
              a_tower:
                title: A tower takes an engineer
                as_of: 2026-03-02
                answers: {area: north, size: 101}
                expect: {waits_for: review, team: north, skills: [structures]}
            """
        let folder = TeamTown.folder(
            service, government: government, adding: ["services/report/examples.yaml": examples])
        return TestGovernment.composition.edition(of: folder).1.sorted.map(\.description)
    }

    @Test func withoutThemThereIsNothingToMend() { #expect(Self.findings("", "") == []) }

    @Test(arguments: [
        (
            "skills: [{skill: structures,", "skills: [{skill: structurs,",
            "services/report/service.yaml:11:24: error: unknown skill 'structurs'\n    Did you mean 'structures'?"
        ),
        ("skills: [climbing]", "skills: [clmbing]", "services/report/service.yaml:12:68: error: unknown skill 'clmbing'\n    Did you mean 'climbing'?"),
        (
            "when: size > 100}", "when: sise > 100}", "services/report/service.yaml:11:42: error: there is no name 'sise' here\n    Did you mean 'size'?"
        ),
        (
            "takes: {report: 'area = \"north\"'", "takes: {reprot: 'area = \"north\"'",
            "polity.yaml:14:54: error: unknown service 'reprot'\n    Did you mean 'report'?"
        ),
        (
            "'area = \"north\"'", "'aera = \"north\"'", "polity.yaml:14:63: error: there is no name 'aera' here\n    Did you mean 'area'?"
        ),
        ("'area = \"north\"'", "'area = \"nort\"'", "polity.yaml:14:70: error: 'area' is never \"nort\"\n    Did you mean \"north\"?"),
        ("roles: [clerk], takes", "roles: [clark], takes", "polity.yaml:14:38: error: unknown role 'clark'\n    Did you mean 'clerk'?"),
        (
            "roles: [clerk], takes", "roles: [chief], takes",
            "polity.yaml:14:63: warning: the team 'north' is never given a task of 'report': none of its steps is for chief\n"
                + "    Add a role of the steps to the team's 'roles', or remove the line."
        ),
    ])
    func slips(_ old: String, _ new: String, _ finding: String) { #expect(Self.findings(old, new).contains(finding), "\(Self.findings(old, new))") }

    private static let drawn = SmallTown.process(
        "report",
        """
        <startEvent id="start"/>
        <userTask id="look" polity:skills="structures"/>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """ + SmallTown.flows("start -> look", "look -> decide", "decide -> outcome", "outcome -> end"))

    private static let steps = """
        title: Report something
        summary: Tell the clerk about it.
        access: signed_in
        questions:
          area: {ask: Where is it?, type: choose_one, choices: {north: North, south: South, sea: At sea}}
          size: {ask: How large is it?, type: number, min: 1}
        steps:
          - id: look
            task: {title: Look at it, role: clerk, skills: [climbing]}
          - id: decide
            decide: [{outcome: granted, because: It is as it is.}]
        """

    /// A drawing adds to what the step asks for.
    @Test func aDrawnTaskAsksForSkills() async throws {
        let folder = TeamTown.folder(Self.steps, adding: ["services/report/process.bpmn": Self.drawn])
        try await TestGovernment.on(.sqlite, with: folder) { town in
            let id = try await town.report("sea", size: 5)
            #expect(try await town.task(of: id).skills == ["climbing", "structures"])
        }
        let mistaken = TeamTown.folder(
            Self.steps,
            adding: [
                "services/report/process.bpmn": Self.drawn.replacing("\"structures\"", with: "\"structures, climbin\"")
                    .replacing("id=\"outcome\" polity", with: "id=\"outcome\" polity:skills=\"climbing\" polity")
            ])
        let findings = TestGovernment.composition.edition(of: mistaken).1.sorted.map(\.description)
        for told in [
            "'look' asks for the unknown skill 'climbin'\n    Did you mean 'climbing'?",
            "'outcome' asks for a skill, and is no work of an officer\n    Remove its polity:skills.",
        ] {
            #expect(findings.contains { $0.hasPrefix("services/report/process.bpmn:") && $0.hasSuffix("error: " + told) }, "\(findings)")
        }
    }
}
