import ArgumentParser
import Foundation

/// A sheet of an XLSX workbook as CSV, by Debian's xlsx2csv: a program of its own, bounded in memory and time, since a workbook is a packed archive
/// that may be anything once it is unpacked.
enum Workbook {
    private static let mostBytes = 1 << 30, mostSeconds = 20

    /// - Throws: `ExitCode(2)` after telling what is wrong.
    static func csv(of path: String, sheet: Int) throws -> [UInt8] {
        guard FileManager.default.isReadableFile(atPath: path) else { throw refused("The file \(path) cannot be read.") }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
        process.arguments = [
            "--as=\(mostBytes)", "--cpu=\(mostSeconds)", "--", "/usr/bin/xlsx2csv", "--sheet", "\(sheet)", "--dateformat", "%Y-%m-%d", "--", path, "-",
        ]
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/xlsx2csv") else {
            throw refused("XLSX needs the package xlsx2csv: apt-get install xlsx2csv. Or save the sheet as CSV.")
        }
        process.standardOutput = output
        do { try process.run() } catch { throw refused("xlsx2csv cannot be started: \(error.localizedDescription)") }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw refused("\(path) is no workbook that can be read, or has no sheet \(sheet). Save it as CSV.") }
        return [UInt8](data)
    }

    private static func refused(_ words: String) -> ExitCode {
        Terminal.complain(words)
        return ExitCode(2)
    }
}
