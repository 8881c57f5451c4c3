import Blueprint
import FEEL
import Kernel
import Rules

/// Which rules of a service's tables its worked examples reach: a rule that none reaches is law that nobody has tried.
public struct RuleCoverage: Sendable {
    private var missed: [String: [Int: SourceLocation]] = [:]

    public init(_ service: PublicService) {
        for (table, locations) in service.rules?.ruleLocations ?? [:] {
            missed[table] = Dictionary(uniqueKeysWithValues: locations.enumerated().map { ($0 + 1, $1) })
        }
    }

    /// Takes off what an example reaches.
    public mutating func add(_ run: ExampleRun) {
        guard !missed.isEmpty else { return }
        for rule in run.findings().flatMap(\.rules) { missed[rule.table]?[rule.number] = nil }
    }

    /// A warning for each rule that no example reached, in the order of the file.
    public var warnings: [Diagnostic] {
        missed.flatMap { table, rules in
            rules.map { number, location in
                Diagnostic(
                    .warning, location, "no example reaches rule \(number) of '\(table)'",
                    mend: "Add a worked case to examples.yaml for which this rule holds.")
            }
        }.sorted { ($0.location, $0.message) < ($1.location, $1.message) }
    }
}

extension ExampleRun {
    /// What the service's decision tables say in this example, at its submission and at its end.
    func findings() -> [RuleFinding] {
        guard let rules = service.rules else { return [] }
        let context = progress().context
        let all = Set(rules.decisions.map(\.name))
        var findings = rules.findings(of: all, given: context)
        if let end = try? contextAtEnd(context) { findings += rules.findings(of: all, given: end) }
        return findings
    }
}
