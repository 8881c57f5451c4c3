import HTML
import Kernel
import Web

extension RuleFinding.Rule {
    /// Why, in a sentence: the author's own words, else the row of the table and what it looked at.
    public func sentence(in language: Language) -> String {
        if let reason { return reason[language.code] }
        if inputs.isEmpty { return language.say(.ruleAppliedUntold, ["number": .number(Decimal128(number)), "table": .text(table)]) }
        return language.say(.ruleApplied, ["number": .number(Decimal128(number)), "table": .text(table), "inputs": .text(inputs.text(in: language))])
    }
}

extension RuleFinding.PassedOver {
    /// Why not, in a sentence: what the table looked at, and what the row asks for.
    public func sentence(in language: Language) -> String {
        let row = Phrase.Argument.number(Decimal128(number))
        let failure: RuleFinding.Failure
        switch why {
        case .failed(let found): failure = found
        case .behind: return language.say(.ruleBehind, ["number": row, "table": .text(table)])
        case .outranked: return language.say(.ruleOutranked, ["number": row, "table": .text(table)])
        }
        let (input, condition) = (Phrase.Argument.text(failure.input), Phrase.Argument.text(failure.condition))
        guard let value = failure.value?.text(in: language) else {
            return language.say(.ruleFailedUntold, ["number": row, "table": .text(table), "input": input, "condition": condition])
        }
        return language.say(
            .ruleFailed, ["number": row, "table": .text(table), "input": input, "value": .text(value), "condition": condition])
    }
}

extension RuleFinding.SilentTable {
    public func sentence(in language: Language) -> String {
        inputs.isEmpty
            ? language.say(.noRuleAppliedUntold, ["table": .text(table)])
            : language.say(.noRuleApplied, ["table": .text(table), "inputs": .text(inputs.text(in: language))])
    }
}

extension [RuleFinding.Input] {
    fileprivate func text(in language: Language) -> String { map { "\($0.name) = \($0.value.text(in: language))" }.joined(separator: ", ") }
}

extension JSON {
    /// What a table looked at, as people write it.
    fileprivate func text(in language: Language) -> String {
        switch self {
        case .string(let text): CivilDate(text).map { language.format($0) } ?? text
        case .number(let number): language.format(number)
        case .bool(let isTrue): language.say(isTrue ? .lawYes : .lawNo)
        case .null: language.say(.lawNothing)
        default: text
        }
    }
}

extension HTML {
    /// Why the rules came out as they did, for the applicant and for the officer; nothing where no rule of a table and no law was asked.
    public mutating func ruleFindings(_ findings: [RuleFinding], title: Phrase = .howTheRulesDecided, in language: Language) {
        var rules: [RuleFinding.Rule] = []
        for rule in findings.flatMap(\.rules) where !rules.contains(rule) { rules.append(rule) }
        let laws = findings.compactMap(\.law)
        var silent: [RuleFinding.SilentTable] = []
        for table in findings.flatMap(\.silentTables) where !silent.contains(table) { silent.append(table) }
        guard !rules.isEmpty || !laws.isEmpty || !silent.isEmpty else { return }
        details(language.say(title)) { html in
            if !rules.isEmpty || !silent.isEmpty {
                html.ul { html in
                    for rule in rules {
                        html.li { html in
                            html.text(rule.sentence(in: language))
                            if let source = rule.source { html.text(" (\(source))") }
                        }
                    }
                    for table in silent { html.li(table.sentence(in: language)) }
                }
            }
            for law in laws { html.lawLines(law, in: language) }
        }
        passedOver(findings, in: language)
    }

    /// Why the other rows of the tables did not apply.
    private mutating func passedOver(_ findings: [RuleFinding], in language: Language) {
        var passed: [RuleFinding.PassedOver] = []
        for rule in findings.flatMap(\.passedOver) where !passed.contains(rule) { passed.append(rule) }
        guard !passed.isEmpty else { return }
        let more = findings.reduce(0) { $0 + $1.morePassedOver }
        details(language.say(.whyNotTheOthers)) { html in
            html.ul { html in
                for rule in passed { html.li(rule.sentence(in: language)) }
                if more > 0 { html.li(language.say(.moreRulesFailed, ["count": .count(more)])) }
            }
        }
    }
}

extension Phrase {
    static let ruleApplied = Phrase(
        "rules.rule_applied", en: "Row {number} of the table {table} applies: {inputs}", es: "Se aplica la fila {number} de la tabla {table}: {inputs}")
    static let noRuleApplied = Phrase(
        "rules.no_rule_applied", en: "No row of the table {table} applies: {inputs}", es: "No se aplica ninguna fila de la tabla {table}: {inputs}")
    static let ruleAppliedUntold = Phrase(
        "rules.rule_applied_untold", en: "Row {number} of the table {table} applies", es: "Se aplica la fila {number} de la tabla {table}")
    static let noRuleAppliedUntold = Phrase(
        "rules.no_rule_applied_untold", en: "No row of the table {table} applies", es: "No se aplica ninguna fila de la tabla {table}")
    static let ruleFailed = Phrase(
        "rules.rule_failed", en: "Row {number} of the table {table} does not apply: {input} is {value}, and the row asks for {condition}",
        es: "No se aplica la fila {number} de la tabla {table}: {input} es {value}, y la fila pide {condition}")
    static let ruleFailedUntold = Phrase(
        "rules.rule_failed_untold", en: "Row {number} of the table {table} does not apply: the row asks of {input} for {condition}",
        es: "No se aplica la fila {number} de la tabla {table}: la fila pide de {input} {condition}")
    static let ruleBehind = Phrase(
        "rules.rule_behind", en: "Row {number} of the table {table} was not looked at: a row before it applies, and the first one counts",
        es: "No se miró la fila {number} de la tabla {table}: se aplica una fila anterior, y cuenta la primera")
    static let ruleOutranked = Phrase(
        "rules.rule_outranked", en: "Row {number} of the table {table} applies too, and the result of another row ranks higher",
        es: "También se aplica la fila {number} de la tabla {table}, y el resultado de otra fila tiene más rango")
    static let moreRulesFailed = Phrase("rules.more_rules_failed", en: "{count} more rows do not apply", es: "Otras filas que no se aplican: {count}")
    static let whyNotTheOthers = Phrase("rules.why_not_the_others", en: "Why other rules did not apply", es: "Por qué no se aplicaron otras reglas")
    public static let howTheRulesDecided = Phrase("rules.how_decided", en: "How the rules were applied", es: "Cómo se aplicaron las normas")
    public static let whyThisFee = Phrase("rules.why_this_fee", en: "Why this fee", es: "Por qué esta tasa")
}
