import FEEL
import Kernel

/// What a law costs and brings, and who wins and loses by a reform.
public struct SimulationReport: Sendable {
    public struct Result: Sendable {
        public let id: String
        public let isNumber: Bool
        public let law: Total
        public let reform: Total?
        public let change: CaseloadChange
    }

    /// People taken together: a tenth of them, or those who share a value.
    public struct Group: Sendable {
        public var name: String
        public fileprivate(set) var count = 0
        public fileprivate(set) var winners = 0
        public fileprivate(set) var losers = 0
        /// For how many the measure is unknown under one of the laws.
        public fileprivate(set) var unknown = 0
        /// Of the measure under the law as it is.
        public fileprivate(set) var before = Decimal128.zero
        /// What they have more, or pay less, in all; below zero what they lose.
        public fileprivate(set) var gain = Decimal128.zero
        /// How many claim what the caseload counts, under the law and under the reform, and who comes to it or loses it.
        public fileprivate(set) var claims = 0
        public fileprivate(set) var claimsByReform = 0
        public fileprivate(set) var change = CaseloadChange()

        init(_ name: String) { self.name = name }

        /// nil for nobody.
        public var meanGain: Decimal128? { count - unknown > 0 ? gain / Decimal128(count - unknown) : nil }
        fileprivate mutating func add(_ claim: (law: Bool, reform: Bool)) {
            claims += claim.law ? 1 : 0
            claimsByReform += claim.reform ? 1 : 0
            change.add(claim)
        }

        public var meanBefore: Decimal128? { count - unknown > 0 ? before / Decimal128(count - unknown) : nil }
    }

    public let rulebook: String
    public let date: CivilDate
    /// How many of each entity.
    public let counts: [(entity: String, count: Int)]
    public let results: [Result]
    public let measure: Simulation.Measure?
    public let caseload: String?
    /// By what tenths are ordered and groups divided.
    public let decilesBy: String?
    public let groupedBy: String?
    /// Everybody, then the tenths from the least on.
    public private(set) var everybody: Group?
    public private(set) var deciles: [Group] = []
    public private(set) var groups: [Group] = []
    /// Whether a grouping was asked for that divides nobody: it has more than `mostGroups` values.
    public private(set) var hasTooManyGroups = false
    public static let mostGroups = 1_000
    /// What the measure is for those at so many hundredths, under the law and under the reform.
    public private(set) var distribution: [(percent: Int, law: Decimal128, reform: Decimal128?)] = []
    public let hasReform: Bool

    init(_ simulation: Simulation, _ blocks: [BlockOutcome]) {
        rulebook = simulation.law.id
        date = simulation.date
        measure = simulation.measure
        caseload = simulation.caseload
        decilesBy = simulation.decilesBy ?? simulation.measure?.name
        groupedBy = simulation.groupedBy
        hasReform = simulation.reform != nil
        counts = simulation.law.definition.entities.map { ($0.id, simulation.population.count(of: $0.id)) }.filter { $0.1 > 0 }
        results = simulation.results.enumerated().map { index, id in
            var (law, reform, change) = (Total(), Total(), CaseloadChange())
            for block in blocks where index < block.totals.count {
                law.add(block.totals[index].law)
                if let one = block.totals[index].reform { reform.add(one) }
                change.add(block.totals[index].change)
            }
            return Result(
                id: id, isNumber: simulation.law.subject(id)?.type == .number, law: law, reform: simulation.reform == nil ? nil : reform, change: change)
        }
        guard simulation.measure != nil || simulation.caseload != nil else { return }
        let before = blocks.flatMap(\.before), claims = blocks.flatMap(\.claims)
        let after = simulation.reform == nil ? before : blocks.flatMap(\.after)
        func add(_ row: Int, to group: inout Group) {
            group.count += 1
            if row < claims.count { group.add(claims[row]) }
            guard let measure = simulation.measure else { return }
            guard before[row].isFinite, after[row].isFinite else {
                group.unknown += 1
                return
            }
            let gain = measure.isBurden ? before[row] - after[row] : after[row] - before[row]
            group.before += before[row]
            group.gain += gain
            if gain > 0 { group.winners += 1 }
            if gain < 0 { group.losers += 1 }
        }
        var all = Group("all")
        for row in 0..<max(before.count, claims.count) { add(row, to: &all) }
        everybody = all
        tenths(simulation.decilesBy == nil ? before : blocks.flatMap(\.order), add)
        divide(blocks.flatMap(\.groups), add)
        spread(before, simulation.reform == nil ? nil : after)
    }

    /// Equal ones stay in the order of the population.
    private static func ordered(_ values: [Decimal128]) -> [Int] {
        values.indices.filter { values[$0].isFinite }.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1] }
    }

    private mutating func tenths(_ order: [Decimal128], _ add: (Int, inout Group) -> Void) {
        let rows = Self.ordered(order)
        guard rows.count >= 10 else { return }
        for tenth in 0..<10 {
            var group = Group("\(tenth + 1)")
            for place in rows.count * tenth / 10..<rows.count * (tenth + 1) / 10 { add(rows[place], &group) }
            deciles.append(group)
        }
    }

    private mutating func divide(_ values: [Value], _ add: (Int, inout Group) -> Void) {
        var places: [Value: Int] = [:]
        var found: [(value: Value, group: Group)] = []
        for (row, value) in values.enumerated() {
            let place = places[value] ?? found.count
            if place == found.count {
                // A value of its own for each person divides nobody.
                guard found.count < Self.mostGroups else { return hasTooManyGroups = true }
                places[value] = place
                found.append((value, Group(value == .null ? "unknown" : value.json.string ?? value.description)))
            }
            add(row, &found[place].group)
        }
        groups = found.sorted { a, b in (a.value.order(relativeTo: b.value) ?? (a.group.name < b.group.name ? -1 : 1)) < 0 }.map(\.group)
    }

    private mutating func spread(_ before: [Decimal128], _ after: [Decimal128]?) {
        let law = before.filter(\.isFinite).sorted(), reform = after?.filter(\.isFinite).sorted()
        guard law.count >= 10 else { return }
        for percent in [1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 99] {
            func at(_ values: [Decimal128]) -> Decimal128 { values[min(values.count - 1, values.count * percent / 100)] }
            distribution.append((percent, at(law), reform.flatMap { $0.isEmpty ? nil : at($0) }))
        }
    }
}
