import Foundation

/// Runs the built `polity` as an operator would.
struct PolityCommand {
    struct Result {
        var status: Int32
        var output: String
        var complaints: String
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The program that was built with the tests; `POLITY_BINARY` names another one.
    static var binary: String? {
        let named = ProcessInfo.processInfo.environment["POLITY_BINARY"]
        return [named, root + "/.build/debug/polity", root + "/.build/release/polity"].compactMap { $0 }.first(where: FileManager.default.isExecutableFile)
    }

    static var isBuilt: Bool { binary != nil }

    /// - Parameter arguments: paths are taken below the repository's root.
    static func run(_ arguments: String...) throws -> Result { try run(arguments) }

    /// - Parameters:
    ///   - environment: on top of the tests' own.
    ///   - input: the file that stands on standard input.
    static func run(_ arguments: [String], environment: [String: String] = [:], input: String? = nil) throws -> Result {
        let process = Process()
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.executableURL = URL(fileURLWithPath: binary ?? "polity")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: root)
        if let input { process.standardInput = FileHandle(forReadingAtPath: input) }
        let (output, complaints) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        // A full pipe would stop the program, so both are read to their end; what it complains of is short.
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let errors = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: String(decoding: text, as: UTF8.self), complaints: String(decoding: errors, as: UTF8.self))
    }
}

/// A directory of its own for one test, removed with `remove`.
struct ScratchDirectory {
    let path = NSTemporaryDirectory() + "polity-" + UUID().uuidString

    func write(_ files: [String: String]) throws {
        for (name, text) in files {
            let file = URL(fileURLWithPath: path + "/" + name)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
