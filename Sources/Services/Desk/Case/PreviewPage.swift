import Casework
import HTML
import Kernel
import Processes
import Web

/// The letter before it is sent: what the applicant would get, in their language, to be changed where the draft does not fit, and the ways on.
struct PreviewPage: Sendable {
    let desk: Desk
    let id: Identifier<Case>
    let ticket: Ticket
    let preview: DecisionPreview
    let form: TaskForm
    let request: Request

    func page() -> Page {
        let language = request.language
        let queue = QueueAddress(of: request)
        let address = "/desk/cases/\(id)/tasks/\(ticket)/decide" + (queue?.suffix ?? "")
        return Page(
            request.say(.previewTitle), for: request, breadcrumbs: [Link(request.say(.back), href: queue?.list() ?? "/desk")], scripts: ["shortcuts.js"]
        ) { html in
            html.h1(request.say(.previewTitle))
            html.p(request.say(.previewLead), class: "lead")
            html.form(request, to: address) { html in
                html.h2(request.say(.theMessage))
                html.div(class: "sheet", [.lang(preview.language.code)]) { html in
                    html.p { html in html.strong(preview.outcome.title[preview.language.code]) }
                    html.p(preview.message)
                }
                // A draft with blanks, for whoever may not read what stands in them, is not theirs to send.
                if preview.withheld.isEmpty {
                    html.textArea(
                        Control("letter", request.say(.letterLabel), hint: request.say(.letterHint), isOptional: true), value: form.letter ?? preview.draft,
                        maximumLength: Casework.longestLetterBytes, textLanguage: preview.language.code)
                    html.hidden("letter_for", form.outcome)
                    html.hidden("drafted", preview.draft)
                }
                for paper in preview.papers { sheet(paper, &html) }
                if !preview.registries.isEmpty {
                    html.p(request.say(.registriesChange, ["registries": .text(desk.registryNames(preview.registries, language))]))
                }
                if !preview.withheld.isEmpty {
                    html.p(request.say(.withheldPreview, ["registries": .text(desk.registryNames(preview.withheld, language))]), class: "quiet")
                }
                html.hidden("outcome", form.outcome)
                html.hidden("reasons", form.reasons ?? "")
                html.hidden("conditions", form.conditions ?? "")
                html.buttons { html in
                    html.submit(request.say(.recordDecision))
                    html.submit(request.say(.seeLetterAgain), name: "act", value: "preview", style: .secondary)
                    html.submit(request.say(.changeDecision), name: "act", value: "change", style: .secondary)
                }
            }
            html.deskShortcuts()
        }
    }

    private func sheet(_ paper: DecisionPreview.Paper, _ html: inout HTML) {
        html.h2(request.say(paper.kind == .certificate ? .theCertificate : .theLetter))
        html.div(class: "sheet", [.lang(preview.language.code)]) { html in
            html.p { html in html.strong(paper.title) }
            if !paper.lines.isEmpty { html.summaryList(paper.lines.map { SummaryRow($0.label, $0.value) }) }
            for paragraph in paper.paragraphs { html.p(paragraph) }
            if let until = paper.validUntil { html.p(preview.language.say(.validUntil, ["date": .date(until)])) }
        }
    }

    var output: JSON {
        [
            "outcome": .string(preview.outcome.id), "message": .string(preview.message), "draft": .string(preview.draft),
            "registries": .array(preview.registries.map(JSON.string)),
            "withheld": .array(preview.withheld.map(JSON.string)),
            "papers": .array(
                preview.papers.map { paper in
                    [
                        "kind": .string(paper.kind.rawValue), "title": .string(paper.title),
                        "lines": .array(paper.lines.map { ["label": .string($0.label), "value": .string($0.value)] }),
                        "paragraphs": .array(paper.paragraphs.map(JSON.string)), "valid_until": paper.validUntil.map { .string($0.description) } ?? .null,
                    ]
                }),
        ]
    }
}
