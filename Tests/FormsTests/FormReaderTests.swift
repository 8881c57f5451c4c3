import FEEL
import Kernel
import Testing

@testable import Forms

/// What people type, and what it means.
@Suite struct FormReaderTests {
    static let nowhere = SourceLocation(file: "service.yaml", line: 1, column: 1)

    static func read(_ kind: QuestionKind, _ fields: [String: String], decimal: Character = ".") -> FormReader.Outcome {
        let question = Question(id: "q", ask: "?", kind: kind, privacy: nil, location: nowhere)
        return FormReader(decimalSeparator: decimal).read(Form.Page(id: "q", questions: [question]), from: RawFields(fields.mapValues { [$0] }))
    }

    @Test(
        arguments: [
            ("12", ".", "12"), ("1,234.5", ".", "1234.5"), ("1.234,5", ",", "1234.5"), ("007", ".", "7"), ("-3", ".", "-3"), ("1 000", ".", "1000"),
            ("12,5", ",", "12.5"),
            ("1.5.2", ".", nil), ("12,34", ".", nil), ("1e5", ".", nil), ("", ".", nil), ("--1", ".", nil), (".", ".", nil),
        ] as [(String, Character, String?)])
    func numbers(_ typed: String, _ separator: Character, _ expected: String?) {
        #expect(FormReader.plainNumber(typed, decimalSeparator: separator) == expected)
    }

    /// JSON has a point, whatever language its sender is answered in.
    @Test(arguments: [(FEEL.Value.number(Decimal128("1.234")!), "1.234"), (.number(Decimal128("12.5")!), "\"12.5\"")] as [(FEEL.Value, String)])
    func numbersOfPrograms(_ expected: FEEL.Value, _ written: String) throws {
        for kind in [QuestionKind.number(minimum: nil, maximum: nil), .money(minimum: nil, maximum: nil)] {
            let question = Question(id: "q", ask: "?", kind: kind, privacy: nil, location: Self.nowhere)
            let fields = RawFields(json: try JSON(parsing: "{\"q\": \(written)}"))
            let read = FormReader(decimalSeparator: ",", currencyDigits: 3).read(Form.Page(id: "q", questions: [question]), from: fields)
            #expect(read.answers["q"] == expected, "\(read.errors)")
        }
    }

    @Test(
        arguments: [
            (["q.day": "27", "q.month": "3", "q.year": "1985"], FEEL.Value.date(CivilDate(year: 1985, month: 3, day: 27)!)),
            (["q": "2026-11-22"], .date(CivilDate(year: 2026, month: 11, day: 22)!)), ([:], .null),
        ] as [([String: String], FEEL.Value)])
    func dates(_ fields: [String: String], _ expected: FEEL.Value) {
        let outcome = Self.read(.date(earliest: nil, latest: nil), fields)
        #expect(outcome.errors.isEmpty && outcome.answers["q"] == expected)
    }

    @Test(
        arguments: [
            (["q.day": "30", "q.month": "2", "q.year": "2026"], FieldError.Problem.notADate, "q.day"),
            (["q.day": "1", "q.year": "2026"], .dateIncomplete, "q.month"),
            (["q.day": "1", "q.month": "1", "q.year": "26"], .notADate, "q.day"),
        ] as [([String: String], FieldError.Problem, String)])
    func datesThatAreNone(_ fields: [String: String], _ problem: FieldError.Problem, _ field: String) {
        let outcome = Self.read(.date(earliest: nil, latest: nil), fields)
        #expect(outcome.errors.map(\.problem) == [problem] && outcome.errors.map(\.field) == [field])
        #expect(outcome.typed.values == fields.mapValues { [$0] })
    }

    @Test(arguments: [("March", 3), ("mar.", 3), ("marzo", 3), ("ma", nil), ("Brumaire", nil)] as [(String, Int?)])
    func monthsByName(_ typed: String, _ expected: Int?) {
        let question = Question(id: "q", ask: "?", kind: .date(earliest: nil, latest: nil), privacy: nil, location: Self.nowhere)
        let fields = RawFields(["q.day": ["27"], "q.month": [typed], "q.year": ["1985"]])
        let outcome = FormReader(month: { Language.spanish.month(named: $0) }).read(Form.Page(id: "q", questions: [question]), from: fields)
        #expect(outcome.answers["q"] == expected.map { .date(CivilDate(year: 1985, month: $0, day: 27)!) })
    }

