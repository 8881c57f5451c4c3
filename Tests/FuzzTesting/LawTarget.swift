import Blueprint
import Decisions
import FEEL
import Kernel
import Rules

/// Rulebooks: read, linked, and computed for single cases, explained, and for all of them column by column, which each have to give the same.
public struct RulebookTarget: FuzzTarget {
    public let name = "rulebook"
    private let samples: [[UInt8]]

    public init(samples: [[UInt8]] = []) { self.samples = [Array(Self.sample.utf8)] + samples.filter { $0.count < 60_000 } }

    static let words = [
        "unit: EUR", "unit: rate", "unit: years", "type: date", "type: boolean", "type: text", "period: month", "period: year", "period: for_ever",
        "period: day", "across: first",
        "across: last", "scale: marginal", "scale: single_amount", "brackets:", "{2020-01-01: 1}", "{2020-01-01: ends}", "members", "adults", "sum(", "count(",
        "min(", "max(",
        "some m in members satisfies ", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!x ", "|\n", ">-\n", "round: {to: 0.01, mode: half_up}", "law_of: born",
        "until: 2021-01-01",
        "versions:", "0.1", "period_start", "household.", "if ", " then ", " else ", "year_begins: 04-06", "results: [tax]", "default: 1", "  ", "\n", "\t",
    ]

    static let sample = """
        title: A law
        year_begins: 04-06
        entities:
          person: {title: Person}
          household: {title: Household, members: person, roles: {adults: Adults, children: Children}}
        inputs:
          born: {type: date, period: for_ever, default: 1980-01-01}
          salary: {unit: EUR, period: month}
          bonus: {unit: EUR}
          rent: {of: household, unit: EUR, period: month}
          kind: {type: text, choices: [a, b], default: a}
        parameters:
          rate: {unit: rate, source: a law, values: {2019-01-01: 0.1, 2020-04-06: 0.25, 2025-01-01: ends}}
          scale:
            unit: rate
            base: EUR
            scale: marginal
            source: a law
            brackets:
              - {threshold: {2019-01-01: 0}, rate: {2019-01-01: 0.1}}
              - {threshold: {2019-01-01: 1000, 2020-04-06: 1200.5}, rate: {2019-01-01: 0.333}}
        formulas:
          age: {unit: years, period: month, across: first, source: a law, value: "years and months duration(born, period_start).years"}
          tax:
            unit: EUR
            period: month
            source: a law
            versions: {2019-01-01: salary * rate, 2020-04-06: "scale(salary) + household.rent / 7"}
            round: {to: 0.01, mode: half_up}
          bonus_tax: {unit: EUR, source: a law, value: "if kind = \\"a\\" then bonus / 3 else max(bonus * rate, 0)"}
          left: {of: household, unit: EUR, period: month, source: a law, value: "sum(members.salary) - sum(members[age > 17].tax) - rent"}
          many: {of: household, type: boolean, period: month, source: a law, value: "count(adults) > 1 or (some m in members satisfies m.age < 6)"}
        """

    public func input(seed: UInt64) -> [UInt8] { Mutator(seed: seed, words: Self.words).input(from: samples) }

    static func rulebook(_ bytes: [UInt8], _ diagnostics: inout Diagnostics) -> Rulebook? {
        guard let file = RulebookFile.kind.read(bytes, path: "rules/fuzz.yaml", id: "fuzz", diagnostics: &diagnostics), !diagnostics.hasErrors else {
            return nil
        }
        return Rulebook(file.definition, diagnostics: &diagnostics)
    }

    public func feed(_ input: [UInt8]) throws {
        var diagnostics = Diagnostics()
        defer { _ = diagnostics.sorted.map(\.description) }
        guard let law = Self.rulebook(input, &diagnostics) else { return }
        for cases in Self.cases {
            let taken = cases.filter { (try? Situation($0, for: law)) != nil }
            for json in taken { try Self.explain(try Situation(json, for: law), law) }
            try CaseComparison(taken, law)?.compare()
        }
    }

    static let days = ["2018-01-01", "2020-04-05", "2020-04-06", "2026-01-01"].compactMap { CivilDate($0) }

