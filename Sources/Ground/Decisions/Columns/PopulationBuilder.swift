import FEEL
import Kernel

/// Puts a population together row by row, for what reads one from a file.
struct PopulationBuilder {
    /// A file of more rows is refused, so that a wrong file does not fill the memory.
    static let mostRows = 50_000_000

    let rulebook: Rulebook
    /// The kind of the rows.
    let row: Int
    /// The kind of their groups; nil where each stands alone.
    let group: Int?
    private var columns: [Int: ColumnWriter] = [:]
    private(set) var rows = 0
    private(set) var starts: [Int32] = [0]
    private var roles: [UInt8] = []
    private var hasRoles = false

    /// - Parameter variables: what is said of each row or group; all else has its default.
    init(_ rulebook: Rulebook, row: Int, group: Int?, variables: [Int]) {
        self.rulebook = rulebook
        self.row = row
        self.group = group
        for index in variables { columns[index] = ColumnWriter(rulebook.variables[index].subject.type) }
    }

    mutating func append(_ value: Value, to variable: Int) { columns[variable]?.append(value) }
    mutating func append(_ count: Int64, scale: Int, to variable: Int) { columns[variable]?.append(count, scale: scale) }

    /// Ends a row: a member of the group that is being written, where there are groups.
    mutating func endRow(role: Int = 0) {
        rows += 1
        guard group != nil else { return }
        roles.append(UInt8(role))
        if role != 0 { hasRoles = true }
    }

    mutating func endGroup() { starts.append(Int32(rows)) }

    var population: Population {
        func made(_ entity: Int) -> [String: Column] {
            var result: [String: Column] = [:]
            for (index, writer) in columns where rulebook.variables[index].entity == entity { result[rulebook.variables[index].id] = writer.column }
            return result
        }
        guard let group else { return Population(rows: rows, of: rulebook.entities[row].id, columns: made(row)) }
        return Population(
            rows: rows, of: rulebook.entities[row].id, columns: made(row),
            groups: .init(entity: rulebook.entities[group].id, starts: starts, roles: hasRoles ? roles : []), groupColumns: made(group))
    }
}
