import FEEL
import Kernel

/// An expression of a process, as it stands in its file and, once the model was checked, ready to run.
public struct Formula: Sendable {
    public var source: SourceText
    var expression: Expression?

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

    func evaluate(_ context: Context) -> Value { expression?.evaluate(context) ?? .null }
    func holds(_ context: Context) -> Bool { evaluate(context) == .boolean(true) }
}
