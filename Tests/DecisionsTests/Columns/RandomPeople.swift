import FEEL
import Kernel

@testable import Decisions

/// Households and firms of a random law, both as single cases and as one population.
struct RandomPeople {
    private(set) var cases: [Situation] = []
    let population: Population

    init(_ count: Int, of rulebook: Rulebook, seed: UInt64, law: inout RandomLaw, oneEach: Bool = false) throws {
        var random = SeededGenerator(seed: seed)
        // Some laws see only amounts that fit whole numbers, as real ones do.
        let isPlain = Bool.random(using: &random)
        // In whole numbers of 32 bits, of 64, and where the one ends.
        let plain: ClosedRange<Int64> = [0...900_000, -2_000...2_000, 2_147_483_000...2_147_484_000, 0...90_000_000_000][Int.random(in: 0..<4, using: &random)]
        func amount(_ law: inout RandomLaw) -> Value {
            isPlain ? .number(Decimal128(Int64.random(in: plain, using: &random), scale: 2)) : .number(law.number())
        }
        // Few different ones, as rooms and square metres are.
        func size(_ law: inout RandomLaw) -> Value { isPlain ? .number(Decimal128(Int64.random(in: 20..<150, using: &random))) : amount(&law) }
        func truth() -> Value { .boolean(Bool.random(using: &random)) }
        func set(_ values: [(String, Value)], of instance: Int, _ one: inout Situation) {
            for (name, value) in values { one.set(rulebook.variableIndex[name] ?? -1, of: instance, to: value, in: nil) }
        }
        for _ in 0..<count {
            var one = Situation(rulebook)
            let household = try one.add(1)
            set([("rent", amount(&law)), ("size", size(&law)), ("owns", truth())], of: household, &one)
            var people: [Int] = []
            for _ in 0..<(oneEach ? 1 : Int.random(in: 0...4, using: &random)) {
                let person = try one.add(0)
                people.append(person)
                // Who lodges is in no household.
                if oneEach || Int.random(in: 0..<8, using: &random) > 0 {
                    one.join(person, of: 0, to: household, of: 1, as: oneEach ? 0 : Int.random(in: 0...1, using: &random))
                }
                let born: Value = .date(CivilDate(daysSinceEpoch: Int.random(in: 16_500...19_000, using: &random)))
                set(
                    [
                        ("a", amount(&law)), ("b", amount(&law)), ("c", amount(&law)), ("flag", truth()),
                        ("kind", [.string("x"), .string("y"), .string("é"), .null][Int.random(in: 0..<4, using: &random)]),
                        ("born", Int.random(in: 0..<20, using: &random) == 0 ? .null : born),
                    ], of: person, &one)
            }
            // Not in the order in which they stand, and some in none.
            people.shuffle(using: &random)
            let firms = try (0..<(oneEach ? 1 : Int.random(in: 0...2, using: &random))).map { _ in try one.add(2) }
            for firm in firms { set([("sales", amount(&law)), ("exports", truth())], of: firm, &one) }
            for person in people where oneEach || Int.random(in: 0..<3, using: &random) > 0 {
                guard let firm = firms.randomElement(using: &random) else { continue }
                one.join(person, of: 0, to: firm, of: 2, as: oneEach ? 0 : Int.random(in: 0...1, using: &random))
            }
            cases.append(one)
        }
        population = try Population(cases, of: rulebook)
    }
}
