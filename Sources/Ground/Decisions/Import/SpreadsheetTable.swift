import FEEL
import Kernel

/// A decision table as people keep it in a spreadsheet, made into a decision model (DMN 1.5, section 8.2).
///
/// The first row names the columns. What a table decides stands in the columns whose names begin with `>` (or with `=>`, which a spreadsheet takes for
/// a formula), or in the last one; columns behind them, and those whose names begin with `#`, are annotations. Where the first cell is a hit policy
/// (`U`, `F`, `C+`), the first column numbers the rules, as the standard draws it.
public struct SpreadsheetTable: Sendable {
    struct Heading: Sendable {
        var name: String
        var label: String
        /// Where in the sheet, from 0.
        var column: Int
        var type: FEELType = .any
    }

    public let id: String
    let policy: (name: String, aggregation: String?)
    private(set) var inputs: [Heading] = []
    private(set) var outputs: [Heading] = []
    private(set) var annotations: [Heading] = []
    private(set) var rules: [(tests: [String], results: [String], notes: [String])] = []

    static let policies: [String: (name: String, aggregation: String?)] = [
        "U": ("UNIQUE", nil), "A": ("ANY", nil), "P": ("PRIORITY", nil), "F": ("FIRST", nil), "R": ("RULE ORDER", nil), "O": ("OUTPUT ORDER", nil),
        "C": ("COLLECT", nil), "C+": ("COLLECT", "SUM"), "C<": ("COLLECT", "MIN"), "C>": ("COLLECT", "MAX"), "C#": ("COLLECT", "COUNT"),
    ]

    /// - Returns: nil when `diagnostics` were given an error; lines and columns are those of the sheet.
    public init?(_ sheet: SpreadsheetRows, id: String, file: String, diagnostics: inout Diagnostics) {
        self.id = Self.name(id)
        let rows = sheet.rows.map { $0.map(Self.trimmed) }
        for (row, cells) in rows.enumerated() {
            // XML has no way to write them (XML 1.0, section 2.2).
            guard let column = cells.firstIndex(where: { $0.unicodeScalars.contains(where: Self.isControl) }) else { continue }
            diagnostics.error(
                SourceLocation(file: file, line: sheet.lines[row], column: column + 1), "this cell holds a control character", mend: "Type it anew.")
        }
        guard !diagnostics.hasErrors else { return nil }
        guard let first = rows.first, rows.count > 1 else {
            diagnostics.error(
                SourceLocation(file: file, line: 1, column: 1), "a table has a row of names and at least one rule",
                mend: "Name what is looked at, then what is decided: 'age', '> fee'.")
            return nil
        }
        let named = Self.policies[first[0]] ?? Self.policies.values.first { $0.name == first[0] && $0.aggregation == nil }
        policy = named ?? ("UNIQUE", nil)
        readHeadings(first, from: named == nil ? 0 : 1, file, &diagnostics)
        guard !diagnostics.hasErrors else { return nil }
        let body = rows.dropFirst()
        for index in inputs.indices { inputs[index].type = Self.type(of: body.map { Self.cell($0, inputs[index]) }) }
        for index in outputs.indices { outputs[index].type = Self.type(of: body.map { Self.cell($0, outputs[index]) }) }
        let names = Names(Dictionary(inputs.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first }))
        for (row, cells) in body.enumerated() {
            func place(_ heading: Heading) -> SourceLocation { SourceLocation(file: file, line: sheet.lines[row + 1], column: heading.column + 1) }
            let tests = inputs.map { SpreadsheetCell.test(Self.cell(cells, $0), $0.type, names, place($0), &diagnostics) }
            let results = outputs.map { SpreadsheetCell.result(Self.cell(cells, $0), names, place($0), &diagnostics) }
            rules.append((tests, results, annotations.map { Self.cell(cells, $0) }))
        }
        if diagnostics.hasErrors { return nil }
    }

    private mutating func readHeadings(_ row: [String], from start: Int, _ file: String, _ diagnostics: inout Diagnostics) {
        let used = row.indices.filter { $0 >= start && !row[$0].isEmpty }
        func mark(_ column: Int) -> String? { ["=>", "→", ">"].first { row[column].hasPrefix($0) } }
        let marked = used.filter { mark($0) != nil }
        let deciding = marked.isEmpty ? used.filter { !row[$0].hasPrefix("#") }.suffix(1) : marked[...]
        var seen: Set<String> = []
        for column in used {
            let label = Self.trimmed(String(row[column].dropFirst(mark(column)?.count ?? (row[column].hasPrefix("#") ? 1 : 0))))
            let heading = Heading(name: Self.name(label), label: label, column: column)
            let isNote = row[column].hasPrefix("#") || column > (deciding.last ?? 0)
            if heading.name.isEmpty || !seen.insert(heading.name).inserted {
                diagnostics.error(
                    SourceLocation(file: file, line: 1, column: column + 1), "'\(label)' names no column, or two of them", mend: "Give it a name of its own.")
            }
            if deciding.contains(column) { outputs.append(heading) } else if isNote { annotations.append(heading) } else { inputs.append(heading) }
        }
        if inputs.isEmpty {
            diagnostics.error(
                SourceLocation(file: file, line: 1, column: 1), "nothing is looked at: the table has no column before what it decides",
                mend: "Name what is looked at first, what is decided last or with '>'.")
        }
    }

    private static func cell(_ row: [String], _ heading: Heading) -> String { heading.column < row.count ? row[heading.column] : "" }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 32 && ![9, 10, 13].contains(scalar.value)) || scalar.value == 0xFFFE || scalar.value == 0xFFFF
    }

    private static func trimmed(_ text: String) -> String {
        let body = text.drop(while: \.isWhitespace)
        return String(body.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// `Annual income (€)` as ids are written: `annual_income`. What FEEL could not read as a name gets a line before it: `_2024`, `_not`.
    static func name(_ label: String) -> String {
        let words = label.lowercased().split { !($0.isLetter || $0.isNumber) }
        let name = words.joined(separator: "_")
        return name.first?.isNumber ?? false || Names.isKeyword(name) ? "_" + name : name
    }

    /// What all plain cells of a column are; `.any` where they differ.
    private static func type(of cells: [String]) -> FEELType {
        let types = Set(cells.flatMap(SpreadsheetCell.plainTypes))
        return types.count == 1 ? types.first ?? .any : .any
    }
}
