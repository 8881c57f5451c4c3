import Foundation
import Testing

/// `docs/first-rule.md`: its files are written as they are printed there, and its commands answer as it says.
@Suite("write your first rule", .enabled(if: PolityCommand.isBuilt))
struct TutorialTests {
    private struct Step {
        var kind: String
        /// The last name in backticks before the block.
        var file: String
        var text: String
    }

    @Test("every step works as it is printed")
    func everyStep() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let page = try String(contentsOfFile: PolityCommand.root + "/docs/first-rule.md", encoding: .utf8)
        let steps = Self.steps(page)
        try #require(steps.count { $0.kind == "yaml" } == 3 && steps.count { $0.kind == "console" } >= 6)
        for step in steps {
            guard step.kind == "console" else {
                try folder.write([step.file: step.text])
                continue
            }
            let lines = step.text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let command = String(lines[0].dropFirst("$ ".count))
            let expected = lines.count > 1 ? String(lines[1]) : ""
            #expect(try Self.answer(command, in: folder.path) == expected, "\(command)")
        }
    }

    private static func steps(_ page: String) -> [Step] {
        var steps: [Step] = []
        var file = ""
        for (index, part) in page.components(separatedBy: "```").enumerated() {
            if index % 2 == 0 {
                file = part.components(separatedBy: "`").dropLast().last ?? file
            } else {
                let end = part.firstIndex(of: "\n") ?? part.endIndex
                steps.append(Step(kind: String(part[..<end]), file: file, text: String(part[end...].dropFirst())))
            }
        }
        return steps
    }

    /// What a person at the terminal would see of it.
    private static func answer(_ command: String, in folder: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "polity() { \"$POLITY\" \"$@\"; }; \(command)"]
        process.environment = ProcessInfo.processInfo.environment.merging(["POLITY": PolityCommand.binary ?? ""]) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
