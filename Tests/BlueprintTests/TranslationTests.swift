import Kernel
import Testing

@testable import Blueprint

@Suite("Translations")
struct TranslationTests {
    static let government = Sample.government + "\nlanguages: [en, es]\n"
    static let service = """
        title: Register a dog
        role: clerk
        you_need: [A dog, A name]
        fee: {amount: 5, text: Five}
        questions:
          dog: {ask: What is it called?, type: text}
          more: {ask: Others?, type: group, questions: {name: {ask: Name?, type: text}}}
        steps:
          - pay
          - review: {title: Look at it}
        """

    static let spanish = """
        title: Registrar un perro
        you_need: [Un perro, Un nombre]
        fee: {text: Cinco}
        questions:
          dog: {ask: ¿Cómo se llama?}
          more: {ask: ¿Otros?, questions: {name: {ask: ¿Nombre?}}}
        steps:
          review: {title: Mirarlo}
        """

    private func read(_ spanish: String?, central: String? = nil) -> (Folder, Diagnostics) {
        var files = ["polity.yaml": Self.government + "roles: {clerk: {title: Clerk}}\n", "services/dogs/service.yaml": Self.service]
        files["services/dogs/es.yaml"] = spanish
        files["translations/es.yaml"] = central ?? "polity: {name: Arden, roles: {clerk: {title: Secretario}}}"
        let (folder, diagnostics) = readFolder(files)
        return (folder, diagnostics)
    }

    @Test("a file that cannot be read has its translations all the same")
    func unreadable() {
        let (_, diagnostics) = readFolder([
            "polity.yaml": Self.government, "registries/dogs.yaml": "title: [Dogs\n",
            "translations/es.yaml": "polity: {name: Arden}\nregistries: {dogs: {title: Perros}}",
        ])
        #expect(diagnostics.hasErrors && !diagnostics.text.contains("no file to translate"), "\(diagnostics.text)")
    }

    @Test("texts come with their translations")
    func whole() throws {
        let (folder, diagnostics) = read(Self.spanish)
        #expect(diagnostics.text == "")
        let service = try #require(folder.one(of: Sample.service, id: "dogs"))
        #expect(service.title["es"] == "Registrar un perro")
        #expect(service.title["es-MX"] == "Registrar un perro")
        #expect(service.title["fr"] == "Register a dog")
        #expect(service.needs.map { $0["es"] } == ["Un perro", "Un nombre"])
        #expect(service.questions.map { $0.ask["es"] } == ["¿Cómo se llama?", "¿Otros?"])
        #expect(folder.government.role("clerk")?.title["es"] == "Secretario")
    }

    @Test("what is missing, and what translates nothing")
    func partial() {
        let spanish = """
            titel: Registrar
            role: secretario
            you_need: [Un perro]
            questions:
              dog: {ask: [x]}
              cat: {ask: ¿Y el gato?}
              more: {ask: }
            """
        expectGolden(read(spanish, central: "polity: {name: Arden}\nregistries: {animals: {title: x}}\nservice: {}").1.text, "translation-findings.txt")
    }

    @Test("a translation fills in the same names as the text")
    func placeholders() {
        let (_, diagnostics) = readFolder([
            "polity.yaml": Self.government, "translations/es.yaml": "polity: {name: Arden}",
            "services/dogs/service.yaml": "title: Dear {{name}}, by {{ day }}\nabout: '{{a}}'\nquestions: {}",
            "services/dogs/es.yaml": "title: Hola {{nme}}, {{day}}\nabout: '{{a}}'",
        ])
        #expect(
            diagnostics.text == """
                services/dogs/es.yaml:1:8: error: '{{nme}}' does not stand in the text that this translates
                    Did you mean '{{name}}'?
                services/dogs/es.yaml:1:8: warning: the es text leaves out '{{name}}'
                    The text is: Dear {{name}}, by {{ day }}

                """)
    }

    @Test("no translation at all is one warning a file")
    func none() {
        #expect(
            read(nil).1.text == """
                services/dogs/service.yaml:1:1: warning: 8 texts have no es translation
                    Write services/dogs/es.yaml with the same keys and only their texts.

                """)
    }

    @Test("a language the government does not list")
    func unlisted() {
        let (_, diagnostics) = readFolder([
            "polity.yaml": Sample.government, "services/dogs/service.yaml": "title: Dogs\nquestions: {}", "services/dogs/fr.yaml": "title: Chiens",
        ])
        #expect(
            diagnostics.text == """
                services/dogs/fr.yaml:1:1: warning: polity.yaml does not list 'fr' among the languages to translate to
                    Add it to 'languages' in polity.yaml, or remove the file.

                """)
    }
}
