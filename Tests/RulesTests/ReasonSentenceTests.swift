import Blueprint
import Decisions
import FEEL
import Foundation
import Kernel
import Testing

@testable import Rules

/// What people are told of a value comes out as it is told: with its rounding, and by the law of which day.
@Suite struct ReasonSentenceTests {
    static func reasons(_ name: String, _ book: Rulebook, _ facts: String, _ day: String) throws -> Reasons {
        let situation = try Situation(try JSON(parsing: facts), for: book)
        let date = try #require(CivilDate(day))
        return try #require(Calculation.reasons(for: name, in: situation, asOf: date))
    }

    static func sentence(_ name: String, _ book: Rulebook, _ facts: String, _ day: String, in language: Language = .english) throws -> String {
        ReasonSentences(book: book, language: language).sentence(try reasons(name, book, facts, day))
    }

    @Test("a rounded value is told with what it was before, in both languages")
    func rounding() throws {
        let tax = try ArdenLawTests.law("income_tax")
        let allowance = try Self.sentence("personal_allowance", tax, #"{"employment_income": 100001}"#, "2023-04-06")
        #expect(allowance.hasPrefix("Personal allowance is £12,570.00, because it is the greatest of"), "\(allowance)")
        #expect(allowance.hasSuffix(", which gives £12,569.50, rounded up to £1"), "\(allowance)")
        let spanish = try Self.sentence("personal_allowance", tax, #"{"employment_income": 100001}"#, "2023-04-06", in: .spanish)
        #expect(spanish.contains("que da 12.569,50\u{A0}£, redondeado hacia arriba a 1\u{A0}£"), "\(spanish)")
        // What rounding leaves as it is needs no words.
        #expect(!(try Self.sentence("personal_allowance", tax, #"{"employment_income": 100002}"#, "2023-04-06")).contains("rounded"))

        let benefit = try ArdenLawTests.law("child_benefit")
        let family = #"{"family": {"adults": [{"adjusted_net_income": 60399}], "children": [{}]}}"#
        let charge = try Self.reasons("high_income_child_benefit_charge", benefit, family, "2024-04-06")
        let lines = ReasonSentences(book: benefit, language: .english).lines(charge)
        #expect(lines.contains { $0.contains("which gives £13.31, rounded down to £1") }, "\(lines)")
        #expect(lines.contains { $0.contains("which gives £1,331.20, rounded down to £1") }, "\(lines)")
    }

    @Test("programs are told the rounding of each formula, what it gave before where that differs, and the day whose law holds")
    func json() throws {
        let tax = try ArdenLawTests.law("income_tax")
        func told(_ name: String, _ facts: String, _ day: String) throws -> JSON {
            let told = Reasons.json([try Self.reasons(name, tax, facts, day)], in: "en")
            return try #require(told.reasons.array?.first)
        }
        let rounded = try told("personal_allowance", #"{"employment_income": 100001}"#, "2023-04-06")
        #expect(rounded["round"]?.text == #"{"to":1,"mode":"ceiling"}"# && rounded["unrounded"] == .number(Decimal128("12569.5") ?? 0), "\(rounded.text)")
        let exact = try told("personal_allowance", #"{"employment_income": 100002}"#, "2023-04-06")
        #expect(exact["round"] != nil && exact["unrounded"] == nil && exact["law_of"] == nil)
        let facts = #"{"pay_in_period": 2500, "pay_date": "2022-07-31"}"#
        let pay = try told("ni_class_1_for_pay_period", facts, "2022-04-06")
        #expect(pay.text.contains(#""law_of":"2022-07-31""#), "\(pay.text)")
    }

    static let modes: [(String, String, String)] = [
        ("half_even", "€0.12", "rounded to the nearest €0.01, a half to the even neighbour"),
        ("half_up", "€0.13", "rounded to the nearest €0.01, a half away from zero"),
        ("half_down", "€0.12", "rounded to the nearest €0.01, a half towards zero"), ("up", "€0.13", "rounded away from zero to €0.01"),
        ("down", "€0.12", "rounded towards zero to €0.01"), ("ceiling", "€0.13", "rounded up to €0.01"), ("floor", "€0.12", "rounded down to €0.01"),
    ]

    @Test("every way of rounding has its words", arguments: modes)
    func mode(_ mode: String, _ value: String, _ words: String) throws {
        let text = """
            title: A law
            entities: {person: {title: Person}}
            inputs: {pay: {of: person, title: Pay, unit: EUR}, due: {of: person, type: date, title: Day}}
            parameters: {rate: {title: Rate, unit: rate, source: Act 1, values: {2020-01-01: 0.1, 2022-01-01: 0.2}}}
            formulas:
              levy: {of: person, title: Levy, unit: EUR, source: Act 2, value: pay * rate, law_of: due, round: {to: 0.01, mode: \(mode)}}
            """
        let (book, diagnostics) = rulebook(Data(text.utf8), "law")
        #expect(diagnostics.all.isEmpty, "\(diagnostics.sorted)")
        let sentence = try Self.sentence("levy", try #require(book), #"{"pay": 0.625, "due": "2022-03-01"}"#, "2020-05-01")
        #expect(
            sentence == "Levy is \(value), because it is ‹Pay› × ‹Rate›, which gives €0.125, \(words), by the law of 1 March 2022", "\(sentence)")
    }
}
