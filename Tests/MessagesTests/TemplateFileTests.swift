import Blueprint
import Kernel
import Testing

@testable import Messages

struct TemplateFileTests {
    @Test func filesAreFoundByKindAndLanguage() throws {
        let (folder, diagnostics) = TestGovernment.folder([
            "paid": "Subject: Paid\n\nThank you.\n", "paid.es": "Subject: Pagado\n\nGracias.\n", "paid.pt-BR": "Subject: Pago\n\nObrigado.\n",
        ])
        #expect(!diagnostics.hasErrors, "\(diagnostics.all)")
        let templates = MessageTemplates(folder.all(of: MessageTemplateFile.kind).map { ($0.id, $0.value) })
        for (language, subject) in [("en", "Paid"), ("es", "Pagado"), ("es-MX", "Pagado"), ("pt-BR", "Pago"), ("pt", "Paid"), ("de", "Paid")] {
            #expect(templates.template("paid", language: language)?.subject.text([:]) == subject)
        }
        #expect(templates.template("other", language: "en") == nil)
    }

    @Test(arguments: [
        ("Thank you.", "messages/paid.mustache:1:1: error: a message begins with its subject"),
        ("Subject: x\nno empty line\ny", "a message begins with its subject"),
        ("Subject: x\n\nHello {{#name}}", "a section is not closed"),
        (
            "Subject: x\n\nYour number:\n{{referense}}",
            "messages/paid.mustache:4:1: error: there is no 'referense' that '{{referense}}' could stand for\n    Did you mean 'reference'?"
        ), ("Subject: {{x\n\nHello", "messages/paid.mustache"),
    ])
    func mistakesAreReported(text: String, finding: String) {
        let (_, diagnostics) = TestGovernment.folder(["paid": text])
        #expect(diagnostics.all.contains { $0.description.contains(finding) }, "\(diagnostics.all)")
    }
}
