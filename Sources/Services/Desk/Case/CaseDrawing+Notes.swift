import Casework
import HTML
import Kernel
import Web

/// What colleagues have written to each other about the case.
extension CaseDrawing {
    func notes(_ html: inout HTML) {
        html.h2(request.say(.notes))
        for (index, note) in view.theCase.notes.enumerated() {
            html.div(class: "inset", id: "note-\(index + 1)") { html in
                html.p(note.text)
                let who = AccountID(note.by).map { colleagues.name($0, in: language) } ?? note.by
                html.p("\(who), \(language.formatShort(desk.day(note.at)))", class: "quiet")
                if !note.mentions.isEmpty {
                    let told = note.mentions.map { colleagues.name($0, in: language) }.joined(separator: ", ")
                    html.p(request.say(.noteTold, ["names": .text(told)]), class: "quiet")
                }
            }
        }
        html.details(request.say(.addNote), isOpen: form.faults.contains { $0.field == "text" }) { html in
            html.form(request, to: base + "/notes" + onward) { html in
                html.textArea(
                    Control("text", request.say(.noteLabel), hint: request.say(.noteMentionHint), faults: form.faults), value: form.note, rows: 3,
                    maximumLength: 4_000)
                html.buttons { html in html.submit(request.say(.addNote), style: .secondary) }
            }
        }
    }
}
