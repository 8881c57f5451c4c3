import FEEL
import Kernel

extension Form {
    /// A form with the answers so far: what is asked, what counts, what is still wrong.
    public struct Progress: Sendable {
        /// Pages that are asked, in order.
        public var pages: [Page]
        /// Answers that count: those of questions which are asked. An answer to a question that is no longer asked is kept in
        /// the draft, and means nothing.
        public var answers: Answers
        /// Facts and counting answers together, with null for every question not asked or not answered.
        public var context: Context
        public var errors: [FieldError]
        /// The first page with a question unanswered or wrong; nil when the form can be submitted.
        public var firstOpenPage: String?

        public var isComplete: Bool { firstOpenPage == nil }

        /// The page behind `id` among those asked; nil behind the last: then the answers are checked.
        public func page(after id: String) -> Page? {
            pages.firstIndex { $0.id == id }.flatMap { $0 + 1 < pages.count ? pages[$0 + 1] : nil }
        }

        public func page(before id: String) -> Page? {
            pages.firstIndex { $0.id == id }.flatMap { $0 > 0 ? pages[$0 - 1] : nil }
        }
    }

    /// Walks the form from the front. A condition sees only what stands before it and counts, so no answer can hide itself.
    ///
    /// - Complexity: O(questions) evaluations.
    public func progress(_ answers: Answers, facts: Context) -> Progress {
        var progress = Progress(pages: [], answers: Answers(), context: facts, errors: [], firstOpenPage: nil)
        for question in questions { progress.context[question.id] = .null }
        for page in pages {
            if let when = page.when, when.evaluate(progress.context) != .boolean(true) { continue }
            var shown = page
            shown.questions = []
            var isOpen = false
            for question in page.questions {
                if let when = question.when, when.evaluate(progress.context) != .boolean(true) { continue }
                shown.questions.append(question)
                let answer = answers[question.id]
                if let answer {
                    progress.answers[question.id] = answer
                    progress.context[question.id] = answer
                }
                let errors = question.errors(answer, context: progress.context)
                // Nobody has said anything yet: the page is open, and nothing is wrong.
                if answer != nil { progress.errors += errors }
                if !errors.isEmpty || answer == nil { isOpen = true }
            }
            guard !shown.questions.isEmpty else { continue }
            progress.pages.append(shown)
            if isOpen, progress.firstOpenPage == nil { progress.firstOpenPage = page.id }
        }
        return progress
    }

    /// What the government knows already, for questions not answered yet.
    public func prefilled(_ page: Page, answers: Answers, context: Context) -> Answers {
        var filled = answers
        for question in page.questions where filled[question.id] == nil {
            guard let prefill = question.prefill else { continue }
            let value = prefill.evaluate(context)
            if value != .null { filled[question.id] = value }
        }
        return filled
    }
}

extension Question {
    /// What is wrong with an answer that could be read: it is missing, or the service's own rule does not hold.
    func errors(_ answer: Value?, context: Context, prefix: String = "") -> [FieldError] {
        let name = prefix + id
        guard let answer, answer != .null, answer != .list([]) else {
            return isOptional ? [] : [FieldError(question: name, kind.isChoice ? .notChosen : .missing)]
        }
        if case .group(let group) = kind, case .list(let items) = answer {
            return items.enumerated().flatMap { place, item -> [FieldError] in
                guard case .context(let item) = item else { return [] }
                var inner = context
                for name in item.names { inner[name] = item[name] }
                return group.questions.flatMap { question -> [FieldError] in
                    if let when = question.when, when.evaluate(inner) != .boolean(true) { return [] }
                    return question.errors(item[question.id], context: inner, prefix: "\(name).\(place).")
                }
            }
        }
        if let fault = kind.fault(of: answer, named: name) { return [fault.explained(by: self)] }
        if let valid, valid.evaluate(context) != .boolean(true) {
            return [FieldError(question: name, .invalid, message: message)]
        }
        return []
    }
}

extension QuestionKind {
    /// Whether the answer is picked and not typed: "choose", not "enter", is what a person did not do.
    var isChoice: Bool {
        switch self {
        case .yesNo, .chooseOne, .chooseMany: true
        default: false
        }
    }
}
