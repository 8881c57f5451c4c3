import Decisions
import Kernel

extension SimulationReport {
    /// For the terminal: tables with aligned columns, amounts with two digits behind the point.
    var text: String {
        tables.map { table in
            let rows = [table.columns.map { $0.replacing("_", with: " ") }] + table.rows.map { $0.enumerated().map { $0 == 0 ? $1 : Self.shown($1) } }
            let widths = table.columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
            let lines = rows.map { row in
                row.enumerated().map { column, cell in
                    let margin = String(repeating: " ", count: widths[column] - cell.count)
                    return column == 0 ? cell + margin : margin + cell
                }.joined(separator: "  ")
            }
            return ([table.title] + lines.map { "  " + $0 }).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private static func shown(_ cell: String) -> String {
        guard let number = Decimal128(cell) else { return cell }
        return Language.english.format(number.rounded(scale: 2))
    }
}
