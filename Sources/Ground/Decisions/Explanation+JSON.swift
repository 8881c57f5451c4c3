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
        let told = passedOver.prefix(Self.mostPassedOver)
        var members: [JSON.Member] = [
            .init("inputs", .array(inputs.map { .object([.init("source", .string($0.source)), .init("value", $0.value.json)]) })),
            .init("matched_rules", .array(matched.map { JSON.integer($0) })),
            .init(
                "annotations",
                .array(annotations.map { .object($0.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }) })),
            .init("failed_rules", .array(told.map { json($0) })),
        ]
        if told.count < passedOver.count { members.append(.init("more_failed_rules", .integer(passedOver.count - told.count))) }
        return .object(members + [.init("value", value.json)])
    }

    /// As many are told; a table may have thousands of rules.
    private static let mostPassedOver = 200
    /// Of a value or a condition that is told once more for a rule: what is longer is a list or a text that says little in a sentence.
    private static let longest = 200

    private func json(_ rule: PassedOver) -> JSON {
        let failure: Failure
        switch rule.why {
        case .failed(let found): failure = found
        case .behind: return ["rule": .integer(rule.rule), "is_behind": true]
        case .outranked: return ["rule": .integer(rule.rule), "is_outranked": true]
        }
        let input = inputs[failure.input - 1]
        var members: [JSON.Member] = [
            .init("rule", .integer(rule.rule)), .init("failed_condition", .integer(failure.input)), .init("input", .string(input.source)),
        ]
        if input.value.json.text.utf8.count <= Self.longest { members.append(.init("input_value", input.value.json)) }
        return .object(members + [.init("condition", .string(failure.condition.shortened(to: Self.longest)))])
    }

    fileprivate var lines: [String] {
        let given = inputs.map { "\($0.source) = \($0.value)" }.joined(separator: ", ")
        let rules =
            matched.isEmpty
            ? "no rule matches" : matched.count == 1 ? "rule \(matched[0]) matches" : "rules \(matched.map(String.init).joined(separator: ", ")) match"
        return ["\(rules) where \(given)"] + passedOverLines
    }

    /// As many are told as one reads.
    private static let mostLines = 20

    private var passedOverLines: [String] {
        let looked = passedOver.filter { $0.why != .behind }, behind = passedOver.filter { $0.why == .behind }
        var lines = looked.prefix(Self.mostLines).map { rule in
            guard case .failed(let failure) = rule.why else { return "rule \(rule.rule) does too, and its result ranks lower" }
            let input = inputs[failure.input - 1]
            return "rule \(rule.rule) does not: \(input.source) is \(input.value), it asks for \(failure.condition.shortened(to: Self.longest))"
        }
        if looked.count > lines.count { lines.append("\(looked.count - lines.count) more rules do not") }
        if let first = behind.first, let last = behind.last {
            lines.append(first == last ? "rule \(first.rule) stands behind it" : "rules \(first.rule) to \(last.rule) stand behind it")
        }
        return lines
    }
}

extension String {
    /// On one line, and cut where it is longer than so many characters.
    package func shortened(to most: Int) -> String {
        let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= most ? line : "\(line.prefix(most - 1))…"
    }
}
