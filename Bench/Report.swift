import Foundation
import Kernel

/// The figures of a run: a line each as they come, and a JSON file at the end.
struct Report {
    let machine: Machine
    let isQuick: Bool
    private var findings: [Finding] = []
    private var failures: [(name: String, what: String)] = []

    init(machine: Machine, isQuick: Bool) {
        self.machine = machine
        self.isQuick = isQuick
    }

    /// A measurement could not be made. A figure that is short is a finding, not a failure.
    var hasFailed: Bool { !failures.isEmpty }

    mutating func add(_ finding: Finding) {
        findings.append(finding)
        Self.say(Self.line(finding))
    }

    mutating func fail(_ name: String, _ error: any Error) {
        failures.append((name, "\(error)"))
        Self.say("\(name.padded(to: 32)) failed: \(error)")
    }

    /// At once, so that a line is seen when it is known, through a pipe too.
    static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    static func line(_ finding: Finding) -> String {
        let figure = number(finding.figure) + " " + finding.unit
        let target =
            switch finding.target {
            case .atLeast(let least): "at least \(number(least))"
            case .under(let most): "under \(number(most))"
            case .none: ""
            }
        return "\(finding.name.padded(to: 32)) \(figure.padded(to: 22)) \(target.padded(to: 16)) \(finding.verdict)"
    }

    func summary(file: String) -> String {
        let promised = findings.filter { if case .none = $0.target { false } else { true } }
        let short = promised.count { !$0.isMet }
        return "\(promised.count - short) ok, \(short) short, \(failures.count) failed; figures in \(file)"
    }

    func write(to file: String) throws {
        let json: JSON = [
            "machine": machine.json, "is_quick": .bool(isQuick), "load_average_at_the_end": .string(Machine.load),
            "figures": .array(findings.map(Self.json)),
            "failures": .array(failures.map { ["name": .string($0.name), "what": .string($0.what)] }),
        ]
        try Data((json.indentedText).utf8).write(to: URL(filePath: file))
        for finding in findings {
            guard let drawing = finding.plot?.svg() else { continue }
            try Data(drawing.utf8).write(to: URL(filePath: Self.drawing(of: finding.name, beside: file)))
        }
    }

    /// `bench-results.json` has `bench-results-processes.instances.svg` beside it.
    private static func drawing(of name: String, beside file: String) -> String {
        (file.hasSuffix(".json") ? String(file.dropLast(5)) : file) + "-\(name).svg"
    }

    private static func json(_ finding: Finding) -> JSON {
        var members: [JSON.Member] = [
            .init("name", .string(finding.name)), .init("figure", value(finding.figure)), .init("unit", .string(finding.unit)),
        ]
        switch finding.target {
        case .atLeast(let least): members.append(.init("at_least", value(least)))
        case .under(let most): members.append(.init("under", value(most)))
        case .none: break
        }
        members.append(.init("verdict", .string(finding.verdict)))
        members.append(.init("parts", .object(finding.parts.map { .init($0.name, value($0.value)) })))
        return .object(members)
    }

    private static func value(_ number: Double) -> JSON { Decimal128(Self.number(number)).map(JSON.number) ?? .null }

    /// Three digits that say something, or whole numbers.
    static func number(_ value: Double) -> String {
        let size = abs(value)
        return String(format: size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value)
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
