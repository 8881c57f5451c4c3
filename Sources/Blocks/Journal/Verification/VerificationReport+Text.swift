import Kernel

extension VerificationReport: CustomStringConvertible {
    /// A line for each finding, and one that sums up.
    public var description: String {
        var lines = findings.map(\.description)
        if furtherFindings > 0 { lines.append("… and \(furtherFindings) more.") }
        lines.append(summary)
        return lines.joined(separator: "\n")
    }

    private var summary: String {
        var parts = [Self.count(leaves, "leaf", "leaves"), Self.count(checkpoints, "checkpoint", "checkpoints")]
        if contents > 0 { parts.append(Self.count(contents, "decision or file", "decisions and files")) }
        if waiting > 0 { parts.append(Self.count(waiting, "act waits for its place", "acts wait for their place")) }
        if erased > 0 { parts.append(Self.count(erased, "act was erased with its person", "acts were erased with their persons")) }
        let verdict = passed ? "everything fits" : Self.count(findings.count + furtherFindings, "thing does not fit", "things do not fit")
        return parts.joined(separator: ", ") + ": " + verdict
    }

    private static func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }

    /// For programs: the counts, and the findings as texts.
    public var json: JSON {
        [
            "passed": .bool(passed), "leaves": .integer(leaves), "checkpoints": .integer(checkpoints), "contents": .integer(contents),
            "waiting": .integer(waiting), "erased": .integer(erased), "findings": .array(findings.map { .string($0.description) }),
            "further_findings": .integer(furtherFindings),
        ]
    }
}
