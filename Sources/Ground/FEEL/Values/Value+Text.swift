import Kernel

extension Value: CustomStringConvertible {
    /// The value as FEEL writes it: text in quotes, dates as `@` literals.
    public var description: String { literal(depth: 0) }

    /// What FEEL's `string` gives: the value's plain text, and null for null.
    var plainText: String? {
        switch self {
        case .null: nil
        case .string(let text): text
        case .date(let date): date.text
        case .time(let time): time.text
        case .dateAndTime(let value): value.text
        case .daysAndTime(let duration): duration.text
        case .yearsAndMonths(let duration): duration.text
        default: literal(depth: 0)
        }
    }

    private func literal(depth: Int) -> String {
        guard depth < 64 else { return "…" }
        return switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): value.description
        case .string(let text): Self.quoted(text)
        case .date(let date): "@\"\(date.text)\""
        case .time(let time): "@\"\(time.text)\""
        case .dateAndTime(let value): "@\"\(value.text)\""
        case .daysAndTime(let duration): "@\"\(duration.text)\""
        case .yearsAndMonths(let duration): "@\"\(duration.text)\""
        case .list(let items): "[" + items.map { $0.literal(depth: depth + 1) }.joined(separator: ", ") + "]"
        case .context(let context):
            "{" + context.entries.map { Self.key($0.name) + ": " + $0.value.literal(depth: depth + 1) }.joined(separator: ", ") + "}"
        case .range(let range): range.text { $0.literal(depth: depth + 1) }
        case .function(let function): "function(" + function.parameters.map { $0.name }.joined(separator: ", ") + ")"
        }
    }

    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// A key that is a name stands as it is.
    static func key(_ name: String) -> String {
        var lexer = Lexer(name)
        let tokens = lexer.all()
        let isName = tokens.first?.kind == .name && tokens.dropLast().allSatisfy { $0.kind == .name || $0.kind == .number } && name.first != "?"
        return isName ? name : quoted(name)
    }
}

extension ValueRange {
    func text(_ write: (Value) -> String) -> String {
        switch comparison {
        case .equal: "(=\(write(start)))"
        case .notEqual: "(!=\(write(start)))"
        case .less: "(<\(write(end)))"
        case .lessOrEqual: "(<=\(write(end)))"
        case .greater: "(>\(write(start)))"
        case .greaterOrEqual: "(>=\(write(start)))"
        case nil: "\(startIncluded ? "[" : "(")\(write(start))..\(write(end))\(endIncluded ? "]" : ")")"
        }
    }
}
