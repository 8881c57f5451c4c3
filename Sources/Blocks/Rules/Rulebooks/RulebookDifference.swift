import Decisions
import FEEL
import Kernel

/// What a change of the law does, in words: a sentence for everything in which it computes otherwise than it did.
public struct RulebookDifference: Sendable {
    /// In the order of the new file; what is gone comes last.
    public private(set) var sentences: [String] = []
    private let old: RulebookDefinition
    private let new: RulebookDefinition
    private let language: Language
    private var words: LawWords { LawWords(language: language) }

    public init(from old: RulebookDefinition, to new: RulebookDefinition, in language: Language = .english) {
        self.old = old
        self.new = new
        self.language = language
        compareWhole()
        compareInputs()
        compareParameters()
        compareFormulas()
    }

    private mutating func say(_ phrase: Phrase, _ values: Phrase.Arguments = [:]) { sentences.append(language.say(phrase, values)) }

    private func title(_ text: LocalizedText) -> Phrase.Argument { .text("‹\(text[language.code])›") }

    // MARK: The whole

    private mutating func compareWhole() {
        if old.calendar != new.calendar {
            let (was, isNow) = (Self.text(old.calendar), Self.text(new.calendar))
            say(.changeYear, ["old": .text(was), "new": .text(isNow)])
        }
        if old.entities.map(Self.shape) != new.entities.map(Self.shape) { say(.changeEntities) }
        if old.results != new.results { say(.changeResults) }
    }

