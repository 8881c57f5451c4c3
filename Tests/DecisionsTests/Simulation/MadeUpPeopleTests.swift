import Kernel
import Testing

@testable import Decisions

/// Made-up people are the same for the same seed, and like people in what matters to a law.
@Suite struct MadeUpPeopleTests {
    static let day = CivilDate("2026-01-01") ?? CivilDate(daysSinceEpoch: 20_454)

    static func households(_ count: Int, seed: UInt64 = 1) -> [MadeUpHousehold] {
        var people = MadeUpPeople(seed: seed, on: day)
        return (0..<count).map { _ in people.next() }
    }

    @Test func theSeedDecides() {
        #expect(Self.households(50) == Self.households(50))
        #expect(Self.households(50) != Self.households(50, seed: 2))
        var population = MadeUpPopulation(seed: 1, on: Self.day)
        // Pinned, so that no machine and no later change makes other people unnoticed.
        #expect(
            population.header
                == "household,household_role,age,birth,date_of_birth,employment_income,salary,self_employment_income,savings_interest_income,dividend_income,private_pension_income,adjusted_net_income,rent,accommodation_size,housing_occupancy_status"
        )
        #expect(population.next().first == Self.firstLine)
    }

    static let firstLine = "1,adults,22,2003-04-11,2003-04-11,23740.09,1978.34,46397.65,0,0,0,70137.74,668.98,49,tenant"

    @Test("sizes, ages and incomes are spread as those of people are")
    func spread() {
        let households = Self.households(20_000)
        let adults = households.flatMap(\.adults), children = households.flatMap(\.children)
        func part(_ people: [MadeUpPerson], _ isSo: (MadeUpPerson) -> Bool) -> Int { people.count(where: isSo) * 100 / max(people.count, 1) }
        #expect((210...250).contains((adults.count + children.count) * 100 / households.count))
        #expect((18...26).contains(children.count * 100 / (adults.count + children.count)))
        #expect(children.allSatisfy { $0.age < 18 && $0.income < 20_000_000 } && adults.allSatisfy { $0.age >= 18 })
        #expect(adults.allSatisfy { $0.birth.wholeYears(until: Self.day) == $0.age })
        #expect((48...54).contains(part(adults) { $0.isWoman }))
        let working = adults.filter { (25..<65).contains($0.age) }, old = adults.filter { $0.age >= 70 }
        #expect((68...80).contains(part(working) { $0.pay > 0 }) && part(old) { $0.pay > 0 } < 12 && part(old) { $0.pension > 0 } > 60)
        let pays = working.map(\.pay).filter { $0 > 0 }.sorted()
        #expect((2_700_000...3_600_000).contains(pays[pays.count / 2]))
        // The best-paid hundredth has several times the middle; few have dividends, and some pay the highest rate.
        #expect(pays[pays.count * 99 / 100] > pays[pays.count / 2] * 4)
        #expect((8...16).contains(part(adults) { $0.dividends > 0 }) && part(adults) { $0.income > 12_514_000 } >= 1)
        #expect(households.allSatisfy { one in one.children.allSatisfy { child in one.adults.contains { $0.age >= child.age + 19 } } })
    }

    @Test func aRulebookIsGivenWhatItAsks() throws {
        let law = try PopulationTests.law()
        var population = MadeUpPopulation(seed: 3, on: Self.day, for: law)
        #expect(population.header == "household,household_role,rent")
        var text = population.header + "\n"
        for _ in 0..<20 { text += population.next().joined(separator: "\n") + "\n" }
        let (read, diagnostics) = PopulationTests.read(text, law)
        #expect(read?.count(of: "household") == 20 && diagnostics.all.isEmpty, "\(diagnostics.sorted)")
    }
}
