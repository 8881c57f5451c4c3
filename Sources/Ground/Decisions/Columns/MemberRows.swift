import FEEL
import Kernel

/// Who belongs to which group of one kind: the members of each have consecutive places, in the order in which they joined.
struct MemberRows {
    let groups: Int
    /// How many there are of the members' kind, also those who are in no such group.
    let rows: Int
    let largest: Int
    let hasEmptyGroup: Bool
    /// Each group has one member, in the same row: nothing needs to be moved.
    let isOneToOne: Bool
    /// By place; empty where all have the first.
    private let roles: [UInt8]
    /// Empty where each group has one member.
    private let starts: [Int32]
    /// By place, the row; empty where they are the same.
    private let order: [Int32]
    /// By row, the group; -1 for none. Empty where each group has one member, in the same row.
    private let groupOf: [Int32]
    private let hasLoners: Bool

    /// nil where the population, or the rulebook, knows no such group.
    init?(_ block: PopulationBlock, of group: Int, in rulebook: Rulebook) {
        let entity = rulebook.entities[group]
        guard let grouping = block.population.groupings[entity.id], let member = entity.members else { return nil }
        let (groupRows, rowRange) = (block.rows(of: entity.id), block.rows(of: rulebook.entities[member].id))
        let places = grouping.places(of: groupRows)
        (groups, rows) = (groupRows.count, rowRange.count)
        roles = grouping.roles.isEmpty ? [] : Array(grouping.roles[places])
        order = grouping.order.isEmpty ? [] : grouping.order[places].map { $0 - Int32(rowRange.lowerBound) }
        starts = grouping.starts.isEmpty ? [] : grouping.starts[groupRows.lowerBound...groupRows.upperBound].map { $0 - Int32(places.lowerBound) }
        // A stretch of cases may have none of the groups, while there are some of one member each elsewhere.
        isOneToOne = starts.isEmpty && order.isEmpty && groups == rows
        guard !isOneToOne else {
            (groupOf, largest, hasEmptyGroup, hasLoners) = ([], 1, false, false)
            return
        }
        var groupOf = [Int32](repeating: -1, count: rows)
        var (largest, hasEmptyGroup) = (0, false)
        for index in 0..<groups {
            let places = starts.isEmpty ? index..<index + 1 : Int(starts[index])..<Int(starts[index + 1])
            for place in places { groupOf[order.isEmpty ? place : Int(order[place])] = Int32(index) }
            largest = max(largest, places.count)
            hasEmptyGroup = hasEmptyGroup || places.isEmpty
        }
        hasLoners = places.count < rows
        (self.groupOf, self.largest, self.hasEmptyGroup) = (groupOf, largest, hasEmptyGroup)
    }

    /// The places of a group's members.
    @inline(__always) func places(of group: Int) -> Range<Int> {
        starts.isEmpty ? group..<group + 1 : Int(starts[group])..<Int(starts[group + 1])
    }
    func row(at place: Int) -> Int { order.isEmpty ? place : Int(order[place]) }
    func role(at place: Int) -> Int { roles.isEmpty ? 0 : Int(roles[place]) }
    /// nil for who is in none.
    func group(of row: Int) -> Int? {
        guard !isOneToOne else { return row }
        return groupOf[row] < 0 ? nil : Int(groupOf[row])
    }

    /// The group's values for each of the members' kind; null for who is in none.
    func spread(_ column: Column) throws(NotByColumns) -> Column {
        guard !isOneToOne else { return column }
        guard hasLoners else { return column.gathered(groupOf) }
        guard groups > 0 else { return .null }
        let column = column.settled(by: nil)
        return try Column.choice(.booleans(groupOf.mapped { Truth($0 >= 0) }), column.gathered(groupOf.mapped { max($0, 0) }), .null, rows)
    }

    /// Who has the role; nil for all.
    func having(_ role: Int?) -> [Truth]? {
        guard let role, !roles.isEmpty || role != 0 else { return nil }
        var isIn = [Truth](repeating: .no, count: rows)
        guard !roles.isEmpty else { return isIn }
        for (place, other) in roles.enumerated() where Int(other) == role { isIn[row(at: place)] = Truth(true) }
        return isIn
    }