    @Test(
        "a text turns nothing around beside it, and one with nothing to see is no answer; names of all scripts stay as they are",
        arguments: [
            ("Ana\u{202E}zoR\u{202C} ", "AnazoR"), ("\u{2067}نور\u{2069}", "نور"), ("\u{200B}\u{FEFF}", nil), ("\u{3164}", nil), (" \u{AD} ", nil),
            ("👩‍🚒 Ünal", "👩‍🚒 Ünal"), ("می‌خواهم", "می‌خواهم"), ("नेपाल", "नेपाल"),
        ] as [(String, String?)])
    func legible(_ typed: String, _ expected: String?) {
        #expect(Self.read(.personName, ["q": typed]).answers["q"] == (expected.map(FEEL.Value.string) ?? .null))
        #expect(RawFields(["q": [typed]]).all("q") == (expected.map { [$0] } ?? []))
    }

    @Test(
        "an amount has as many digits behind the point as its currency (ISO 4217)",
        arguments: [
            ("1.250", 3, "1.25"), ("1.2505", 3, nil), ("1250", 0, "1250"), ("12.50", 0, nil), ("12.505", 2, nil),
        ] as [(String, Int, String?)])
    func amountsOfOtherCurrencies(_ typed: String, _ digits: Int, _ expected: String?) {
        let question = Question(id: "q", ask: "?", kind: .money(minimum: nil, maximum: nil), privacy: nil, location: Self.nowhere)
        let outcome = FormReader(currencyDigits: digits).read(Form.Page(id: "q", questions: [question]), from: RawFields(["q": [typed]]))
        #expect(outcome.answers["q"] == expected.flatMap { Decimal128($0) }.map(FEEL.Value.number))
        #expect(outcome.errors.map(\.problem) == (expected == nil ? [.notMoney] : []))
    }

