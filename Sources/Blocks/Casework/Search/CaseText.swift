import FEEL
import Forms
import Kernel

/// Everything that a case says in words, for whoever looks for it: what identifies it first, since no more is indexed than `Casework.mostTokens`.
struct CaseText {
    private(set) var texts: [String] = []

    /// - Parameter applicant: the applicant's name, where it is known.
    init(_ theCase: Case, _ service: PublicService, _ answers: Answers, applicant: String?) {
        add(applicant)
        for question in service.form.questions { add(answers[question.id], question) }
        for line in service.seen(theCase.process.variables) { add(line.value, line.question) }
        add(theCase.appealText)
        for decision in theCase.decisions + [theCase.proposal].compactMap({ $0 }) {
            texts += decision.reasons.map(\.text) + decision.conditions
            if decision.isEdited { add(decision.message) }
        }
        for request in theCase.requests {
            add(request.text)
            add(request.answer?.text)
        }
        texts += theCase.notes.map(\.text)
    }

    private mutating func add(_ text: String?) { if let text, !text.isEmpty { texts.append(text) } }

    /// What somebody wrote. A choice is found by its filter, and equal tokens would tell too much of what is of a special class, such as health.
    private mutating func add(_ value: Value?, _ question: Question) {
        guard question.privacy != .special, let value else { return }
        switch (question.kind, value) {
        case (.text, .string(let text)), (.longText, .string(let text)), (.personName, .string(let text)), (.email, .string(let text)),
            (.record, .string(let text)):
            add(text)
        case (.address, .context(let parts)): for entry in parts.entries { if case .string(let text) = entry.value { add(text) } }
        case (.place, .context(let place)): if case .string(let text)? = place["description"] { add(text) }
        case (.group(let group), .list(let items)):
            for case .context(let item) in items { for question in group.questions { add(item[question.id], question) } }
        default: break
        }
    }
}

extension CaseChange {
    /// Whether it adds words by which the case is to be found.
    func addsWords(_ command: CaseCommand) -> Bool {
        if case .finish = command { return true }
        return events.contains {
            switch $0 {
            case .asked, .answered(_, _?), .proposed, .returned, .decided, .appealed, .noted: true
            default: false
            }
        }
    }
}
