import Kernel

/// The stored form, which a decision's hash commits to.
extension RuleFinding {
    public var json: JSON {
        .object(
            [.init("decision", .string(decision)), .init("value", value), .init("rules", .array(rules.map(\.json)))]
                + (law.map { [.init("law", $0.json)] } ?? []))
    }

    public init?(_ json: JSON) {
        guard let decision = json["decision"]?.string else { return nil }
        self.decision = decision
        value = json["value"] ?? .null
        rules = (json["rules"]?.array ?? []).compactMap(Rule.init)
        law = json["law"].flatMap(Law.init)
    }
}

extension RuleFinding.Rule {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("table", .string(table)), .init("rule", .integer(number)),
            .init("inputs", .array(inputs.map { ["name": .string($0.name), "value": $0.value] })),
        ]
        if let reason { members.append(.init("reason", reason.json)) }
        if let source { members.append(.init("source", .string(source))) }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let table = json["table"]?.string, let number = json["rule"]?.integer else { return nil }
        self.table = table
        self.number = number
        inputs = (json["inputs"]?.array ?? []).compactMap { input in
            input["name"]?.string.map { RuleFinding.Input(name: $0, value: input["value"] ?? .null) }
        }
        reason = json["reason"].map { LocalizedText(json: $0) }
        source = json["source"]?.string
    }
}
