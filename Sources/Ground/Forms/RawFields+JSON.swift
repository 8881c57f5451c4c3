import Kernel

extension RawFields {
    /// A program's JSON in the names of the form: `{"place": {"longitude": 2.3}}` becomes `place.longitude`.
    public init(json: JSON) {
        self.init()
        hasPoints = true
        flatten(json, name: "")
    }

    private mutating func flatten(_ json: JSON, name: String) {
        switch json {
        case .null: break
        case .bool(let value): values[name, default: []].append(value ? "true" : "false")
        case .number(let value): values[name, default: []].append(value.description)
        case .string(let value): values[name, default: []].append(value)
        case .array(let items):
            for (index, item) in items.prefix(200).enumerated() {
                if case .object = item { flatten(item, name: "\(name).\(index)") } else { flatten(item, name: name) }
            }
        case .object(let members):
            for member in members.prefix(200) { flatten(member.value, name: name.isEmpty ? member.name : "\(name).\(member.name)") }
        }
    }
}
