import Blueprint
import Capability
import FEEL
import Kernel
import Messages
import Paper
import Testing

@testable import Casework

/// Templates of a service's papers: what is wrong with them is told at its place, and values print as people read them.
@Suite struct TemplateTests {
    static let service = """
        title: Register a dog
        summary: A tag for your dog.
        questions:
          dog: {ask: What is it called?, type: text}
          breed: {ask: Which breed?, type: choose_one, choices: {collie: A collie, other: Another}}
          trained: {ask: Is it trained?, type: yes_no}
          owners:
            ask: Who owns it?
            type: group
            questions: {name: {ask: Name, type: person_name}}
        steps: [{decide: [{outcome: granted, because: You asked for it.}]}]
        outcomes:
          granted:
            title: Your dog is registered
            certificate: {title: Dog licence, fields: {Dog: dog, Breed: breed}}
        """

    static func check(_ files: [String: String], languages: String = "[en]") -> (edition: Edition?, findings: [String]) {
        var all = [
            "polity.yaml": "name: Oakbourne\nlanguages: \(languages)\ncurrency: GBP\ntime_zone: Europe/London\n", "services/dog/service.yaml": service,
        ]
        all.merge(files) { _, new in new }
        let snapshot = FolderSnapshot(files: all.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
        let (edition, diagnostics) = TestGovernment.composition.edition(of: snapshot)
        return (edition, diagnostics.sorted.filter { $0.location.file.hasSuffix(".mustache") }.map(\.description))
    }

    @Test(arguments: [
        ("Dear {{dogg}},", ["1:6: error: there is no 'dogg' that '{{dogg}}' could stand for\n    Did you mean 'dog'?"]),
        ("a\n{{#owners}}\n{{name}} {{nam}}\n{{/owners}}", ["3:10: error: there is no 'nam' that '{{nam}}' could stand for\n    Did you mean 'name'?"]),
        ("{{#trained}}x", ["1:1: error: 'trained' is opened here and never closed\n    Write '{{/trained}}' where it ends."]),
        ("{{/trained}}", ["1:1: error: '{{/trained}}' closes nothing\n    Remove it."]),
        ("{{dog", ["1:1: error: a name in braces is not closed\n    Write '{{name}}'."]),
        ("{{dog.age}}", ["1:1: error: 'dog' is text and has no 'age'\n    Write '{{dog}}'."]),
        ("{{.}}", ["1:1: error: '{{.}}' stands in no list\n    It is the item of the list in whose section it stands."]),
        (
            "{{#owners}}{{#owners}}{{#owners}}{{#owners}}{{/owners}}{{/owners}}{{/owners}}{{/owners}}",
            ["1:34: error: lists stand in one another more than 3 deep\n    Split the template's text."]
        ),
        ("{{dog}} {{^trained}}not{{/trained}} {{#fields}}{{label}}{{value}}{{/fields}} {{issued_on}} {{case.reference}} {{! note }}", []),
    ])
    func findings(_ template: String, _ expected: [String]) {
        let found = Self.check(["services/dog/certificate.mustache": template]).findings
        #expect(found == expected.map { "services/dog/certificate.mustache:" + $0 })
    }

    /// What would have to be run is refused: partials, blocks, functions, other delimiters.
    @Test(arguments: [
        "{{> other}}", "{{$block}}{{/block}}", "{{< parent}}{{/parent}}", "{{=<% %>=}}", "{{uppercased(dog)}}", "{{% CONTENT_TYPE:HTML}}", "{{}}",
    ])
    func nothingIsRun(_ template: String) {
        let (edition, findings) = Self.check(["services/dog/certificate.mustache": template])
        #expect(edition == nil && findings.contains { $0.contains("cannot stand in a template") }, "\(findings)")
    }

    @Test func aTemplateForgottenOrUntranslatedIsTold() {
        let found = Self.check(
            ["services/dog/certificate.mustache": "x", "services/dog/dogs.mustache": "x", "services/dog/dogs.es.mustache": "x"], languages: "[en, es]")
        #expect(
            found.findings == [
                "services/dog/certificate.mustache:1:1: warning: this template has no es text\n    Write it in certificate.es.mustache.",
                "services/dog/dogs.mustache:1:1: warning: no outcome uses this template\n    Name it under 'certificate' or 'letter' of an outcome: 'template: dogs'.",
            ])
    }

    @Test func hundredsOfMistakesAreAllTold() {
        let template = (0..<500).map { "{{dog}} {{nobody_\($0)}}\n" }.joined()
        #expect(Self.check(["services/dog/certificate.mustache": template]).findings.count == 500)
    }

    @Test func valuesPrintAsPeopleReadThem() throws {
        let (edition, _) = Self.check([:])
        let service = try #require(edition?[CompiledServices.self].byID["dog"])
        let names: Context = [
            "dog": .string("Ünal | # 小明"), "breed": .string("collie"), "trained": .boolean(false), "fee": .number(1_250),
            "owners": .list([.context(["name": .string("Ada")]), .context(["name": .string("Bo")])]),
        ]
        let values = TemplateValues(service: service, names: names, language: .english, currency: try #require(Currency("GBP")))
        let source = "{{dog}}, {{breed}}, {{trained}}, {{#trained}}T{{/trained}}{{^trained}}not trained{{/trained}}, {{fee}}, {{owners}}"
        let template = try #require(TemplateTests.read(source))
        let blocks = try template.blocks(values.json(for: template.names))
        #expect(blocks == [.paragraph("Ünal | # 小明, A collie, no, not trained, £1,250.00, Ada, Bo")])
    }

    @Test func aListMakesRows() throws {
        let template = try #require(TemplateTests.read("{{#fields}}\n| {{label}} | {{value}} |\n{{/fields}}\n| Fee | 3 |\n"))
        let values: JSON = ["fields": [["label": "Dog", "value": "Rex | # 1"], ["label": "Breed", "value": "Collie"]]]
        #expect(try template.blocks(values) == [.facts([.init("Dog", "Rex | # 1"), .init("Breed", "Collie"), .init("Fee", "3")])])
    }

    private static func read(_ source: String) -> LetterTemplate? {
        var diagnostics = Diagnostics()
        return LetterTemplate.read(source, at: SourceLocation(file: "x", line: 1, column: 1), diagnostics: &diagnostics)?.template
    }
}
