import Decisions
import FEEL
import Kernel

/// What a change of the law does, in words: one sentence for each amount, formula and input that is other than it was.
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
        compareInputs()
        compareParameters()
        compareFormulas()
    }

    private mutating func say(_ phrase: Phrase, _ values: Phrase.Arguments) { sentences.append(language.say(phrase, values)) }

    private func title(_ text: LocalizedText) -> Phrase.Argument { .text("‹\(text[language.code])›") }

    // MARK: Inputs

    private mutating func compareInputs() {
        let (before, after) = (old.inputs.map(\.subject), new.inputs.map(\.subject))
        for subject in after {
            guard let earlier = before.first(where: { $0.id == subject.id }) else {
                say(.changeNewInput, ["title": title(subject.title)])
                continue
            }
            if earlier.initial != subject.initial {
                let was = words.text(earlier.initial, unit: earlier.unit), isNow = words.text(subject.initial, unit: subject.unit)
                say(.changeDefault, ["title": title(subject.title), "old": .text(was), "new": .text(isNow)])
            }
            if earlier.choices != subject.choices { say(.changeChoices, ["title": title(subject.title)]) }
        }
        for subject in before where !after.contains(where: { $0.id == subject.id }) { say(.changeGone, ["title": title(subject.title)]) }
    }

    // MARK: Amounts

    private mutating func compareParameters() {
        for parameter in new.parameters {
            guard let earlier = old.parameters.first(where: { $0.id == parameter.id }) else {
                say(.changeNewAmount, ["title": title(parameter.title)])
                continue
            }
            for date in Set(earlier.dates + parameter.dates).sorted() { compare(earlier, parameter, on: date) }
        }
        for parameter in old.parameters where !new.parameters.contains(where: { $0.id == parameter.id }) {
            say(.changeGone, ["title": title(parameter.title)])
        }
    }

    private mutating func compare(_ old: RulebookDefinition.Parameter, _ new: RulebookDefinition.Parameter, on date: CivilDate) {
        let (was, isNow) = (shown(old, on: date), shown(new, on: date))
        guard was != isNow else { return }
        // A value that goes on as it did is told where it began.
        let eve = date.adding(days: -1)
        if was == shown(old, on: eve), isNow == shown(new, on: eve) { return }
        let none = language.say(.lawNotInForce)
        say(.changeAmount, ["title": title(new.title), "old": .text(was ?? none), "new": .text(isNow ?? none), "date": .date(date)])
    }

    private func shown(_ parameter: RulebookDefinition.Parameter, on date: CivilDate) -> String? {
        switch parameter.content {
        case .value(let values): values[on: date]?.value.map { words.number($0, unit: parameter.unit) }
        case .scale(let scale, let base): scale.inForce(on: date).map { words.steps($0.steps, base: base, unit: parameter.unit).joined(separator: "; ") }
        }
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
        formula.versions[on: date]?.value?.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
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
}
