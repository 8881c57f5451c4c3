import FEEL
import Kernel
import Testing

@testable import Decisions

/// Populations from files, and what a simulation makes of them.
@Suite struct PopulationTests {
    static let place = SourceLocation(file: "law", line: 1, column: 1)

    /// A tax on pay with an allowance, a benefit for households of low pay, and a reform of both.
    static func law(rate: Decimal128 = Decimal128(2, scale: 1), benefit: String = "if sum(members.pay) < 1000 then 100 / 3 else 0") throws -> Rulebook {
        func subject(_ id: String, _ entity: String, _ type: FEELType = .number, choices: [String] = [], _ initial: Value = .number(.zero))
            -> RulebookDefinition.Subject
        {
            .init(
                id: id, title: LocalizedText(id), entity: entity, type: type, choices: choices, period: .year, across: type == .number ? .sum : .first,
                initial: initial, location: place)
        }
        let always = CivilDate(daysSinceEpoch: 0)
        func formula(_ id: String, _ entity: String, _ type: FEELType, _ text: String) -> RulebookDefinition.Formula {
            .init(
                subject(id, entity, type, type == .boolean ? .boolean(false) : .number(.zero)),
                versions: DatedValues([.init(from: always, value: SourceText(text, at: place), location: place)]), source: "Act")
        }
        let definition = RulebookDefinition(
            id: "small", title: "Small",
            entities: [
                .init(id: "person", title: "Person", location: place),
                .init(
                    id: "household", title: "Household", members: "person",
                    roles: [.init(id: "adults", title: "Adults"), .init(id: "children", title: "Children")], location: place),
            ],
            inputs: [
                .init(subject("pay", "person")), .init(subject("region", "person", .string, choices: ["north", "south"], .string("north"))),
                .init(subject("born", "person", .date, .null)), .init(subject("rent", "household")),
            ],
            parameters: [
                .init(
                    id: "rate", title: "Rate", unit: nil, source: nil, content: .value(DatedValues([.init(from: always, value: rate, location: place)])),
                    location: place)
            ],
            formulas: [
                formula("tax", "person", .number, "max(0, pay - 100) * rate"), formula("pays", "person", .boolean, "tax > 0"),
                formula("benefit", "household", .number, benefit),
                formula("left", "household", .number, "sum(members.pay) - sum(members.tax) + benefit - rent"),
            ], location: place)
        var diagnostics = Diagnostics()
        return try #require(Rulebook(definition, diagnostics: &diagnostics), "\(diagnostics.sorted)")
    }

    static let file = """
        household,household_role,pay,region,rent,born,"sho""e"
        a,adults,1000.50,north,300,1980-05-06,1
        a,children,,south,999,,2
        b,adults,50,"south",0.125,1990-01-01,3\r
        c,adults,-20,north,,2000-02-29,4

        """

    static func read(_ text: String, _ book: Rulebook) -> (Population?, Diagnostics) {
        var diagnostics = Diagnostics()
        let population = Population(csv: Array(text.utf8), file: "people.csv", for: book, diagnostics: &diagnostics)
        return (population, diagnostics)
    }

    @Test func aFileOfHouseholdsIsRead() throws {
        let (read, diagnostics) = Self.read(Self.file, try Self.law())
        let population = try #require(read, "\(diagnostics.sorted)")
        #expect(diagnostics.sorted.map(\.message) == ["the rulebook knows no 'sho\"e', so the column is left out"])
        #expect(population.count(of: "person") == 4 && population.count(of: "household") == 3)
        #expect(population.groupings["household"]?.starts == [0, 2, 3, 4] && population.groupings["household"]?.roles == [0, 1, 0, 0])
        let pay = try #require(population.column("pay")), rent = try #require(population.column("rent"))
        #expect((0..<4).map(pay.value) == [.number(Decimal128(10_005, scale: 1)), .number(0), .number(50), .number(-20)])
        #expect((0..<3).map(rent.value) == [.number(300), .number(Decimal128(125, scale: 3)), .number(0)])
        let born = try #require(population.column("born"))
        #expect(born.value(1) == .null && born.value(3) == CivilDate("2000-02-29").map(Value.date))
    }