    /// People who stand alone, and households: a population holds one kind.
    static let cases: [[JSON]] = [
        [["salary": 2_500, "bonus": 1_000, "born": "2001-02-28"], ["salary": 0, "bonus": -5], .object([])],
        [
            [
                "household": [
                    "adults": [["salary": 1_234, "born": "1990-05-05"], ["salary": 0]], "children": [["born": "2019-12-31"]], "rent": 700,
                ]
            ],
            ["household": ["adults": [["salary": 99_999, "bonus": 3, "born": "1950-01-01"]], "rent": 0]], ["household": .object([])],
        ],
    ]

    /// A value is the same with its reasons and without.
    private static func explain(_ situation: Situation, _ law: Rulebook) throws {
        for day in days {
            for name in law.names.prefix(60) {
                let value = Calculation(situation).value(name, asOf: day)
                guard let reasons = Calculation.reasons(for: name, in: situation, asOf: day) else { continue }
                _ = Reasons.json([reasons], in: "en").reasons.text
                guard String(describing: reasons.value) == value.map({ String(describing: $0) }) else {
                    throw FuzzFault("'\(name)' on \(day) is \(value as Any), but explained \(reasons.value)")
                }
            }
        }
    }

    public var faultsOfSamples: [String] {
        var diagnostics = Diagnostics()
        guard let law = Self.rulebook(Array(Self.sample.utf8), &diagnostics) else { return diagnostics.sorted.map(\.description) }
        return Self.cases.joined().compactMap { json in
            do throws(SituationFault) {
                let situation = try Situation(json, for: law)
                // What is computed of nobody is computed of nothing.
                return law.entities(of: situation).isEmpty ? "\(json.text) has nobody in it" : nil
            } catch {
                return "\(json.text): \(error)"
            }
        } + (Self.cases.compactMap { CaseComparison($0, law) }.count == Self.cases.count ? [] : ["the cases are no population"])
    }
}

extension Rulebook {
    fileprivate func entities(of situation: Situation) -> [String] { definition.entities.map(\.id).filter { situation.count(of: $0) > 0 } }
}

/// Some cases of one law as a population: columns say of each what its own computation says.
struct CaseComparison {
    private let law: Rulebook
    private let cases: [Situation]
    private let people: Population

    /// - Returns: nil where the cases cannot stand beside each other: a formula's value that only some give, another kind of group.
    init?(_ cases: [JSON], _ law: Rulebook) {
        var diagnostics = Diagnostics()
        let lines = cases.map { Array($0.text.utf8) }.joined(separator: [10])
        guard !cases.isEmpty, let people = Population(jsonLines: Array(lines), file: "fuzz.jsonl", for: law, diagnostics: &diagnostics) else { return nil }
        self.law = law
        self.cases = cases.compactMap { try? Situation($0, for: law) }
        self.people = people
    }

    func compare() throws {
        for day in [CivilDate("2020-04-06"), CivilDate("2020-04-05")].compactMap({ $0 }) {
            for name in law.definition.formulas.prefix(30).map(\.subject.id) {
                guard let subject = law.subject(name), people.count(of: subject.entity) > 0,
                    let simulation = try? Simulation(law, on: people, asOf: day, results: [name])
                else { continue }
                let columns = simulation.values(of: name)
                var row = 0
                for one in cases {
                    let calculation = Calculation(one)
                    for instance in 0..<one.count(of: subject.entity) {
                        defer { row += 1 }
                        let value = calculation.value(name, of: instance, asOf: day) ?? .null
                        // The steps that a whole case may take are counted case by case only.
                        guard calculation.exhaustion == nil, row >= columns.count || columns[row] != value else { continue }
                        throw FuzzFault("'\(name)' on \(day) is \(value), but \(row < columns.count ? "\(columns[row])" : "nothing") by columns")
                    }
                }
            }
        }
    }
}

/// Cases of a law, as JSON from anybody.
public struct CaseTarget: FuzzTarget {
    public let name = "case"
    private let law: Rulebook?

    public init() {
        var diagnostics = Diagnostics()
        law = RulebookTarget.rulebook(Array(RulebookTarget.sample.utf8), &diagnostics)
    }

    private static let samples = [
        #"{"salary": 2500.5, "bonus": {"2020": 100, "2021": 200}, "born": "1990-01-31", "kind": "a"}"#,
        #"{"household": {"rent": {"2020-01": 700, "2020-02": 710}, "adults": [{"salary": {"2020-01": 100}, "born": "1980-02-29"}, {}], "children": [{"born": "2020-01-01"}]}}"#,
        #"{"household": [{"rent": 5, "adults": [{"salary": 1}]}, {"adults": [{"bonus": 7}], "children": []}]}"#,
        #"{"person": [{"salary": 3, "kind": "b"}, {"tax": 12.34}]}"#,
    ].map { Array($0.utf8) }

