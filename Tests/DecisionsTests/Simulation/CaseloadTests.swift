import FEEL
import Kernel
import Testing

@testable import Decisions

/// How many have a benefit, under the law and under a reform.
@Suite struct CaseloadTests {
    @Test("by hand: who has it, who comes to it, and for how many something is another one")
    func byHand() async throws {
        let (law, reform) = (try PopulationTests.law(), try PopulationTests.law(benefit: "if sum(members.pay) < 40 or rent > 200 then 50 else 0"))
        let population = try #require(PopulationTests.read(PopulationTests.file, law).0)
        let simulation = try Simulation(
            law, reform: reform, on: population, asOf: CivilDate(daysSinceEpoch: 20_000), results: ["tax", "benefit"], groupedBy: "rent", caseload: "benefit")
        let report = await simulation.run(workers: 2)
        let all = try #require(report.everybody)
        // a earns 1,000.50 and has none, but a rent of 300 by the reform; b has it now; c has it under both.
        #expect(all.count == 3 && all.claims == 2 && all.claimsByReform == 2 && all.change.gained == 1 && all.change.lost == 1)
        #expect(report.results.map(\.change.differing) == [0, 3])
        #expect(report.groups.map(\.claims) == [1, 1, 0] && report.groups.map(\.claimsByReform) == [1, 0, 1])
        #expect(report.json["all"]?["claims"]?.integer == 2 && report.json["all"]?["winners"] == nil)
        #expect(report.csv.contains("group,count,claims,claims_by_reform,gained,lost\nall,3,2,2,1,1\n"))
    }

    @Test func ofAnotherKindThanTheMeasure() throws {
        let law = try PopulationTests.law()
        let population = try #require(PopulationTests.read(PopulationTests.file, law).0)
        #expect(throws: SituationFault.self) {
            try Simulation(law, on: population, asOf: CivilDate(daysSinceEpoch: 20_000), measure: .init("tax"), caseload: "benefit")
        }
    }
}