    @Test(
        "what cannot be read is told with its line",
        arguments: [
            ("pay\n1\nx\n", 3, "this is no value of 'pay'"), ("region\nnorth\nwest\n", 3, "this is no value of 'region'"),
            ("pay,rent\n1\n", 2, "this line has 1 values, the first has 2 names"), ("pay,pay\n1,2\n", 1, "a column stands twice in the first line"),
            ("", 1, "there is no line with the names of the columns"), ("household,household_role\na,cousins\n", 2, "this is no role"),
            ("pay\n1e400000\n", 2, "this is no value of 'pay'"), ("born\n2001-02-29\n", 2, "this is no value of 'born'"),
            ("tax,pay\n1,2\n,3\n", 3, "this is no value of 'tax'"),
            ("household,pay\na,1\na,2\nb,3\na,4\n", 5, "this group stood further up already, and others between"),
        ])
    func faults(_ text: String, _ line: Int, _ message: String) throws {
        let (population, diagnostics) = Self.read(text, try Self.law())
        #expect(population == nil)
        #expect(diagnostics.sorted.map { "\($0.location.position.line) \($0.message)" } == ["\(line) \(message)"])
    }

    @Test("what spreadsheets put between values is known by the first line", arguments: [",", ";", "\t"])
    func separators(_ separator: String) throws {
        let (read, diagnostics) = Self.read("pay,region,rent\n50.5,south,3\n".replacing(",", with: separator), try Self.law())
        let population = try #require(read, "\(diagnostics.sorted)")
        #expect(diagnostics.all.isEmpty)
        #expect(population.column("pay")?.value(0) == .number(Decimal128(505, scale: 1)) && population.column("rent")?.value(0) == .number(3))
    }

    @Test("blanks around the names of columns are none of their letters, and UTF-16 is told")
    func headings() throws {
        let (population, diagnostics) = Self.read(" pay , rent\n1,2\n", try Self.law())
        #expect(population?.column("pay")?.value(0) == .number(1) && diagnostics.all.isEmpty, "\(diagnostics.sorted)")
        var found = Diagnostics()
        #expect(Population(csv: [0xFF, 0xFE, 0x70, 0], file: "people.csv", for: try Self.law(), diagnostics: &found) == nil)
        #expect(found.sorted.map(\.message) == ["this file is in UTF-16"])
    }

    @Test("decimals with a comma are told, and not taken for another number")
    func decimalComma() throws {
        let (population, diagnostics) = Self.read("pay;rent\n50,5;3\n", try Self.law())
        #expect(population == nil)
        #expect(diagnostics.sorted.map(\.mend) == ["It must be a number, with a point before decimals and nothing between thousands."])
    }

    @Test("a file without any input is no population of people who have nothing", arguments: ["name|pay\nx|1\n", "Einkommen\n1\n"])
    func noKnownColumn(_ text: String) throws {
        let (population, diagnostics) = Self.read(text, try Self.law())
        let errors = diagnostics.sorted.filter { $0.severity == .error }
        #expect(population == nil && errors.map(\.message) == ["none of these columns is an input of the rulebook"])
        #expect(errors.first?.mend?.contains("pay, region, born") == true, "\(errors)")
    }

    @Test("a reform that moved a value to somebody else is refused, and not compared row by row")
    func movedValues() throws {
        let law = try Self.law()
        let people = try #require(Self.read(Self.file, law).0)
        let date = try #require(CivilDate("2024-01-01"))
        var definition = law.definition
        let benefit = try #require(definition.formulas.firstIndex { $0.subject.id == "benefit" })
        definition.formulas[benefit].subject.entity = "person"
        definition.formulas[benefit].versions = DatedValues([
            .init(from: CivilDate(daysSinceEpoch: 0), value: SourceText("pay", at: Self.place), location: Self.place)
        ])
        definition.formulas.removeAll { $0.subject.id == "left" }
        var diagnostics = Diagnostics()
        let reform = try #require(Rulebook(definition, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        #expect(throws: SituationFault.self) { try Simulation(law, reform: reform, on: people, asOf: date, results: ["benefit"]) }
        #expect(try Simulation(law, reform: reform, on: people, asOf: date, results: ["tax"]).results == ["tax"])

        var moved = law.definition
        let rent = try #require(moved.inputs.firstIndex { $0.subject.id == "rent" })
        moved.inputs[rent].subject.entity = "person"
        moved.formulas.removeAll { $0.subject.id == "left" }
        let other = try #require(Rulebook(moved, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        #expect(throws: SituationFault.self) { try Simulation(law, reform: other, on: people, asOf: date, results: ["tax"]) }
    }

