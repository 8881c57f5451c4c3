import FEEL
import Kernel

/// One line of "Check your answers".
public struct SummaryLine: Sendable {
    public var page: Form.Page
    public var question: Question
    public var value: Value

    public init(page: Form.Page, question: Question, value: Value) {
        self.page = page
        self.question = question
        self.value = value
    }
}

extension Form.Progress {
    /// Every question that is asked with its counting answer, in order.
    public var summary: [SummaryLine] {
        pages.flatMap { page in
            page.questions.map { SummaryLine(page: page, question: $0, value: answers[$0.id] ?? .null) }
        }
    }
}
