import Decisions
import FEEL
import Kernel

/// What a decision, or a value of a rulebook, came out as, and why: the explanation that is kept with a case and shown to whom it concerns.
public struct RuleFinding: Sendable, Hashable {
    public var decision: String
    public var value: JSON
    /// The rules that held, of the decision itself and of those it was made from.
    public var rules: [Rule]
    /// For a value of a rulebook: the way to it.
    public var law: Law?

    public struct Rule: Sendable, Hashable {
        /// The decision whose table it stands in.
        public var table: String
        /// From 1, in the table's order.
        public var number: Int
        /// What the table looked at.
        public var inputs: [Input]
        public var reason: LocalizedText?
        /// The law and its section.
        public var source: String?
    }

    public struct Input: Sendable, Hashable {
        public var name: String
        public var value: JSON
    }

    /// For whoever may not read what it looked at: which rules held, by their own words and sources.
    public var withoutInputs: RuleFinding {
        var told = self
        told.law = nil
        told.rules.removeAll { $0.reason == nil }
        for index in told.rules.indices { told.rules[index].inputs = [] }
        return told
    }

    /// Rules of one finding; a model that asks a table for each item of a list has many.
    static let most = 50

    init(_ explanation: Explanation) {
        decision = explanation.name
        value = explanation.value.json
        rules = []
        collect(explanation)
    }

    private mutating func collect(_ explanation: Explanation) {
        for table in explanation.tables {
            let inputs = table.inputs.map { Input(name: $0.source, value: $0.value.json) }
            for (number, annotations) in zip(table.matched, table.annotations) {
                let rule = Rule(
                    table: explanation.name, number: number, inputs: inputs, reason: LocalizedText(annotations: annotations), source: annotations["source"])
                if rules.count < Self.most, !rules.contains(rule) { rules.append(rule) }
            }
        }
        for part in explanation.parts { collect(part) }
    }
}

extension LocalizedText {
    /// `reason`, and `reason_es` where there is one.
    fileprivate init?(annotations: [String: String]) {
        guard let text = annotations["reason"] else { return nil }
        let others = annotations.filter { $0.key.hasPrefix(RuleAnnotation.reasonPrefix) }
        let translations = Dictionary(
            others.map { (String($0.key.dropFirst(RuleAnnotation.reasonPrefix.count)), $0.value) }, uniquingKeysWith: { first, _ in first })
        self.init(text, translations: translations)
    }
}

/// Names of annotation columns that have a meaning here.
enum RuleAnnotation {
    static let reason = "reason", source = "source", reasonPrefix = "reason_"
}
