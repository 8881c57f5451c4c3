import Decisions
import FEEL
import Kernel

extension Reasons {
    /// The whole way to the value in sentences, each indented under what it led to.
    public func sentences(of book: Rulebook, in language: Language) -> [String] { ReasonSentences(book: book, language: language).lines(self) }
}

/// The reasons of a value as sentences: what it is, by which formula, with which amounts of the law since when.
struct ReasonSentences {
    /// Where what is given comes from, for the words that say so.
    enum Origin { case form, application }

    let book: Rulebook
    let language: Language
    var origin = Origin.form

    private var words: LawWords { LawWords(language: language) }

    /// `Income tax is £3,500.00, because it is ‹Tax on earned income› + …`
    func sentence(_ reasons: Reasons) -> String {
        let title = reasons.title[language.code]
        let start = language.say(.lawIs, ["title": .text(title), "value": .text(words.text(reasons.value, of: reasons.id, unit: reasons.unit, in: book))])
        let why: String
        switch reasons.basis {
        case .given: why = language.say(origin == .form ? .lawGiven : .lawKnown)
        case .notGiven: why = language.say(origin == .form ? .lawNotGiven : .lawNotKnown)
        case .above: why = language.say(.lawAbove)
        case .tooManySteps: why = language.say(.lawTooManySteps)
        case .noLaw(let date): why = language.say(.lawNoLaw, ["date": .date(date)])
        case .noParameter(let name, let date):
            let title = book.definition.parameters.first { $0.id == name }?.title[language.code] ?? name
            why = language.say(.lawNoParameter, ["name": .text("‹\(title)›"), "date": .date(date)])
        case .formula(let formula): why = because(formula, unit: reasons.unit)
        }
        return "\(start), \(why)"
    }

    /// `because it is ‹Child benefit›, which gives £1,331.20, rounded down to £1`
    private func because(_ formula: Reasons.Formula, unit: Unit?) -> String {
        var why = language.say(.lawBecause, ["formula": .text(words.formula(formula.text, of: book))])
        if let rounding = formula.rounding, let unrounded = formula.unrounded {
            let values: Phrase.Arguments = ["value": .text(words.number(unrounded, unit: unit)), "rounded": .text(words.rounding(rounding, unit: unit))]
            why += ", " + language.say(.lawUnrounded, values)
        }
        if let day = formula.lawOf { why += ", " + language.say(.lawOfDay, ["day": .date(day)]) }
        return why
    }

    /// `‹Basic rate limit›: £37,700.00, since 6 April 2021`
    func line(_ parameter: Reasons.Parameter) -> String {
        let value =
            parameter.isScale
            ? words.steps(parameter.steps, base: base(of: parameter), unit: parameter.unit).joined(separator: "; ")
            : parameter.steps.first.map { words.number($0.rate, unit: parameter.unit) } ?? ""
        return language.say(
            .lawParameter, ["title": .text("‹\(parameter.title[language.code])›"), "value": .text(value), "date": .date(parameter.from)])
    }

    /// The whole way to the value, each step indented under what it led to.
    func lines(_ reasons: Reasons, depth: Int = 0) -> [String] {
        let margin = String(repeating: "  ", count: depth)
        let source = reasons.formula?.source.map { " (\($0))" } ?? ""
        var lines = [margin + sentence(reasons).split(whereSeparator: \.isNewline).joined(separator: " ") + source]
        lines += reasons.parameters.map { margin + "  " + line($0) + ($0.source.map { " (\($0))" } ?? "") }
        for part in reasons.parts { lines += self.lines(part, depth: depth + 1) }
        return lines
    }

    private func base(of parameter: Reasons.Parameter) -> Unit? {
        guard let definition = book.definition.parameters.first(where: { $0.id == parameter.id }), case .scale(_, let base) = definition.content else {
            return nil
        }
        return base
    }
}
