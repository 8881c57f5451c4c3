import Decisions
import FEEL
import Kernel

/// How values of the law are written for people.
struct LawWords {
    let language: Language

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
        return language.symbol(of: currency) + language.format(shortened(number))
    }

    /// A rate up to one reads best as a percentage; a count stays a number.
    private func rate(_ number: Decimal128) -> String {
        guard number.magnitude <= 1, number != 1, !number.isZero else { return language.format(shortened(number)) }
        return language.format(shortened(number * 100)) + "\u{A0}%"
    }

    private func shortened(_ number: Decimal128) -> Decimal128 { number.rounded(scale: 6) }

    /// `years` in the language, `m²`, `g/km`.
    func name(of unit: Unit) -> String {
        if unit.description == "years" { return language.say(.lawYears) }
        return unit.description.replacing("2", with: "²").replacing("3", with: "³")
    }

    /// A scale as lines: `from £0: 20 %`.
    func steps(_ steps: [ScaleInForce.Step], base: Unit?, unit: Unit?) -> [String] {
        steps.map { step in
            language.say(.lawStep, ["threshold": .text(number(step.threshold, unit: base)), "rate": .text(number(step.rate, unit: unit))])
        }
    }

    /// A formula on one line, with the titles of what it names in place of the names.
    func formula(_ text: String, of book: Rulebook) -> String { FormulaWords(book, language: language).text(text) }
}
