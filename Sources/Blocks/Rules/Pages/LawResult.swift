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
        html.summaryList(results.map { SummaryRow($0.title[language.code], words.text($0.value, of: $0.id, unit: $0.unit, in: book)) })
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
            if let source = reasons.formula?.source { html.lawSource(source) }
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
            a(Self.shortened(source), href: source)
        } else {
            text(source)
        }
        text(")")
    }

    /// `legislation.gov.uk/ukpga/2007/3/section/23`; of a long address the site and as much of its end as fits.
    private static func shortened(_ source: String) -> String {
        let address = source.dropFirst(source.hasPrefix("https://www.") ? "https://www.".count : "https://".count)
        let parts = address.split(separator: "/")
        guard address.count > 48, let site = parts.first, let last = parts.last, parts.count > 2 else { return String(address) }
        var end = last.count <= 44 ? String(last) : "\(last.prefix(44))…"
        for part in parts.dropFirst().dropLast().reversed() {
            guard end.count + part.count < 44 else { break }
            end = "\(part)/\(end)"
        }
        return "\(site)/…/\(end)"
    }
}
