import Decisions
import FEEL
import Forms
import Kernel
import Rules

extension ServiceReader {
    /// The values of rulebooks that the service calls by name. They become names for all expressions that are read after them.
    mutating func readLaw() -> ServiceLaw {
        guard let rulebooks else { return .none }
        var reader = LawCallReader(rulebooks, languages: government.spokenLanguages, currency: government.currency.code, units: units)
        let law = reader.read(file, &names, &diagnostics)
        units.merge(law.units) { own, _ in own }
        return law
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
        let linked = book.rules(of: id, names: names.types, domains: domains, units: units, law: law, diagnostics: &diagnostics)
        guard let rules = linked else { return nil }
        for decision in rules.decisions where names.types[decision.name] != nil {
            diagnostics.error(
                decision.location, "a decision is called '\(decision.name)', which already means something in the service", mend: "Choose another name.")
        }
        rules.declare(in: &names)
        units.merge(rules.units) { own, _ in own }
        return rules
    }

    /// What functions of the map give.
    private static let measured = [("area in square metres", "m2"), ("length in metres", "m")]

    /// What an amount of money counts.
    var currency: Unit? { Unit(government.currency.code) }

    /// What answers and looked-up records count, and what functions give: an amount is in the government's currency.
    func units(of questions: [Question]) -> [String: Unit] {
        var units = Dictionary(uniqueKeysWithValues: Self.measured.compactMap { name, unit in Unit(unit).map { (name, $0) } })
        units["fee"] = currency
        for question in questions {
            if question.kind.isMoney { units[question.id] = currency }
            guard case .group(let group) = question.kind else { continue }
            for inner in group.questions where inner.kind.isMoney { units["\(question.id).\(inner.id)"] = currency }
        }
        for (name, node) in file.dictionary("look_up") {
            let registry = registry(node.isMap ? node.text("registry") : node.text)
            for field in registry?.fields ?? [] where field.type == .money { units["\(name.value).\(field.id)"] = currency }
        }
        return units
    }

    /// What people read for the names that tables look at: questions, fields of looked-up records, values of the law, and what the model labels itself.
    func ruleWords(_ questions: [Question], _ law: ServiceLaw, _ rules: ServiceRules?) -> RuleWords {
        var subjects: [String: RuleWords.Subject] = [:]
        for question in questions {
            subjects[question.id] = question.ruleWords(currency)
            guard case .group(let group) = question.kind else { continue }
            for inner in group.questions { subjects["\(question.id).\(inner.id)"] = inner.ruleWords(currency) }
        }
        for (name, node) in file.dictionary("look_up") {
            for field in registry(node.isMap ? node.text("registry") : node.text)?.fields ?? [] {
                var subject = RuleWords.Subject(field.title, unit: field.type == .money ? currency : nil)
                if case .choice(let choices) = field.type {
                    subject.choices = Dictionary(choices.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
                }
                subjects["\(name.value).\(field.id)"] = subject
            }
        }
        for call in law.calls {
            let choices = call.result.choices.map { ($0, call.result.title(of: $0)) }
            subjects[call.name] = .init(call.result.title, choices: Dictionary(choices, uniquingKeysWith: { first, _ in first }), unit: call.unit)
        }
        let words = RuleWords(subjects, service: file.localized("title"))
        return rules.map { $0.words.adding(words) } ?? words
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

extension Question {
    fileprivate func ruleWords(_ currency: Unit?) -> RuleWords.Subject {
        switch kind {
        case .chooseOne(let choices), .chooseMany(let choices):
            .init(ask, choices: Dictionary(choices.map { ($0.id, $0.label) }, uniquingKeysWith: { first, _ in first }))
        case .money: .init(ask, unit: currency)
        default: .init(ask)
        }
    }
}