    public func input(seed: UInt64) -> [UInt8] {
        Mutator(
            seed: seed,
            words: [
                "{", "}", "[", "]", ":", ",", "\"household\"", "\"person\"", "\"adults\"", "\"children\"", "\"salary\"", "\"tax\"", "null", "true",
                "\"2020-01\"", "1e400", "\\u0000", "\"\"",
            ]
        )
        .input(from: Self.samples, limit: 20_000)
    }

    public func feed(_ input: [UInt8]) throws {
        guard let law else { throw FuzzFault("the sample law has errors") }
        guard let json = try? JSON(parsing: input), let situation = try? Situation(json, for: law), let day = CivilDate("2020-06-01") else { return }
        for name in law.names { _ = Calculation.reasons(for: name, in: situation, asOf: day) }
        try CaseComparison([json], law)?.compare()
    }

    public var faultsOfSamples: [String] {
        guard let law else { return ["the sample law has errors"] }
        return Self.samples.compactMap { sample in
            guard let json = try? JSON(parsing: sample) else { return "a case is no JSON" }
            do throws(SituationFault) { _ = try Situation(json, for: law) } catch { return "\(json.text): \(error)" }
            return nil
        }
    }
}

/// Populations, as CSV from anybody: read and computed by columns.
public struct PopulationTarget: FuzzTarget {
    public let name = "population"
    private let law: Rulebook?

    public init() {
        var diagnostics = Diagnostics()
        law = RulebookTarget.rulebook(Array(RulebookTarget.sample.utf8), &diagnostics)
    }

    private static let samples = [
        "salary,bonus,born,kind\n2500.50,100,1990-01-31,a\n0,,1980-02-29,b\n-1,9e10,,a\n",
        "household,household_role,salary,rent,born\n1,adults,100,700,1980-01-01\n1,children,,700,2019-01-01\n2,adults,1e3,0,1970-12-31\n",
    ].map { Array($0.utf8) }

    public func input(seed: UInt64) -> [UInt8] {
        Mutator(
            seed: seed,
            words: [
                ",", "\n", "\"", ";", "\r\n", "household", "household_role", "adults", "children", "2020-01-01", "1e400", "99999999999999999999",
                "0.000000000000000001",
            ]
        )
        .input(from: Self.samples, limit: 20_000)
    }

    public func feed(_ input: [UInt8]) throws {
        guard let law else { throw FuzzFault("the sample law has errors") }
        var diagnostics = Diagnostics()
        defer { _ = diagnostics.sorted.map(\.description) }
        guard let people = Population(csv: input, file: "fuzz.csv", for: law, diagnostics: &diagnostics), let day = CivilDate("2020-06-01") else { return }
        let results = law.results.filter { people.count(of: $0.entity) > 0 }.map(\.id)
        guard let simulation = try? Simulation(law, on: people, asOf: day, results: results) else { return }
        for name in results { _ = simulation.values(of: name) }
    }

    public var faultsOfSamples: [String] {
        guard let law else { return ["the sample law has errors"] }
        var diagnostics = Diagnostics()
        for sample in Self.samples { _ = Population(csv: sample, file: "sample.csv", for: law, diagnostics: &diagnostics) }
        return diagnostics.sorted.map(\.description)
    }
}

/// Reforms, as files from anybody: laid over a law, computed under both.
public struct ReformTarget: FuzzTarget {
    public let name = "reform"
    private let law: Rulebook?

    public init() {
        var diagnostics = Diagnostics()
        law = RulebookTarget.rulebook(Array(RulebookTarget.sample.utf8), &diagnostics)
    }

    private static let samples = [
        """
        title: A bill
        entities: {person: {}}
        parameters:
          rate: {unit: rate, source: a bill, values: {2020-05-01: 0.3, 2021-01-01: ends}}
          scale: {brackets: [{threshold: {2020-05-01: 0}, rate: {2020-05-01: 0.2}}, {threshold: {2020-05-01: 50}, rate: {2020-05-01: 0.4}}]}
        """,
        """
        title: Another bill
        entities: {person: {}, household: {members: person, roles: {lodgers: Lodgers}}}
        inputs: {shoes: {of: household, default: 3}, kind: {choices: [a, b, c]}}
        formulas:
          tax: {versions: {2020-05-01: "salary * rate + household.shoes"}}
          lodging: {of: household, unit: EUR, round: {to: 1, mode: floor}, law_of: period_end, source: a bill, value: "count(lodgers) * 5 * sum(members.tax)"}
        """,
    ].map { Array($0.utf8) }

