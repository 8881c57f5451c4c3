import Casework
import HTML
import Kernel
import Web

/// How cases like this one were decided.
extension CaseDrawing {
    func similar(_ html: inout HTML) {
        guard !view.similar.isEmpty else { return }
        html.h2(request.say(.similarCases))
        html.ul(class: "files") { html in
            for similar in view.similar {
                let outcome = view.service.outcome(similar.outcome)?.title[language.code] ?? similar.outcome
                html.li { html in
                    html.a("\(similar.reference)", href: "/desk/cases/\(similar.id)")
                    html.span(class: "stack") { html in
                        html.span(
                            request.say(.decidedAs, ["outcome": .text(outcome), "date": .date(desk.day(similar.decidedAt))]))
                        html.span(similar.likenesses.map(words).joined(separator: " · "), class: "quiet")
                    }
                }
            }
        }
    }

    private func words(_ likeness: SimilarCase.Likeness) -> String {
        let question = view.service.form.question(likeness.question)?.ask[language.code] ?? likeness.question
        switch likeness {
        case .nearby: return request.say(.nearby)
        case .sameRecord, .sameAnswer: return request.say(.sameAnswer, ["question": .text(question)])
        }
    }
}

extension SimilarCase {
    var json: JSON {
        [
            "case": .string(id.text), "reference": .string(reference.description), "outcome": .string(outcome), "decided_at": .string(decidedAt.description),
            "same": .array(likenesses.map { .string($0.question) }),
        ]
    }
}

extension DeskSchema {
    static let similar = object(
        "Similar case", "A decided case of the same service. Nothing in it is about a person.",
        [
            .required("case", .text(), "The case's id."), .required("reference", .text(), "The number that people know it by."),
            .required("outcome", .text(), "The outcome's id."), .required("decided_at", .text(), "When (RFC 3339)."),
            .required("same", .list(of: .text()), "Questions that both answer alike; of a place, nearby."),
        ])
}

extension Phrase {
    static let similarCases = Phrase("desk.similar", en: "Similar cases", es: "Expedientes parecidos")
    static let sameAnswer = Phrase("desk.similar_answer", en: "Same: {question}", es: "Igual: {question}")
    static let nearby = Phrase("desk.similar_nearby", en: "A place nearby", es: "Un lugar cercano")
}
