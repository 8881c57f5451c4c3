import FEEL
import Kernel

/// Puts a population together row by row, for what reads one from a file.
package struct PopulationBuilder {
    /// A file of more rows is refused, so that a wrong file does not fill the memory.
    static let mostRows = 50_000_000

    let rulebook: Rulebook
    /// The kind of the rows.
    let row: Int
    /// The kind of their groups, of which each is written as a whole; nil where rows stand alone.
    let group: Int?
    private var columns: [Int: ColumnWriter] = [:]
    private(set) var rows = 0
    private var groups = 0
    /// Empty as long as each group has one member.
    private var starts: [Int32] = []
    /// Empty as long as all have the first.
    private var roles: [UInt8] = []
    /// Further kinds of groups, whose members stand anywhere among the rows.
    private var others: [(kind: Int, memberships: Memberships)]

    private struct Memberships {
        /// By row the group, -1 for none.
        var groups: [Int32] = []
        var roles: [UInt8] = []
        /// By group, its last row.
        var last: [Int] = []
    }

    /// - Parameters:
    ///   - row, group, others: places among the rulebook's entities.
    ///   - variables: what is said of each row or group; all else has its default.
    ///   - capacity: how many rows there will be, where that is known.
    package init(_ rulebook: Rulebook, row: Int, group: Int?, others: [Int] = [], variables: [Int], capacity: Int = 0) {
        self.rulebook = rulebook
        self.row = row
        self.group = group
        self.others = others.map { ($0, Memberships()) }
        for index in variables { columns[index] = ColumnWriter(rulebook.variables[index].subject.type, capacity: capacity) }
    }

    package mutating func append(_ value: Value, to variable: Int) { columns[variable]?.append(value) }
    package mutating func append(_ count: Int64, scale: Int, to variable: Int) { columns[variable]?.append(count, scale: scale) }

    /// Says of which group of a further kind the row is a member that is being written: one for each kind and row.
    ///
    /// - Parameters:
    ///   - other: a place among the further kinds.
    ///   - number: that of a group that is known, or the next one; nil for none.
    mutating func join(_ other: Int, _ number: Int32?, role: Int) {
        others[other].memberships.groups.append(number ?? -1)
        others[other].memberships.roles.append(UInt8(role))
        guard let number else { return }
        if Int(number) == others[other].memberships.last.count { others[other].memberships.last.append(rows) }
        others[other].memberships.last[Int(number)] = rows
    }

    /// Ends a row: a member of the group that is being written, where there are groups.
    package mutating func endRow(role: Int = 0) {
        rows += 1
        guard group != nil, role != 0 || !roles.isEmpty else { return }
        if roles.isEmpty { roles = [UInt8](repeating: 0, count: rows - 1) }
        roles.append(UInt8(role))
    }

    package mutating func endGroup() {
        groups += 1
        guard rows != groups || !starts.isEmpty else { return }
        if starts.isEmpty { starts = (0..<groups).map(Int32.init) }
        starts.append(Int32(rows))
    }

    package var population: Population {
        func made(_ entity: Int, _ count: Int, _ starts: [Int32]) -> (String, Population.Rows) {
            var result: [String: StoredColumn] = [:]
            for (index, writer) in columns where rulebook.variables[index].entity == entity { result[rulebook.variables[index].id] = writer.stored }
            return (rulebook.entities[entity].id, Population.Rows(count: count, starts: starts, columns: result))
        }
        guard let group else { return Population(units: rows, kinds: Dictionary(uniqueKeysWithValues: [made(row, rows, [])]), groupings: [:]) }
        var groupings = [rulebook.entities[group].id: Population.Grouping(starts: starts, roles: roles, rows: rows)]
        guard !others.isEmpty else {
            return Population(units: groups, kinds: Dictionary(uniqueKeysWithValues: [made(row, rows, starts), made(group, groups, [])]), groupings: groupings)
        }
        let cases = self.cases
        var kinds = [made(row, rows, cases.rows), made(group, groups, cases.groups)]
        for (other, starts) in zip(others, cases.others) {
            kinds.append(made(other.kind, other.memberships.last.count, starts))
            groupings[rulebook.entities[other.kind].id] = grouping(other.memberships)
        }
        return Population(units: cases.rows.count - 1, kinds: Dictionary(uniqueKeysWithValues: kinds), groupings: groupings)
    }

    /// Where the rows, and the groups of each kind, of one case begin: whole groups of all kinds, as few as hang together.
    private var cases: (rows: [Int32], groups: [Int32], others: [[Int32]]) {
        var result: (rows: [Int32], groups: [Int32], others: [[Int32]]) = ([0], [0], others.map { _ in [0] })
        var (row, last, seen) = (0, 0, others.map { _ in Int32(0) })
        for group in 0..<groups {
            let end = starts.isEmpty ? group + 1 : Int(starts[group + 1])
            while row < end {
                for (index, other) in others.enumerated() where other.memberships.groups[row] >= 0 {
                    let number = other.memberships.groups[row]
                    last = max(last, other.memberships.last[Int(number)])
                    // They are numbered in the order of their first rows.
                    seen[index] = max(seen[index], number + 1)
                }
                row += 1
            }
            guard last < end else { continue }
            result.rows.append(Int32(end))
            result.groups.append(Int32(group + 1))
            for index in others.indices { result.others[index].append(seen[index]) }
        }
        return result
    }

    /// The members of each group, in the order of the rows.
    private func grouping(_ memberships: Memberships) -> Population.Grouping {
        var starts = [Int32](repeating: 0, count: memberships.last.count + 1)
        for group in memberships.groups where group >= 0 { starts[Int(group) + 1] += 1 }
        for group in starts.indices.dropFirst() { starts[group] += starts[group - 1] }
        var next = starts
        var order = [Int32](repeating: 0, count: Int(starts.last ?? 0))
        var roles = [UInt8](repeating: 0, count: order.count)
        for (row, group) in memberships.groups.enumerated() where group >= 0 {
            let place = Int(next[Int(group)])
            order[place] = Int32(row)
            roles[place] = memberships.roles[row]
            next[Int(group)] += 1
        }
        return .init(starts: starts, roles: roles, order: order, rows: rows)
    }
}
