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
        #expect(wrong.status == 1 && wrong.complaints.contains("people.csv:2:1: error: this is no value of 'employment_income'"), "\(wrong.complaints)")
        #expect(wrong.complaints.contains("warning: the rulebook knows no 'shoes', so the column is left out"))
        let unknown = try PolityCommand.run("simulate", Self.law, "--population", folder.path + "/good.csv", "--pays", "incom_tax")
        #expect(unknown.status == 1 && unknown.complaints.contains("Did you mean 'income_tax'?"), "\(unknown.complaints)")
        #expect(try PolityCommand.run("simulate", Self.law, "--population", "/no/such.csv").status == 2)
        #expect(try PolityCommand.run("simulate", "/no/such.yaml", "--population", folder.path + "/good.csv").status == 2)
    }

    @Test("a page that stands alone, a caseload, and a change of the law in numbers")
    func pageAndNumbers() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let people = try PolityCommand.run("population", "--people", "500", "--seed", "3", "--for", Self.law)
        let changed = try String(contentsOfFile: PolityCommand.root + "/" + Self.law, encoding: .utf8)
            .replacing("values: {2019-04-06: 12500, 2021-04-06: 12570}", with: "values: {2019-04-06: 12500, 2021-04-06: 14000}")
        try folder.write(["people.csv": people.output, "reform.yaml": Self.reform, "draft.yaml": changed])
        let page = try PolityCommand.run(
            "simulate", Self.law, "--population", folder.path + "/people.csv", "--reform", folder.path + "/reform.yaml", "--as-of", "2025-06-01", "--pays",
            "income_tax", "--claims", "ni_class_4", "--format", "html", "--language", "es")
        #expect(page.status == 0 && page.output.hasPrefix("<!doctype html><html lang=\"es\"") && page.output.contains("Quién gana"), "\(page.complaints)")
        let difference = try PolityCommand.run(
            "diff", Self.law, folder.path + "/draft.yaml", "--population", folder.path + "/people.csv", "--as-of", "2025-06-01")
        #expect(difference.status == 1 && difference.output.contains("is £14,000.00 instead of £12,570.00"), "\(difference.complaints)")
        #expect(difference.output.contains("‹Income tax› changes for ") && difference.output.contains(" less, £"), "\(difference.output)")
        #expect(try PolityCommand.run("diff", Self.law, folder.path + "/draft.yaml", "--as-of", "2025-06-01").status == 64)
    }

    @Test("who may use a service: its eligibility over a population, under the law and a reform")
    func whoMayUseAService() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        #expect(try PolityCommand.run("new", folder.path + "/town").status == 0)
        try folder.write([
            "town/rules/aid.yaml": """
            title: Aid
            entities: {person: {}}
            inputs: {pay: {unit: EUR}}
            parameters: {limit: {unit: EUR, source: Act 1, values: {2024-01-01: 1000}}}
            formulas: {is_poor: {type: boolean, source: Act 1, value: pay < limit}}
            """,
            "town/services/ask_for_aid/service.yaml": """
            title: Ask for aid
            summary: Money for a month.
            access: everyone
            law: {entitled: {value: aid.is_poor, given: {pay: pay}}}
            eligibility:
              - {must: entitled, otherwise: You have enough.}
              - {must: children > 0, otherwise: It is for families.}
            questions:
              pay: {ask: What do you earn?, type: money}
              children: {ask: How many children have you?, type: number}
            outcomes: {granted: {title: You get it}}
            """,
            "people.csv": "pay,children\n500,1\n500,0\n1200,2\n3000,2\n",
            "reform.yaml": "title: More\nentities: {person: {}}\nparameters: {limit: {unit: EUR, source: A bill, values: {2025-01-01: 1500}}}\n",
        ])
        let command = ["simulate", folder.path + "/town/rules/aid.yaml", "--population", folder.path + "/people.csv", "--as-of", "2025-06-01"]
        let result = try PolityCommand.run(
            command + ["--reform", folder.path + "/reform.yaml", "--service", folder.path + "/town/services/ask_for_aid", "--format", "json"])
        #expect(result.status == 0, "\(result.complaints)")
        let all = try JSON(parsing: result.output)["all"]
        #expect(all?["claims"]?.integer == 1 && all?["claims_by_reform"]?.integer == 2 && all?["gained"]?.integer == 1, "\(result.output)")
        let none = try PolityCommand.run(command + ["--service", folder.path + "/town/services/register_a_dog"])
        #expect(none.status == 1 && none.complaints.contains("everybody may use it"), "\(none.complaints)")
    }

    @Test("what is given to a model and does not fit is told with its place, and what it does not know is told too")
    func inputsOfAModel() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let model = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="fees" namespace="urn:fees">
              <itemDefinition name="site_type">
                <itemComponent name="rooms" isCollection="true"><typeRef>number</typeRef></itemComponent>
                <itemComponent name="listed"><typeRef>boolean</typeRef></itemComponent>
              </itemDefinition>
              <inputData id="site" name="site"><variable name="site" typeRef="site_type"/></inputData>
              <decision id="fee" name="fee"><variable name="fee" typeRef="number"/>
                <informationRequirement><requiredInput href="#site"/></informationRequirement>
                <literalExpression><text>sum(site.rooms)</text></literalExpression>
              </decision>
              <decisionService id="fees" name="fees"><outputDecision href="#fee"/><inputData href="#site"/></decisionService>
            </definitions>
            """
        try folder.write([
            "fees.dmn": model, "right.json": #"{"site": {"rooms": [1, 2], "listed": true}, "sit": 1}"#,
            "wrong.json": #"{"site": {"rooms": [1, "two"]}}"#,
        ])
        func decide(_ input: String, _ more: String...) throws -> PolityCommand.Result {
            try PolityCommand.run(["decide", folder.path + "/fees.dmn"] + more, input: folder.path + "/" + input)
        }
        let right = try decide("right.json", "--service", "fees")
        #expect(right.status == 0 && right.output == "3\n", "\(right.output)\(right.complaints)")
        #expect(right.complaints == "The model has no input 'sit', so that is not looked at. Did you mean 'site'?\n")
        let wrong = try decide("wrong.json")
        #expect(wrong.status == 1 && wrong.complaints == "DECIDE-102: The input 'site.rooms[1]' does not fit. It takes a number.\n", "\(wrong.complaints)")
        let explained = try decide("right.json", "--service", "fees", "--explain")
        let told = try JSON(parsing: explained.output)
        #expect(explained.status == 0 && told["kind"]?.string == "service" && told["value"]?.integer == 3, "\(explained.output)")
        #expect(told["from"]?.array?.map { $0["name"]?.string } == ["fee"])
    }

    @Test("a table from a spreadsheet becomes a model that decides")
    func imported() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write(["Parking fees.csv": "U,Zone,Hours,> Fee\n1,centre,> 2,12.5\n2,centre,<= 2,5\n3,edge,,3\n", "bad.csv": "zone,fee\ncentre,\n"])
        let model = try PolityCommand.run("import", "table", folder.path + "/Parking fees.csv")
        #expect(model.status == 0 && model.output.contains("<decision id=\"parking_fees\""), "\(model.complaints)")
        try folder.write(["rules.dmn": model.output])
        let bad = try PolityCommand.run("import", "table", folder.path + "/bad.csv")
        #expect(bad.status == 1 && bad.complaints.contains("bad.csv:2:2: error: the rule decides nothing here"), "\(bad.complaints)")
        #expect(try PolityCommand.run("import", "table", "/no/such.csv").status == 2)
        #expect(try PolityCommand.run("import", "table", folder.path + "/rules.dmn").status == 64)
    }

    @Test("a workbook's sheet, by Debian's xlsx2csv", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/xlsx2csv")))
    func workbook() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        func row(_ number: Int, _ cells: [String]) -> String {
            let cells = cells.enumerated().map { "<c r=\"\($0 == 0 ? "A" : "B")\(number)\" t=\"inlineStr\"><is><t>\($1)</t></is></c>" }
            return "<row r=\"\(number)\">" + cells.joined() + "</row>"
        }
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "http://schemas.openxmlformats.org/package/2006"
        let parts = [
            "[Content_Types].xml":
                "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>",
            "_rels/.rels":
                "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"r1\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
            "xl/workbook.xml": "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets><sheet name=\"Fees\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels":
                "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"r1\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
            "xl/worksheets/sheet1.xml":
                "<worksheet xmlns=\"\(main)\"><sheetData>\(row(1, ["zone", "&gt; fee"]))\(row(2, ["centre", "5"]))\(row(3, ["edge", "3"]))</sheetData></worksheet>",
        ]
        try folder.write(parts)
        let zip = Process()
        zip.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        zip.arguments = ["-m", "zipfile", "-c", "fees.xlsx", "[Content_Types].xml", "_rels", "xl"]
        zip.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try zip.run()
        zip.waitUntilExit()
        let model = try PolityCommand.run("import", "table", folder.path + "/fees.xlsx")
        #expect(model.status == 0 && model.output.contains("<text>&quot;centre&quot;</text>"), "\(model.complaints)")
        #expect(try PolityCommand.run("import", "table", folder.path + "/fees.xlsx", "--sheet", "7").status == 2)
        try folder.write(["broken.xlsx": "no archive"])
        #expect(try PolityCommand.run("import", "table", folder.path + "/broken.xlsx").status == 2)
    }
}
