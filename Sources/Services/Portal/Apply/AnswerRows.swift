import Casework
import FEEL
import Forms
import Kernel
import Web

/// Answers as rows to look at: before they are sent, and afterwards.
extension Portal {
    /// - Parameters:
    ///   - places: what `places(of:)` gave.
    ///   - filesAt: where a file of these answers is handed out; its id is put behind it.
    ///   - published: the questions whose answers everybody will see, by id; told beside them.
    ///   - changeAt: where the answer of a page is changed; nil where it cannot be.
    func rows(
        _ lines: [SummaryLine], places: [String: String], filesAt: String, published: Set<String> = [], changeAt: ((Form.Page) -> String)? = nil,
        in language: Language
    ) -> [SummaryRow] {
        lines.map { line in
            var texts = line.question.lines(line.value, in: language, currency: currency)
            if let place = places[line.question.id], !place.isEmpty { texts.append(place) }
            var row = SummaryRow(
                line.question.ask[language.code], texts.count == 1 ? texts[0] : "", lines: texts.count > 1 ? texts : [], changeHref: changeAt?(line.page))
            if case .files = line.question.kind { row.links = Self.links(line.value, at: filesAt) }
            let isAnswered = !texts.isEmpty || !row.links.isEmpty
            row.note = isAnswered && published.contains(line.question.id) ? language.say(.everybodySees) : nil
            return row
        }
    }

    private static func links(_ value: Value, at path: String) -> [Link] {
        guard case .list(let files) = value else { return [] }
        return files.compactMap { file in
            guard case .context(let file) = file, case .string(let id)? = file["id"], case .string(let name)? = file["name"] else { return nil }
            return Link(name, href: "\(path)/\(id)")
        }
    }
}
