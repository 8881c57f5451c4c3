import Kernel

/// The stored form, which a decision's hash commits to.
extension RuleFinding {
    public var json: JSON {
        var members: [JSON.Member] = [.init("decision", .string(decision)), .init("value", value), .init("rules", .array(rules.map(\.json)))]
        // What there is none of is left out, as findings were stored before there could be any: their hashes stay what they are.
        if !passedOver.isEmpty { members.append(.init("passed_over", .array(passedOver.map(\.json)))) }
        if morePassedOver > 0 { members.append(.init("more_passed_over", .integer(morePassedOver))) }
        if !silentTables.isEmpty { members.append(.init("silent_tables", .array(silentTables.map(\.json)))) }
        if let law { members.append(.init("law", law.json)) }
        return .object(members)
    }

    public init?(_ json: JSON) {
        guard let decision = json["decision"]?.string else { return nil }
        self.decision = decision
        value = json["value"] ?? .null
        rules = (json["rules"]?.array ?? []).compactMap(Rule.init)
        passedOver = (json["passed_over"]?.array ?? []).compactMap(PassedOver.init)
        morePassedOver = json["more_passed_over"]?.integer ?? 0
        silentTables = (json["silent_tables"]?.array ?? []).compactMap(SilentTable.init)
        law = json["law"].flatMap(Law.init)
    }
}

extension RuleFinding.Rule {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("table", .string(table)), .init("rule", .integer(number)),
            .init("inputs", .array(inputs.map(\.json))),
        ]
        if let reason { members.append(.init("reason", reason.json)) }
        if let source { members.append(.init("source", .string(source))) }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let table = json["table"]?.string, let number = json["rule"]?.integer else { return nil }
        self.table = table
        self.number = number
        inputs = (json["inputs"]?.array ?? []).compactMap(RuleFinding.Input.init)
        reason = json["reason"].map { LocalizedText(json: $0) }
        source = json["source"]?.string
    }
}

extension RuleFinding.PassedOver {
    var json: JSON {
        var members: [JSON.Member] = [.init("table", .string(table)), .init("rule", .integer(number))]
        switch why {
        case .behind: break
        case .outranked: members.append(.init("outranked", true))
        case .failed(let failure):
            members.append(.init("input", .string(failure.input)))
            if let value = failure.value { members.append(.init("value", value)) }
            members.append(.init("condition", .string(failure.condition)))
        }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let table = json["table"]?.string, let number = json["rule"]?.integer else { return nil }
        self.table = table
        self.number = number
        if let input = json["input"]?.string {
            why = .failed(.init(input: input, value: json["value"], condition: json["condition"]?.string ?? ""))
        } else {
            why = json["outranked"] == true ? .outranked : .behind
        }
    }
}

extension RuleFinding.SilentTable {
    var json: JSON { ["table": .string(table), "inputs": .array(inputs.map(\.json))] }

    init?(_ json: JSON) {
        guard let table = json["table"]?.string else { return nil }
        self.table = table
        inputs = (json["inputs"]?.array ?? []).compactMap(RuleFinding.Input.init)
    }
}

extension RuleFinding.Input {
    var json: JSON { ["name": .string(name), "value": value] }

    init?(_ json: JSON) {
        guard let name = json["name"]?.string else { return nil }
        self.name = name
        value = json["value"] ?? .null
    }
}
