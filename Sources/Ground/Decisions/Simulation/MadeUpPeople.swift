import Kernel

/// Somebody who does not exist.
public struct MadeUpPerson: Sendable, Hashable {
    public var isChild: Bool
    public var age: Int
    public var birth: CivilDate
    public var isWoman: Bool
    /// A year's amounts, in hundredths.
    public var pay: Int64 = 0
    public var profit: Int64 = 0
    public var interest: Int64 = 0
    public var dividends: Int64 = 0
    public var pension: Int64 = 0

    public var income: Int64 { pay + profit + interest + dividends + pension }
}

/// People who live together.
public struct MadeUpHousehold: Sendable, Hashable {
    public var adults: [MadeUpPerson]
    public var children: [MadeUpPerson]
    /// Hundredths a month; nothing for those who own where they live.
    public var rent: Int64
    /// Square metres.
    public var size: Int64
}

/// Households whose sizes, ages and incomes are spread as in a country of western Europe, drawn from a seed: the same seed, the same people.
///
/// Everything is drawn by whole numbers from tables of quantiles, so that every machine draws the same.
public struct MadeUpPeople: Sendable {
    private let random: SeededGenerator
    private let today: CivilDate

    public init(seed: UInt64, on today: CivilDate) {
        random = SeededGenerator(seed: seed)
        self.today = today
    }

    // MARK: Households

    private enum Kind: CaseIterable { case youngSingle, single, oldSingle, couple, oldCouple, family, loneParent, sharers }

    /// Of a thousand households, so many of each kind.
    private static let kinds: [(Kind, Int)] = [
        (.youngSingle, 60), (.single, 115), (.oldSingle, 135), (.couple, 175), (.oldCouple, 125), (.family, 240), (.loneParent, 70), (.sharers, 80),
    ]

    public mutating func next() -> MadeUpHousehold {
        let kind = pick(Self.kinds)
        var adults: [MadeUpPerson] = []
        var children: [MadeUpPerson] = []
        switch kind {
        case .youngSingle: adults = [adult(18...29)]
        case .single: adults = [adult(30...64)]
        case .oldSingle: adults = [adult(65...95)]
        case .couple: adults = pair(22...64)
        case .oldCouple: adults = pair(65...92)
        case .family: adults = pair(24...54)
        case .loneParent: adults = [adult(21...54)]
        case .sharers: adults = (0..<pick([(2, 60), (3, 30), (4, 10)])).map { _ in adult(18...60) }
        }
        if kind == .family || kind == .loneParent {
            // Nobody here is a parent before nineteen.
            let oldest = min(17, max(0, (adults.map(\.age).min() ?? 30) - 19))
            children = (0..<pick([(1, 44), (2, 40), (3, 12), (4, 3), (5, 1)])).map { _ in person(between(0...oldest), isChild: true) }
        }
        let heads = Int64(adults.count + children.count)
        let isTenant = random.next(below: 100) < (kind == .youngSingle || kind == .sharers ? 80 : kind == .oldSingle || kind == .oldCouple ? 22 : 36)
        return MadeUpHousehold(
            adults: adults, children: children, rent: isTenant ? amount(Self.rents) * (3 + heads) / 5 : 0, size: 20 + 14 * heads + Int64(random.next(below: 45))
        )
    }

    private func pair(_ ages: ClosedRange<Int>) -> [MadeUpPerson] {
        let first = adult(ages)
        let age = min(max(first.age + between(-6...4), ages.lowerBound), ages.upperBound)
        var second = adult(age...age)
        second.isWoman = random.next(below: 100) < 97 ? !first.isWoman : first.isWoman
        return [first, second]
    }

    // MARK: People

    private func person(_ age: Int, isChild: Bool = false) -> MadeUpPerson {
        let birth = today.adding(years: -age).adding(days: -random.next(below: 365))
        return MadeUpPerson(isChild: isChild, age: age, birth: birth, isWoman: random.next(below: 1_000) < 507)
    }

    private func adult(_ ages: ClosedRange<Int>) -> MadeUpPerson {
        var person = person(between(ages))
        let age = person.age
        // Of a hundred of the age, so many are employed, and so many work for themselves; a few do both.
        let (employed, own) = age < 25 ? (62, 3) : age < 55 ? (77, 11) : age < 66 ? (58, 13) : age < 72 ? (13, 6) : (3, 2)
        let factor: Int64 = age < 22 ? 48 : age < 30 ? 82 : age < 40 ? 108 : age < 55 ? 116 : age < 66 ? 104 : 55
        let lot = random.next(below: 100)
        if lot < employed { person.pay = amount(Self.pays) * (person.isWoman ? factor * 88 / 100 : factor) / 100 }
        if lot >= employed - 2, lot < employed + own { person.profit = amount(Self.profits) }
        if age >= 60, random.next(below: 100) < (age < 66 ? 30 : 68) { person.pension = amount(Self.pensions) }
        person.interest = amount(Self.interests) * Int64(min(age, 75)) / 50
        person.dividends = amount(Self.dividends)
        return person
    }

    // MARK: Chance

    private func between(_ range: ClosedRange<Int>) -> Int { range.lowerBound + random.next(below: range.count) }

    private func pick<Choice>(_ choices: [(Choice, Int)]) -> Choice {
        var lot = random.next(below: choices.reduce(0) { $0 + $1.1 })
        for (choice, weight) in choices {
            if lot < weight { return choice }
            lot -= weight
        }
        return choices[choices.count - 1].0
    }

    /// A point of a distribution that its quantiles describe: so many thousandths lie below the amount, in whole units of money.
    private typealias Quantiles = [(thousandths: Int, amount: Int64)]

    private static let pays: Quantiles = [
        (0, 900), (50, 7_200), (100, 12_400), (200, 19_000), (300, 23_300), (400, 27_200), (500, 31_500), (600, 36_400), (700, 42_300), (800, 50_600),
        (900, 66_800), (950, 87_500), (990, 178_000), (999, 460_000), (1_000, 1_900_000),
    ]
    private static let profits: Quantiles = [
        (0, 0), (100, 1_400), (250, 5_600), (500, 13_800), (750, 26_500), (900, 52_000), (970, 108_000), (995, 310_000), (1_000, 1_200_000),
    ]
    private static let pensions: Quantiles = [(0, 300), (250, 3_300), (500, 8_100), (750, 16_200), (900, 27_500), (990, 62_000), (1_000, 140_000)]
    private static let interests: Quantiles = [(0, 0), (480, 0), (700, 45), (850, 310), (950, 1_500), (990, 5_600), (1_000, 60_000)]
    private static let dividends: Quantiles = [(0, 0), (880, 0), (940, 420), (980, 8_500), (997, 45_000), (1_000, 600_000)]
    private static let rents: Quantiles = [(0, 240), (250, 520), (500, 760), (750, 1_120), (950, 1_900), (1_000, 4_200)]

    /// Hundredths of the currency.
    private func amount(_ quantiles: Quantiles) -> Int64 {
        let lot = random.next(below: 1_000_000)
        for (low, high) in zip(quantiles, quantiles.dropFirst()) where lot < high.thousandths * 1_000 {
            let span = Int64((high.thousandths - low.thousandths) * 1_000)
            return low.amount * 100 + (high.amount - low.amount) * 100 * Int64(lot - low.thousandths * 1_000) / span
        }
        return 0
    }
}
