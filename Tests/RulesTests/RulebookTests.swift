import Blueprint
import Decisions
import FEEL
import Foundation
import Kernel
import Rules
import Testing

/// Reads a rulebook beside the tests.
func rulebook(_ name: String) throws -> (book: Rulebook?, diagnostics: Diagnostics) {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Rulebooks/\(name).yaml")
    return rulebook(try Data(contentsOf: url), name)
}

func rulebook(_ bytes: some Sequence<UInt8>, _ name: String) -> (book: Rulebook?, diagnostics: Diagnostics) {
    var diagnostics = Diagnostics()
    let file = RulebookFile.kind.read(Array(bytes), path: name + ".yaml", id: name, diagnostics: &diagnostics)
    return (file.flatMap { Rulebook($0.definition, diagnostics: &diagnostics) }, diagnostics)
}

/// The public country template as facts, with values computed by hand for each formula and each date on which the law changes.
@Suite struct CountryTemplateTests {
    struct Case: Sendable, CustomStringConvertible {
        var month: String
        var facts: String
        var expected: [String: String]

        init(_ month: String, _ facts: String, _ expected: [String: String]) {
            self.month = month
            self.facts = facts
            self.expected = expected
        }

        var description: String { "\(month) \(facts)" }
    }

    static let adult = #"{"household": {"rent": 500, "accommodation_size": 40, "adults": [{"birth": "1980-01-01", "salary": 2000}], "children": []}}"#

