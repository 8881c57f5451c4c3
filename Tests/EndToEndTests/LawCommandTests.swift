import Foundation
import Kernel
import Testing

/// The law from the command line: made-up people, a simulation with a reform, and what is refused.
@Suite("polity population and simulate", .enabled(if: PolityCommand.isBuilt))
struct LawCommandTests {
    static let law = "governments/arden/rules/income_tax.yaml"

    static let reform = """
        title: A higher allowance
        entities: {person: {}}
        parameters:
          full_personal_allowance: {unit: GBP, source: A bill, values: {2025-04-06: 14000}}
        """

    @Test("a reform of the allowance, on made-up people: what it costs is what they gain")
    func reformed() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let people = try PolityCommand.run("population", "--people", "3000", "--seed", "7", "--for", Self.law)
        let again = try PolityCommand.run("population", "--people", "3000", "--seed", "7", "--for", Self.law)
        #expect(people.status == 0 && people.output == again.output)
        #expect(people.output.hasPrefix("age,employment_income,self_employment_income,savings_interest_income,dividend_income,private_pension_income\n"))
        try folder.write(["people.csv": people.output, "reform.yaml": Self.reform])
        let command = [
            "simulate", Self.law, "--population", folder.path + "/people.csv", "--reform", folder.path + "/reform.yaml", "--as-of", "2025-06-01", "--pays",
            "income_tax", "--tenths-by", "net_income",
        ]
        let result = try PolityCommand.run(command + ["--format", "json"])
        #expect(result.status == 0, "\(result.complaints)")
        let report = try JSON(parsing: result.output)
        let cost = try #require(report["results"]?["income_tax"]?["change"]?.number)
        #expect(cost < 0 && report["all"]?["gain"]?.number == -cost)
        #expect(report["all"]?["losers"]?.integer == 0 && report["deciles"]?.array?.count == 10)
        // Nobody below the old allowance gains, and nobody gains more than the dearest rate on 1,430.
        #expect(report["deciles"]?.array?.first?["winners"]?.integer == 0)
        #expect(report["results"]?["ni_class_2"]?["change"]?.number == 0)
        let table = try PolityCommand.run(command).output
        #expect(table.hasPrefix("Totals\n  result ") && table.contains("By tenths, from the least on\n"), "\(table)")
        #expect(try PolityCommand.run(command + ["--format", "csv"]).output.hasPrefix("result,count,concerned,total,concerned_by_reform,"))
    }

    @Test("the totals are those of every case by itself")
    func oneByOne() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write(["people.csv": "employment_income,age\n30000,40\n60000.10,50\n125140,30\n9000,20\n30000,70\n"])
        let result = try PolityCommand.run(
            "simulate", Self.law, "--population", folder.path + "/people.csv", "--as-of", "2024-05-01", "--format", "json")
        let results = try JSON(parsing: result.output)["results"]
        // 3,486 + 11,432.04 + 42,516 + 3,486; 1,394.40 + 3,210.60 + 4,513.40, and nothing at seventy.
        #expect(results?["income_tax"]?["law"]?["total"]?.number == Decimal128("60920.04"), "\(result.output)")
        #expect(results?["ni_class_1_employee"]?["law"]?["total"]?.number == Decimal128("9118.4"))
        #expect(results?["income_tax"]?["law"]?["concerned"]?.integer == 4)
    }

    @Test("what is wrong is told, and ends with 1 or 2")
    func refused() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write(["people.csv": "employment_income,shoes\nmuch,1\n", "good.csv": "employment_income\n1\n"])
        let wrong = try PolityCommand.run("simulate", Self.law, "--population", folder.path + "/people.csv")
        #expect(wrong.status == 1 && wrong.complaints.contains("people.csv:2:1: error: 'much' is no value of 'employment_income'"), "\(wrong.complaints)")
        #expect(wrong.complaints.contains("warning: the rulebook knows no 'shoes', so the column is left out"))
        let unknown = try PolityCommand.run("simulate", Self.law, "--population", folder.path + "/good.csv", "--pays", "incom_tax")
        #expect(unknown.status == 1 && unknown.complaints.contains("Did you mean 'income_tax'?"), "\(unknown.complaints)")
        #expect(try PolityCommand.run("simulate", Self.law, "--population", "/no/such.csv").status == 2)
        #expect(try PolityCommand.run("simulate", "/no/such.yaml", "--population", folder.path + "/good.csv").status == 2)
    }
}
