import Decisions
import FEEL
import Forms
import Kernel
import Rules

extension ServiceReader {
    /// The values of rulebooks that the service calls by name. They become names for all expressions that are read after them.
    mutating func readLaw(_ questions: [Question]) -> ServiceLaw {
        guard let rulebooks else { return .none }
        var reader = LawCallReader(
            rulebooks, languages: government.spokenLanguages, currency: government.currency.code, units: units(of: questions))
        return reader.read(file, &names, &diagnostics)
    }

    /// A value that nothing asks for is most often one whose use was forgotten.
    mutating func checkUse(of law: ServiceLaw, by service: PublicService) {
        let used = service.usedNames.union(service.rules?.usedInputs ?? []).union(law.calls.flatMap(\.references))
        for call in law.calls where !used.contains(call.name) {
            diagnostics.warning(
                call.location, "nothing in the service uses '\(call.name)' of the law", mend: "Name it in an expression of service.yaml, or remove it.")
        }
    }

    /// The service's decision model. Its decisions become names for all expressions that are read after it.
    mutating func readRules(_ law: ServiceLaw, _ questions: [Question]) -> ServiceRules? {
        guard let book else { return nil }
        var domains: [String: InputDomain] = [:]
        for question in questions { domains[question.id] = question.kind.domain }
        let linked = book.rules(of: id, names: names.types, domains: domains, units: units(of: questions), law: law, diagnostics: &diagnostics)
        guard let rules = linked else { return nil }
        for decision in rules.decisions where names.types[decision.name] != nil {
            diagnostics.error(
                decision.location, "a decision is called '\(decision.name)', which already means something in the service", mend: "Choose another name.")
        }
        rules.declare(in: &names)
        return rules
    }

    /// What functions of the map give.
    private static let measured = [("area in square metres", "m2"), ("length in metres", "m")]

    /// What answers count, and what functions give: an amount is in the government's currency.
    private func units(of questions: [Question]) -> [String: Unit] {
        var units = Dictionary(uniqueKeysWithValues: Self.measured.compactMap { name, unit in Unit(unit).map { (name, $0) } })
        for question in questions {
            if case .money = question.kind { units[question.id] = Unit(government.currency.code) }
            guard case .group(let group) = question.kind else { continue }
            for inner in group.questions { if case .money = inner.kind { units["\(question.id).\(inner.id)"] = Unit(government.currency.code) } }
        }
        return units
    }

    /// A decision that nothing asks for is most often one whose use was forgotten.
    mutating func checkUse(of rules: ServiceRules?, by service: PublicService) {
        guard let rules else { return }
        let used = service.usedNames.union(rules.requiredDecisions)
        for decision in rules.decisions where !used.contains(decision.name) {
            diagnostics.warning(
                decision.location, "nothing in the service uses the decision '\(decision.name)'",
                mend: "Name it in an expression of service.yaml, or remove it.")
        }
    }
}

extension QuestionKind {
    /// What answers there can be at all.
    fileprivate var domain: InputDomain {
        switch self {
        case .chooseOne(let choices): .texts(choices.map(\.id))
        case .number(let minimum, let maximum), .money(let minimum, let maximum): .numbers(minimum: minimum, maximum: maximum)
        default: .anything
        }
    }
}
