import FEEL
import Kernel

/// What a law says of each of an entity, in the order of the population.
public struct PopulationValues: Sendable {
    /// By stretch: each is kept in the form it was computed in.
    private let parts: [(column: StoredColumn, count: Int)]
    public let count: Int

    init(_ parts: [(column: StoredColumn, count: Int)]) {
        self.parts = parts
        count = parts.reduce(0) { $0 + $1.count }
    }

    /// What all of them come to.
    public var total: Total {
        parts.reduce(into: Total()) { $0.add(Total($1.column.slice(0..<$1.count), $1.count)) }
    }

    /// Every value, one after the other.
    public func forEach(_ visit: (Value) -> Void) {
        for part in parts {
            let column = part.column.slice(0..<part.count)
            for row in 0..<part.count { visit(column.value(row)) }
        }
    }
}

extension Population {
    /// Computes one value for everybody, on as many cores as `workers`.
    ///
    /// - Returns: nil where the law knows no such value.
    public func values(of name: String, by law: Rulebook, asOf date: CivilDate, workers: Int) async -> PopulationValues? {
        guard let subject = law.subject(name) else { return nil }
        let parts = await concurrentMap(workers: workers, prepare: LawTables.init) { block, tables in
            let column = ColumnCalculation(block, law, tables: tables).value(name, asOf: date) ?? .null
            return (column: StoredColumn(column), count: block.count(of: subject.entity))
        }
        return PopulationValues(parts)
    }
}
