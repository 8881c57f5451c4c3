import FEEL
import Kernel

/// Who belongs to which group: the members of each stand in consecutive rows, in the order in which they joined.
struct MemberRows {
    /// The kinds of the groups and of their members.
    let group: Int
    let member: Int
    let groups: Int
    let rows: Int
    let largest: Int
    let hasEmptyGroup: Bool
    /// Each group has one member, in the same row: nothing needs to be moved.
    let isOneToOne: Bool
    private let roles: [UInt8]
    /// Empty where each group has one member.
    private let starts: [Int32]
    private let groupOf: [Int32]

    /// nil where the people stand alone, or the rulebook knows no such group.
    init?(_ block: PopulationBlock, in rulebook: Rulebook) {
        guard let grouping = block.population.groups, let group = rulebook.entities.firstIndex(where: { $0.id == grouping.entity }),
            let member = rulebook.entities[group].members
        else { return nil }
        self.group = group
        self.member = member
        (groups, rows) = (block.units.count, block.rows.count)
        roles = grouping.roles.isEmpty ? [] : Array(grouping.roles[block.rows])
        isOneToOne = grouping.isOneToOne
        guard !isOneToOne else {
            (starts, groupOf, largest, hasEmptyGroup) = ([], [], 1, false)
            return
        }
        let first = grouping.starts[block.units.lowerBound]
        starts = grouping.starts[block.units.lowerBound...block.units.upperBound].map { $0 - first }
        var groupOf: [Int32] = []
        groupOf.reserveCapacity(rows)
        var (largest, hasEmptyGroup) = (0, false)
        for index in 0..<groups {
            let size = Int(starts[index + 1] - starts[index])
            for _ in 0..<size { groupOf.append(Int32(index)) }
            largest = max(largest, size)
            hasEmptyGroup = hasEmptyGroup || size == 0
        }
        (self.groupOf, self.largest, self.hasEmptyGroup) = (groupOf, largest, hasEmptyGroup)
    }

    /// The rows of a group's members.
    @inline(__always) func rows(of group: Int) -> Range<Int> { isOneToOne ? group..<group + 1 : Int(starts[group])..<Int(starts[group + 1]) }
    func group(of row: Int) -> Int { isOneToOne ? row : Int(groupOf[row]) }
    func role(of row: Int) -> Int { roles.isEmpty ? 0 : Int(roles[row]) }

    /// The group's values for each member.
    func spread(_ column: Column) -> Column { isOneToOne ? column : column.gathered(groupOf) }

    /// Who has the role; nil for all.
    func having(_ role: Int?) -> [Truth]? {
        guard let role, !roles.isEmpty || role != 0 else { return nil }
        return roles.isEmpty ? [Truth](repeating: .no, count: rows) : roles.mapped { Truth(Int($0) == role) }
    }

    // MARK: From members to groups

    func count(_ isIn: [Truth]?) -> Column {
        if isOneToOne, isIn == nil { return .constant(.number(.one)) }
        let values: [Int64]
        if let isIn {
            values = perGroup { rows in
                var count: Int64 = 0
                for row in rows where isIn[row].isTrue { count += 1 }
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
        let values = items.decimals(rows)
        return .decimals(
            folded(isIn) {
                $0 + values[$1]
            } first: {
                Decimal128.zero + values[$0]
            })
    }

    private func sums<Number: FixedWidthInteger & SignedInteger>(_ values: [Number]) -> [Int64] {
        perGroup { rows in
            var sum: Int64 = 0
            for row in rows { sum &+= Int64(values[row]) }
            return sum
        }
    }

    func extreme(_ items: Column, _ isIn: [Truth]?, isMaximum: Bool) throws(NotByColumns) -> Column {
        guard items.isNumeric else { throw NotByColumns() }
        if isIn == nil, isOneToOne { return items }
        let values = items.decimals(rows)
        return .decimals(
            folded(isIn) { best, row in
                let value = values[row]
                guard best.isFinite, value.isFinite else { return .notANumber }
                return isMaximum ? (value > best ? value : best) : (value < best ? value : best)
            } first: {
                values[$0]
            })
    }

    /// Goes through those of each group that are in, in order; null for a group of none.
    private func folded(_ isIn: [Truth]?, _ step: (Decimal128, Int) -> Decimal128, first: (Int) -> Decimal128) -> [Decimal128] {
        perGroup { rows in
            var result: Decimal128?
            for row in rows where isIn?[row].isTrue ?? true { result = result.map { step($0, row) } ?? first(row) }
            return result ?? .notANumber
        }
    }

    /// `decisive` where any member's answer is that; else null where one is null.
    func decided(_ answers: Column, _ isIn: [Truth]?, by decisive: Truth) throws(NotByColumns) -> Column {
        if answers.isConstant, answers.isLogical, isIn == nil, !hasEmptyGroup { return answers }
        let answers = try answers.truths(rows)
        if isOneToOne { return .booleans(isIn.map { answers.zipped(with: $0) { $1.isTrue ? $0 : Truth.not(decisive) } } ?? answers) }
        return byGroup(answers, isIn, by: decisive)
    }

    private func byGroup(_ answers: [Truth], _ isIn: [Truth]?, by decisive: Truth) -> Column {
        .booleans(
            perGroup { rows in
                var result = Truth.not(decisive)
                for row in rows where isIn?[row].isTrue ?? true {
                    if answers[row] == decisive { return decisive }
                    if answers[row] == .unknown { result = .unknown }
                }
                return result
            })
    }

    private func perGroup<Result>(_ compute: (Range<Int>) -> Result) -> [Result] {
        (0..<groups).map { compute(rows(of: $0)) }
    }
}
