import ArgumentParser
import Foundation

/// A sheet of an XLSX workbook as CSV, by Debian's xlsx2csv: a program of its own, bounded in memory and time, since a workbook is a packed archive
/// that may be anything once it is unpacked.
enum Workbook {
    private static let mostMemory = 1 << 30, mostSeconds = 10, mostText = 16_000_000

    /// - Throws: `ExitCode(2)` after telling what is wrong.
    static func csv(of path: String, sheet: Int) throws -> [UInt8] {
        guard FileManager.default.isReadableFile(atPath: path) else { throw refused("The file \(path) cannot be read.") }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
        process.arguments = [
            "--as=\(mostMemory)", "--cpu=\(mostSeconds)", "--", "/usr/bin/xlsx2csv", "--sheet", "\(sheet)", "--dateformat", "%Y-%m-%d", "--", path,
        ]
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/xlsx2csv") else {
            throw refused("XLSX needs the package xlsx2csv: apt-get install xlsx2csv. Or save the sheet as CSV.")
        }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw refused("xlsx2csv cannot be started: \(error.localizedDescription)") }
        var text: [UInt8] = []
        while case let piece = output.fileHandleForReading.availableData, !piece.isEmpty, text.count <= mostText { text += piece }
        if text.count > mostText { process.terminate() }
        process.waitUntilExit()
        // It says nothing of a sheet that is not there, and nothing is no table either.
        guard process.terminationStatus == 0, !text.isEmpty, text.count <= mostText else {
            throw refused("\(path) is no workbook that can be read, is too large, or has no sheet \(sheet). Save the sheet as CSV.")
        }
        return text
    }

    private static func refused(_ words: String) -> ExitCode {
        Terminal.complain(words)
        return ExitCode(2)
    }
}
