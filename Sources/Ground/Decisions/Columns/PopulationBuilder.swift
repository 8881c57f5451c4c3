import FEEL
import Kernel

/// Puts a population together row by row, for what reads one from a file.
package struct PopulationBuilder {
    /// A file of more rows is refused, so that a wrong file does not fill the memory.
    static let mostRows = 50_000_000

    let rulebook: Rulebook
    /// The kind of the rows.
    let row: Int
    /// The kind of their groups; nil where each stands alone.
    let group: Int?
    private var columns: [Int: ColumnWriter] = [:]
    private(set) var rows = 0
    private var groups = 0
    /// Empty as long as each group has one member.
    private var starts: [Int32] = []
    /// Empty as long as all have the first.
    private var roles: [UInt8] = []

    /// - Parameters:
    ///   - row, group: places among the rulebook's entities.
    ///   - variables: what is said of each row or group; all else has its default.
    ///   - capacity: how many rows there will be, where that is known.
    package init(_ rulebook: Rulebook, row: Int, group: Int?, variables: [Int], capacity: Int = 0) {
        self.rulebook = rulebook
        self.row = row
        self.group = group
        for index in variables { columns[index] = ColumnWriter(rulebook.variables[index].subject.type, capacity: capacity) }
    }

    package mutating func append(_ value: Value, to variable: Int) { columns[variable]?.append(value) }
    package mutating func append(_ count: Int64, scale: Int, to variable: Int) { columns[variable]?.append(count, scale: scale) }

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
        func made(_ entity: Int) -> [String: StoredColumn] {
            var result: [String: StoredColumn] = [:]
            for (index, writer) in columns where rulebook.variables[index].entity == entity { result[rulebook.variables[index].id] = writer.stored }
            return result
        }
        guard let group else { return Population(rows: rows, of: rulebook.entities[row].id, columns: made(row)) }
        let id = rulebook.entities[group].id
        let grouping: Population.Grouping =
            starts.isEmpty ? .init(ofOneEach: groups, entity: id, roles: roles) : .init(entity: id, starts: starts, roles: roles)
        return Population(rows: rows, of: rulebook.entities[row].id, columns: made(row), groups: grouping, groupColumns: made(group))
    }
}
