import FEEL
import Kernel

/// Who belongs to which group: the members of each stand in consecutive rows, in the order in which they joined.
struct MemberRows {
    /// The kinds of the groups and of their members.
    let group: Int
    let member: Int
    let starts: [Int32]
    let roles: [UInt8]
    /// By member the group's row.
    let groupOf: [Int32]
    let largest: Int
    let hasEmptyGroup: Bool
    /// Each group has one member, in the same row: nothing needs to be moved.
    let isOneToOne: Bool

    var groups: Int { starts.count - 1 }
    var rows: Int { groupOf.count }

    /// nil where the rulebook knows no such group.
    init?(_ grouping: Population.Grouping, rows: Int, in rulebook: Rulebook) {
        guard let group = rulebook.entities.firstIndex(where: { $0.id == grouping.entity }), let member = rulebook.entities[group].members else { return nil }
        self.group = group
        self.member = member
        starts = grouping.starts
        roles = grouping.roles
        var groupOf: [Int32] = []
        groupOf.reserveCapacity(rows)
        var (largest, hasEmptyGroup) = (0, false)
        for index in 0..<grouping.count {
            let size = Int(starts[index + 1] - starts[index])
            for _ in 0..<size { groupOf.append(Int32(index)) }
            largest = max(largest, size)
            hasEmptyGroup = hasEmptyGroup || size == 0
        }
        self.groupOf = groupOf
        self.largest = largest
        self.hasEmptyGroup = hasEmptyGroup
        isOneToOne = largest == 1 && !hasEmptyGroup
    }

    /// The group's values for each member.
    func spread(_ column: Column) -> Column { isOneToOne ? column : column.gathered(groupOf) }

    /// Who has the role; nil for all.
    func having(_ role: Int?) -> [Truth]? {
        guard let role, !roles.isEmpty || role != 0 else { return nil }
        return roles.isEmpty ? [Truth](repeating: .no, count: rows) : roles.mapped { Truth(Int($0) == role) }
    }

    // MARK: From members to groups

    func count(_ isIn: [Truth]?) -> Column {
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
                let sums: [Int64]
                if let values = whole.column?.values {
                    sums = perGroup { rows in
                        var sum: Int64 = 0
                        for row in rows { sum &+= values[row] }
                        return sum
                    }
                } else {
                    sums = perGroup { Int64($0.count) &* constant }
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
    func decided(_ answers: [Truth], _ isIn: [Truth]?, by decisive: Truth) -> Column {
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
        (0..<groups).map { compute(Int(starts[$0])..<Int(starts[$0 + 1])) }
    }
}
