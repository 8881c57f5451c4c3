import Kernel

/// A node of an expression's tree, and the part of the source it was read from (UTF-8 offsets).
package struct Syntax: Sendable {
    package var span: Range<Int>
    package let kind: Kind
    /// How many nodes stand in each other, this one included.
    package let height: Int

    init(_ span: Range<Int>, _ kind: Kind) {
        self.span = span
        self.kind = kind
        height = 1 + (kind.children.map(\.height).max() ?? 0)
    }

    package indirect enum Kind: Sendable {
        case literal(Value)
        case name(String)
        case path(Syntax, member: String)
        case negation(Syntax)
        case arithmetic(Arithmetic, Syntax, Syntax)
        case comparison(Comparison, Syntax, Syntax)
        case conjunction(Syntax, Syntax)
        case disjunction(Syntax, Syntax)
        case between(Syntax, Syntax, Syntax)
        case membership(Syntax, tests: [Syntax])
        /// nil for a type that names nothing, such as `list` without its items: the answer is null.
        case instance(Syntax, FEELType?)
        case conditional(Syntax, then: Syntax, otherwise: Syntax)
        case iteration([Iterator], Syntax)
        case quantified(every: Bool, [Iterator], Syntax)
        case list([Syntax])
        case context([Entry])
        case range(start: Syntax?, startIncluded: Bool, end: Syntax?, endIncluded: Bool)
        /// `< 10`: as a test in a list of tests, or in parentheses as a range.
        case test(Comparison, Syntax)
        case filter(Syntax, Syntax)
        case call(Syntax, [Argument])
        case function([Function.Parameter], Syntax)
        /// A function of a whitelist outside FEEL: its class, and its signature.
        case external([Function.Parameter], Syntax)
    }

    package struct Iterator: Sendable {
        package var name: String
        package var nameSpan: Range<Int>
        package var domain: Syntax
        /// The other end where the domain is written `1..10`.
        package var end: Syntax?
    }

    package struct Entry: Sendable {
        package var key: String
        package var keySpan: Range<Int>
        package var value: Syntax
    }

    package struct Argument: Sendable {
        package var name: String?
        package var value: Syntax
    }
}

public enum Comparison: String, Sendable, Hashable {
    case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
}

package enum Arithmetic: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", power = "**"
}

extension Syntax {
    package var isName: Bool { if case .name = kind { true } else { false } }

    package func mentions(_ name: String) -> Bool {
        if case .name(name) = kind { return true }
        return kind.children.contains { $0.mentions(name) }
    }
}

extension Syntax.Kind {
    package var children: [Syntax] {
        switch self {
        case .literal, .name: []
        case .path(let a, _), .negation(let a), .instance(let a, _), .test(_, let a), .function(_, let a), .external(_, let a): [a]
        case .arithmetic(_, let a, let b), .comparison(_, let a, let b), .conjunction(let a, let b), .disjunction(let a, let b), .filter(let a, let b): [a, b]
        case .between(let a, let b, let c), .conditional(let a, let b, let c): [a, b, c]
        case .membership(let a, let tests): [a] + tests
        case .iteration(let iterators, let body), .quantified(_, let iterators, let body): iterators.flatMap { [$0.domain, $0.end].compactMap { $0 } } + [body]
        case .list(let items): items
        case .context(let entries): entries.map(\.value)
        case .range(let a, _, let b, _): [a, b].compactMap { $0 }
        case .call(let function, let arguments): [function] + arguments.map(\.value)
        }
    }
}
