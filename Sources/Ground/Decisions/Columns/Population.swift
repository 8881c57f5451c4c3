import FEEL
import Kernel

/// Many cases of one rulebook, column by column: everything is known of each that an input's column says, and the input's default elsewhere.
///
/// Either each row is one of an entity that stands alone, or the members of groups stand one after the other, group by group.
public struct Population: Sendable {
    /// The people or things that are not grouped, or the members of groups.
    let rows: Int
    let entity: String
    let groups: Grouping?
    /// Of the rows, by the name of the input, or of a formula whose values are given.
    let columns: [String: StoredColumn]
    /// Of the groups, likewise.
    let groupColumns: [String: StoredColumn]

    /// Which row is a member of which group.
    struct Grouping: Sendable {
        let entity: String
        let count: Int
        /// Where the members of each group begin; one more than there are groups. Empty where each has one member.
        let starts: [Int32]
        /// By row, the place of its role among the group's; empty where all have the first.
        let roles: [UInt8]
        /// Each group has one member, in the row of its own number.
        let isOneToOne: Bool

        init(entity: String, starts: [Int32], roles: [UInt8]) {
            self.entity = entity
            self.roles = roles
            count = starts.count - 1
            isOneToOne = starts.indices.allSatisfy { Int(starts[$0]) == $0 }
            self.starts = isOneToOne ? [] : starts
        }

        /// Groups of one member each.
        init(ofOneEach count: Int, entity: String, roles: [UInt8]) {
            self.entity = entity
            self.count = count
            self.roles = roles
            isOneToOne = true
            starts = []
        }

        /// The first row of a group's members; behind the last group, the number of rows.
        @inline(__always) func start(of group: Int) -> Int { isOneToOne ? group : Int(starts[group]) }
    }

    init(rows: Int, of entity: String, columns: [String: StoredColumn], groups: Grouping? = nil, groupColumns: [String: StoredColumn] = [:]) {
        self.rows = rows
        self.entity = entity
        self.groups = groups
        self.columns = columns
        self.groupColumns = groupColumns
    }

    /// How many there are of an entity.
    public func count(of entity: String) -> Int { entity == self.entity ? rows : entity == groups?.entity ? groups?.count ?? 0 : 0 }

    /// Whether it says anything under this name.
    public func tells(_ name: String) -> Bool { columns[name] != nil || groupColumns[name] != nil }

    /// What is computed in one go: groups, or rows that stand alone.
    var units: Int { groups?.count ?? rows }

    /// A stretch of whole units.
    func block(_ range: Range<Int>) -> PopulationBlock {
        guard let groups else { return PopulationBlock(population: self, units: range, rows: range) }
        return PopulationBlock(population: self, units: range, rows: groups.start(of: range.lowerBound)..<groups.start(of: range.upperBound))
    }

    /// The stretches of at most about `size` rows, in order.
    func blocks(of size: Int) -> [Range<Int>] {
        guard let groups else { return stride(from: 0, to: rows, by: size).map { $0..<min($0 + size, rows) } }
        var blocks: [Range<Int>] = []
        var start = 0
        while start < groups.count {
            var end = min(start + size, groups.count)
            while end > start + 1, groups.start(of: end) - groups.start(of: start) > size * 2 { end = start + (end - start) / 2 }
            blocks.append(start..<end)
            start = end
        }
        return blocks
    }
}

/// A stretch of a population: whole groups, or rows that stand alone.
struct PopulationBlock: Sendable {
    let population: Population
    let units: Range<Int>
    let rows: Range<Int>

    func count(of entity: String) -> Int { entity == population.entity ? rows.count : entity == population.groups?.entity ? units.count : 0 }

    /// What is given under a name, for the rows (or groups) of the stretch.
    func column(_ name: String) -> Column? { population.columns[name]?.slice(rows) ?? population.groupColumns[name]?.slice(units) }
}
