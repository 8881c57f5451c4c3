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
        #expect(try PolityCommand.run(command + ["--format", "csv"]).output.hasPrefix("result,count,concerned,unknown,total,concerned_by_reform,"))
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

    @Test("a change of a decision table is told, of a file by itself and of a government's folder; what cannot be compared ends with 2")
    func changedTables() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let table = "governments/arden/services/building_permit/rules.dmn"
        let law = try String(contentsOfFile: PolityCommand.root + "/" + table, encoding: .utf8)
        let dearer = law.replacing(
            "<outputEntry><text>200</text></outputEntry><outputEntry><text>0.001</text></outputEntry>",
            with: "<outputEntry><text>200</text></outputEntry><outputEntry><text>0.003</text></outputEntry>")
        #expect(dearer != law)
        let service = try String(contentsOfFile: PolityCommand.root + "/governments/arden/services/tax_a_car/service.yaml", encoding: .utf8)
        try folder.write([
            "old/services/building_permit/rules.dmn": law, "new/services/building_permit/rules.dmn": dearer, "new/rules/shared.dmn": law,
            "old/rules/levy.yaml": Self.reform, "new/rules/levy.yaml": Self.reform, "old/services/tax/service.yaml": service,
            "new/services/tax/service.yaml": service.replacing("amount: tax_for_a_year", with: "amount: tax_for_a_year + 5"), "broken.dmn": "<definitions/>",
            "broken.yaml": "title: [\n",
        ])
        func diff(_ old: String, _ new: String, _ more: String...) throws -> PolityCommand.Result {
            try PolityCommand.run(["diff", folder.path + "/" + old, folder.path + "/" + new] + more)
        }
        let (before, after) = ("old/services/building_permit/rules.dmn", "new/services/building_permit/rules.dmn")
        let file = try diff(before, after)
        #expect(file.status == 1 && file.output.contains("‹rate› is «0.003» instead of «0.001»"), "\(file.output)\(file.complaints)")
        #expect(file.output.split(separator: "\n").count == 1)
        #expect(try diff(before, before).status == 0)
        let whole = try diff("old", "new")
        #expect(whole.status == 1)
        #expect(
            whole.output == "rules/shared.dmn:\nThis decision model is new.\nservices/building_permit/rules.dmn:\n" + file.output
                + "services/tax/service.yaml:\n‹Tax a car›, fee: «tax_for_a_year + 5» instead of «tax_for_a_year».\n", "\(whole.output)")
        let services = try diff("old/services/tax/service.yaml", "new/services/tax/service.yaml")
        #expect(services.status == 1 && services.output.hasPrefix("‹Tax a car›, fee: "), "\(services.output)\(services.complaints)")
        #expect(try diff("old", "old").status == 0 && diff("old", "old").output.isEmpty)
        for (old, new) in [
            (before, "broken.dmn"), ("old/rules/levy.yaml", "broken.yaml"), (before, "old/rules/levy.yaml"), (before, "old"), (before, "none.dmn"),
            ("old/services/tax/service.yaml", "old/rules/levy.yaml"),
        ] {
            let result = try diff(old, new)
            #expect(result.status == 2 && !result.complaints.isEmpty, "\(new): \(result.status) \(result.complaints)")
        }
        #expect(try diff(before, after, "--population", "people.csv").status == 64)
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

    @Test("who may use services of the demonstration: fields of the records that they look up are columns")
    func whoMayUseArdensServices() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write([
            // In time, revoked, none, too early, ran out too long ago, ran out a while ago.
            "drivers.csv":
                "licence_status,licence_expires_on\nvalid,2025-08-01\nrevoked,2025-08-01\n,\nvalid,2027-01-01\nvalid,2023-05-01\nsuspended,2023-07-01\n",
            // A newcomer's first one, nobody who lives here, a renewal in time, one of another holder, one that was withdrawn, one too early.
            "traders.csv": """
            request,resident_id,licence_holder,licence_status,licence_expires_on
            first,7,,,
            first,,,,
            renewal,7,7,valid,2025-07-01
            renewal,7,8,valid,2025-07-01
            renewal,7,7,withdrawn,2025-07-01
            renewal,7,7,valid,2026-07-01

            """,
            "nothing.csv": "age\n40\n",
        ])
        func simulate(_ service: String, _ people: String) throws -> PolityCommand.Result {
            try PolityCommand.run(
                "simulate", Self.law, "--population", folder.path + "/" + people, "--as-of", "2025-06-01", "--service", "governments/arden/services/" + service,
                "--format", "json")
        }
        for (service, people, count, claims) in [("renew_driving_licence", "drivers.csv", 6, 2), ("business_licence", "traders.csv", 6, 2)] {
            let result = try simulate(service, people)
            #expect(result.status == 0, "\(result.complaints)")
            let all = try? JSON(parsing: result.output)["all"]
            #expect(all?["count"]?.integer == count && all?["claims"]?.integer == claims, "\(service): \(result.output)")
        }
        let untold = try simulate("renew_driving_licence", "nothing.csv")
        #expect(
            untold.status == 1 && untold.complaints.contains("The population tells nothing of 'licence'. Its columns are such as licence_"),
            "\(untold.complaints)")
        let open = try simulate("tax_a_car", "nothing.csv")
        #expect(open.status == 1 && open.complaints.contains("everybody may use it"), "\(open.complaints)")
    }

    @Test("the caseload of Arden's help with school costs, which rests on its rulebook: without a reform, and with one")
    func caseloadOfSchoolCosts() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let law = "governments/arden/rules/school_costs.yaml"
        try folder.write([
            // At the limit of 18,400; above it; far above it; no child; no child of that age; two children, for whom it is 21,300.
            "households.csv": """
            household,household_role,adjusted_net_income,date_of_birth
            a,adults,18400,
            a,children,,2014-02-11
            b,adults,18400.01,
            b,children,,2014-02-11
            c,adults,30000,
            c,children,,2014-02-11
            d,adults,9000,
            e,adults,9000,
            e,children,,2020-09-02
            f,adults,12000,
            f,adults,9300,
            f,children,,2014-02-11
            f,children,,2017-08-03

            """,
            "reform.yaml": "title: More\nentities: {household: {}}\nparameters: {income_limit: {unit: GBP, source: A bill, values: {2025-09-01: 24000}}}\n",
        ])
        func simulate(_ more: String...) throws -> JSON {
            let result = try PolityCommand.run(
                [
                    "simulate", law, "--population", folder.path + "/households.csv", "--as-of", "2025-11-01", "--service",
                    "governments/arden/services/help_with_school_costs", "--format", "json",
                ] + more)
            #expect(result.status == 0, "\(result.complaints)")
            return try JSON(parsing: result.output)
        }
        let now = try simulate()
        #expect(now["all"]?["count"]?.integer == 6 && now["all"]?["claims"]?.integer == 2, "\(now)")
        #expect(now["results"]?["help_for_the_year"]?["law"]?["total"]?.number == 630)
        let then = try simulate("--reform", folder.path + "/reform.yaml")
        #expect(then["all"]?["claims"]?.integer == 2 && then["all"]?["claims_by_reform"]?.integer == 3, "\(then)")
        #expect(then["all"]?["gained"]?.integer == 1 && then["all"]?["lost"]?.integer == 0)
        #expect(then["results"]?["help_for_the_year"]?["change"]?.number == 210)
        // What the documentation shows.
        let made = try PolityCommand.run("population", "--people", "5000", "--seed", "1", "--for", law)
        try folder.write(["households.csv": made.output])
        let shown = try simulate("--reform", folder.path + "/reform.yaml")["all"]
        #expect(
            ["count", "claims", "claims_by_reform", "gained", "lost"].map { shown?[$0]?.integer } == [2249, 63, 92, 29, 0], "\(String(describing: shown))")
    }

    @Test("who may use a service of the demonstration's government that rests on its child benefit, under the law and a reform, by its own decision table")
    func whoMayUseAServiceThatRestsOnTheLaw() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: PolityCommand.root + "/governments/arden", toPath: folder.path + "/arden")
        try folder.write([
            "arden/services/school_meals/service.yaml": """
            title: School meals
            summary: Meals at school for families with a full child benefit.
            access: everyone
            law:
              benefit: {value: child_benefit.child_benefit_after_charge, given: {adults: "[{adjusted_net_income: income}]", children: "[{}]"}}
            eligibility:
              - {must: need = "some" or need = "much", otherwise: It is for families who need it.}
            questions:
              income: {ask: What do you earn in a year?, type: money}
              pupils: {ask: How many of your children go to school?, type: number}
            steps: [{decide: [{outcome: granted, because: You may have it.}]}]
            outcomes: {granted: {title: You get it}}
            """,
            "arden/services/school_meals/examples.yaml": "examples: {}\n",
            "arden/services/school_meals/rules.dmn": """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="meals" namespace="urn:meals">
              <inputData id="benefit" name="benefit"><variable name="benefit" typeRef="number"/></inputData>
              <inputData id="pupils" name="pupils"><variable name="pupils" typeRef="number"/></inputData>
              <decision id="need" name="need"><variable name="need" typeRef="string"/>
                <informationRequirement><requiredInput href="#benefit"/></informationRequirement>
                <informationRequirement><requiredInput href="#pupils"/></informationRequirement>
                <decisionTable hitPolicy="FIRST">
                  <input><inputExpression><text>benefit</text></inputExpression></input>
                  <input><inputExpression><text>pupils</text></inputExpression></input>
                  <output/>
                  <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>0, null</text></inputEntry><outputEntry><text>"none"</text></outputEntry></rule>
                  <rule><inputEntry><text>&lt; 1000</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"none"</text></outputEntry></rule>
                  <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>&gt; 2</text></inputEntry><outputEntry><text>"much"</text></outputEntry></rule>
                  <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"some"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """,
            // In 2025-26 a child brings 1,354.60; of it 1 % is charged for each 200 above 60,000. Kept: all, all but nobody at school, 677.60, nothing.
            "families.csv": """
            family,family_role,adjusted_net_income,pupils
            a,adults,20000,1
            a,children,,
            b,adults,20000,0
            b,children,,
            c,adults,70000,3
            c,children,,
            d,adults,90000,1
            d,children,,

            """,
            "reform.yaml": "title: Later\nentities: {family: {}}\nparameters: {charge_threshold: {source: A bill, values: {2025-04-06: 70000}}}\n",
        ])
        let result = try PolityCommand.run(
            "simulate", folder.path + "/arden/rules/child_benefit.yaml", "--population", folder.path + "/families.csv", "--as-of", "2025-06-01", "--reform",
            folder.path + "/reform.yaml", "--service", folder.path + "/arden/services/school_meals", "--format", "json")
        #expect(result.status == 0, "\(result.complaints)")
        let all = try? JSON(parsing: result.output)["all"]
        #expect(all?["count"]?.integer == 4 && all?["claims"]?.integer == 1 && all?["claims_by_reform"]?.integer == 2, "\(result.output)")
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

    @Test("many cases: each line is answered, also beside one that cannot be read; by the law of a day, by a reform, and with reasons")
    func manyCases() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let model = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="ages" namespace="urn:ages">
              <inputData id="born" name="born"><variable name="born" typeRef="date"/></inputData>
              <decision id="age" name="age"><variable name="age" typeRef="number"/>
                <informationRequirement><requiredInput href="#born"/></informationRequirement>
                <literalExpression><text>years and months duration(born, today()).years</text></literalExpression>
              </decision>
            </definitions>
            """
        try folder.write([
            "ages.dmn": model, "reform.yaml": Self.reform, "people.jsonl": "{\"born\": \"2000-01-02\"}\n\n{\"born\": 7}\nno JSON\n{\"born\": \"1990-05-05\"}\n",
            "incomes.jsonl": "{\"employment_income\": 30000}\n{\"employment_incom\": 1}\n{\"employment_income\": 60000}\n",
            "bands.dmn": """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:polity="urn:polity:dmn" name="bands" namespace="urn:bands">
              <inputData id="i" name="employment_income"><variable name="employment_income" typeRef="number"/></inputData>
              <decision id="band" name="band" label="Band" polity:label_es="Tramo"><variable name="band" typeRef="string"/>
                <informationRequirement><requiredInput href="#i"/></informationRequirement>
                <decisionTable><input><inputExpression><text>employment_income</text></inputExpression></input><output/>
                  <rule><inputEntry><text>&lt;= 50000.5</text></inputEntry><outputEntry><text>"low"</text></outputEntry></rule>
                  <rule><inputEntry><text>&gt; 50000.5</text></inputEntry><outputEntry><text>"high"</text></outputEntry></rule>
                </decisionTable></decision>
            </definitions>
            """,
            "income.json": "{\n  \"employment_income\": 30000\n}\n", "wrong.json": "{\"employment_income\": \"much\"}",
        ])
        func decide(_ law: String, _ input: String, _ more: String...) throws -> PolityCommand.Result {
            try PolityCommand.run(["decide", law] + more, input: folder.path + "/" + input)
        }
        let ages = try decide(folder.path + "/ages.dmn", "people.jsonl", "--decision", "age", "--as-of", "2020-01-01")
        #expect(ages.status == 1 && ages.output == "19\nnull\nnull\n29\n", "\(ages.output)")
        #expect(
            ages.complaints.contains("Case 2: DECIDE-102: The input 'born' does not fit.") && ages.complaints.contains("Case 3: JSON-101"), "\(ages.complaints)"
        )
        let told = try decide(folder.path + "/ages.dmn", "people.jsonl", "--decision", "age", "--as-of", "2020-01-01", "--explain")
        let explained = try JSON(parsing: String(told.output.prefix { $0 != "\n" }))
        #expect(explained["name"]?.string == "age" && explained["value"]?.integer == 19, "\(told.output)")

        let taxes = try decide(Self.law, "incomes.jsonl", "--decision", "income_tax", "--as-of", "2024-05-01")
        #expect(taxes.status == 1 && taxes.output == "{\"income_tax\":3486}\nnull\n{\"income_tax\":11432}\n", "\(taxes.output)")
        #expect(taxes.complaints.contains("Case 2: DECIDE-103") && taxes.complaints.contains("Did you mean 'employment_income'?"), "\(taxes.complaints)")
        // By the bill's day: 1,430 less at 20 %.
        let (before, after) = (["--as-of", "2025-04-05"], ["--as-of", "2025-04-06"])
        for (day, tax) in [(before, "3486"), (after, "3200")] {
            let result = try PolityCommand.run(
                ["decide", Self.law, "--decision", "income_tax", "--reform", folder.path + "/reform.yaml"] + day, input: folder.path + "/income.json")
            #expect(result.status == 0 && result.output == "{\"income_tax\":\(tax)}\n", "\(result.output)\(result.complaints)")
        }
        let reasons = try decide(
            Self.law, "income.json", "--decision", "personal_allowance", "--reform", folder.path + "/reform.yaml", "--as-of", "2025-06-01", "--explain")
        let json = try JSON(parsing: reasons.output)
        let parameter = json["reasons"]?.array?.first?["parameters"]?.array?.first { $0["id"]?.string == "full_personal_allowance" }
        #expect(json["as_of"]?.string == "2025-06-01" && parameter?["value"]?.integer == 14_000, "\(reasons.output)")
        // The bill says so, and not the page of the law that it changes.
        #expect(parameter?["source"]?.integer.flatMap { json["sources"]?.array?[$0].string } == "A bill", "\(reasons.output)")
        // The whole way in sentences, where a language is named.
        #expect(json["sentences"] == nil)
        let spoken = try decide(Self.law, "income.json", "--decision", "income_tax", "--as-of", "2024-05-01", "--explain", "--language", "en")
        let sentences = try JSON(parsing: spoken.output)["sentences"]?["income_tax"]?.array?.compactMap(\.string) ?? []
        #expect(sentences.first?.hasPrefix("Income tax is £3,486.00, because it is ") == true && sentences.count > 5, "\(spoken.output)")
        let table = try decide(folder.path + "/bands.dmn", "income.json", "--explain", "--language", "es")
        #expect(
            try JSON(parsing: table.output)["sentences"]?.array?.compactMap(\.string) == [
                "Tramo: low", "Se aplica la fila 1 de la tabla ‹Tramo›: employment income = 30.000",
                "No se aplica la fila 2 de la tabla ‹Tramo›: employment income es 30.000, y la fila pide > 50.000,5",
            ], "\(table.output)\(table.complaints)")
        #expect(try decide(Self.law, "income.json", "--language", "en").status == 64)
        let wrong = try decide(Self.law, "wrong.json")
        #expect(
            wrong.status == 1 && wrong.output.isEmpty
                && wrong.complaints.contains("DECIDE-103: The case cannot be read. employment_income: this must be a number"), "\(wrong)")
    }

    @Test("what a reform cannot change is told with its place, by every command that takes one")
    func impossibleReform() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write([
            "reform.yaml": Self.reform.replacing("unit: GBP", with: "unit: EUR"), "people.csv": "employment_income\n1\n", "income.json": "{}",
        ])
        let place = "reform.yaml:4:29: error: a reform cannot give 'full_personal_allowance' another unit"
        let simulated = try PolityCommand.run(
            "simulate", Self.law, "--population", folder.path + "/people.csv", "--reform", folder.path + "/reform.yaml", "--as-of", "2025-06-01")
        #expect(simulated.status == 1 && simulated.complaints.contains(place), "\(simulated.complaints)")
        let decided = try PolityCommand.run(
            ["decide", Self.law, "--reform", folder.path + "/reform.yaml"], input: folder.path + "/income.json")
        #expect(decided.status == 1 && decided.complaints.contains(place), "\(decided.complaints)")
    }

    @Test("groups by a column that the law does not know, without a reform too, with what is unknown beside each total")
    func groupsByAColumn() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write([
            "levy.yaml": """
            title: A levy
            entities: {person: {}}
            inputs: {pay: {unit: EUR}, shares: {}}
            formulas: {levy: {unit: EUR, source: Act 1, value: if shares = 0 then null else pay / shares}}
            """,
            "reform.yaml": "title: More\nentities: {person: {}}\nformulas: {levy: {source: A bill, value: if shares = 0 then null else 2 * pay / shares}}\n",
            "people.csv": "pay,shares,region,shoes\n10,1,north,1\n30,1,south,1\n50,0,north,1\n70,1,,1\n",
            "many.csv": "pay,shares,region\n" + (0..<1_001).map { "1,1,r\($0)\n" }.joined(),
        ])
        func simulate(_ people: String, _ more: String...) throws -> PolityCommand.Result {
            try PolityCommand.run(["simulate", folder.path + "/levy.yaml", "--population", folder.path + "/" + people, "--as-of", "2025-06-01"] + more)
        }
        let table = try simulate("people.csv", "--pays", "levy", "--by", "region")
        #expect(table.status == 0 && table.complaints.contains("knows no 'shoes'") && !table.complaints.contains("'region'"), "\(table.complaints)")
        let cells = table.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        for row in [
            ["levy", "4", "3", "1", "110"], ["all", "4", "1", "36.67", "110"], ["north", "2", "1", "10", "10"], ["south", "1", "0", "30", "30"],
            ["unknown", "1", "0", "70", "70"],
        ] { #expect(cells.contains(row), "\(row) in \(table.output)") }
        let reformed = try simulate("people.csv", "--pays", "levy", "--by", "region", "--reform", folder.path + "/reform.yaml", "--format", "csv").output
        #expect(
            reformed.hasPrefix(
                "result,count,concerned,unknown,total,concerned_by_reform,unknown_by_reform,gained,lost,total_by_reform,change\nlevy,4,3,1,110,3,1,0,0,220,110\n"
            ), "\(reformed)")
        #expect(reformed.contains("north,2,0,1,0,1,10,-10,-10\n"), "\(reformed)")
        let page = try simulate("people.csv", "--pays", "levy", "--by", "region", "--format", "html").output
        #expect(page.contains("Unknown") && page.contains("On average") && page.contains("north"), "\(page)")
        let json = try JSON(parsing: try simulate("people.csv", "--pays", "levy", "--by", "region", "--format", "json").output)
        #expect(json["groups"]?.array?.first { $0["name"]?.string == "north" }?["total"]?.integer == 10)
        let many = try simulate("many.csv", "--pays", "levy", "--by", "region")
        #expect(many.status == 0 && many.complaints.contains("'region' has more than 1000 values"), "\(many.complaints)")
        let none = try simulate("people.csv", "--pays", "levy", "--by", "town")
        #expect(none.status == 1 && none.complaints.contains("does not tell 'town'"), "\(none.complaints)")
    }

    @Test("a population of which nothing fits the rulebook is refused, and one of several kinds of groups is computed")
    func populationsThatDoNotFit() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let made = try PolityCommand.run("population", "--people", "5", "--for", "governments/arden/rules/vehicle_tax.yaml")
        #expect(made.status == 1 && made.output.isEmpty && made.complaints.contains("Nothing that this rulebook asks can be made up."), "\(made.complaints)")
        try folder.write([
            "law.yaml": """
            title: Two kinds
            entities:
              person: {}
              household: {members: person, roles: {adults: Adults}}
              tax_unit: {members: person, roles: {filers: Filers}}
            inputs: {pay: {unit: EUR}}
            formulas:
              household_pay: {of: household, unit: EUR, source: Act 1, value: sum(members.pay)}
              tax: {of: tax_unit, unit: EUR, source: Act 1, value: sum(filers.pay) / 10}
            """,
            "people.csv": "household,tax_unit,pay\n1,t,5\n1,,7\n2,t,3\n",
            "people.jsonl": #"{"household": [{"adults": [{"id": "a", "pay": 5}, {"pay": 7}]}, {"adults": [{"id": "b", "pay": 3}]}], "#
                + #""tax_unit": {"filers": [{"id": "a"}, {"id": "b"}]}}"# + "\n",
            "one.json": #"{"household": {"adults": [{"id": "a", "pay": 100}, {"id": "b", "pay": 50}]}, "tax_unit": [{"filers": [{"id": "a"}]}]}"#,
            "twice.json": #"{"household": [{"adults": [{"id": "a"}]}, {"adults": [{"id": "a"}]}]}"#,
        ])
        for people in ["people.csv", "people.jsonl"] {
            let result = try PolityCommand.run(
                "simulate", folder.path + "/law.yaml", "--population", folder.path + "/" + people, "--format", "json")
            #expect(result.status == 0, "\(people): \(result.complaints)")
            let results = try JSON(parsing: result.output)["results"]
            #expect(results?["household_pay"]?["law"]?["total"]?.number == 15 && results?["household_pay"]?["law"]?["count"]?.integer == 2)
            #expect(results?["tax"]?["law"]?["total"]?.number == Decimal128("0.8") && results?["tax"]?["law"]?["count"]?.integer == 1, "\(result.output)")
        }
        let one = try PolityCommand.run(["decide", folder.path + "/law.yaml"], input: folder.path + "/one.json")
        #expect(one.output == "{\"household_pay\":150,\"tax\":10}\n", "\(one.output)\(one.complaints)")
        let twice = try PolityCommand.run(["decide", folder.path + "/law.yaml"], input: folder.path + "/twice.json")
        #expect(twice.status == 1 && twice.complaints.contains("household[1].adults[0]: this is a member of two groups of one kind"), "\(twice.complaints)")
    }

    @Test("a conformance kit: a line for each case that fails, whatever could not be run among them, and the counts of its levels")
    func kit() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        func tests(_ model: String, _ cases: String) -> String {
            """
            <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <modelName>\(model)</modelName>\(cases)</testCases>
            """
        }
        func expecting(_ id: String, _ results: (String, String?)...) -> String {
            let nodes = results.map { name, number in
                "<resultNode name=\"\(name)\" type=\"decision\"><expected>"
                    + (number.map { "<value xsi:type=\"xsd:decimal\">\($0)</value>" } ?? "<value xsi:nil=\"true\"/>") + "</expected></resultNode>"
            }
            return "<testCase id=\"\(id)\">" + nodes.joined() + "</testCase>"
        }
        func decision(_ name: String, _ text: String) -> String {
            "<decision id=\"\(name)\" name=\"\(name)\"><variable name=\"\(name)\"/><literalExpression><text>\(text)</text></literalExpression></decision>"
        }
        let model =
            "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">"
            + decision("two", "2") + decision("nothing", "null") + "</definitions>"
        let good = tests("m.dmn", expecting("1", ("two", "2"), ("nothing", nil)))
        try folder.write([
            "good/level-2/sums/m.dmn": model, "good/level-2/sums/m-test-01.xml": good, "bad/level-2/sums/m.dmn": model,
            "bad/level-2/sums/m-test-01.xml": tests(
                "m.dmn", expecting("1", ("two", "2")) + expecting("2", ("two", "3"), ("nothing", "4"), ("two", "2")) + "<testCase id=\"3\"/>"),
            "bad/level-3/lost/a-test-01.xml": tests("lost.dmn", expecting("1", ("nothing", nil))), "bad/level-3/lost/b-test-01.xml": "no XML",
            "bad/level-3/lost/c-test-01.xml": tests("m.dmn", ""), "empty/level-2/sums/m.dmn": model,
        ])
        let right = try PolityCommand.run("tck", folder.path + "/good")
        #expect(right.status == 0 && right.output == "level-2: 1 of 1 cases, 1 of 1 whose expected answer is not null\n1 passed, 0 failed\n", "\(right.output)")
        let wrong = try PolityCommand.run("tck", folder.path + "/bad")
        #expect(wrong.status == 1)
        let lines = wrong.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 8, "\(wrong.output)")
        #expect(lines.contains("sums/m-test-01.xml 2 two: expected 3, actual 2; nothing: expected 4, actual null"), "\(lines)")
        #expect(lines.contains("sums/m-test-01.xml 3 the case expects nothing"), "\(lines)")
        #expect(lines.contains("level-2: 1 of 3 cases, 1 of 2 whose expected answer is not null"), "\(lines)")
        #expect(lines.contains("lost/a-test-01.xml 1 nothing: expected null, actual null"), "\(lines)")
        #expect(lines.contains { $0.hasPrefix("lost/b-test-01.xml the file could not be read: ") }, "\(lines)")
        #expect(lines.contains("lost/c-test-01.xml the file has no case"), "\(lines)")
        #expect(lines.contains("level-3: 0 of 3 cases, 0 of 0 whose expected answer is not null") && lines.last == "1 passed, 5 failed", "\(lines)")
        let explained = try PolityCommand.run("tck", folder.path + "/bad", "--explain").output
        #expect(explained.contains("actual null (the model could not be read)"), "\(explained)")
        #expect(try PolityCommand.run("tck", folder.path + "/empty").status == 2 && PolityCommand.run("tck", "/no/such").status == 2)
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
