import Decisions
import FEEL
import Kernel

/// What a decision, or a value of a rulebook, came out as, and why: the explanation that is kept with a case and shown to whom it concerns.
public struct RuleFinding: Sendable, Hashable {
    public var decision: String
    public var value: JSON
    /// The rules that held, of the decision itself and of those it was made from.
    public var rules: [Rule]
    /// The other rules of those tables, with why they did not hold.
    public var passedOver: [PassedOver] = []
    /// How many there are beyond those.
    public var morePassedOver = 0
    /// Tables of which no rule held.
    public var silentTables: [SilentTable] = []
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

    /// A rule that did not decide.
    public struct PassedOver: Sendable, Hashable {
        public enum Why: Sendable, Hashable {
            case failed(Failure)
            /// It stands behind the one that decided: nobody looked at it.
            case behind
            /// It holds too, and the result of another ranks higher.
            case outranked
        }

        public var table: String
        public var number: Int
        public var why: Why
    }

    /// The first condition of a rule that did not hold.
    public struct Failure: Sendable, Hashable {
        public var input: String
        /// What the table looked at; nil where it is too long to be told once more.
        public var value: JSON?
        /// What stands in the table's cell, such as `<= 1000`.
        public var condition: String
    }

    public struct SilentTable: Sendable, Hashable {
        public var table: String
        public var inputs: [Input]
    }

    public struct Input: Sendable, Hashable {
        public var name: String
        public var value: JSON
    }

    /// For whoever may not read what it looked at: which rules held, by their own words and sources.
    public var withoutInputs: RuleFinding {
        var told = self
        told.law = nil
        (told.passedOver, told.morePassedOver, told.silentTables) = ([], 0, [])
        told.rules.removeAll { $0.reason == nil }
        for index in told.rules.indices { told.rules[index].inputs = [] }
        return told
    }

    /// For the applicant, to whom a record that was looked up may not belong: what they answered stands as they gave it, of all else that the
    /// tables looked at what their rows ask for.
    ///
    /// - Parameter answers: the names of the form's questions.
    public func forApplicant(answers: Set<String>) -> RuleFinding {
        // An input is told by its expression: `cost`, `shop.area`.
        func isAnswer(_ expression: String) -> Bool {
            let path = expression.split(separator: ".", omittingEmptySubsequences: false)
            return answers.contains(path.first.map(String.init) ?? "") && path.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }
        }
        var told = self
        for index in told.rules.indices { told.rules[index].inputs.removeAll { !isAnswer($0.name) } }
        for index in told.silentTables.indices { told.silentTables[index].inputs.removeAll { !isAnswer($0.name) } }
        for index in told.passedOver.indices {
            guard case .failed(var failure) = told.passedOver[index].why, !isAnswer(failure.input) else { continue }
            failure.value = nil
            told.passedOver[index].why = .failed(failure)
        }
        return told
    }

    /// Rules of one finding; a model that asks a table for each item of a list has many.
    static let most = 50
    /// Of a value or a condition that is told of a rule that did not hold.
    private static let longest = 100

    /// - Parameter untold: tables that are told elsewhere.
    init(_ explanation: Explanation, withoutTables untold: Set<String> = []) {
        decision = explanation.name
        value = explanation.value.json
        rules = []
        var seen: Set<PassedOver> = []
        collect(explanation, untold, &seen)
    }

    private mutating func collect(_ explanation: Explanation, _ untold: Set<String>, _ seen: inout Set<PassedOver>) {
        for table in untold.contains(explanation.name) ? [] : explanation.tables {
            let inputs = table.inputs.map { Input(name: $0.source, value: $0.value.json) }
            let name = TablePage.name(of: table.number, in: explanation.name)
            for (number, annotations) in zip(table.matched, table.annotations) {
                let rule = Rule(
                    table: name, number: number, inputs: inputs, reason: LocalizedText(annotations: annotations), source: annotations["source"])
                if rules.count < Self.most, !rules.contains(rule) { rules.append(rule) }
            }
            let silent = SilentTable(table: name, inputs: inputs)
            if table.matched.isEmpty, silentTables.count < Self.most, !silentTables.contains(silent) { silentTables.append(silent) }
            for rule in table.passedOver { pass(rule, of: name, inputs, &seen) }
        }
        for part in explanation.parts { collect(part, untold, &seen) }
    }

    private mutating func pass(_ rule: TableOutcome.PassedOver, of table: String, _ inputs: [Input], _ seen: inout Set<PassedOver>) {
        let why: PassedOver.Why
        switch rule.why {
        case .behind: why = .behind
        case .outranked: why = .outranked
        case .failed(let failure):
            let input = inputs[failure.input - 1]
            let isShort = input.value.text.utf8.count <= Self.longest
            why = .failed(Failure(input: input.name, value: isShort ? .some(input.value) : .none, condition: failure.condition.shortened(to: Self.longest)))
        }
        let passed = PassedOver(table: table, number: rule.rule, why: why)
        // A table that is asked for each item of a list says the same of many.
        guard seen.insert(passed).inserted else { return }
        if passedOver.count < Self.most { passedOver.append(passed) } else { morePassedOver += 1 }
    }
}

extension LocalizedText {
    /// `reason`, and `reason_es` where there is one.
    init?(annotations: [String: String]) {
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
