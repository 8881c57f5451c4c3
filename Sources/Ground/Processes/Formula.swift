import FEEL
import Kernel

/// An expression of a process, as it stands in its file and, once the model was checked, ready to run.
public struct Formula: Sendable {
    public var source: SourceText
    /// nil until the model was checked, and where it cannot be read.
    public internal(set) var expression: Expression?

    public init(_ source: SourceText) { self.source = source }

    /// For expressions that were compiled elsewhere, with the names of their own place.
    public init(_ expression: Expression, at location: SourceLocation) {
        source = SourceText(expression.source, at: location)
        self.expression = expression
    }

    mutating func compile(_ names: Names, expected: FEELType, _ diagnostics: inout Diagnostics) {
        guard expression == nil else { return }
        expression = Expression(source.text, names: names, expected: expected, location: source.location, diagnostics: &diagnostics)
    }

    /// The names it uses, once the model was checked.
    public var references: Set<String> { expression?.references ?? [] }

    /// Its value, where that is known without evaluating, once the model was checked.
    public var constant: Value? { expression?.constant }

    /// - Parameter budget: items visited and functions called.
    /// - Returns: nil when that did not suffice.
    func evaluate(_ context: Context, budget: Int) -> Value? {
        guard let expression else { return .null }
        if let constant = expression.constant { return constant }
        let evaluation = Evaluation(now: nil, budget: budget)
        let value = expression.evaluate(context, in: evaluation)
        return evaluation.isExhausted ? nil : value
    }
}
