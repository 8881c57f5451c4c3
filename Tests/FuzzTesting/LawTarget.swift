import Blueprint
import Decisions
import FEEL
import Kernel
import Rules

/// Rulebooks: read, linked, and computed for one case, explained, and column by column, which has to give the same.
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
        let families: [JSON] = [
            ["salary": 2_500, "bonus": 1_000, "born": "2001-02-28"],
            ["adults": [["salary": 1_234, "born": "1990-05-05"], ["salary": 0]], "children": [["born": "2019-12-31"]], "rent": 700],
            ["salary": 0, "bonus": -5], .object([]),
        ]
        for json in families {
            guard let situation = try? Situation(json, for: law) else { continue }
            for day in ["2018-01-01", "2020-04-05", "2020-04-06", "2026-01-01"].compactMap({ CivilDate($0) }) {
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
        #"{"rent": {"2020-01": 700, "2020-02": 710}, "adults": [{"salary": {"2020-01": 100}, "born": "1980-02-29"}, {}], "children": [{"born": "2020-01-01"}]}"#,
    ].map { Array($0.utf8) }

    public func input(seed: UInt64) -> [UInt8] {
        Mutator(
            seed: seed,
            words: ["{", "}", "[", "]", ":", ",", "\"adults\"", "\"children\"", "\"salary\"", "null", "true", "\"2020-01\"", "1e400", "\\u0000", "\"\""]
        )
        .input(from: Self.samples, limit: 20_000)
    }

    public func feed(_ input: [UInt8]) throws {
        guard let law else { throw FuzzFault("the sample law has errors") }
        guard let json = try? JSON(parsing: input), let situation = try? Situation(json, for: law), let day = CivilDate("2020-06-01") else { return }
        for name in law.names { _ = Calculation.reasons(for: name, in: situation, asOf: day) }
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
        "household,role,salary,rent,born\n1,adults,100,700,1980-01-01\n1,children,,700,2019-01-01\n2,adults,1e3,0,1970-12-31\n",
    ].map { Array($0.utf8) }

    public func input(seed: UInt64) -> [UInt8] {
        Mutator(
            seed: seed,
            words: [",", "\n", "\"", ";", "\r\n", "household", "role", "adults", "2020-01-01", "1e400", "99999999999999999999", "0.000000000000000001"]
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
}
