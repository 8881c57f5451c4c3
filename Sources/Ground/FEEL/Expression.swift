import Kernel

/// The names an expression may use, with their types. Names may hold spaces, as the standard allows.
public struct Names: Sendable {
    public var types: [String: FEELType]

    public init(_ types: [String: FEELType] = [:]) { self.types = types }
}

/// An expression, read, checked against the names it may use, and compiled: ready to be evaluated many times.
public struct Expression: Sendable {
    public let source: String
    public let type: FEELType

    /// - Parameters:
    ///   - location: where the text begins in its file; diagnostics point into the text from there.
    ///   - expected: the type the place needs; another type is an error.
    /// - Returns: nil when `diagnostics` were given an error.
    public init?(_ source: String, names: Names, expected: FEELType = .any, location: SourceLocation, diagnostics: inout Diagnostics) {
        self.source = source
        type = expected
    }

    /// Evaluates with values by name. Never throws: what FEEL cannot compute is null.
    public func evaluate(_ values: Context) -> Value { .null }
}
