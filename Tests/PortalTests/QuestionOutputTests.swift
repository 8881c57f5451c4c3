import Forms
import Kernel
import Testing

@testable import Portal

/// What programs are told of a form is what its pages say.
@Suite("questions as programs read them")
struct QuestionOutputTests {
    private static func question(_ id: String, _ kind: QuestionKind) -> Question {
        Question(id: id, ask: "What?", kind: kind, privacy: nil, location: SourceLocation(file: "services/x/service.yaml", line: 1, column: 1))
    }

    @Test("everybody sees the whole of a published group, and of no other question")
    func published() {
        let inner = [Self.question("colour", .yesNo), Self.question("size", .yesNo)]
        let group = Self.question("boats", .group(QuestionKind.Group(one: "Boat", questions: inner, maximumCount: 3)))
        let page = Form.Page(id: "boats", title: "Boats", questions: [group, Self.question("harbour", .yesNo)])
        func told(_ published: Set<String>) -> [Bool?] {
            (page.output("en", published: published)["questions"]?.array ?? [])
                .flatMap { [$0["public"]?.bool] + ($0["questions"]?.array ?? []).map { $0["public"]?.bool } }
        }
        #expect(told([]) == [false, false, false, false])
        #expect(told(["boats"]) == [true, true, true, false])
        #expect(told(["harbour", "colour"]) == [false, false, false, true])
    }
}
