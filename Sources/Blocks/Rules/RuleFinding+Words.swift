import Decisions
import HTML
import Kernel
import Web

extension RuleFinding.Rule {
    /// Why, in a sentence: the author's own words, else the row of the table and what it looked at.
    public func sentence(in language: Language, _ words: RuleWords = .none) -> String {
        if let reason { return reason[language.code] }
        let (row, table) = (Phrase.Argument.number(Decimal128(number)), words.named(self.table, in: language))
        if inputs.isEmpty { return language.say(.ruleAppliedUntold, ["number": row, "table": table]) }
        return language.say(.ruleApplied, ["number": row, "table": table, "inputs": .text(inputs.text(in: language, words))])
    }
}

extension RuleFinding.PassedOver {
    /// Why not, in a sentence: what the table looked at, and what the row asks for.
    public func sentence(in language: Language, _ words: RuleWords = .none) -> String {
        let (row, table) = (Phrase.Argument.number(Decimal128(number)), words.named(self.table, in: language))
        let failure: RuleFinding.Failure
        switch why {
        case .failed(let found): failure = found
        case .behind: return language.say(.ruleBehind, ["number": row, "table": table])
        case .outranked: return language.say(.ruleOutranked, ["number": row, "table": table])
        }
        let input = Phrase.Argument.text(words.formulas(in: language).text(failure.input))
        let condition = Phrase.Argument.text(words.condition(failure.condition, of: failure.input, in: language))
        guard let value = failure.value else {
            return language.say(.ruleFailedUntold, ["number": row, "table": table, "input": input, "condition": condition])
        }
        let given = Phrase.Argument.text(words.text(value, of: failure.input, in: language))
        return language.say(.ruleFailed, ["number": row, "table": table, "input": input, "value": given, "condition": condition])
    }
}

extension RuleFinding.SilentTable {
    public func sentence(in language: Language, _ words: RuleWords = .none) -> String {
        let table = words.named(self.table, in: language)
        return inputs.isEmpty
            ? language.say(.noRuleAppliedUntold, ["table": table])
            : language.say(.noRuleApplied, ["table": table, "inputs": .text(inputs.text(in: language, words))])
    }
}

extension RuleWords {
    /// A table within a sentence.
    fileprivate func named(_ table: String, in language: Language) -> Phrase.Argument { .text("‹\(self.table(table, in: language))›") }
}

extension [RuleFinding.Input] {
    fileprivate func text(in language: Language, _ words: RuleWords) -> String {
        let formulas = words.formulas(in: language)
        return map { "\(formulas.text($0.name)) = \(words.text($0.value, of: $0.name, in: language))" }.joined(separator: ", ")
    }
}

extension RuleFinding {
    /// All that it tells of tables, a sentence each: the rules that held, tables of which none did, and why the others did not.
    public func sentences(in language: Language, _ words: RuleWords = .none) -> [String] {
        let held = rules.map { $0.sentence(in: language, words) + ($0.source.map { " (\($0))" } ?? "") }
        let others = silentTables.map { $0.sentence(in: language, words) } + passedOver.map { $0.sentence(in: language, words) }
        return held + others + (morePassedOver > 0 ? [language.say(.moreRulesFailed, ["count": .count(morePassedOver)])] : [])
    }
}

extension Explanation {
    /// Why a decision came out as it did, in sentences: what it is, the rules that held and why the others did not.
    public func sentences(of model: DecisionModel, in language: Language) -> [String] {
        let (finding, words) = (RuleFinding(self), RuleWords(labelsOf: model))
        let whole = language.say(
            .lawIs, ["title": .text(words.title(of: name, in: language)), "value": .text(LawWords(language: language).text(value, unit: nil))])
        return [reason.map { "\(whole) (\($0))" } ?? whole] + finding.sentences(in: language, words)
    }
}

extension HTML {
    /// Why the rules came out as they did, for the applicant and for the officer; nothing where no rule of a table and no law was asked.
    public mutating func ruleFindings(
        _ findings: [RuleFinding], title: Phrase = .howTheRulesDecided, words: RuleWords, in language: Language
    ) {
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
                            html.text(rule.sentence(in: language, words))
                            if let source = rule.source { html.text(" (\(source))") }
                        }
                    }
                    for table in silent { html.li(table.sentence(in: language, words)) }
                }
            }
            for law in laws { html.lawLines(law, in: language) }
        }
        passedOver(findings, words, in: language)
    }

    /// Why the other rows of the tables did not apply.
    private mutating func passedOver(_ findings: [RuleFinding], _ words: RuleWords, in language: Language) {
        var passed: [RuleFinding.PassedOver] = []
        for rule in findings.flatMap(\.passedOver) where !passed.contains(rule) { passed.append(rule) }
        guard !passed.isEmpty else { return }
        let more = findings.reduce(0) { $0 + $1.morePassedOver }
        details(language.say(.whyNotTheOthers)) { html in
            html.ul { html in
                for rule in passed { html.li(rule.sentence(in: language, words)) }
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
