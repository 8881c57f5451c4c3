import Blueprint
import Decisions
import FEEL
import Kernel
import Rules

/// Which rules of a service's tables its worked examples reach: a rule that none reaches is law that nobody has tried.
public struct RuleCoverage: Sendable {
    private var missed: [SourceLocation: DecisionModel.TableRule] = [:]

    public init(_ service: PublicService) {
        for rule in service.rules?.tableRules ?? [] { missed[rule.location] = rule }
    }

    /// Takes off what an example reaches.
    public mutating func add(_ run: ExampleRun) {
        guard !missed.isEmpty else { return }
        for location in run.rulesThatHeld() { missed[location] = nil }
    }

    /// A warning for each rule that no example reached, in the order of the file.
    public var warnings: [Diagnostic] {
        missed.values.map { rule in
            Diagnostic(
                .warning, rule.location, "no example reaches rule \(rule.number) of '\(rule.name)'",
                mend: "Add a worked case to examples.yaml for which this rule holds.")
        }.sorted { ($0.location, $0.message) < ($1.location, $1.message) }
    }
}

extension ExampleRun {
    /// The rules of the service's decision tables that hold in this example, at its submission or at its end.
    func rulesThatHeld() -> Set<SourceLocation> {
        guard let rules = service.rules else { return [] }
        let context = progress().context
        let held = rules.rulesThatHold(given: context)
        return (try? contextAtEnd(context)).map { held.union(rules.rulesThatHold(given: $0)) } ?? held
    }
}
