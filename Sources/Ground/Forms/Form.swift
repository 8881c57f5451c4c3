import FEEL
import Kernel

/// The questions of a service, in pages; each page usually asks one.
public struct Form: Sendable {
    public var pages: [Page]

    public init(pages: [Page]) { self.pages = pages }

    public struct Page: Sendable {
        /// The id of its only question, or its own. Stands in the page's address.
        public var id: String
        /// Where there are several questions, what they are about.
        public var title: LocalizedText?
        public var when: Expression?
        public var questions: [Question]

        public init(id: String, title: LocalizedText? = nil, when: Expression? = nil, questions: [Question]) {
            self.id = id
            self.title = title
            self.when = when
            self.questions = questions
        }

        /// The page's heading.
        public var heading: LocalizedText { title ?? questions.first?.ask ?? "" }
    }

    public var questions: [Question] { pages.flatMap(\.questions) }

    public func page(_ id: String) -> Page? { pages.first { $0.id == id } }

    public func question(_ id: String) -> Question? {
        for page in pages {
            if let question = page.questions.first(where: { $0.id == id }) { return question }
        }
        return nil
    }

    /// The names the answers give to FEEL. A question that may not be asked is null.
    public var names: [String: FEELType] {
        Dictionary(questions.map { ($0.id, $0.kind.type) }) { first, _ in first }
    }
}
