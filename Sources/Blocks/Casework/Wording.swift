import FEEL
import Foundation
import Kernel

/// Values in sentences, in the form of a language.
public enum Wording {
    /// A value as people read it: `22 November 2026`, `12.50`, `a, b`. Nothing for null.
    public static func text(_ value: Value, _ language: Language) -> String {
        switch value {
        case .null: return ""
        case .string(let text): return text
        case .number(let number): return language.format(number)
        case .boolean(let flag): return language.say(flag ? .wordYes : .wordNo)
        case .date(let date): return language.format(date)
        case .list(let items): return items.map { text($0, language) }.joined(separator: ", ")
        case .context(let context):
            if context["longitude"] != nil, context["description"] == nil {
                return ["latitude", "longitude"].compactMap { context[$0]?.json.number?.description }.joined(separator: ", ")
            }
            let names =
                context["line_1"] != nil
                ? ["line_1", "line_2", "postal_code", "town"]
                : context["description"] != nil ? ["description"] : context["name"] != nil ? ["name"] : context.names
            return names.compactMap { context[$0].map { text($0, language) } }.filter { !$0.isEmpty }.joined(separator: ", ")
        default: return value.json.string ?? value.json.text
        }
    }

    /// Puts values in the place of `{{name}}` and `{{name.member}}`; an unknown name leaves nothing.
    public static func fill(_ template: String, _ names: Context, _ language: Language) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
            result += rest[..<open.lowerBound]
            let path = rest[open.upperBound..<close.lowerBound].split(separator: ".").map { $0.filter { !$0.isWhitespace } }
            var value = path.first.flatMap { names[$0] } ?? .null
            for member in path.dropFirst() { if case .context(let context) = value { value = context[member] ?? .null } else { value = .null } }
            result += text(value, language)
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}

extension Phrase {
    static let wordYes = Phrase("casework.yes", en: "yes", es: "sí")
    static let wordNo = Phrase("casework.no", en: "no", es: "no")
}
