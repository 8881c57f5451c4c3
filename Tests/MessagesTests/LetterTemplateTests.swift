import Kernel
import Paper
import Testing

@testable import Messages

struct LetterTemplateTests {
    private static let place = SourceLocation(file: "messages/x.mustache", line: 1, column: 1)

    private static func template(_ source: String) throws -> LetterTemplate { try LetterTemplate(source, location: place) }

    @Test(arguments: [
        ("Dear {{name}},", "Dear Ada & Co <ada>,"), ("{{{name}}}", "Ada & Co <ada>"), ("{{#due}}by {{due}}{{/due}}", "by 3 May"),
        ("{{#nothing}}x{{/nothing}}", ""),
        ("{{^nothing}}none{{/nothing}}", "none"), ("{{#items}}{{title}}: {{amount}}; {{/items}}", "a: 12.5; b: 3; "), ("{{person.name}}", "Bo"),
        ("{{missing}}!", "!"),
        ("{{#yes}}y{{/yes}}{{#no}}n{{/no}}", "y"), ("{{empty}}{{^empty}}-{{/empty}}", "-"),
    ])
    func values(source: String, expected: String) throws {
        let values: JSON = [
            "name": "Ada & Co <ada>", "due": "3 May", "nothing": nil, "yes": true, "no": false, "empty": "", "person": ["name": "Bo"],
            "items": [["title": "a", "amount": .number(Decimal128("12.5") ?? .zero)], ["title": "b", "amount": 3]],
        ]
        #expect(try Self.template(source).text(values) == expected)
    }

    /// Neither a value nor a template that prints it raw can add a heading, a row or a directive to a paper.
    @Test(arguments: ["# Pardon", "x\n# Pardon", "**x**", "a | b", "@pagebreak", "{{name}}", "\\"]) func valuesStayTextOnPaper(value: String) throws {
        for source in ["{{name}}", "{{{name}}}", "{{&name}}", "{{% CONTENT_TYPE:HTML}}{{{name}}}"] {
            let blocks = try Self.template("Before " + source).blocks(["name": .string(value)])
            #expect(blocks == [.paragraph(RichText("Before " + value))])
        }
    }

    @Test func namesAreKnown() throws {
        let template = try Self.template("{{a}} {{#b}}{{c.d}}{{/b}}{{^e}}{{{f}}}{{/e}} {{! note }}{{a}}{{.}}{{& g }}")
        #expect(template.names == ["a", "b", "c.d", "e", "f", "g"])
    }

    @Test(arguments: [
        ("a\n{{#b}}x", "messages/x.mustache:2:"), ("{{a", "messages/x.mustache:1:"), ("{{#a}}{{/b}}", "messages/x.mustache:1:"),
    ])
    func mistakesHaveAPlace(source: String, beginning: String) {
        #expect { try Self.template(source) } throws: { error in
            (error as? PolityError)?.code == "MESSAGES-201" && (error as? PolityError)?.message.hasPrefix(beginning) == true
        }
    }
}