    @Test("the first twenty mistakes are told, not thousands")
    func manyFaults() throws {
        let (_, diagnostics) = Self.read("pay\n" + String(repeating: "x\n", count: 5_000), try Self.law())
        #expect(diagnostics.all.count == 20)
    }

    @Test("numbers of any size and count of digits are kept exactly")
    func exactNumbers() throws {
        let texts = ["1", "-2.5", "0.000000000000000001", "9223372036854775807", "123456789012345678901234567890.1234", "-0.10", "4E+3"]
        let population = try #require(Self.read("pay\n" + texts.joined(separator: "\n") + "\n", try Self.law()).0)
        let pay = try #require(population.column("pay"))
        for (row, text) in texts.enumerated() { #expect(pay.value(row) == Decimal128(text).map(Value.number), "\(text)") }
    }

    @Test func casesAsLinesOfJSON() throws {
        let book = try Self.law()
        let text = """
            {"household": {"rent": 300, "adults": [{"pay": 1000.5}], "children": [{"region": "south"}]}}
            {"household": {"adults": [{"pay": 50, "region": "south"}]}}

            """
        var diagnostics = Diagnostics()
        let population = try #require(
            Population(jsonLines: Array(text.utf8), file: "people.jsonl", for: book, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        #expect(population.groupings["household"]?.starts == [0, 2, 3] && population.groupings["household"]?.roles == [0, 1, 0])
        for (line, message) in [
            (#"{"household": {"adults": [{"pay": {"2024": 5}}]}}"#, "values of single periods cannot be part of a population"), ("{", "this line is no JSON"),
            (#"{"person": {"pay": 5, "tax": 1}}"#, "'tax' is given in some cases and left to its formula in others"),
        ] {
            var found = Diagnostics()
            #expect(Population(jsonLines: Array((text + line).utf8), file: "people.jsonl", for: book, diagnostics: &found) == nil)
            #expect(found.sorted.map(\.message) == [message])
        }
    }

    @Test("who stands alone stands beside those in groups, and what is asked of a group is null there")
    func loners() throws {
        let book = try Self.law()
        let text = #"{"household": {"rent": 300, "adults": [{"pay": 1000.5}]}}"# + "\n" + #"{"person": {"pay": 600}}"# + "\n"
        var diagnostics = Diagnostics()
        let people = try #require(Population(jsonLines: Array(text.utf8), file: "p.jsonl", for: book, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        #expect(people.count(of: "person") == 2 && people.count(of: "household") == 1)
        let tax = try Simulation(book, on: people, asOf: CivilDate(daysSinceEpoch: 20_000)).values(of: "tax")
        #expect(tax == [.number(Decimal128(1_801, scale: 1)), .number(100)])
    }

    // MARK: Several kinds of groups

    /// The small law with firms, whose people are of several households.
    static func lawOfFirms() throws -> Rulebook {
        var definition = try law().definition
        definition.entities.append(
            .init(
                id: "firm", title: "Firm", members: "person", roles: [.init(id: "owners", title: "Owners"), .init(id: "staff", title: "Staff")], location: place
            ))
        func subject(_ id: String, _ entity: String) -> RulebookDefinition.Subject {
            .init(id: id, title: LocalizedText(id), entity: entity, type: .number, period: .year, across: .sum, initial: .number(.zero), location: place)
        }
        definition.inputs.append(.init(subject("sales", "firm")))
        for (id, entity, text) in [
            ("levy", "firm", "sales * 0.01 - sum(owners.pay) + count(staff)"), ("share", "person", "if firm = null then -1 else firm.levy + household.rent"),
            ("shares", "household", "sum(members.share)"),
        ] {
            let versions = DatedValues([DatedValue(from: CivilDate(daysSinceEpoch: 0), value: SourceText(text, at: place), location: place)])
            definition.formulas.append(.init(subject(id, entity), versions: versions, source: "Act"))
        }
        var diagnostics = Diagnostics()
        return try #require(Rulebook(definition, diagnostics: &diagnostics), "\(diagnostics.sorted)")
    }

    @Test("a file of several kinds of groups: those of further kinds stand anywhere, and some are in none")
    func severalKindsOfGroups() throws {
        let book = try Self.lawOfFirms()
        // Firm x has people of the households a and c, so a, b and c are computed in one go; d by itself.
        let (read, diagnostics) = Self.read(
            """
            household,household_role,pay,rent,firm,firm_role,sales
            a,adults,1000,300,x,owners,50000
            a,children,0,,,,
            b,adults,50,10,y,owners,700
            c,adults,20,40,x,staff,1
            d,adults,5,7,z,owners,200

            """, book)
        let people = try #require(read, "\(diagnostics.sorted)")
        #expect(people.count(of: "person") == 5 && people.count(of: "household") == 4 && people.count(of: "firm") == 3 && people.units == 2)
        #expect(people.blocks(of: 1) == [0..<1, 1..<2])
        let simulation = try Simulation(book, on: people, asOf: CivilDate(daysSinceEpoch: 20_000))
        func numbers(_ name: String) -> [Value] { simulation.values(of: name) }
        // x: 500 - 1000 + 1; y: 7 - 50; z: 2 - 5.
        #expect(numbers("levy") == [-499, -43, -3].map { .number($0) })
        // The child is in no firm.
        #expect(numbers("share") == [-199, -1, -33, -459, 4].map { .number($0) })
        #expect(numbers("shares") == [-200, -33, -459, 4].map { .number($0) })
    }

    @Test("the same as lines of JSON, where those of several kinds are named by an id")
    func severalKindsAsJSON() throws {
        let book = try Self.lawOfFirms()
        let text = """
            {"household": {"rent": 300, "adults": [{"id": "p", "pay": 1000}], "children": [{"id": "k"}]}, "firm": {"sales": 50000, "staff": [{"id": "q", "pay": 20}], "owners": [{"id": "p"}]}}
            {"firm": {"sales": 200, "owners": [{"pay": 5}]}}

            """
        var diagnostics = Diagnostics()
        let people = try #require(Population(jsonLines: Array(text.utf8), file: "p.jsonl", for: book, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        let simulation = try Simulation(book, on: people, asOf: CivilDate(daysSinceEpoch: 20_000))
        #expect(simulation.values(of: "levy") == [.number(-499), .number(-3)])
        // Who is in no household has no rent to add.
        #expect(simulation.values(of: "share") == [.number(-199), .number(-1), .null, .null])
    }

    @Test("of cases that have no group of a kind, what is asked of it is null, also where they are computed by themselves")
    func blocksWithoutGroups() throws {
        let book = try Self.lawOfFirms()
        let text = """
            {"household": {"rent": 300, "adults": [{"id": "p", "pay": 1000}]}, "firm": {"sales": 50000, "owners": [{"id": "p"}]}}
            {"firm": {"sales": 200, "owners": [{"pay": 5}]}}

            """
        var diagnostics = Diagnostics()
        let people = try #require(Population(jsonLines: Array(text.utf8), file: "p.jsonl", for: book, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        let blocks = people.blocks(of: 1)
        #expect(blocks == [0..<1, 1..<2])
        for (block, expected) in zip(blocks, [Value.number(-200), .null]) {
            let calculation = ColumnCalculation(people.block(block), book, tables: LawTables())
            #expect(calculation.value("share", asOf: CivilDate(daysSinceEpoch: 20_000))?.value(0) == expected)
        }
    }

    @Test(
        "what several kinds of groups cannot be is told with its line",
        arguments: [
            ("household,firm\na,x\n,y\n", 3, "this line is in no 'household'"), ("household,firm,firm_role\na,x,boss\n", 2, "this is no role"),
            ("household,firm\na,x\nb,x\na,x\n", 4, "this group stood further up already, and others between"),
        ])
    func faultsOfSeveralKinds(_ text: String, _ line: Int, _ message: String) throws {
        let (population, diagnostics) = Self.read(text, try Self.lawOfFirms())
        #expect(population == nil)
        #expect(diagnostics.sorted.map { "\($0.location.position.line) \($0.message)" } == ["\(line) \(message)"])
    }

    // MARK: Simulation

    @Test("by hand: who pays, who wins, and what it costs")
    func byHand() async throws {
        let (law, reform) = (try Self.law(), try Self.law(rate: Decimal128(3, scale: 1), benefit: "if sum(members.pay) < 40 then 200 else 0"))
        let population = try #require(Self.read(Self.file, law).0)
        let date = CivilDate(daysSinceEpoch: 20_000)
        let simulation = try Simulation(
            law, reform: reform, on: population, asOf: date, results: ["tax", "pays", "benefit"], measure: .init("left"), groupedBy: "benefit")
        let report = await simulation.run(workers: 2)
        // Tax of a: (1000.50 - 100) × 0.2 = 180.10, then × 0.3 = 270.15.
        let tax = report.results[0], pays = report.results[1], benefit = report.results[2]
        #expect(tax.law.sum == Decimal128(1_801, scale: 1) && tax.reform?.sum == Decimal128(27_015, scale: 2) && tax.law.concerned == 1 && tax.law.count == 4)
        #expect(pays.law.concerned == 1 && !pays.isNumber)
        // b and c had a third of 100 each; c alone has 200 now.
        let third = Decimal128(100) / Decimal128(3)
        #expect(benefit.law.sum == third + third && benefit.reform?.sum == 200)
        #expect(benefit.law.concerned == 2 && benefit.reform?.concerned == 1 && benefit.change.gained == 0 && benefit.change.lost == 1)
        let all = try #require(report.everybody)
        #expect(all.count == 3 && all.winners == 1 && all.losers == 2)
        #expect(all.gain == Decimal128("-90.05").map { $0 - third + (Decimal128(200) - third) })
        #expect(report.groups.map(\.name) == ["0", third.description] && report.groups.map(\.count) == [1, 2])
        #expect(report.json["results"]?["tax"]?["change"] == .number(Decimal128(9_005, scale: 2)))
        #expect(
            report.csv.hasPrefix(
                "result,count,concerned,unknown,total,concerned_by_reform,unknown_by_reform,gained,lost,total_by_reform,change\ntax,4,1,0,180.1,"))
    }

    @Test("deciles, and the same report whatever the number of cores, equal to case by case")
    func deciles() async throws {
        let (law, reform) = (try Self.law(), try Self.law(rate: Decimal128(25, scale: 2)))
        let random = SeededGenerator(seed: 7)
        var text = "household,pay\n"
        for row in 0..<12_345 { text += "\(row / 2),\(random.next(below: 400_000)).\(random.next(below: 90) + 10)\n" }
        let population = try #require(Self.read(text, law).0)
        let date = CivilDate(daysSinceEpoch: 20_000)
        let simulation = try Simulation(
            law, reform: reform, on: population, asOf: date, measure: .init("tax", isBurden: true), decilesBy: "pay", groupedBy: "region")
        let (one, two) = (await simulation.run(workers: 1), await simulation.run(workers: 2))
        #expect(one.json == two.json)
        #expect(one.deciles.map(\.count).reduce(0, +) == 12_345 && one.deciles.count == 10)
        #expect(one.deciles.allSatisfy { $0.count == 1_234 || $0.count == 1_235 })
        #expect(zip(one.deciles, one.deciles.dropFirst()).allSatisfy { $0.before <= $1.before && $0.gain >= $1.gain })
        #expect(one.deciles.map(\.gain).reduce(.zero, +) == one.everybody?.gain && one.deciles.map(\.losers).reduce(0, +) == one.everybody?.losers)
        // One by one.
        var sum = Decimal128.zero
        for line in text.split(separator: "\n").dropFirst() {
            let situation = try Situation(try JSON(parsing: "{\"person\": {\"pay\": \(line.split(separator: ",")[1])}}"), for: law)
            guard case .number(let tax)? = Calculation(situation).value("tax", asOf: date) else { continue }
            sum += tax
        }
        #expect(one.results.first { $0.id == "tax" }?.law.sum == nil && one.everybody?.before == sum)
    }

    @Test func whatCannotBeAskedIsRefused() throws {
        let law = try Self.law()
        let population = try #require(Self.read(Self.file, law).0)
        let date = CivilDate(daysSinceEpoch: 20_000)
        func fault(_ make: () throws -> Simulation) -> String? {
            do { _ = try make() } catch { return "\(error)" }
            return nil
        }
        #expect(fault { try Simulation(law, on: population, asOf: date, results: ["txa"]) } == "txa: the rulebook knows no such value. Did you mean 'tax'?")
        #expect(fault { try Simulation(law, on: population, asOf: date, measure: .init("pays")) } == "pays: this is no number")
        #expect(
            fault { try Simulation(law, on: population, asOf: date, measure: .init("tax"), decilesBy: "rent") }
                == "rent: this is not of the same kind as 'tax', which is of 'person'")
        #expect(fault { try Simulation(law, on: population, asOf: date, groupedBy: "region") } != nil)
    }
}
