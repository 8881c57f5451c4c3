extension JSON {
    /// The text with a line for each member and item, for people; two spaces a level.
    public var indentedText: String {
        var text = ""
        write(to: &text, indent: "")
        return text
    }

    private func write(to text: inout String, indent: String) {
        let inner = indent + "  "
        switch self {
        case .array(let items) where !items.isEmpty:
            text += "["
            for (index, item) in items.enumerated() {
                text += (index == 0 ? "\n" : ",\n") + inner
                item.write(to: &text, indent: inner)
            }
            text += "\n\(indent)]"
        case .object(let members) where !members.isEmpty:
            text += "{"
            for (index, member) in members.enumerated() {
                text += (index == 0 ? "\n" : ",\n") + inner + JSON.string(member.name).text + ": "
                member.value.write(to: &text, indent: inner)
            }
            text += "\n\(indent)}"
        case .null, .bool, .number, .string, .array, .object: text += self.text
        }
    }
}
