import Kernel
import Testing

@testable import Blueprint

@Suite("Checking against a schema")
struct SchemaCheckTests {
    @Test("a good file has no findings")
    func good() {
        let yaml = """
            title: Register a dog
            about: |
              One dog,
              one tag.
            since: 2026-01-31
            share: 0.25
            contact: dogs@arden.example
            keep: P12Y
            you_need: [A dog]
            fee: {amount: 5 + 1, text: Six}
            questions:
              dog: {ask: What is it called?, type: text, max: 40, optional: true}
              more:
                ask: Others
                type: group
                questions: {name: {ask: Name?, type: text, when: 'dog != "x"'}}
            steps:
              - pay
              - review: {title: Look at it}
            """
        #expect(findings(yaml, Sample.serviceSchema) == "")
    }

    @Test("every wording")
    func wordings() {
        expectGolden(Self.mistakes.map { "== \($0)\n" + findings($0, Sample.serviceSchema) }.joined(), "schema-findings.txt")
    }

    /// Each on top of what is required, so that one line speaks alone.
    static let mistakes: [String] =
        [
            "", "text", "- a", "questions: {}", "title: [a]", "title: {a: b}", "title:", "title: ''", "title: |\n  two\n  lines",
            "titel: Dogs", "Title: Dogs", "colour: red", "about:", "title: " + String(repeating: "x", count: 101),
        ].map { $0.contains("questions") || ["", "text", "- a"].contains($0) ? $0 : $0 + "\nquestions: {}" }
        + [
            "since: 2026-02-30", "since: 1.2.2026", "since: [2026]", "share: 1,5", "share: '0.5'", "share: much", "contact: dogs at arden", "keep: 12 years",
            "keep: P",
            "you_need: A dog", "you_need: [a, b, c, d]", "you_need: {a: b}", "fee: [1]", "fee: {}", "fee: {amont: 1}", "fee:", "role: [a]",
            "questions: [a]", "questions: {Dog Name: {ask: x, type: text}}", "questions: {dog: x}", "questions: {dog: {ask: x, type: txt}}",
            "questions: {dog: {ask: x, type: colour}}", "questions: {dog: {ask: x, type: text, max: many}}", "questions: {dog: {ask: x, type: text, max: 0}}",
            "questions: {dog: {ask: x, type: text, max: 101}}", "questions: {dog: {ask: x, type: text, max: \"5\"}}",
            "questions: {dog: {ask: x, type: text, max: 1.5}}",
            "questions: {dog: {ask: x, type: text, optional: yes}}", "questions: {dog: {ask: x, type: text, optional: 'true'}}",
            "questions: {dog: {ask: x, type: text, optional: perhaps}}", "questions: {dog: {ask: x, type: text, when: ''}}", "questions: {dog: {}}",
            "questions: {dog: }",
            "steps: [pay, play]", "steps: [[pay]]", "steps: [{reveiw: {title: x}}]",
        ].map { "title: Dogs\n" + $0 + ($0.hasPrefix("questions") ? "" : "\nquestions: {}") }

    @Test("a comma in braces ends a value, and the finding says so")
    func commaInBraces() {
        #expect(
            findings("title: Dogs\nfee: {amount: max(60, 0.002 * 480)}\nquestions: {}", Sample.serviceSchema)
                == "f.yaml:2:23: error: '0.002 * 480)' stands behind a comma and has no value\n    If it belongs to 'amount', put the whole value of that in quotation marks.\n"
        )
        #expect(findings("title: Dogs\nfee: {amount: \"max(60, 0.002 * 480)\"}\nquestions: {}", Sample.serviceSchema) == "")
    }

    @Test("decimals with a comma, and percentages, are told as such")
    func decimals() {
        let schema = Schema.object(ObjectSchema("Rates", "", [.required("rates", .dictionary(of: .either([.number, .null])), "")]))
        #expect(
            findings("rates: {a: 0,1, b: 10 %, c: null}", schema)
                == "f.yaml:1:14: error: '1' stands behind a comma and has no value\n    Decimals have a point: 0.1.\n"
                + "f.yaml:1:20: error: 'b' must be a number, not '10 %'\n    Write 0.1.\n")
        #expect(findings("rates: {a: 1, b: , c: 2}", schema) == "")
    }

    @Test("where a number was read and a formula was meant, its place is told")
    func formulaForNumber() {
        let formula = Schema.object(ObjectSchema("Fee", "", [.required("amount", .feel(of: "number"), "")]))
        let schema = Schema.object(ObjectSchema("Service", "", [.required("fee", .either([.number, formula]), "")]))
        #expect(
            findings("fee: if dogs > 3 then 40 else 15", schema)
                == "f.yaml:1:6: error: 'fee' must be a number, not 'if dogs > 3 then 40 else 15'\n    Write digits with a point for decimals; a formula stands under 'amount', as in {amount: \"…\"}.\n"
        )
        #expect(findings("fee: 5.50", schema) == "" && findings("fee: {amount: dogs * 5}", schema) == "")
    }

    @Test("ids of one list differ")
    func uniqueIDs() {
        let schema = Schema.list(of: .object(ObjectSchema("Thing", "", [.required("id", .identifier(), "")])))
        #expect(
            findings("- id: a\n- id: b\n- id: a\n", schema)
                == "f.yaml:3:7: error: the id 'a' is already used on line 1\n    Give one of them another id.\n")
    }

    @Test(
        "forms of text",
        arguments: [
            (Schema.TextRule.Form.identifier, ["a", "dog_tag", "a1"], ["", "A", "1a", "dog-tag", "dog tag", "día", "_a"]),
            (.email, ["a@b.example"], ["a", "a@b", "a@b.", "a b@c.d", "a@@b.c", "@b.c"]),
            (.locale, ["en", "es", "pt-BR", "zh-Hant-TW", "fil"], ["", "e", "EN", "english", "en_GB", "en-", "12"]),
            (.currency, ["EUR", "JPY"], ["eur", "EURO", "€", ""]),
            (.timeZone, ["Europe/London", "America/Argentina/Buenos_Aires", "UTC"], ["London", "Europe/Lundon", "GMT+1", "", "CET/X"]),
            (.duration, ["P1D", "PT12H", "P1Y6M", "P2W", "P1DT1H1M1S"], ["", "P", "PT", "P1", "1D", "P1H", "PT1D", "P1D1Y", "P1DT", "P1D1D"]),
            (.uri, ["https://arden.example", "http://a/b?c"], ["arden.example", "ftp://a", "https://", "javascript:alert(1)", ""]),
        ])
    func forms(form: Schema.TextRule.Form, good: [String], bad: [String]) {
        for text in good { #expect(form.fault(of: text) == nil, "\(text)") }
        for text in bad { #expect(form.fault(of: text) != nil, "\(text)") }
    }
}
