import FEEL
import Kernel

/// Many cases of one rulebook, column by column: everything is known of each that an input's column says, and the input's default elsewhere.
///
/// The people and things of each kind stand one after the other, case by case, so that a stretch of cases is a stretch of rows of every kind.
public struct Population: Sendable {
    /// How many cases there are: what is computed in one go, of which nobody belongs to a group of another.
    let units: Int
    /// By entity.
    let kinds: [String: Rows]
    /// By the entity of the groups.
    let groupings: [String: Grouping]

    /// Those of one entity.
    struct Rows: Sendable {
        let count: Int
        /// Where those of each case begin; one more than there are cases. Empty where each case has one.
        let starts: [Int32]
        /// By the name of the input, or of a formula whose values are given.
        let columns: [String: StoredColumn]

        init(count: Int, starts: [Int32], columns: [String: StoredColumn]) {
            self.count = count
            self.starts = starts.indices.allSatisfy { Int(starts[$0]) == $0 } ? [] : starts
            self.columns = columns
        }

        func of(_ units: Range<Int>) -> Range<Int> { starts.isEmpty ? units : Int(starts[units.lowerBound])..<Int(starts[units.upperBound]) }

        /// The case of a row.
        func unit(of row: Int) -> Int {
            guard !starts.isEmpty else { return row }
            var (low, high) = (0, starts.count - 1)
            while low + 1 < high {
                let middle = (low + high) / 2
                if Int(starts[middle]) <= row { low = middle } else { high = middle }
            }
            return low
        }
    }

    /// Which row is a member of which group.
    struct Grouping: Sendable {
        /// Where the members of each group begin among the places; one more than there are groups. Empty where each has one.
        let starts: [Int32]
        /// By place, that of the member's role among the group's; empty where all have the first.
        let roles: [UInt8]
        /// By place, the member's row. Empty where all are members and stand group by group: there the row is the place.
        let order: [Int32]

        /// - Parameter starts: empty for groups of one member each.
        init(starts: [Int32], roles: [UInt8], order: [Int32] = [], rows: Int) {
            self.roles = roles.allSatisfy { $0 == 0 } ? [] : roles
            self.order = order.count == rows && order.indices.allSatisfy { Int(order[$0]) == $0 } ? [] : order
            self.starts = starts.indices.allSatisfy { Int(starts[$0]) == $0 } ? [] : starts
        }

        /// The places of the members of some groups.
        @inline(__always) func places(of groups: Range<Int>) -> Range<Int> {
            starts.isEmpty ? groups : Int(starts[groups.lowerBound])..<Int(starts[groups.upperBound])
        }
    }

    /// How many there are of an entity.
    public func count(of entity: String) -> Int { kinds[entity]?.count ?? 0 }

    /// Whether it says anything under this name.
    public func tells(_ name: String) -> Bool { column(name) != nil }

    /// What is given under a name, for all whom it is of.
    func column(_ name: String) -> StoredColumn? { kinds.values.lazy.compactMap { $0.columns[name] }.first }

    /// A stretch of whole cases.
    func block(_ range: Range<Int>) -> PopulationBlock { PopulationBlock(population: self, units: range) }

    /// The stretches of at most about `size` rows, in order.
    func blocks(of size: Int) -> [Range<Int>] {
        var blocks: [Range<Int>] = []
        var start = 0
        while start < units {
            var end = min(start + size, units)
            while end > start + 1, kinds.values.contains(where: { $0.of(start..<end).count > size * 2 }) { end = start + (end - start) / 2 }
            blocks.append(start..<end)
            start = end
        }
        return blocks
    }
}

/// A stretch of a population: whole cases.
struct PopulationBlock: Sendable {
    let population: Population
    let units: Range<Int>

    func rows(of entity: String) -> Range<Int> { population.kinds[entity]?.of(units) ?? 0..<0 }
    func count(of entity: String) -> Int { rows(of: entity).count }

    /// The case that one of the stretch's rows is of.
    func unit(of row: Int, _ entity: String) -> Int { population.kinds[entity].map { $0.unit(of: $0.of(units).lowerBound + row) } ?? row }

    /// What is given under a name, for the rows of the stretch.
    func column(_ name: String) -> Column? {
        for rows in population.kinds.values { if let column = rows.columns[name] { return column.slice(rows.of(units)) } }
        return nil
    }
}
