import Decisions
import FEEL
import Kernel

/// How values of the law are written for people.
struct LawWords {
    let language: Language

    /// A value of a book, a text of which may have words of its own.
    func text(_ value: Value, of name: String, unit: Unit?, in book: Rulebook) -> String {
        guard case .string(let text) = value, let subject = book.subject(name) else { return self.text(value, unit: unit) }
        return subject.title(of: text)[language.code]
    }

    /// `£12.50`, `8 %`, `66 years`, `22 November 2026`, `yes`.
    func text(_ value: Value, unit: Unit?) -> String {
        switch value {
        case .number(let number): self.number(number, unit: unit)
        case .boolean(let isTrue): language.say(isTrue ? .lawYes : .lawNo)
        case .date(let date): language.format(date)
        case .string(let text): text.replacing("_", with: " ")
        case .null: language.say(.lawNothing)
        default: value.description
        }
    }

    func number(_ number: Decimal128, unit: Unit?) -> String {
        guard let unit else { return language.format(shortened(number)) }
        if unit == .one { return rate(number) }
        if let currency = Currency(unit.description) { return money(number, currency) }
        return language.format(shortened(number)) + "\u{A0}" + name(of: unit)
    }

    /// An amount with more digits than its currency has keeps up to six: a share of a year's amount, before anything rounds it.
    private func money(_ number: Decimal128, _ currency: Currency) -> String {
        if number.rounded(scale: currency.digits) == number, let money = Money(number, currency: currency) { return language.format(money) }
        return language.format(shortened(number), in: currency)
    }

    /// A rate up to one reads best as a percentage; a count stays a number.
    private func rate(_ number: Decimal128) -> String {
        guard number.magnitude <= 1, number != 1, !number.isZero else { return language.format(shortened(number)) }
        return language.format(shortened(number * 100)) + "\u{A0}%"
    }

    /// `rounded up to £1`
    func rounding(_ rounding: Rounding, unit: Unit?) -> String {
        let step = unit.flatMap { Currency($0.description) }.map { language.format(rounding.unit, in: $0) } ?? number(rounding.unit, unit: unit)
        let phrase: Phrase =
            switch rounding.mode {
            case .halfEven: .roundedHalfEven
            case .halfUp: .roundedHalfUp
            case .halfDown: .roundedHalfDown
            case .up: .roundedUp
            case .down: .roundedDown
            case .ceiling: .roundedCeiling
            case .floor: .roundedFloor
            }
        return language.say(phrase, ["unit": .text(step)])
    }

    private func shortened(_ number: Decimal128) -> Decimal128 { number.rounded(scale: 6) }

    /// `years` in the language, `m²`, `g/km`.
    func name(of unit: Unit) -> String {
        if unit.description == "years" { return language.say(.lawYears) }
        return unit.description.replacing("2", with: "²").replacing("3", with: "³")
    }

    /// A scale as lines: `from £0: 20 %`, and in brackets where a step has a source of its own.
    func steps(_ steps: [ScaleInForce.Step], base: Unit?, unit: Unit?) -> [String] {
        steps.map { step in self.step(step, base: base, unit: unit) + (step.source.map { " (\($0))" } ?? "") }
    }

    /// `from £0: 20 %`
    func step(_ step: ScaleInForce.Step, base: Unit?, unit: Unit?) -> String {
        language.say(.lawStep, ["threshold": .text(number(step.threshold, unit: base)), "rate": .text(number(step.rate, unit: unit))])
    }

    /// A formula on one line, with the titles of what it names in place of the names.
    func formula(_ text: String, of book: Rulebook) -> String { FormulaWords(book, language: language).text(text) }
}

extension Phrase {
    fileprivate static let roundedHalfEven = Phrase(
        "rules.rounded.half_even", en: "rounded to the nearest {unit}, a half to the even neighbour",
        es: "redondeado a {unit}, la mitad hacia el par más cercano")
    fileprivate static let roundedHalfUp = Phrase(
        "rules.rounded.half_up", en: "rounded to the nearest {unit}, a half away from zero", es: "redondeado a {unit}, la mitad alejándose de cero")
    fileprivate static let roundedHalfDown = Phrase(
        "rules.rounded.half_down", en: "rounded to the nearest {unit}, a half towards zero", es: "redondeado a {unit}, la mitad hacia cero")
    fileprivate static let roundedUp = Phrase("rules.rounded.up", en: "rounded away from zero to {unit}", es: "redondeado a {unit} alejándose de cero")
    fileprivate static let roundedDown = Phrase("rules.rounded.down", en: "rounded towards zero to {unit}", es: "redondeado a {unit} hacia cero")
    fileprivate static let roundedCeiling = Phrase("rules.rounded.ceiling", en: "rounded up to {unit}", es: "redondeado hacia arriba a {unit}")
    fileprivate static let roundedFloor = Phrase("rules.rounded.floor", en: "rounded down to {unit}", es: "redondeado hacia abajo a {unit}")
}
