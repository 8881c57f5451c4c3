import Forms
import HTML
import Kernel
import Testing
import Web

@testable import Casework

/// Each line of the error summary leads to a control that there is, for every kind of question.
@Suite struct ErrorSummaryTests {
    private static let nowhere = SourceLocation(file: "service.yaml", line: 1, column: 1)
    private static let choices = [QuestionKind.Choice(id: "a", label: "A"), .init(id: "b", label: "B")]

    private static func question(_ id: String, _ kind: QuestionKind) -> Question {
        Question(id: id, ask: "?", kind: kind, privacy: nil, location: nowhere)
    }

    static let kinds: [(name: String, kind: QuestionKind)] = [
        ("text", .text(maximumLength: 10, pattern: nil)), ("long text", .longText(maximumLength: 10)), ("number", .number(minimum: nil, maximum: nil)),
        ("money", .money(minimum: nil, maximum: nil)), ("date", .date(earliest: nil, latest: nil)), ("yes or no", .yesNo), ("one", .chooseOne(choices)),
        ("many", .chooseMany(choices)), ("email", .email), ("phone", .phone), ("address", .address),
        ("files", .files(.init(accept: ["png"], maximumCount: 2, maximumBytes: 1_000))), ("place", .place), ("name", .personName),
        ("record", .record(registry: "parcels")),
        (
            "group",
            .group(
                .init(
                    one: "Builder",
                    questions: [
                        question("name", .personName), question("home", .address), question("born", .date(earliest: nil, latest: nil)),
                        question("email", .email),
                    ], maximumCount: 2))
        ),
    ]

    /// Nothing at all; and what is wrong in each part of an answer.
    private static let typed: [[String: String]] = [
        [:],
        [
            "q": "wrong", "q.day": "40", "q.month": "x", "q.line_2": "Flat 1", "q.latitude": "north", "q.0.name": "Ana", "q.0.home.line_2": "Flat 1",
            "q.0.born.day": "40", "q.0.email": "nowhere", "q.choice": "",
        ],
        [
            "q.year": "1990", "q.line_1": String(repeating: "x", count: 300), "q.0.born.year": "1990", "q.0.home.town": "Here",
            "q.description": String(repeating: "x", count: 600),
        ],
        ["q.0.name": "Ana", "q.1.name": "Bo", "q.2.name": "Cy"],
    ]

    @Test(arguments: kinds.indices) func everyLineLeadsToItsControl(_ index: Int) throws {
        let (name, kind) = Self.kinds[index]
        let page = Form.Page(id: "q", questions: [Self.question("q", kind)])
        for typed in Self.typed {
            let fields = RawFields(typed.mapValues { [$0] })
            let read = FormReader().read(page, from: fields)
            // As `Casework.answer` puts them together.
            let errors =
                read.errors
                + Form(pages: [page]).progress(read.answers, facts: [:]).errors.filter { error in !read.errors.contains { $0.question == error.question } }
            #expect(!typed.isEmpty || !errors.isEmpty, "\(name): an empty answer is wrong")
            let drawn = QuestionPage(page, answers: read.answers, typed: fields, errors: errors, mapHref: "/map", currency: Currency("GBP")!)
            let faults = drawn.faults(in: .english)
            var html = HTML(language: .english)
            html.errorSummary(faults)
            html.questions(drawn, currencySymbol: "£")
            let text = String(decoding: html.bytes, as: UTF8.self)
            let targets = text.matches(of: /href="#([^"]+)"/).map { String($0.1) }
            #expect(targets.count == faults.count)
            for target in targets { #expect(text.contains("id=\"\(target)\""), "\(name): nothing has the id \(target)") }
            // What is wrong is told where it is, too.
            for fault in faults { #expect(text.contains("\(fault.message)</p>"), "\(name): \(fault.field) \(fault.message)") }
        }
    }
}
