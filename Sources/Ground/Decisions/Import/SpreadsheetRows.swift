import Kernel

/// The cells of a sheet that was saved as CSV (RFC 4180): commas, semicolons or tabs between them, whichever the first line has most of.
public struct SpreadsheetRows: Sendable {
    public let rows: [[String]]
    /// On which line of the file each begins, from 1: empty rows are left out, and a cell may have several lines.
    let lines: [Int]

    /// More than any table that people maintain by hand.
    static let mostRows = 10_000, mostColumns = 200, mostBytes = 16_000_000

    /// - Returns: nil when `diagnostics` were given an error.
    public init?(csv bytes: [UInt8], file: String, diagnostics: inout Diagnostics) {
        guard bytes.count <= Self.mostBytes, let text = String(validating: bytes, as: UTF8.self) else {
            diagnostics.error(
                SourceLocation(file: file, line: 1, column: 1), "this is no text in UTF-8, or it is larger than 16 MB",
                mend: "Save the sheet as CSV in UTF-8.")
            return nil
        }
        let body = text.unicodeScalars.drop { $0 == "\u{FEFF}" }
        let heading = body.prefix { $0 != "\n" && $0 != "\r" }
        let separator = ([",", ";", "\t"] as [Unicode.Scalar]).max { a, b in heading.count { $0 == a } < heading.count { $0 == b } } ?? ","
        var rows: [[String]] = []
        var (lines, line, start) = ([Int](), 1, 1)
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        var rest = body[...]
        func endCell() {
            row.append(String(cell))
            cell = .init()
        }
        func endRow() {
            endCell()
            if row.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
                rows.append(row)
                lines.append(start)
            }
            row = []
            start = line
        }
        while let scalar = rest.popFirst() {
            if scalar == "\n" { line += 1 }
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"": cell.append(rest.removeFirst())
            case "\"" where isQuoted: isQuoted = false
            case "\"" where cell.isEmpty: isQuoted = true
            case _ where isQuoted: cell.append(scalar)
            case separator: endCell()
            case "\n": endRow()
            case "\r": continue
            default: cell.append(scalar)
            }
            guard rows.count <= Self.mostRows, row.count <= Self.mostColumns else {
                diagnostics.error(
                    SourceLocation(file: file, line: start, column: 1),
                    "a table has at most \(Self.mostRows) rows and \(Self.mostColumns) columns", mend: "Divide it.")
                return nil
            }
        }
        if !cell.isEmpty || !row.isEmpty { endRow() }
        self.rows = rows
        self.lines = lines
    }
}