    /// What is known row by row, place by place.
    private func placed(_ column: Column) -> Column { order.isEmpty ? column : column.gathered(order) }
    private func placed(_ isIn: [Truth]?) -> [Truth]? { order.isEmpty ? isIn : isIn.map { isIn in order.map { isIn[Int($0)] } } }
    private var placeCount: Int { order.isEmpty ? rows : order.count }

    // MARK: From members to groups

    func count(_ isIn: [Truth]?) -> Column {
        if isOneToOne, isIn == nil { return .constant(.number(.one)) }
        let isIn = placed(isIn)
        let values: [Int64]
        if let isIn {
            values = perGroup { places in
                var count: Int64 = 0
                for place in places where isIn[place].isTrue { count += 1 }
                return count
            }
        } else {
            values = perGroup { Int64($0.count) }
        }
        return IntegerColumn(values, scale: 0, low: 0, high: Int128(largest)).map(Column.integers) ?? .null
    }

    /// null for a group of none (DMN 1.5, table 74).
    func sum(_ items: Column, _ isIn: [Truth]?) throws(NotByColumns) -> Column {
        guard items.isNumeric else { throw NotByColumns() }
        if isIn == nil, isOneToOne { return items }
        let (items, isIn) = (placed(items), placed(isIn))
        if let whole = items.operand, isIn == nil, !hasEmptyGroup {
            let (low, high) = (min(whole.low, 0) * Int128(largest), max(whole.high, 0) * Int128(largest))
            if Column.fits(low, high) {
                let constant = whole.constant
                let sums =
                    switch whole.column?.counts {
                    case .narrow(let values): self.sums(values)
                    case .wide(let values): self.sums(values)
                    case nil: perGroup { Int64($0.count) &* constant }
                    }
                if let column = IntegerColumn(sums, scale: whole.scale, low: low, high: high) { return .integers(column) }
            }
        }
        let values = items.decimals(placeCount)
        return .decimals(
            folded(isIn) {
                $0 + values[$1]
            } first: {
                Decimal128.zero + values[$0]
            })
    }

    private func sums<Number: FixedWidthInteger & SignedInteger>(_ values: [Number]) -> [Int64] {
        perGroup { places in
            var sum: Int64 = 0
            for place in places { sum &+= Int64(values[place]) }
            return sum
        }
    }

    func extreme(_ items: Column, _ isIn: [Truth]?, isMaximum: Bool) throws(NotByColumns) -> Column {
        guard items.isNumeric else { throw NotByColumns() }
        if isIn == nil, isOneToOne { return items }
        let isIn = placed(isIn)
        let values = placed(items).decimals(placeCount)
        return .decimals(
            folded(isIn) { best, place in
                let value = values[place]
                guard best.isFinite, value.isFinite else { return .notANumber }
                return isMaximum ? (value > best ? value : best) : (value < best ? value : best)
            } first: {
                values[$0]
            })
    }

    /// Goes through those of each group that are in, in order; null for a group of none.
    private func folded(_ isIn: [Truth]?, _ step: (Decimal128, Int) -> Decimal128, first: (Int) -> Decimal128) -> [Decimal128] {
        perGroup { places in
            var result: Decimal128?
            for place in places where isIn?[place].isTrue ?? true { result = result.map { step($0, place) } ?? first(place) }
            return result ?? .notANumber
        }
    }

    /// `decisive` where any member's answer is that; else null where one is null.
    func decided(_ answers: Column, _ isIn: [Truth]?, by decisive: Truth) throws(NotByColumns) -> Column {
        if answers.isConstant, answers.isLogical, isIn == nil, !hasEmptyGroup { return answers }
        let (answers, isIn) = (try placed(answers).truths(placeCount), placed(isIn))
        if isOneToOne { return .booleans(isIn.map { answers.zipped(with: $0) { $1.isTrue ? $0 : Truth.not(decisive) } } ?? answers) }
        return byGroup(answers, isIn, by: decisive)
    }

    private func byGroup(_ answers: [Truth], _ isIn: [Truth]?, by decisive: Truth) -> Column {
        .booleans(
            perGroup { places in
                var result = Truth.not(decisive)
                for place in places where isIn?[place].isTrue ?? true {
                    if answers[place] == decisive { return decisive }
                    if answers[place] == .unknown { result = .unknown }
                }
                return result
            })
    }

    private func perGroup<Result>(_ compute: (Range<Int>) -> Result) -> [Result] {
        (0..<groups).map { compute(places(of: $0)) }
    }
}
