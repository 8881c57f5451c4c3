import ArgumentParser
import Decisions
import Foundation
import Kernel

/// `polity import table TABLE`: a decision table from a spreadsheet, as a decision model.
struct ImportTableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "Make a decision model (DMN) of a table in a spreadsheet.",
        discussion: """
            The first row names the columns: what is looked at, then what is decided, marked with '>' or the last one; '#' marks notes. Cells are FEEL or \
            plain words, numbers and days. A first cell such as U, F or C+ is the hit policy. The model goes to standard output. XLSX is read with \
            Debian's xlsx2csv, which has to be installed.
            """)

    @Argument(help: "The table: .csv or .xlsx.", completion: .file(extensions: ["csv", "xlsx"]))
    var table: String

    @Option(help: "Which sheet of a workbook, from 1.")
    var sheet = 1

    func validate() throws {
        guard table.lowercased().hasSuffix(".csv") || table.lowercased().hasSuffix(".xlsx") else { throw ValidationError("Give a .csv or .xlsx file.") }
        guard (1...1_000).contains(sheet) else { throw ValidationError("--sheet takes a number from 1.") }
    }

    func run() throws {
        let bytes = try table.lowercased().hasSuffix(".xlsx") ? Workbook.csv(of: table, sheet: sheet) : read()
        var diagnostics = Diagnostics()
        let id = URL(fileURLWithPath: table).deletingPathExtension().lastPathComponent
        let found = SpreadsheetRows(csv: bytes, file: table, diagnostics: &diagnostics).flatMap {
            SpreadsheetTable($0, id: id, file: table, diagnostics: &diagnostics)
        }
        for finding in diagnostics.sorted { Terminal.complain(finding.description) }
        guard let found else { throw ExitCode(1) }
        FileHandle.standardOutput.write(Data(found.dmn.utf8))
    }

    private func read() throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: table) else {
            Terminal.complain("The file \(table) cannot be read.")
            throw ExitCode(2)
        }
        return [UInt8](data)
    }
}
