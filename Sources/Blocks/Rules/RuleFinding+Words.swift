import HTML
import Kernel
import Web

extension RuleFinding.Rule {
    /// Why, in a sentence: the author's own words, else the row of the table and what it looked at.
    public func sentence(in language: Language) -> String {
        if let reason { return reason[language.code] }
        let seen = inputs.map { "\($0.name) = \(Self.text($0.value, language))" }.joined(separator: ", ")
        return language.say(.ruleApplied, ["number": .number(Decimal128(number)), "table": .text(table), "inputs": .text(seen)])
    }

    private static func text(_ value: JSON, _ language: Language) -> String {
        switch value {
        case .string(let text): CivilDate(text).map { language.format($0) } ?? text
        case .number(let number): language.format(number)
        default: value.text
        }
    }
}

extension HTML {
    /// Why the rules came out as they did, for the applicant and for the officer; nothing where no rule of a table and no law was asked.
    public mutating func ruleFindings(_ findings: [RuleFinding], title: Phrase = .howTheRulesDecided, in language: Language) {
        var rules: [RuleFinding.Rule] = []
        for rule in findings.flatMap(\.rules) where !rules.contains(rule) { rules.append(rule) }
        let laws = findings.compactMap(\.law)
        guard !rules.isEmpty || !laws.isEmpty else { return }
        details(language.say(title)) { html in
            if !rules.isEmpty {
                html.ul { html in
                    for rule in rules {
                        html.li { html in
                            html.text(rule.sentence(in: language))
                            if let source = rule.source { html.text(" (\(source))") }
                        }
                    }
                }
            }
            for law in laws { html.lawLines(law, in: language) }
        }
    }
}

extension Phrase {
    static let ruleApplied = Phrase(
        "rules.rule_applied", en: "Row {number} of the table {table} applies: {inputs}", es: "Se aplica la fila {number} de la tabla {table}: {inputs}")
    public static let howTheRulesDecided = Phrase("rules.how_decided", en: "How the rules were applied", es: "Cómo se aplicaron las normas")
    public static let whyThisFee = Phrase("rules.why_this_fee", en: "Why this fee", es: "Por qué esta tasa")
}