    public func input(seed: UInt64) -> [UInt8] {
        Mutator(seed: seed, words: RulebookTarget.words + ["tax:", "rate:", "salary:", "household:"]).input(from: Self.samples, limit: 20_000)
    }

    private func reformed(_ input: [UInt8], _ diagnostics: inout Diagnostics) throws -> Rulebook? {
        guard let law else { throw FuzzFault("the sample law has errors") }
        guard let file = RulebookFile.kind.read(input, path: "reform.yaml", id: "reform", diagnostics: &diagnostics), !diagnostics.hasErrors else { return nil }
        return Rulebook(law.definition.reformed(by: file.definition, diagnostics: &diagnostics), diagnostics: &diagnostics)
    }

    public func feed(_ input: [UInt8]) throws {
        var diagnostics = Diagnostics()
        defer { _ = diagnostics.sorted.map(\.description) }
        guard let law, let reform = try reformed(input, &diagnostics), !diagnostics.hasErrors else { return }
        for cases in RulebookTarget.cases { try CaseComparison(cases.filter { (try? Situation($0, for: reform)) != nil }, reform)?.compare() }
        _ = RulebookDifference(from: law.definition, to: reform.definition).sentences
    }

    public var faultsOfSamples: [String] {
        var diagnostics = Diagnostics()
        for sample in Self.samples {
            do { _ = try reformed(sample, &diagnostics) } catch { return ["\(error)"] }
        }
        return diagnostics.sorted.filter { $0.severity == .error }.map(\.description)
    }
}

/// Tables from spreadsheets, as CSV from anybody: the model that comes of one can be read, and decides.
public struct SpreadsheetTarget: FuzzTarget {
    public let name = "spreadsheet"

    public init() {}

    private static let samples = [
        "U,Age,Kind of permit,> Fee,Source\n1,< 18,,0,\"Act, section 3\"\n2,[18..65),\"short stay, visit\",12.50,\n3,>= 65,\"not(\"\"visit\"\")\",age / 10,\n",
        "zone;since;> fee;> free\ncentre;2024-01-31;5;true\nedge;;3;false\n", "C+\tHours\t> Fee\t# note\n1\t> 2\t12.5\tdear\n2\t-\t5\t\n",
    ].map { Array($0.utf8) }

    public func input(seed: UInt64) -> [UInt8] {
        Mutator(
            seed: seed,
            words: [
                ",", ";", "\t", "\n", "\r\n", "\"", "\"\"", "> ", "=>", "#", "U", "F", "C+", "UNIQUE", "-", "not(", "[1..", "\"a\"", "2024-01-31", "true", "if",
                "\u{FEFF}", "&", "<", "]]>",
            ]
        )
        .input(from: Self.samples, limit: 20_000)
    }

    private func table(_ input: [UInt8], _ diagnostics: inout Diagnostics) -> SpreadsheetTable? {
        SpreadsheetRows(csv: input, file: "fuzz.csv", diagnostics: &diagnostics).flatMap {
            SpreadsheetTable($0, id: "fuzz", file: "fuzz.csv", diagnostics: &diagnostics)
        }
    }

    public func feed(_ input: [UInt8]) throws {
        var diagnostics = Diagnostics()
        let table = table(input, &diagnostics)
        _ = diagnostics.sorted.map(\.description)
        guard let table else { return }
        var findings = Diagnostics()
        guard let model = DecisionModel(parsing: Array(table.dmn.utf8), file: "fuzz.dmn", diagnostics: &findings), !findings.hasErrors else {
            throw FuzzFault("the model of the table cannot be read: \(findings.sorted)")
        }
        var inputs = Context()
        for name in model.inputs.keys { inputs[name] = .number(20) }
        for decision in model.decisions { _ = model.evaluate(decision: decision, inputs: inputs, now: ExpressionTarget.now) }
    }

    public var faultsOfSamples: [String] {
        var diagnostics = Diagnostics()
        for sample in Self.samples { _ = table(sample, &diagnostics) }
        return diagnostics.sorted.map(\.description)
    }
}