    private static func text(_ calendar: LawCalendar) -> String {
        [calendar.month, calendar.day].map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: "-")
    }

    private static func shape(_ entity: RulebookDefinition.Entity) -> [String] { [entity.id, entity.members ?? ""] + entity.roles.map(\.id) }

    // MARK: Inputs

    private mutating func compareInputs() {
        let (before, after) = (old.inputs.map(\.subject), new.inputs.map(\.subject))
        for subject in after {
            guard let earlier = before.first(where: { $0.id == subject.id }) else {
                say(.changeNewInput, ["title": title(subject.title)])
                continue
            }
            compare(earlier, subject)
        }
        for subject in before where !after.contains(where: { $0.id == subject.id }) { say(.changeGone, ["title": title(subject.title)]) }
    }

    /// What inputs and formulas have in common.
    private mutating func compare(_ old: RulebookDefinition.Subject, _ new: RulebookDefinition.Subject) {
        if old.initial != new.initial {
            let was = words.text(old.initial, unit: old.unit), isNow = words.text(new.initial, unit: new.unit)
            let isShown = was != isNow
            say(
                .changeDefault,
                [
                    "title": title(new.title), "old": .text(isShown ? was : old.initial.description),
                    "new": .text(isShown ? isNow : new.initial.description),
                ])
        }
        if old.choices != new.choices { say(.changeChoices, ["title": title(new.title)]) }
        compare(old.entity, new.entity, in: .aspectEntity, of: new.title)
        compare(old.type.description, new.type.description, in: .aspectType, of: new.title)
        compare(old.unit?.description, new.unit?.description, in: .aspectUnit, of: new.title)
        compare(old.period.rawValue, new.period.rawValue, in: .aspectPeriod, of: new.title)
        compare(old.across.rawValue, new.across.rawValue, in: .aspectAcross, of: new.title)
    }

    private mutating func compare(_ old: String?, _ new: String?, in aspect: Phrase, of title: LocalizedText) {
        guard old != new else { return }
        say(
            .changeOther,
            ["title": self.title(title), "what": .text(language.say(aspect)), "old": .text(old ?? "–"), "new": .text(new ?? "–")])
    }

    // MARK: Amounts

    private mutating func compareParameters() {
        for parameter in new.parameters {
            guard let earlier = old.parameters.first(where: { $0.id == parameter.id }) else {
                say(.changeNewAmount, ["title": title(parameter.title)])
                continue
            }
            for date in Set(earlier.dates + parameter.dates).sorted() { compare(earlier, parameter, on: date) }
            compareScales(earlier, parameter)
            compare(earlier.unit?.description, parameter.unit?.description, in: .aspectUnit, of: parameter.title)
        }
        for parameter in old.parameters where !new.parameters.contains(where: { $0.id == parameter.id }) {
            say(.changeGone, ["title": title(parameter.title)])
        }
    }

    private mutating func compare(_ old: RulebookDefinition.Parameter, _ new: RulebookDefinition.Parameter, on date: CivilDate) {
        let (was, isNow) = (AmountInForce(old, on: date), AmountInForce(new, on: date))
        guard was != isNow else { return }
        // A value that goes on as it did is told where it began.
        let eve = date.adding(days: -1)
        if was == AmountInForce(old, on: eve), isNow == AmountInForce(new, on: eve) { return }
        var (before, after) = (was?.text(words), isNow?.text(words))
        // Two amounts may look alike where people see few of their digits.
        if before == after { (before, after) = (was?.exactText, isNow?.exactText) }
        let none = language.say(.lawNotInForce)
        say(.changeAmount, ["title": title(new.title), "old": .text(before ?? none), "new": .text(after ?? none), "date": .date(date)])
    }

    private mutating func compareScales(_ old: RulebookDefinition.Parameter, _ new: RulebookDefinition.Parameter) {
        guard case .scale(let was, let base) = old.content, case .scale(let isNow, let newBase) = new.content else { return }
        compare(base?.description, newBase?.description, in: .aspectBase, of: new.title)
        guard was.kind != isNow.kind else { return }
        say(isNow.kind == .marginal ? .changeToMarginal : .changeToSingleAmount, ["title": title(new.title)])
    }

    // MARK: Formulas

    private mutating func compareFormulas() {
        for formula in new.formulas {
            guard let earlier = old.formulas.first(where: { $0.subject.id == formula.subject.id }) else {
                say(.changeNewFormula, ["title": title(formula.subject.title)])
                continue
            }
            for date in Set(earlier.versions.all.map(\.from) + formula.versions.all.map(\.from)).sorted() { compare(earlier, formula, on: date) }
            if earlier.rounding != formula.rounding { say(.changeRounding, ["title": title(formula.subject.title)]) }
            compare(earlier.lawOf.map { Self.onOneLine($0.text) }, formula.lawOf.map { Self.onOneLine($0.text) }, in: .aspectLaw, of: formula.subject.title)
            compare(earlier.subject, formula.subject)
        }
        for formula in old.formulas where !new.formulas.contains(where: { $0.subject.id == formula.subject.id }) {
            say(.changeGone, ["title": title(formula.subject.title)])
        }
    }

    private mutating func compare(_ old: RulebookDefinition.Formula, _ new: RulebookDefinition.Formula, on date: CivilDate) {
        let (was, isNow) = (Self.shown(old, on: date), Self.shown(new, on: date))
        guard was != isNow else { return }
        let eve = date.adding(days: -1)
        if was == Self.shown(old, on: eve), isNow == Self.shown(new, on: eve) { return }
        let none = language.say(.lawNotInForce)
        let values: Phrase.Arguments = ["title": title(new.subject.title), "old": .text(was ?? none), "new": .text(isNow ?? none), "date": .date(date)]
        // What always held has no first day.
        say(date > Period.forever.start ? .changeFormula : .changeFormulaAlways, values)
    }

    private static func shown(_ formula: RulebookDefinition.Formula, on date: CivilDate) -> String? {
        formula.versions[on: date]?.value.map { onOneLine($0.text) }
    }

    /// White space says nothing but in quotation marks.
    static func onOneLine(_ text: String) -> String {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        let written = parts.enumerated().map { place, part -> String in
            guard place.isMultiple(of: 2) else { return String(part) }
            let words = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return (part.first?.isWhitespace ?? false ? " " : "") + words + (!words.isEmpty && part.last?.isWhitespace ?? false ? " " : "")
        }
        return written.joined(separator: "\"").trimmed
    }
}

