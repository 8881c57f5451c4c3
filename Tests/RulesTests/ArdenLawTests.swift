import Blueprint
import Decisions
import FEEL
import Foundation
import Kernel
import Rules
import Testing

/// The rulebooks that ship with Arden, with values computed by hand from the published rates.
@Suite struct ArdenLawTests {
    static func law(_ name: String) throws -> Rulebook {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let (book, diagnostics) = rulebook(try Data(contentsOf: root.appending(path: "governments/arden/rules/\(name).yaml")), name)
        #expect(diagnostics.all.isEmpty, "\(diagnostics.sorted.map(\.description).joined(separator: "\n"))")
        return try #require(book)
    }

    struct Case: Sendable, CustomStringConvertible {
        var date: String
        var facts: String
        var expected: [String: String]

        init(_ date: String, _ facts: String, _ expected: [String: String]) {
            self.date = date
            self.facts = facts
            self.expected = expected
        }

        var description: String { "\(date) \(facts)" }
    }

    static func check(_ example: Case, _ book: Rulebook) throws {
        let calculation = Calculation(try Situation(try JSON(parsing: example.facts), for: book))
        let date = try #require(CivilDate(example.date))
        for (name, expected) in example.expected {
            #expect(calculation.value(name, asOf: date) == Decimal128(expected).map(Value.number), "\(name)")
        }
    }

