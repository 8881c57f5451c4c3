import Decisions
import FEEL
import Kernel

/// Compares a model with the service it decides for.
struct RuleCheck {
    let rules: ServiceRules
    let names: [String: FEELType]
    let domains: [String: InputDomain]
    /// What names count, where that is known.
    let units: [String: Unit]
    let languages: [String]

    private var model: DecisionModel { rules.model }

    /// - Returns: what its decisions count, where that is known.
    func run(_ diagnostics: inout Diagnostics) -> [String: Unit] {
        inputs(&diagnostics)
        for decision in rules.decisions where decision.type == .any {
            diagnostics.warning(
                decision.location, "the decision '\(decision.name)' does not say what it gives, so its uses cannot be checked",
                mend: "Give its variable a 'typeRef': number, string, boolean, date …")
        }
        model.checkTexts(domains: domains, diagnostics: &diagnostics)
        model.checkTables(domains: domains, diagnostics: &diagnostics)
        translations(&diagnostics)
        return model.checkUnits(of: units, diagnostics: &diagnostics)
    }

    private func inputs(_ diagnostics: inout Diagnostics) {
        let own = model.inputElements
        for input in own {
            guard let type = names[input.name] else {
                unknown(input.name, at: input.location, &diagnostics)
                continue
            }
            guard input.type != .any, type != .any, !type.conforms(to: input.type), !input.type.conforms(to: type) else { continue }
            diagnostics.error(
                input.location, "'\(input.name)' is \(input.type.plainName) here, but \(type.plainName) in the service",
                mend: "Change the 'typeRef' of its variable, or leave it out.")
        }
        let start = SourceLocation(file: rules.file, line: 1, column: 1)
        for name in model.reachableInputs.subtracting(own.map(\.name)).sorted() where names[name] == nil { unknown(name, at: start, &diagnostics) }
    }

    private func unknown(_ name: String, at location: SourceLocation, _ diagnostics: inout Diagnostics) {
        diagnostics.error(
            location, "the model needs '\(name)', but nothing in the service is called so",
            mend: Spelling.nearest(to: name, among: names.keys).map { "Did you mean '\($0)'?" } ?? "Known: \(names.keys.sorted().joined(separator: ", ")).")
    }

    /// Words for people are needed in every language of the government.
    private func translations(_ diagnostics: inout Diagnostics) {
        for (name, text, location) in model.labels {
            for language in languages where text.translations[language] == nil {
                diagnostics.warning(
                    location, "the label of '\(name)' has no \(language) text", mend: "Add polity:label_\(language)=\"…\". The label is: \(text.text)")
            }
        }
        for (location, annotations) in model.ruleAnnotations {
            guard let reason = annotations[RuleAnnotation.reason] else { continue }
            for language in languages where annotations[RuleAnnotation.reasonPrefix + language] == nil {
                diagnostics.warning(
                    location, "the reason of this rule has no \(language) text",
                    mend: "Add it in an annotation column '\(RuleAnnotation.reasonPrefix)\(language)'. The reason is: \(reason)")
            }
        }
    }
}