    @Test("a text of the wrong form is told in the service's own words, where it has some")
    func patterns() {
        let kind = QuestionKind.text(maximumLength: 200, pattern: "[A-Z]{2}[0-9]{6}")
        for message in [nil, LocalizedText("Two letters and six digits", translations: ["es": "Dos letras y seis cifras"])] {
            let question = Question(id: "q", ask: "?", kind: kind, message: message, privacy: nil, location: Self.nowhere)
            let outcome = FormReader().read(Form.Page(id: "q", questions: [question]), from: RawFields(["q": ["A1"]]))
            #expect(outcome.errors.map(\.problem) == [.pattern])
            #expect(
                outcome.errors.map { $0.message(in: .spanish) } == [
                    message == nil ? "Revise lo escrito: no tiene la forma correcta" : "Dos letras y seis cifras"
                ])
        }
    }

    @Test("a stored answer is held against the limits again: they may be newer than the draft")
    func limitsAgain() {
        let question = Question(id: "q", ask: "?", kind: .number(minimum: 10, maximum: nil), privacy: nil, location: Self.nowhere)
        let progress = Form(pages: [Form.Page(id: "q", questions: [question])]).progress(Answers(["q": .number(9)]), facts: [:])
        #expect(progress.errors.map(\.problem) == [.tooSmall] && !progress.isComplete)
    }

    @Test(arguments: [("£ 48,000", "48000"), ("12.50€", "12.5"), ("$1,234.5", "1234.5"), ("12.345", nil), ("a lot", nil)] as [(String, String?)])
    func amountsWithTheirSign(_ typed: String, _ expected: String?) {
        #expect(Self.read(.money(minimum: nil, maximum: nil), ["q": typed]).answers["q"] == expected.flatMap { Decimal128($0) }.map(FEEL.Value.number))
    }

    @Test(arguments: [("+44 (0)20 7946 0000", "+442079460000"), ("020 7946-0000", "02079460000"), ("call me", nil)] as [(String, String?)])
    func phones(_ typed: String, _ expected: String?) {
        #expect(Self.read(.phone, ["q": typed]).answers["q"] == expected.map(FEEL.Value.string))
    }

    @Test(
        arguments: [
            ("ana@example.org", "ana@example.org"), ("Ana.B@Example.ORG", "Ana.B@example.org"), ("ana@example", nil), ("ana example.org", nil),
            ("a@@b.org", nil), ("a..b@c.org", nil), ("ana@-b.org", nil), ("a b@c.org", nil), ("@c.org", nil), ("ana@", nil),
        ] as [(String, String?)])
    func emails(_ typed: String, _ expected: String?) {
        let outcome = Self.read(.email, ["q": typed])
        #expect(outcome.answers["q"] == expected.map(FEEL.Value.string))
        #expect(outcome.errors.map(\.problem) == (expected == nil ? [.notAnEmail] : []))
    }

    /// No letter could be sent there, so nobody is told that one was.
    @Test(arguments: ["josé@correo.es", "ana@peñíscola.es", "爱@example.org"]) func addressesThatCannotBeWrittenTo(_ typed: String) {
        let error = Self.read(.email, ["q": typed]).errors.first
        #expect(error?.problem == .notMailable && error?.message(in: .english).hasPrefix("We cannot write to addresses with accents") == true)
        let draft = Form(pages: [Form.Page(id: "q", questions: [Question(id: "q", ask: "?", kind: .email, privacy: nil, location: Self.nowhere)])])
        #expect(draft.progress(Answers(["q": .string(typed)]), facts: [:]).errors.map(\.problem) == [.notMailable])
        #expect(Self.read(.email, ["q": "josé@"]).errors.map(\.problem) == [.notAnEmail])
    }

    /// Worked examples and programs may hold any text where a person would have been told.
    @Test(
        arguments: [
            (.email, "ada at oakbourne", .notAnEmail), (.email, "2026-01-01", .notAnEmail), (.email, "ada@localhost", .notAnEmail),
            (.email, "ada@oakbourne.example", nil), (.phone, "call me", .notAPhone), (.phone, "12", .notAPhone), (.phone, "+44 (0)20 7946 0000", nil),
            (.phone, "02079460000", nil),
        ] as [(QuestionKind, String, FieldError.Problem?)])
    func answersThatNoFormRead(_ kind: QuestionKind, _ text: String, _ problem: FieldError.Problem?) {
        let question = Question(id: "q", ask: "?", kind: kind, privacy: nil, location: Self.nowhere)
        let form = Form(pages: [Form.Page(id: "q", questions: [question])])
        #expect(form.progress(Answers(["q": .string(text)]), facts: [:]).errors.map(\.problem) == (problem.map { [$0] } ?? []))
    }

    @Test func aGroupDropsItemsInWhichNothingWasFilledIn() {
        let name = Question(id: "name", ask: "?", kind: .text(maximumLength: 20, pattern: nil), privacy: nil, location: Self.nowhere)
        let group = QuestionKind.group(.init(one: "Builder", questions: [name], maximumCount: 3))
        let outcome = Self.read(group, ["q.0.name": "Stone & Sons", "q.1.name": "", "q.2.name": "Beam"])
        #expect(outcome.answers["q"] == .list([.context(["name": .string("Stone & Sons")]), .context(["name": .string("Beam")])]))
        #expect(Self.read(group, ["q.3.name": "Too many"]).errors.map(\.problem) == [.tooManyItems])
        #expect(Self.read(group, ["q.99999999.name": "far"]).errors.isEmpty)
    }

    @Test func anAnswerThatIsNotAskedForDoesNotCount() throws {
        var diagnostics = Diagnostics()
        let when = try #require(
            Expression("glasses", names: Names(["glasses": .boolean]), expected: .boolean, location: Self.nowhere, diagnostics: &diagnostics))
        let form = Form(pages: [
            .init(id: "glasses", questions: [Question(id: "glasses", ask: "?", kind: .yesNo, privacy: nil, location: Self.nowhere)]),
            .init(
                id: "tested",
                questions: [Question(id: "tested", ask: "?", kind: .date(earliest: nil, latest: nil), when: when, privacy: nil, location: Self.nowhere)]),
        ])
        let answers = Answers(["glasses": .boolean(false), "tested": .date(CivilDate(daysSinceEpoch: 1))])
        let progress = form.progress(answers, facts: [:])
        #expect(progress.isComplete && progress.pages.map(\.id) == ["glasses"] && progress.answers["tested"] == nil && progress.context["tested"] == .null)
        let asked = form.progress(Answers(["glasses": .boolean(true)]), facts: [:])
        #expect(asked.firstOpenPage == "tested" && asked.errors.isEmpty && asked.page(after: "glasses")?.id == "tested")
        #expect(Answers(answers.json, form: form) == answers)
    }
}