    static func person(_ salary: Int, born: String = "1980-01-01") -> String { #"{"birth": "\#(born)", "salary": \#(salary)}"# }

    static func family(_ salaries: [Int], child: String) -> String {
        let adults = salaries.map { #"{"salary": \#($0)}"# }.joined(separator: ", ")
        return #"{"household": {"adults": [\#(adults)], "children": [{"birth": "\#(child)"}]}}"#
    }

    static let cases: [Case] = [
        // Parameters: none before the first date, then each from its own day.
        Case("2011-12", person(1000), ["income_tax": "0"]),
        Case("2012-01", person(1000), ["income_tax": "160", "social_security_contribution": "0"]),
        Case("2012-12", person(1000), ["income_tax": "160"]),
        Case("2013-01", person(1000), ["income_tax": "130"]),
        Case("2013-12", person(1000), ["income_tax": "130"]),
        Case("2014-01", person(1000), ["income_tax": "140"]),
        Case("2014-12", person(1000), ["income_tax": "140"]),
        Case("2015-01", person(1000), ["income_tax": "150"]),
        // Pay, and what capital brings: (1,000 + 500) at 15 %; contributions are of pay alone.
        Case("2015-01", #"{"salary": 1000, "capital_returns": 500}"#, ["income_tax": "225", "social_security_contribution": "40"]),
        // The scale, at and around its thresholds.
        Case("2012-12", person(13000), ["social_security_contribution": "0"]),
        Case("2013-01", person(13000), ["social_security_contribution": "460"]),
        Case("2013-12", person(13000), ["social_security_contribution": "460"]),
        Case("2014-01", person(13000), ["social_security_contribution": "453"]),
        Case("2014-12", person(13000), ["social_security_contribution": "453"]),
        Case("2015-01", person(13000), ["social_security_contribution": "584"]),
        Case("2015-12", person(13000), ["social_security_contribution": "584"]),
        Case("2016-01", person(13000), ["social_security_contribution": "576"]),
        Case("2016-12", person(13000), ["social_security_contribution": "576"]),
        Case("2017-01", person(6000), ["social_security_contribution": "120"]),
        Case("2017-01", person(6001), ["social_security_contribution": "120.06"]),
        Case("2017-01", person(12400), ["social_security_contribution": "504"]),
        Case("2017-01", person(13000), ["social_security_contribution": "576"]),
        // Ages: the birthday itself counts.
        Case("2017-01", person(0, born: "1999-01-01"), ["age": "18", "basic_income": "600"]),
        Case("2017-01", person(0, born: "1999-01-02"), ["age": "17", "basic_income": "0"]),
        Case("2016-12", person(0, born: "1955-12-01"), ["age": "61", "pension": "1", "income_tax": "0.15"]),
        Case("2017-01", person(0, born: "1955-12-01"), ["age": "61", "pension": "0"]),
        Case("2017-12", person(0, born: "1955-12-01"), ["age": "62", "pension": "1"]),
        Case("1951-06", person(0, born: "1880-01-01"), ["age": "71", "pension": "0"]),
        Case("1951-07", person(0, born: "1880-01-01"), ["age": "71", "pension": "1"]),
        // A formula that replaces another.
        Case("2015-11", person(0), ["basic_income": "0"]),
        Case("2015-12", person(0), ["basic_income": "600"]),
        Case("2015-12", person(1), ["basic_income": "0"]),
        Case("2016-11", person(1), ["basic_income": "0"]),
        Case("2016-12", person(1), ["basic_income": "600"]),
        // A law that begins, and ends.
        Case("2009-12", adult, ["housing_allowance": "0"]),
        Case("2010-01", adult, ["housing_allowance": "125"]),
        Case("2016-11", adult, ["housing_allowance": "125", "total_benefits": "125"]),
        Case("2016-12", adult, ["housing_allowance": "0", "total_benefits": "600"]),
        // Members, counted and looked at one by one.
        Case("2016-05", family([400], child: "2010-06-01"), ["parenting_allowance": "600"]),
        Case("2018-05", family([400], child: "2010-06-01"), ["parenting_allowance": "600"]),
        Case("2018-06", family([400], child: "2010-06-01"), ["parenting_allowance": "0"]),
        Case("2016-05", family([200, 200], child: "2010-06-01"), ["parenting_allowance": "600"]),
        Case("2016-06", family([200, 200], child: "2010-06-01"), ["parenting_allowance": "0"]),
        Case("2016-05", family([500], child: "2010-06-01"), ["parenting_allowance": "600"]),
        Case("2016-05", family([501], child: "2010-06-01"), ["parenting_allowance": "0"]),
        Case("2015-11", family([400], child: "2010-06-01"), ["parenting_allowance": "0"]),
        Case("2015-12", family([400], child: "2010-06-01"), ["parenting_allowance": "600"]),
        // A year's amount, and what a month has of it: 2000 - 300 - 80 + 125 - 400 / 12.
        Case("2015-06", adult, ["disposable_income": "1711.666666666666666666666666666667", "housing_tax": "400"]),
        Case("2017-01", adult, ["disposable_income": "2226.666666666666666666666666666667", "total_taxes": "373.3333333333333333333333333333333"]),
        Case("2015-06", #"{"household": {"accommodation_size": 10}}"#, ["housing_tax": "200"]),
        Case("2015-06", #"{"household": {"accommodation_size": 10, "housing_occupancy_status": "free_lodger"}}"#, ["housing_tax": "0"]),
        Case("2009-06", #"{"household": {"accommodation_size": 10}}"#, ["housing_tax": "0"]),
        Case("2009-12", #"{"household": {"accommodation_size": 21}}"#, ["housing_tax": "0"]),
        Case("2010-01", #"{"household": {"accommodation_size": 21}}"#, ["housing_tax": "210"]),
        Case("2016-05", family([400, 150], child: "2012-06-01"), ["household_income": "550", "parenting_allowance": "0"]),
        // The year's state is that of its first month.
        Case("2015-06", #"{"household": {"accommodation_size": {"2015-01": 50, "2015-06": 90}}}"#, ["housing_tax": "500"]),
    ]

    @Test(arguments: cases) func aCaseByHand(_ example: Case) throws {
        let (loaded, diagnostics) = try rulebook("country_template")
        let book = try #require(loaded, "\(diagnostics.sorted)")
        #expect(diagnostics.all.isEmpty)
        let situation = try Situation(try JSON(parsing: example.facts), for: book)
        let calculation = Calculation(situation)
        let date = try #require(CivilDate(example.month + "-01"))
        for (name, expected) in example.expected {
            #expect(calculation.value(name, asOf: date) == Decimal128(expected).map(Value.number), "\(name)")
        }
    }

    @Test func monthsMakeTheYear() throws {
        let book = try #require(try rulebook("country_template").book)
        let situation = try Situation(
            try JSON(parsing: #"{"salary": {"2014-01": 1000, "2014-02": 2000, "2015": 12000}}"#), for: book)
        let calculation = Calculation(situation)
        let (y2014, y2015) = (try #require(book.calendar.period("2014")), try #require(book.calendar.period("2015")))
        #expect(calculation.value("income_tax", in: y2014) == .number(420))
        #expect(calculation.value("salary", in: try #require(book.calendar.period("2015-03"))) == .number(1000))
        #expect(calculation.value("income_tax", in: y2015) == .number(1800))
    }

    @Test func aReformReplacesFromItsDay() throws {
        let book = try #require(try rulebook("country_template").book)
        let text = """
            title: A flat tax
            entities: {person: {}}
            parameters:
              income_tax_rate: {unit: rate, source: A bill, values: {2015-07-01: 0.5}}
            formulas:
              pension: {unit: EUR, period: month, source: A bill, versions: {2015-08-01: 100}}
            """
        var diagnostics = Diagnostics()
        let reform = try #require(RulebookFile.kind.read(Array(text.utf8), path: "reform.yaml", id: "reform", diagnostics: &diagnostics))
        let reformed = try #require(Rulebook(book.definition.reformed(by: reform.definition, diagnostics: &diagnostics), diagnostics: &diagnostics))
        #expect(diagnostics.all.isEmpty)
        let calculation = Calculation(try Situation(try JSON(parsing: #"{"salary": 1000}"#), for: reformed))
        let taxes = ["2015-06-01", "2015-07-01", "2015-08-01"].map { calculation.value("income_tax", asOf: CivilDate($0)!) }
        #expect(taxes == [.number(150), .number(500), .number(550)])
    }
}
