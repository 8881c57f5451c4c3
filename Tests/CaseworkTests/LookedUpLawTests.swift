import Blueprint
import Kernel
import Registries
import StoreTesting
import Testing

@testable import Casework

/// Why the law says what it says, where it was given what is on record under a number that anybody can type.
@Suite struct LookedUpLawTests {
    private static let folder = SmallTown.folder([
        "registries/vans.yaml": """
        title: Vans
        organisation: town
        record_title: number
        fields:
          number: {title: Number, type: text, required: true, unique: true, search: exact}
          width: {title: Width, type: number}
        """,
        "rules/dues.yaml": """
        title: Dues
        entities:
          van: {title: Van}
        inputs:
          width: {of: van, title: Width, unit: GBP}
        parameters:
          rate: {title: Rate, unit: rate, source: Act 1, values: {2020-01-01: 2}}
        formulas:
          dues: {of: van, title: Dues, unit: GBP, source: "Act 1, section 2", value: width * rate}
        """,
        "services/report/service.yaml": SmallTown.service(
            "what: {ask: Which van?, type: text}\n  said: {ask: How wide do you say it is?, type: number}",
            """
            law:
              on_record: {value: dues.dues, given: {width: van.width}}
              twice: {value: dues.dues, given: {width: on_record}}
              as_said: {value: dues.dues, given: {width: said}}
            fee: twice + as_said
            steps:
              - decide: [{outcome: done, because: It is known.}]
            """,
            head: """
                legal_basis: town_act
                look_up: {van: {registry: vans, record: what}}
                """),
    ])

    @Test(arguments: TestStores.all) func nothingOfTheRecordIsTold(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let registries = town.registries
            try await town.store.write("test.van") { tx in
                _ = try registries.create(
                    "vans", ["number": .string("V1"), "width": .number(171)], note: .init(by: Actor(.system("tests")), reason: "For a test"), in: tx)
            }
            let person = town.caller(town.person())
            let (application, _) = try await town.casework.start("report", person)
            #expect(try await town.answer(application, [("what", ["what": "V1"]), ("said", ["said": "5"])], person) == [])
            let draft = try await town.casework.draft(application, person)
            #expect(draft.fee?.minorUnits == 694_00)
            let id = try await town.casework.submit(application, person).caseID
            for findings in [draft.feeFindings, try await town.casework.applicantView(id, person).feeFindings] {
                let lines = Dictionary(findings.map { ($0.decision, $0.law?.lines.map(\.text.text) ?? []) }, uniquingKeysWith: { first, _ in first })
                #expect(lines["on_record"] == [] && lines["twice"] == [])
                #expect(lines["as_said"]?.contains("Width is £5.00, as the application says") == true, "\(lines)")
                #expect(findings.allSatisfy { $0.law?.rulebook == "dues" }, "which law it is they may read")
            }
            // The case itself keeps the whole way.
            #expect(try await town.standing(id).feeFindings.flatMap { $0.law?.lines ?? [] }.contains { $0.text.text.contains("171") })
        }
    }
}
