import Kernel

extension Schema {
    /// Whether a field's value, which may be text of a form, keeps within the schema. Shape alone; `FieldValue` reads the type.
    func admits(_ value: JSON?) -> Bool {
        guard let value else { return true }
        switch self {
        case .text(let rule): return (value.string?.utf8.count ?? 0) <= rule.maximumLength
        case .integer(let minimum, let maximum):
            guard let number = Int(field: value) else { return value.string?.isEmpty == true }
            return number >= minimum ?? .min && number <= maximum ?? .max
        case .choice(let choices):
            guard let text = value.string else { return false }
            return text.isEmpty || choices.contains { $0.value == text }
        case .list(let item, let minimum, let maximum):
            let items = value.array ?? [value]
            return items.count >= minimum && items.count <= maximum && items.allSatisfy { item.admits($0) }
        case .either(let forms): return forms.contains { $0.admits(value) }
        case .named(_, let schema): return schema().admits(value)
        case .null: return value == .null
        case .number, .boolean, .date, .feel, .reference, .dictionary, .object, .any: return true
        }
    }
}