    static let incomes: [Case] = [
        // 30,000 - 12,500 = 17,500 at 20 %; (30,000 - 8,632) at 12 %.
        Case("2019-04-06", #"{"employment_income": 30000}"#, ["personal_allowance": "12500", "income_tax": "3500", "ni_class_1_employee": "2564.16"]),
        // 37,700 at 20 %, 9,730 at 40 %; (50,270 - 12,570) at 8 %, 9,730 at 2 %.
        Case("2024-05-01", #"{"employment_income": 60000}"#, ["income_tax": "11432", "ni_class_1_employee": "3210.6"]),
        // The year changes on 6 April.
        Case("2024-04-05", #"{"employment_income": 60000}"#, ["ni_class_1_employee": "4718.6"]),
        // The taper: 100,001 loses half a pound, and the allowance is rounded up to a whole pound.
        Case("2023-04-06", #"{"employment_income": 100001}"#, ["personal_allowance": "12570", "income_tax": "27432.4"]),
        Case("2023-04-06", #"{"employment_income": 100002}"#, ["personal_allowance": "12569", "income_tax": "27433.2"]),
        Case("2023-04-06", #"{"employment_income": 125140}"#, ["personal_allowance": "0", "income_tax": "42516"]),
        Case("2023-04-06", #"{"employment_income": 125141}"#, ["personal_allowance": "0", "income_tax": "42516.45"]),
        Case("2022-04-06", #"{"employment_income": 150001}"#, ["income_tax": "52460.45"]),
        // Savings: the starting rate is used up by other income above the allowance, then the savings allowance.
        Case("2023-04-06", #"{"savings_interest_income": 18570}"#, ["income_tax": "0"]),
        Case("2023-04-06", #"{"savings_interest_income": 18571}"#, ["income_tax": "0.2"]),
        Case("2023-04-06", #"{"employment_income": 15000, "savings_interest_income": 5000}"#, ["income_tax": "772"]),
        Case("2023-04-06", #"{"employment_income": 60000, "savings_interest_income": 501}"#, ["income_tax": "11432.4"]),
        Case("2023-04-06", #"{"employment_income": 125140, "savings_interest_income": 100}"#, ["income_tax": "42561"]),
        // Dividends, above all else.
        Case("2023-04-06", #"{"dividend_income": 13571}"#, ["income_tax": "0.09"]),
        // 500 of the allowance go to dividends: 37,700 at 20 %, and of 1,500 of dividends 1,000 at 33.75 %.
        Case("2025-04-06", #"{"employment_income": 49770, "dividend_income": 2000}"#, ["income_tax": "7877.5"]),
        Case("2021-04-06", #"{"employment_income": 60000, "dividend_income": 3000}"#, ["income_tax": "11757"]),
        // Contributions end with the state pension age and begin with sixteen.
        Case("2023-04-06", #"{"age": 66, "employment_income": 30000, "self_employment_income": 30000}"#, ["ni_class_1_employee": "0", "ni_class_4": "0"]),
        Case("2023-04-06", #"{"age": 15, "employment_income": 30000}"#, ["ni_class_1_employee": "0"]),
        // 190 to 962 a week became 823 a month, then 1,048 from July 2022.
        Case("2022-04-06", #"{"employment_income": 30000}"#, ["ni_class_1_employee": "2665.9"]),
        Case("2022-04-06", #"{"pay_in_period": 2500, "pay_date": "2022-06-30"}"#, ["ni_class_1_for_pay_period": "222.2"]),
        Case("2022-04-06", #"{"pay_in_period": 2500, "pay_date": "2022-07-31"}"#, ["ni_class_1_for_pay_period": "192.39"]),
        Case("2022-04-06", #"{"pay_in_period": 2500, "pay_date": "2022-11-30"}"#, ["ni_class_1_for_pay_period": "174.24"]),
        Case("2022-04-06", #"{"pay_in_period": 1000, "pay_date": "2022-07-08", "paid_weekly": true}"#, ["ni_class_1_for_pay_period": "97.13"]),
        // The self-employed.
        Case("2019-04-06", #"{"self_employment_income": 6365}"#, ["ni_class_2": "159", "ni_class_4": "0"]),
        Case("2020-04-06", #"{"self_employment_income": 6474}"#, ["ni_class_2": "0"]),
        // From 2022 on profits must exceed the threshold; before, reaching it was enough (SI 2022/1329, regulation 2).
        Case("2021-04-06", #"{"self_employment_income": 6515}"#, ["ni_class_2": "158.6"]),
        Case("2022-04-06", #"{"self_employment_income": 11908}"#, ["ni_class_2": "0"]),
        Case("2022-04-06", #"{"self_employment_income": 11908.01}"#, ["ni_class_2": "163.8"]),
        Case("2023-04-06", #"{"self_employment_income": 60000}"#, ["ni_class_2": "179.4", "ni_class_4": "3587.6"]),
        Case("2024-04-06", #"{"self_employment_income": 60000}"#, ["ni_class_2": "0", "ni_class_4": "2456.6"]),
        // Beside full class 1, class 4 is almost all at the additional rate (regulation 100).
        Case("2024-04-06", #"{"employment_income": 50270, "self_employment_income": 20000}"#, ["ni_class_4": "148.6"]),
    ]

    @Test(arguments: incomes) func taxOnIncome(_ example: Case) throws { try Self.check(example, Self.law("income_tax")) }

    static let families: [Case] = [
        Case("2023-04-06", #"{"family": {"adults": [{"adjusted_net_income": 20000}], "children": [{}, {}]}}"#, ["child_benefit": "2074.8"]),
        Case(
            "2023-04-06", #"{"family": {"adults": [{"adjusted_net_income": 54999}, {}], "children": [{}]}}"#,
            ["child_benefit": "1248", "high_income_child_benefit_charge": "611"]),
        Case(
            "2024-04-06", #"{"family": {"adults": [{"adjusted_net_income": 60399}], "children": [{}]}}"#,
            ["child_benefit": "1331.2", "high_income_child_benefit_charge": "13", "child_benefit_after_charge": "1318.2"]),
        Case("2024-04-06", #"{"family": {"adults": [{"adjusted_net_income": 80000}], "children": [{}]}}"#, ["high_income_child_benefit_charge": "1331"]),
        Case("2024-04-06", #"{"family": {"adults": [{"adjusted_net_income": 80000}]}}"#, ["child_benefit": "0", "high_income_child_benefit_charge": "0"]),
    ]

    @Test(arguments: families) func childBenefit(_ example: Case) throws { try Self.check(example, Self.law("child_benefit")) }

    static let cars: [Case] = [
        Case("2024-04-01", #"{"first_registered": "2024-05-01", "taxed_from": "2024-05-01", "co2": 120}"#, ["vehicle_tax": "220"]),
        Case("2024-04-01", #"{"first_registered": "2024-05-01", "taxed_from": "2024-05-01", "co2": 120, "fuel": "diesel"}"#, ["vehicle_tax": "270"]),
        Case("2024-04-01", #"{"first_registered": "2024-05-01", "taxed_from": "2024-05-01", "co2": 120, "fuel": "alternative"}"#, ["vehicle_tax": "210"]),
        Case("2025-04-01", #"{"first_registered": "2024-05-01", "taxed_from": "2025-05-01", "co2": 120, "list_price": 40001}"#, ["vehicle_tax": "620"]),
        Case("2025-04-01", #"{"first_registered": "2019-05-01", "taxed_from": "2025-05-01", "co2": 120, "list_price": 40001}"#, ["vehicle_tax": "195"]),
        Case("2024-04-01", #"{"first_registered": "2019-05-01", "taxed_from": "2025-03-31", "fuel": "electric"}"#, ["vehicle_tax": "0"]),
        // The supplement was for electric cars too until April 2020 (Finance Act 2020, section 85).
        Case("2020-03-31", #"{"first_registered": "2018-05-01", "fuel": "electric", "list_price": 50000}"#, ["vehicle_tax": "320"]),
        Case("2020-04-01", #"{"first_registered": "2018-05-01", "fuel": "electric", "list_price": 50000}"#, ["vehicle_tax": "0"]),
        // The day that is asked about is that of the tax where nothing is said, and a car without a registration is a new one.
        Case("2025-06-01", #"{"co2": 120}"#, ["vehicle_tax": "440"]),
        Case("2025-06-01", #"{"first_registered": "2012-05-01", "co2": 120}"#, ["vehicle_tax": "35"]),
        Case("2025-06-01", #"{"first_registered": "1999-05-01", "engine_size": 1600}"#, ["vehicle_tax": "360"]),
        Case("2025-04-01", #"{"first_registered": "2019-05-01", "taxed_from": "2025-04-01", "fuel": "electric"}"#, ["vehicle_tax": "195"]),
    ]

    @Test(arguments: cars) func vehicleTax(_ example: Case) throws { try Self.check(example, Self.law("vehicle_tax")) }
}
