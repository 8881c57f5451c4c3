import Kernel

/// The tree written as FEEL, with parentheses wherever a node stands in another: reading it again gives the same tree.
extension Syntax: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .literal(let value): value.description
        case .name(let name): name
        case .path(let value, let member): "\(value.nested).\(member)"
        case .negation(let value): "-\(value.nested)"
        case .arithmetic(let sign, let a, let b): "\(a.nested) \(sign.rawValue) \(b.nested)"
        case .comparison(let comparison, let a, let b): "\(a.nested) \(comparison.rawValue) \(b.nested)"
        case .conjunction(let a, let b): "\(a.nested) and \(b.nested)"
        case .disjunction(let a, let b): "\(a.nested) or \(b.nested)"
        case .between(let value, let low, let high): "\(value.nested) between \(low.nested) and \(high.nested)"
        case .membership(let value, let tests): "\(value.nested) in (\(Self.list(tests)))"
        case .instance(let value, let type): "\(value.nested) instance of \(type.map(\.description) ?? "list")"
        case .conditional(let condition, let then, let otherwise): "if \(condition.nested) then \(then.nested) else \(otherwise.nested)"
        case .iteration(let iterators, let body): "for \(Self.text(iterators)) return \(body.nested)"
        case .quantified(let every, let iterators, let body): "\(every ? "every" : "some") \(Self.text(iterators)) satisfies \(body.nested)"
        case .list(let items): "[\(Self.list(items))]"
        case .context(let entries): "{" + entries.map { "\(Value.quoted($0.key)): \($0.value)" }.joined(separator: ", ") + "}"
        case .range(let start, let startIncluded, let end, let endIncluded):
            "\(startIncluded ? "[" : "(")\(start?.nested ?? "")..\(end?.nested ?? "")\(endIncluded ? "]" : ")")"
        case .test(let comparison, let value): "\(comparison.rawValue) \(value.nested)"
        case .filter(let list, let predicate): "\(list.nested)[\(predicate)]"
        case .call(let function, let arguments):
            "\(function.nested)(" + arguments.map { ($0.name.map { "\($0): " } ?? "") + $0.value.description }.joined(separator: ", ") + ")"
        case .function(let parameters, let body): "function(\(Self.text(parameters))) \(body.nested)"
        case .external(let parameters, let body): "function(\(Self.text(parameters))) external \(body)"
        }
    }

    /// In parentheses unless nothing beside it could pull it apart.
    private var nested: String {
        switch kind {
        case .literal(.number(let number)) where !number.isNegative: description
        case .literal(.number): "(\(description))"
        case .literal, .name, .list, .context, .range, .path, .call, .filter: description
        default: "(\(description))"
        }
    }

    private static func list(_ items: [Syntax]) -> String { items.map(\.description).joined(separator: ", ") }

    private static func text(_ iterators: [Iterator]) -> String {
        iterators.map { "\($0.name) in \($0.domain.nested)" + ($0.end.map { "..\($0.nested)" } ?? "") }.joined(separator: ", ")
    }

    private static func text(_ parameters: [Function.Parameter]) -> String { parameters.map { "\($0.name): \($0.type)" }.joined(separator: ", ") }
}
