import ArgumentParser
import Decisions
import FEEL
import Foundation
import Kernel

/// `polity tck DIR`: runs the DMN conformance kit's cases and says how many pass.
struct TCKCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tck", abstract: "Run the DMN conformance kit.",
        discussion: "DIR holds a folder for each level, each with a folder for each group of cases: the models (.dmn) and their tests (.xml).")

    @Argument(help: "The kit's TestCases folder.")
    var directory: String

    @Flag(help: "Say why each failing result is null.")
    var explain = false

    func run() throws {
        var (passed, failed) = (0, 0)
        for level in try subfolders(directory) {
            var tally = Tally()
            for group in try subfolders(directory + "/" + level) {
                let results = TCK.run(try files(directory + "/" + level + "/" + group), now: now)
                for results in Self.cases(results) { if let line = line(results, group) { Terminal.say(line) } }
                tally.count(results)
            }
            guard tally.cases > 0 else { continue }
            Terminal.say("\(level): \(tally.passed) of \(tally.cases) cases, \(tally.valuedPassed) of \(tally.valued) whose expected answer is not null")
            passed += tally.passed
            failed += tally.cases - tally.passed
        }
        guard passed + failed > 0 else {
            Terminal.complain("There are no cases in \(directory). It should hold a folder for each level, as compliance-level-3.")
            throw ExitCode(2)
        }
        Terminal.say("\(passed) passed, \(failed) failed")
        if failed > 0 { throw ExitCode(1) }
    }

    /// A case passes when all its results do.
    private struct Tally {
        var (cases, passed, valued, valuedPassed) = (0, 0, 0, 0)

        mutating func count(_ results: [TCK.Result]) {
            for ofCase in TCKCommand.cases(results) {
                let isPassed = ofCase.allSatisfy(\.passed)
                let hasValue = ofCase.contains { $0.expected != .null }
                cases += 1
                passed += isPassed ? 1 : 0
                valued += hasValue ? 1 : 0
                valuedPassed += hasValue && isPassed ? 1 : 0
            }
        }
    }

    /// Each case's results, in the order of the files.
    private static func cases(_ results: [TCK.Result]) -> [ArraySlice<TCK.Result>] {
        results.split(whereDifferent: { $0.file != $1.file || $0.number != $1.number })
    }

    /// A line for a failing case: each of its results that is wrong, or why it could not be run.
    private func line(_ results: ArraySlice<TCK.Result>, _ group: String) -> String? {
        guard let first = results.first, results.contains(where: { !$0.passed }) else { return nil }
        let faults = results.filter { !$0.passed }.map { result in
            guard !result.node.isEmpty else { return result.reason ?? "it could not be run" }
            return "\(result.node): expected \(result.expected), actual \(result.actual)" + (explain ? result.reason.map { " (\($0))" } ?? "" : "")
        }
        return ["\(group)/\(first.file)", first.testCase, faults.joined(separator: "; ")].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func subfolders(_ path: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            Terminal.complain("The folder \(path) cannot be read.")
            throw ExitCode(2)
        }
        var isFolder: ObjCBool = false
        return names.sorted().filter { FileManager.default.fileExists(atPath: path + "/" + $0, isDirectory: &isFolder) && isFolder.boolValue }
    }

    private func files(_ folder: String) throws -> [TCK.File] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".dmn") || $0.hasSuffix(".xml") }.map { name in
            TCK.File(name: name, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))))
        }
    }

    private var now: DateAndTime { DateAndTime(Clock.system.now()) }
}

extension Array {
    /// Its parts, each up to where `isBorder` holds between two neighbours.
    fileprivate func split(whereDifferent isBorder: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        var parts: [ArraySlice<Element>] = []
        var start = startIndex
        for index in indices.dropFirst() where isBorder(self[index - 1], self[index]) {
            parts.append(self[start..<index])
            start = index
        }
        return isEmpty ? [] : parts + [self[start...]]
    }
}