extension String {
    fileprivate var trimmed: String {
        let body = drop(while: \.isWhitespace)
        return String(body.reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// What a parameter is on one day.
private enum AmountInForce: Equatable {
    case value(Decimal128, Unit?)
    /// Its kind is told by itself.
    case scale([ScaleInForce.Step], base: Unit?, Unit?)

    init?(_ parameter: RulebookDefinition.Parameter, on date: CivilDate) {
        switch parameter.content {
        case .value(let values):
            guard let value = values[on: date]?.value else { return nil }
            self = .value(value, parameter.unit)
        case .scale(let scale, let base):
            guard let inForce = scale.inForce(on: date) else { return nil }
            self = .scale(inForce.withoutSources, base: base, parameter.unit)
        }
    }

    static func == (a: Self, b: Self) -> Bool {
        switch (a, b) {
        case (.value(let x, _), .value(let y, _)): x == y
        case (.scale(let x, _, _), .scale(let y, _, _)): x == y
        default: false
        }
    }

    func text(_ words: LawWords) -> String {
        switch self {
        case .value(let value, let unit): words.number(value, unit: unit)
        case .scale(let steps, let base, let unit): words.steps(steps, base: base, unit: unit).joined(separator: "; ")
        }
    }

    /// With every digit.
    var exactText: String {
        switch self {
        case .value(let value, _): value.description
        case .scale(let steps, _, _): steps.map { "\($0.threshold): \($0.rate)" }.joined(separator: "; ")
        }
    }
}

extension Phrase {
    fileprivate static let changeAmount = Phrase(
        "rules.change.amount", en: "From {date}, {title} is {new} instead of {old}.", es: "Desde el {date}, {title} es {new} en lugar de {old}.")
    fileprivate static let changeFormula = Phrase(
        "rules.change.formula", en: "From {date}, {title} is computed as «{new}» instead of «{old}».",
        es: "Desde el {date}, {title} se calcula como «{new}» en lugar de «{old}».")
    fileprivate static let changeFormulaAlways = Phrase(
        "rules.change.formula_always", en: "{title} is computed as «{new}» instead of «{old}».", es: "{title} se calcula como «{new}» en lugar de «{old}».")
    fileprivate static let changeRounding = Phrase("rules.change.rounding", en: "{title} is rounded otherwise.", es: "{title} se redondea de otro modo.")
    fileprivate static let changeDefault = Phrase(
        "rules.change.default", en: "Where nothing is said, {title} is {new} instead of {old}.", es: "Si no se dice nada, {title} es {new} en lugar de {old}.")
    fileprivate static let changeChoices = Phrase("rules.change.choices", en: "{title} has other values to choose from.", es: "{title} tiene otros valores.")
    fileprivate static let changeNewInput = Phrase(
        "rules.change.new_input", en: "{title} must be known, which is new.", es: "Hay que conocer {title}, que es nuevo.")
    fileprivate static let changeNewAmount = Phrase("rules.change.new_amount", en: "{title} is a new amount.", es: "{title} es un importe nuevo.")
    fileprivate static let changeNewFormula = Phrase("rules.change.new_formula", en: "{title} is a new formula.", es: "{title} es una fórmula nueva.")
    fileprivate static let changeGone = Phrase("rules.change.gone", en: "{title} is gone.", es: "{title} desaparece.")
    fileprivate static let changeOther = Phrase(
        "rules.change.other", en: "{title} changes in {what}: {new} instead of {old}.", es: "{title} cambia en {what}: {new} en lugar de {old}.")
    fileprivate static let aspectEntity = Phrase("rules.change.entity", en: "whom it is of", es: "de quién es")
    fileprivate static let aspectType = Phrase("rules.change.type", en: "what kind of value it is", es: "qué clase de valor es")
    fileprivate static let aspectUnit = Phrase("rules.change.unit", en: "what it counts", es: "lo que cuenta")
    fileprivate static let aspectBase = Phrase("rules.change.base", en: "what it is applied to", es: "a qué se aplica")
    fileprivate static let aspectPeriod = Phrase("rules.change.period", en: "the time it is for", es: "el tiempo para el que vale")
    fileprivate static let aspectAcross = Phrase("rules.change.across", en: "how shorter times make a longer one", es: "cómo se juntan los tiempos")
    fileprivate static let aspectLaw = Phrase("rules.change.law", en: "the day whose law holds", es: "el día cuya ley rige")
    fileprivate static let changeToMarginal = Phrase(
        "rules.change.to_marginal", en: "{title} takes each slice by its own rate instead of the whole by one.",
        es: "{title} aplica a cada tramo su propio tipo en lugar de uno solo al total.")
    fileprivate static let changeToSingleAmount = Phrase(
        "rules.change.to_single_amount", en: "{title} takes the whole by one bracket instead of each slice by its own rate.",
        es: "{title} aplica un solo tramo al total en lugar de a cada tramo su propio tipo.")
    fileprivate static let changeYear = Phrase(
        "rules.change.year", en: "The year of this law begins on {new} instead of {old} (month and day).",
        es: "El año de esta ley empieza el {new} en lugar del {old} (mes y día).")
    fileprivate static let changeEntities = Phrase(
        "rules.change.entities", en: "Whom this law is about is described otherwise.", es: "Esta ley describe de otro modo a quién se refiere.")
    fileprivate static let changeResults = Phrase(
        "rules.change.results", en: "What this law is asked for is another list of results.", es: "Los resultados que se piden a esta ley son otros.")
}
