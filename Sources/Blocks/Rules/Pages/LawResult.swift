import Decisions
import HTML
import Kernel
import Web

/// What came out of a case, and why: figures first, then the way to each in sentences that open on demand.
struct LawResult {
    let book: Rulebook
    let results: [Reasons]
    let words: LawWords

    private var language: Language { words.language }

    func draw(_ html: inout HTML) {
        html.h2(language.say(.lawResult))
        html.summaryList(results.map { SummaryRow($0.title[language.code], words.text($0.value, unit: $0.unit)) })
        for result in results {
            html.details(language.say(.lawWhy, ["title": .text(result.title[language.code])])) { html in
                html.ul { html in item(result, &html) }
            }
        }
    }

    private func item(_ reasons: Reasons, _ html: inout HTML) {
        html.li { html in
            html.text(sentence(reasons))
            if case .formula(_, _, let source?) = reasons.basis { html.lawSource(source) }
            guard !reasons.parameters.isEmpty || !reasons.parts.isEmpty else { return }
            html.ul { html in
                for parameter in reasons.parameters {
                    html.li { html in
                        html.text(line(parameter))
                        if let source = parameter.source { html.lawSource(source) }
                    }
                }
                for part in reasons.parts { item(part, &html) }
            }
        }
    }

    /// `Income tax is £3,500.00, because it is ‹Tax on earned income› + …`
    func sentence(_ reasons: Reasons) -> String {
        let title = reasons.title[language.code]
        let start = language.say(.lawIs, ["title": .text(title), "value": .text(words.text(reasons.value, unit: reasons.unit))])
        let why: String
        switch reasons.basis {
        case .given: why = language.say(.lawGiven)
        case .notGiven: why = language.say(.lawNotGiven)
        case .above: why = language.say(.lawAbove)
        case .noLaw(let date): why = language.say(.lawNoLaw, ["date": .date(date)])
        case .noParameter(let name, let date):
            let title = book.definition.parameters.first { $0.id == name }?.title[language.code] ?? name
            why = language.say(.lawNoParameter, ["name": .text("‹\(title)›"), "date": .date(date)])
        case .formula(let text, _, _): why = language.say(.lawBecause, ["formula": .text(words.formula(text, of: book))])
        }
        return "\(start), \(why)"
    }

    private func line(_ parameter: Reasons.Parameter) -> String {
        let value =
            parameter.isScale
            ? words.steps(parameter.steps, base: base(of: parameter), unit: parameter.unit).joined(separator: "; ")
            : parameter.steps.first.map { words.number($0.rate, unit: parameter.unit) } ?? ""
        return language.say(
            .lawParameter, ["title": .text("‹\(parameter.title[language.code])›"), "value": .text(value), "date": .date(parameter.from)])
    }

    private func base(of parameter: Reasons.Parameter) -> Unit? {
        guard let definition = book.definition.parameters.first(where: { $0.id == parameter.id }), case .scale(_, let base) = definition.content else {
            return nil
        }
        return base
    }
}

extension HTML {
    /// Where the law says so: a page by its address without the protocol, a section in words.
    mutating func lawSource(_ source: String) {
        text(" (")
        if source.hasPrefix("https://") {
            a(String(source.dropFirst("https://".count).prefix(60)), href: source)
        } else {
            text(source)
        }
        text(")")
    }
}
