import FEEL
import Kernel

extension Explanation {
    /// The whole explanation as JSON: names, values, reasons, the rules that matched, and the source of each expression.
    public var json: JSON {
        var members: [JSON.Member] = [.init("kind", .string(kind.rawValue)), .init("name", .string(name)), .init("value", value.json)]
        if let reason { members.append(.init("reason", .string(reason))) }
        if !expressions.isEmpty { members.append(.init("expressions", .array(expressions.map(\.json)))) }
        if !tables.isEmpty { members.append(.init("tables", .array(tables.map(\.json)))) }
        if !parts.isEmpty { members.append(.init("from", .array(parts.map(\.json)))) }
        return .object(members)
    }

    /// The explanation as lines for people, each part indented under what was made from it.
    public func lines(indent: Int = 0) -> [String] {
        let margin = String(repeating: "  ", count: indent)
        var lines = ["\(margin)\(name) is \(value)" + (reason.map { ", because \($0)" } ?? "")]
        for table in tables { lines += table.lines.map { margin + "  " + $0 } }
        if tables.isEmpty {
            for expression in expressions where kind != .input {
                lines.append("\(margin)  = \(expression.source.split(whereSeparator: \.isNewline).joined(separator: " "))")
            }
        }
        for part in parts { lines += part.lines(indent: indent + 1) }
        return lines
    }
}

extension ExplainedExpression {
    var json: JSON {
        .object([.init("source", .string(source)), .init("value", trace.value.json)] + (trace.firstReason.map { [.init("reason", .string($0))] } ?? []))
    }
}

extension TableOutcome {
    var json: JSON {
        .object([
            .init("inputs", .array(inputs.map { .object([.init("source", .string($0.source)), .init("value", $0.value.json)]) })),
            .init("matched_rules", .array(matched.map { JSON.integer($0) })),
            .init(
                "annotations",
                .array(annotations.map { .object($0.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }) })),
            .init(
                "failed_rules",
                .array(
                    failed.sorted { $0.key < $1.key }.map { .object([.init("rule", JSON.integer($0.key)), .init("failed_condition", JSON.integer($0.value))]) })
            ),
            .init("value", value.json),
        ])
    }

    fileprivate var lines: [String] {
        let given = inputs.map { "\($0.source) = \($0.value)" }.joined(separator: ", ")
        let rules =
            matched.isEmpty
            ? "no rule matches" : matched.count == 1 ? "rule \(matched[0]) matches" : "rules \(matched.map(String.init).joined(separator: ", ")) match"
        return ["\(rules) where \(given)"]
    }
}
