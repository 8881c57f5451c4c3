import Casework
import Forms
import HTML
import Kernel
import Web

/// A colleague was first: what to say about it, and what the officer had typed, which is theirs to keep.
struct Conflict: Sendable {
    let title: String
    let advice: String
    let typed: [SummaryRow]

    /// Two officers met on one task. What was asked of the wrong kind of task is said as it is.
    init(_ error: PolityError, on view: OfficerView, _ request: Request) {
        title = error.isColleagueFirst ? request.say(.colleagueFirst) : error.message(in: request.language)
        advice = error.isColleagueFirst ? request.say(.colleagueFirstAdvice) : error.hint(in: request.language) ?? request.say(.colleagueFirstAdvice)
        typed = Self.rows(view, request)
    }

    private static func rows(_ view: OfficerView, _ request: Request) -> [SummaryRow] {
        request.form.entries.compactMap { entry -> SummaryRow? in
            if entry.name == "outcome" {
                return view.service.outcome(entry.value).map { SummaryRow(request.say(.decision), $0.title[request.language.code]) }
            }
            let lines = entry.value.split(whereSeparator: \.isNewline).map(String.init)
            guard !lines.isEmpty, let label = label(of: entry.name, view, request) else { return nil }
            return lines.count == 1 ? SummaryRow(label, lines[0]) : SummaryRow(label, "", lines: lines)
        }
    }

    /// What the field is called on the page; nil for what was not typed (tokens, hidden fields).
    private static func label(of field: String, _ view: OfficerView, _ request: Request) -> String? {
        switch field {
        case "reasons": return request.say(.reasonsLabel)
        case "conditions": return request.say(.conditionsLabel)
        case "letter": return request.say(.letterLabel)
        case "question": return request.say(.askLabel)
        case "note": return request.say(.handOverNote)
        default:
            let id = field.split(separator: ".").first.map(String.init) ?? field
            let questions = view.service.steps.flatMap { $0.work?.form.questions ?? [] }
            return questions.first { $0.id == id }?.ask[request.language.code]
        }
    }

    /// As a note for colleagues, so that the thought is not lost with the race.
    var asNote: String { typed.map { "\($0.label): " + ($0.lines.isEmpty ? [$0.value] : $0.lines).joined(separator: "\n") }.joined(separator: "\n") }
}

extension CaseDrawing {
    func said(_ conflict: Conflict, _ html: inout HTML) {
        html.banner(.warning, title: conflict.title) { html in
            html.p(conflict.advice)
            if !conflict.typed.isEmpty {
                html.p { html in html.strong(html.language.say(.whatYouTyped)) }
                html.summaryList(conflict.typed)
                if conflict.asNote.utf8.count <= Casework.longestNoteBytes {
                    html.form(request, to: base + "/notes" + onward) { html in
                        html.hidden("text", conflict.asNote)
                        html.buttons { html in html.submit(request.say(.keepAsNote), style: .secondary) }
                    }
                }
            }
            nextLink(&html)
        }
    }
}
