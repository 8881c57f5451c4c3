import FEEL
import Kernel

/// Why a decision gave its value: what it was computed from, down to the rules that matched and the parts of expressions.
public struct Explanation: Sendable, Hashable {
    public enum Kind: String, Sendable { case input, decision, service, knowledge, entry }

    public var kind: Kind
    public var name: String
    public var value: Value
    /// Why it is null, where that is known.
    public var reason: String?
    /// The source and the parts of the expressions that were evaluated for it, in their order.
    public var expressions: [ExplainedExpression] = []
    /// The decision tables that were evaluated for it.
    public var tables: [TableOutcome] = []
    public var parts: [Explanation] = []
}

extension Explanation {
    /// Where the rules stand that matched, here and in all parts.
    public var ruleLocations: Set<SourceLocation> {
        parts.reduce(into: Set(tables.flatMap(\.locations))) { $0.formUnion($1.ruleLocations) }
    }
}

public struct ExplainedExpression: Sendable, Hashable {
    public var source: String
    public var trace: Trace
}

/// How a decision table came to its result.
public struct TableOutcome: Sendable, Hashable {
    public struct Input: Sendable, Hashable {
        public var source: String
        public var value: Value
    }

    /// A rule that did not decide.
    public struct PassedOver: Sendable, Hashable {
        public enum Why: Sendable, Hashable {
            case failed(Failure)
            /// It stands behind the one that decided, so that nobody looked at it (hit policy FIRST).
            case behind
            /// It matches too, and the result of another ranks higher (hit policy PRIORITY).
            case outranked
        }

        /// From 1, in the table's order.
        public var rule: Int
        public var why: Why
    }

    /// The first condition of a rule that did not hold.
    public struct Failure: Sendable, Hashable {
        /// The place of its input, from 1.
        public var input: Int
        /// What stands in the table's cell.
        public var condition: String

        public init(input: Int, condition: String) {
            self.input = input
            self.condition = condition
        }
    }

    /// The place of the table among those of its decision, from 1.
    public var number: Int
    public var inputs: [Input]
    /// The numbers of the rules that decided, from 1, in the table's order.
    public var matched: [Int]
    /// Where all rules stand that matched, those that were outranked too.
    public var locations: [SourceLocation]
    /// What the table says about each of them, by the names of its annotation columns.
    public var annotations: [[String: String]]
    /// The other rules, in the table's order.
    public var passedOver: [PassedOver]
    public var value: Value
}

/// Builds the tree of explanations while a model is evaluated.
final class Explainer {
    static let maximumParts = 2_000
    private var open: [Explanation] = []
    private(set) var finished: [Explanation] = []
    private var count = 0

    func begin(_ kind: Explanation.Kind, _ name: String) { open.append(Explanation(kind: kind, name: name, value: .null)) }

    func end(_ value: Value) {
        guard var done = open.popLast() else { return }
        done.value = value
        if !value.isEqualToNull { done.reason = nil } else if done.reason == nil { done.reason = done.expressions.lazy.compactMap(\.trace.firstReason).first }
        count += 1
        if open.isEmpty { return finished.append(done) }
        if count <= Self.maximumParts { open[open.count - 1].parts.append(done) }
    }

    func note(_ reason: String) {
        guard let last = open.indices.last, open[last].reason == nil else { return }
        open[last].reason = reason
    }

    func add(_ expression: ExplainedExpression) {
        guard let last = open.indices.last, open[last].expressions.count < 200 else { return }
        open[last].expressions.append(expression)
    }

    func add(_ table: TableOutcome) {
        guard let last = open.indices.last, open[last].tables.count < 100 else { return }
        open[last].tables.append(table)
    }
}
