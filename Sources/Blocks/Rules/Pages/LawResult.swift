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
                html.ul(class: "reasons") { html in item(result, &html) }
            }
        }
    }

    private func item(_ reasons: Reasons, _ html: inout HTML) {
        let sentences = ReasonSentences(book: book, language: language)
        html.li { html in
            html.text(sentences.sentence(reasons))
            if case .formula(_, _, let source?) = reasons.basis { html.lawSource(source) }
            guard !reasons.parameters.isEmpty || !reasons.parts.isEmpty else { return }
            html.ul { html in
                for parameter in reasons.parameters {
                    html.li { html in
                        html.text(sentences.line(parameter))
                        if let source = parameter.source { html.lawSource(source) }
                    }
                }
                for part in reasons.parts { item(part, &html) }
            }
        }
    }
}

extension HTML {
    /// Where the law says so: a page by its site and the end of its address, a section in words.
    mutating func lawSource(_ source: String) {
        text(" (")
        if source.hasPrefix("https://") {
            let address = source.dropFirst(source.hasPrefix("https://www.") ? "https://www.".count : "https://".count)
            let parts = address.split(separator: "/")
            let isShort = address.count <= 40 || parts.count < 3
            let end = parts.suffix(2).joined(separator: "/")
            a(isShort ? String(address) : "\(parts[0])/…/\(end.count <= 30 ? end : String(parts[parts.count - 1].prefix(44)))", href: source)
        } else {
            text(source)
        }
        text(")")
    }
}
