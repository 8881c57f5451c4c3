import FEEL
import Kernel

@testable import Decisions

/// A rulebook that means nothing, made from a seed: formulas over people, households and firms of every kind that a law may use.
struct RandomLaw {
    /// What the generator can write; the test asks that all of it was written.
    enum Feature: String, CaseIterable {
        case literal, large, parameter, scale, bracketAmount, division, divisionByColumn, product, condition, extreme, rounding, declaredRounding, sumOfMembers,
            sumOfSome, countOfMembers, countOfSome, extremeOfMembers, some, every, any, group, otherGroup, membersOfOther, age, texts, textList, between, null,
            comparison, logic, dated,
            lawOf, ends, monthsOfYear, yearOfMonths, first, last, oneByOne, partOfDate
    }

    private var random: SeededGenerator
    private(set) var features: Set<Feature> = []
    private(set) var definition = RulebookDefinition(id: "random", title: "Random", location: RandomLaw.place)
    /// Numbers of each entity that a formula may use, and truths.
    private var numbers: [String: [String]] = ["person": ["a", "b", "c"], "household": ["rent", "size"], "firm": ["sales"]]
    private var truths: [String: [String]] = ["person": ["flag"], "household": ["owns"], "firm": ["exports"]]

    static let place = SourceLocation(file: "random", line: 1, column: 1)
    static let days = ["2019-01-01", "2020-04-06", "2021-01-01", "2021-07-15"].compactMap { CivilDate($0) }

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        definition.calendar = chance(0.5) ? .civil : LawCalendar(yearBegins: "04-06") ?? .civil
        definition.entities = [
            .init(id: "person", title: "Person", location: Self.place),
            .init(
                id: "household", title: "Household", members: "person",
                roles: [.init(id: "adults", title: "Adults"), .init(id: "children", title: "Children")],
                location: Self.place),
            .init(
                id: "firm", title: "Firm", members: "person", roles: [.init(id: "owners", title: "Owners"), .init(id: "staff", title: "Staff")],
                location: Self.place),
        ]
        definition.inputs = [
            input("a", "person", .number), input("b", "person", .number), input("c", "person", .number), input("flag", "person", .boolean),
            input("kind", "person", .string), input("born", "person", .date, .forever), input("rent", "household", .number),
            input("size", "household", .number), input("owns", "household", .boolean),
            input("sales", "firm", .number), input("exports", "firm", .boolean),
        ]
        for index in 0..<3 {
            definition.parameters.append(parameter("p\(index)", .value(DatedValues(dated(endsToo: true) { $0.number() }))))
        }
        definition.parameters.append(parameter("marginal", .scale(scale(.marginal), base: nil)))
        definition.parameters.append(parameter("amounts", .scale(scale(.singleAmount), base: nil)))
        for index in 0..<9 { addFormula("f\(index)") }
    }

    // MARK: Chance

    private mutating func chance(_ part: Double) -> Bool { Double.random(in: 0..<1, using: &random) < part }
    private mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &random)] }

    /// Amounts as people have them; now and then more digits than 64 bits hold.
    mutating func number() -> Decimal128 {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .zero
        case 1:
            features.insert(.large)
            return Decimal128(Int64.random(in: -9_000_000_000_000_000_000...9_000_000_000_000_000_000, using: &random), scale: pick([0, 3, 9]))
        case 2: return Decimal128(Int64.random(in: -50...50, using: &random))
        default: return Decimal128(Int64.random(in: -20_000...3_000_000, using: &random), scale: pick([0, 1, 2, 4]))
        }
    }

    // MARK: Definitions

    private func input(_ id: String, _ entity: String, _ type: FEELType, _ period: PeriodKind = .month) -> RulebookDefinition.Input {
        let initial: Value = type == .number ? .number(.zero) : type == .boolean ? .boolean(false) : .null
        return .init(
            .init(
                id: id, title: LocalizedText(id), entity: entity, type: type, period: period, across: type == .number ? .sum : .first, initial: initial,
                location: Self.place))
    }

    private mutating func parameter(_ id: String, _ content: RulebookDefinition.Parameter.Content) -> RulebookDefinition.Parameter {
        .init(id: id, title: LocalizedText(id), unit: nil, source: nil, content: content, location: Self.place)
    }

    private mutating func dated<T: Sendable>(endsToo: Bool = false, _ make: (inout RandomLaw) -> T) -> [DatedValue<T>] {
        var values: [DatedValue<T>] = []
        for (index, day) in Self.days.enumerated() where index == 0 || chance(0.5) {
            let isEnd = endsToo && index == 3 && chance(0.3)
            if isEnd { features.insert(.ends) }
            values.append(.init(from: day, value: isEnd ? nil : make(&self), location: Self.place))
        }
        return values
    }

    private mutating func scale(_ kind: Scale.Kind) -> Scale {
        var threshold: Int64 = 0
        var brackets: [Scale.Bracket] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let at = threshold
            let thresholds = dated { _ in Decimal128(at, scale: 1) }
            let rates = dated { law in Decimal128(Int64.random(in: -20...100, using: &law.random), scale: law.pick([2, 3, 4])) }
            brackets.append(.init(threshold: DatedValues(thresholds), rate: DatedValues(rates)))
            threshold += Int64.random(in: 0...400_000, using: &random)
        }
        return Scale(kind, brackets)
    }

    private mutating func addFormula(_ id: String) {
        let entity = chance(0.5) ? "person" : chance(0.6) ? "household" : "firm"
        let isTruth = chance(0.2)
        let period: PeriodKind = chance(0.7) ? .month : .year
        let across: RulebookDefinition.Across = isTruth ? pick([.first, .last]) : pick([.sum, .sum, .first, .last])
        features.insert(period == .year ? .yearOfMonths : .monthsOfYear)
        if across == .first { features.insert(.first) }
        if across == .last { features.insert(.last) }
        let subject = RulebookDefinition.Subject(
            id: id, title: LocalizedText(id), entity: entity, type: isTruth ? .boolean : .number, period: period, across: across,
            initial: isTruth ? .boolean(false) : pick([.number(.zero), .number(7), .null]), location: Self.place)
        let versions = dated(endsToo: true) { law in
            SourceText(isTruth ? law.truth(3, entity) : law.numeric(3, entity), at: Self.place)
        }
        if versions.count > 1 { features.insert(.dated) }
        var rounding: Rounding?
        if !isTruth, chance(0.4) {
            rounding = Rounding(to: pick([1, 10, 5, Decimal128(1, scale: 2), Decimal128(5, scale: 2), Decimal128(2, scale: 1)]), pick(RoundingMode.allCases))
            features.insert(.declaredRounding)
        }
        var lawOf: SourceText?
        if entity == "person", chance(0.15) {
            lawOf = SourceText("born", at: Self.place)
            features.insert(.lawOf)
        }
        definition.formulas.append(.init(subject, versions: DatedValues(versions), source: "s", rounding: rounding, lawOf: lawOf))
        if isTruth { truths[entity, default: []].append(id) } else { numbers[entity, default: []].append(id) }
    }

    // MARK: Expressions

    private mutating func literal() -> String {
        features.insert(.literal)
        return "(\(number()))"
    }

    private mutating func name(_ entity: String) -> String { pick(numbers[entity] ?? ["a"]) }

    private mutating func list(_ entity: String) -> String {
        if entity == "firm" { features.insert(.membersOfOther) }
        return pick(["members", "members"] + (entity == "firm" ? ["owners", "staff"] : ["adults", "children"]))
    }

    private mutating func numeric(_ depth: Int, _ entity: String) -> String {
        func write(_ feature: Feature, _ text: String, _ law: inout RandomLaw) -> String {
            law.features.insert(feature)
            return text
        }
        guard depth > 0 else {
            return switch Int.random(in: 0..<5, using: &random) {
            case 0: literal()
            case 1: write(.parameter, pick(["p0", "p1", "p2"]), &self)
            default: name(entity)
            }
        }
        let (x, y) = (numeric(depth - 1, entity), numeric(depth - 1, entity))
        switch Int.random(in: 0..<22, using: &random) {
        case 0, 1: return "(\(x) + \(y))"
        case 2: return "(\(x) - \(y))"
        case 3: return write(.product, "(\(x) * \(pick(["0.25", "p0", "p1", y])))", &self)
        case 4: return write(.division, "(\(x) / \(pick(["12", "7", "0.3", "4", "-2.5", "0", "365"])))", &self)
        case 5: return write(.divisionByColumn, "(\(x) / \(y))", &self)
        case 6, 7: return write(.condition, "(if \(truth(depth - 1, entity)) then \(x) else \(y))", &self)
        case 8: return write(.extreme, "\(pick(["min", "max"]))(\(x), \(y), \(literal()))", &self)
        case 9:
            let digits = pick(["0", "1", "2", "-2"])
            return write(
                .rounding,
                pick(["floor(\(x))", "ceiling(\(x), \(digits))", "decimal(\(x), \(digits))", "round half up(\(x), \(digits))", "abs(\(x))", "-(\(x))"]), &self)
        case 10: return write(.scale, "marginal(\(x))", &self)
        case 11: return write(.bracketAmount, "amounts(\(x))", &self)
        case 12 where entity == "person": return write(.age, "years and months duration(born, period_start).\(pick(["years", "months"]))", &self)
        case 13 where entity == "person": return write(.partOfDate, "born.\(pick(["year", "month", "day"]))", &self)
        case 14 where entity == "person": return write(.group, "household.\(pick(numbers["household"] ?? []))", &self)
        case 16 where entity == "person": return write(.otherGroup, "firm.\(pick(numbers["firm"] ?? []))", &self)
        case 15: return write(.oneByOne, pick(["modulo(\(x), 7)", "(\(x)) ** 2", "sum(for i in [1, 2] return i * \(x))"]), &self)
        case 12 where entity != "person", 16 where entity != "person": return write(.sumOfMembers, "sum(\(list(entity)).\(name("person")))", &self)
        case 13 where entity != "person", 17 where entity != "person": return write(.countOfMembers, "count(\(list(entity)))", &self)
        case 14 where entity != "person":
            return write(.sumOfSome, "sum(\(list(entity))[\(truth(depth - 1, "person"))].\(name("person")))", &self)
        case 18 where entity != "person": return write(.countOfSome, "count(\(list(entity))[item.\(name("person")) > \(literal())])", &self)
        case 19 where entity != "person": return write(.extremeOfMembers, "\(pick(["min", "max"]))(\(list(entity)).\(name("person")))", &self)
        default: return name(entity)
        }
    }

    private mutating func truth(_ depth: Int, _ entity: String) -> String {
        func write(_ feature: Feature, _ text: String, _ law: inout RandomLaw) -> String {
            law.features.insert(feature)
            return text
        }
        let sign = pick(["<", "<=", ">", ">=", "=", "!="])
        guard depth > 0 else { return chance(0.5) ? pick(truths[entity] ?? ["true"]) : "\(name(entity)) \(sign) \(literal())" }
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: return write(.comparison, "(\(numeric(depth - 1, entity)) \(sign) \(numeric(depth - 1, entity)))", &self)
        case 2: return write(.logic, "(\(truth(depth - 1, entity)) \(pick(["and", "or"])) \(truth(depth - 1, entity)))", &self)
        case 3: return write(.logic, "not(\(truth(depth - 1, entity)))", &self)
        case 4: return write(.between, "(\(numeric(depth - 1, entity)) between \(literal()) and \(literal()))", &self)
        case 5: return write(.null, "(\(numeric(depth - 1, entity)) \(pick(["=", "!=", "<"])) null)", &self)
        case 6 where entity == "person": return write(.texts, "(kind \(pick(["=", "!="])) \"\(pick(["x", "y", "é", "none"]))\")", &self)
        case 7 where entity == "person": return write(.textList, "list contains([\"x\", \"é\"], kind)", &self)
        case 6 where entity != "person":
            return write(.some, "(some m in \(list(entity)) satisfies m.\(name("person")) \(sign) \(name(entity)))", &self)
        case 7 where entity != "person":
            return write(.every, "(every m in \(list(entity)) satisfies m.kind != \"x\" and m.\(pick(truths["person"] ?? [])))", &self)
        case 8 where entity != "person": return write(.any, "\(pick(["any", "all"]))(\(list(entity)).\(pick(truths["person"] ?? [])))", &self)
        default: return pick(truths[entity] ?? ["true"])
        }
    }
}

extension SeededGenerator: RandomNumberGenerator {}
