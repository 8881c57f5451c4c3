import Decisions
import HTML
import Kernel
import Web

extension RuleFinding {
    /// Why a value of a rulebook is what it is: sentences in every language of the government, as they were true on the day.
    public struct Law: Sendable, Hashable {
        public var rulebook: String
        public var title: LocalizedText
        /// The day whose law held.
        public var date: CivilDate
        /// The value itself first; what it was computed from stands one step deeper.
        public var lines: [Line]

        public struct Line: Sendable, Hashable {
            public var depth: Int
            public var text: LocalizedText
            public var source: String?
        }
    }

    /// Lines of one finding; reasons that take more are told less deeply.
    private static let mostLines = 60

    init(_ call: LawCall, _ reasons: Reasons, on date: CivilDate, languages: [Language]) {
        decision = call.name
        value = reasons.value.json
        rules = []
        var depth = 8
        while depth > 1, Self.count(reasons, depth) > Self.mostLines { depth -= 1 }
        let tellers = (languages.isEmpty ? [.english] : languages).map { ReasonSentences(book: call.book, language: $0, origin: .application) }
        var lines: [Law.Line] = []
        Self.tell(reasons, 0, to: depth, tellers, &lines)
        law = Law(rulebook: call.book.id, title: reasons.title, date: date, lines: lines)
    }

    private static func count(_ reasons: Reasons, _ depth: Int) -> Int {
        guard depth > 0 else { return 0 }
        return 1 + (depth > 1 ? reasons.parameters.count : 0) + reasons.parts.reduce(0) { $0 + count($1, depth - 1) }
    }

    private static func tell(_ reasons: Reasons, _ depth: Int, to end: Int, _ tellers: [ReasonSentences], _ lines: inout [Law.Line]) {
        guard depth < end else { return }
        lines.append(Law.Line(depth: depth, text: text(tellers) { $0.sentence(reasons) }, source: reasons.formula?.source))
        guard depth + 1 < end else { return }
        for parameter in reasons.parameters {
            lines.append(Law.Line(depth: depth + 1, text: text(tellers) { $0.line(parameter) }, source: parameter.source))
        }
        for part in reasons.parts { tell(part, depth + 1, to: end, tellers, &lines) }
    }

    private static func text(_ tellers: [ReasonSentences], _ say: (ReasonSentences) -> String) -> LocalizedText {
        let texts = tellers.map { ($0.language.code, say($0).split(whereSeparator: \.isWhitespace).joined(separator: " ")) }
        return LocalizedText(texts[0].1, translations: Dictionary(texts.dropFirst(), uniquingKeysWith: { first, _ in first }))
    }
}

extension RuleFinding.Law {
    var json: JSON {
        [
            "rulebook": .string(rulebook), "title": title.json, "on": .string(date.description),
            "lines": .array(
                lines.map { line in
                    .object(
                        [.init("depth", .integer(line.depth)), .init("text", line.text.json)] + (line.source.map { [.init("source", .string($0))] } ?? []))
                }),
        ]
    }

    init?(_ json: JSON) {
        guard let rulebook = json["rulebook"]?.string, let date = json["on"]?.string.flatMap({ CivilDate($0) }) else { return nil }
        self.rulebook = rulebook
        self.date = date
        title = json["title"].map { LocalizedText(json: $0) } ?? ""
        lines = (json["lines"]?.array ?? []).map { line in
            Line(depth: line["depth"]?.integer ?? 0, text: line["text"].map { LocalizedText(json: $0) } ?? "", source: line["source"]?.string)
        }
    }
}

extension HTML {
    /// The sentences, each under what it led to.
    mutating func lawLines(_ law: RuleFinding.Law, in language: Language) {
        lawLines(law.lines[...], language)
        p(class: "quiet") { html in
            html.text(language.say(.lawAsOf, ["date": .date(law.date)]) + " ")
            html.a(language.say(.lawReadIt), href: "/rules/\(law.rulebook)?on=\(law.date)")
        }
    }

    private mutating func lawLines(_ lines: ArraySlice<RuleFinding.Law.Line>, _ language: Language) {
        guard let depth = lines.first?.depth else { return }
        ul { html in
            var rest = lines
            while let line = rest.popFirst() {
                let below = rest.prefix { $0.depth > depth }
                rest = rest.dropFirst(below.count)
                html.li { html in
                    html.text(line.text[language.code])
                    if let source = line.source { html.lawSource(source) }
                    if !below.isEmpty { html.lawLines(below, language) }
                }
            }
        }
    }
}

extension Phrase {
    static let lawAsOf = Phrase("rules.law.as_of", en: "By the law as it was on {date}.", es: "Según la ley tal como era el {date}.")
    static let lawReadIt = Phrase("rules.law.read_it", en: "Read that law", es: "Leer esa ley")
}
