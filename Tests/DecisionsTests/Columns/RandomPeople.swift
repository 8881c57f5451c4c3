import FEEL
import Kernel

@testable import Decisions

/// Households of a random law, both as single cases and as one population.
struct RandomPeople {
    private(set) var cases: [Situation] = []
    let population: Population

    private typealias Values = [String: [Value]]

    init(_ count: Int, of rulebook: Rulebook, seed: UInt64, law: inout RandomLaw, oneEach: Bool = false) throws {
        var random = SeededGenerator(seed: seed)
        var (people, households): (Values, Values) = ([:], [:])
        var (starts, roles): ([Int32], [UInt8]) = ([0], [])
        // Some laws see only amounts that fit whole numbers, as real ones do.
        let isPlain = Bool.random(using: &random)
        // In whole numbers of 32 bits, of 64, and where the one ends.
        let plain: ClosedRange<Int64> = [0...900_000, -2_000...2_000, 2_147_483_000...2_147_484_000, 0...90_000_000_000][Int.random(in: 0..<4, using: &random)]
        func amount(_ law: inout RandomLaw) -> Value {
            isPlain ? .number(Decimal128(Int64.random(in: plain, using: &random), scale: 2)) : .number(law.number())
        }
        // Few different ones, as rooms and square metres are.
        func size(_ law: inout RandomLaw) -> Value { isPlain ? .number(Decimal128(Int64.random(in: 20..<150, using: &random))) : amount(&law) }
        func index(_ id: String) -> Int { rulebook.variableIndex[id] ?? -1 }
        for _ in 0..<count {
            var one = Situation(rulebook)
            let household = try one.add(1)
            let values: [(String, Value)] = [("rent", amount(&law)), ("size", size(&law)), ("owns", .boolean(Bool.random(using: &random)))]
            for (name, value) in values {
                one.set(index(name), of: household, to: value, in: nil)
                households[name, default: []].append(value)
            }
            for _ in 0..<(oneEach ? 1 : Int.random(in: 0...4, using: &random)) {
                let person = try one.add(0)
                let role = oneEach ? 0 : Int.random(in: 0...1, using: &random)
                one.join(person, of: 0, to: household, of: 1, as: role)
                roles.append(UInt8(role))
                let born: Value = .date(CivilDate(daysSinceEpoch: Int.random(in: 16_500...19_000, using: &random)))
                let values: [(String, Value)] = [
                    ("a", amount(&law)), ("b", amount(&law)), ("c", amount(&law)), ("flag", .boolean(Bool.random(using: &random))),
                    ("kind", [.string("x"), .string("y"), .string("é"), .null][Int.random(in: 0..<4, using: &random)]),
                    ("born", Int.random(in: 0..<20, using: &random) == 0 ? .null : born),
                ]
                for (name, value) in values {
                    one.set(index(name), of: person, to: value, in: nil)
                    people[name, default: []].append(value)
                }
            }
            starts.append(Int32(roles.count))
            cases.append(one)
        }
        population = Population(
            rows: roles.count, of: "person", columns: people.mapValues { StoredColumn(Column($0)) },
            groups: .init(entity: "household", starts: starts, roles: roles.allSatisfy { $0 == 0 } ? [] : roles),
            groupColumns: households.mapValues { StoredColumn(Column($0)) })
    }
}
