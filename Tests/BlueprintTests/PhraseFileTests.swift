import Kernel
import Testing

@testable import Blueprint

/// `phrases/LANG.yaml`: a government's own words, and languages that the program does not bring.
@Suite("phrases/LANG.yaml")
struct PhraseFileTests {
    private static func read(_ language: String, _ phrases: String, languages: String = "[en, es, ar]") -> (government: Government, findings: [String]) {
        let polity = "name: Arden\ncurrency: GBP\ntime_zone: UTC\nlanguages: \(languages)\n"
        let (folder, diagnostics) = readFolder(["polity.yaml": polity, "phrases/\(language).yaml": phrases])
        return (folder.government, diagnostics.sorted.map(\.description).filter { !$0.contains("translation") && !$0.contains("stay English") })
    }

    /// Its place is in the catalogue; the words here are the test's.
    private static let found = Phrase("portal.services_found", en: .plural(one: "{count} one", other: "{count} many"), es: "{count}")
    private static let back = Phrase("web.back", en: "Back", es: "Volver")

    @Test("a third language has the forms that its numbers ask for, and English for the rest")
    func thirdLanguage() {
        let (government, findings) = Self.read(
            "ar",
            """
            web.back: رجوع
            portal.services_found: {zero: لا شيء, one: خدمة, two: خدمتان, few: "{count} خدمات", many: "{count} خدمة", other: "{count} خدمة."}
            """)
        #expect(findings == [])
        let arabic = government.language("ar", name: "العربية")
        #expect(arabic.isRightToLeft && arabic.name == "العربية" && arabic.say(Self.back) == "رجوع")
        let said = [0, 1, 2, 3, 11, 100].map { arabic.say(Self.found, ["count": .count($0)]) }
        #expect(said == ["لا شيء", "خدمة", "خدمتان", "3 خدمات", "11 خدمة", "100 خدمة."])
        #expect(arabic.say(Phrase("web.next_page", en: "Next", es: "Siguiente")) == "Next")
        #expect(government.language("ar-EG").say(Self.back) == "رجوع" && government.language("ar-EG").code == "ar-EG")
    }

    @Test("what a country's file leaves out is said as the language's file says it, and then as the program does")
    func nearestFirst() {
        let files = [
            "polity.yaml": "name: Arden\ncurrency: GBP\ntime_zone: UTC\nlanguages: [en, pt, pt-BR]\n",
            "phrases/pt.yaml": "web.back: Recuar\nweb.next_page: Seguinte\n", "phrases/pt-BR.yaml": "web.back: Voltar\n",
        ]
        let (folder, diagnostics) = readFolder(files)
        let phrases = [Self.back, Phrase("web.next_page", en: "Next", es: "Siguiente"), Phrase("web.menu", en: "Menu", es: "Menú")]
        let said = ["pt", "pt-BR", "pt-PT"].map { code in phrases.map { folder.government.language(code).say($0) } }
        #expect(said == [["Recuar", "Seguinte", "Menu"], ["Voltar", "Seguinte", "Menu"], ["Recuar", "Seguinte", "Menu"]])
        // Both have two phrases, one of them of its own.
        let missing = diagnostics.sorted.map(\.message).filter { $0.hasSuffix("stay English") }
        #expect(missing.count == 2 && missing.allSatisfy { $0.hasPrefix("\(PhraseCatalogue.shared.count - 2) of ") }, "\(missing)")
    }

    @Test("a government words English in its own way")
    func ownWording() {
        let government = Self.read("en", "web.back: Go back\n").government
        #expect(government.language("en").say(Self.back) == "Go back" && government.language("en").name == "English")
        #expect(government.language("es").say(Self.back) == "Volver")
    }

    @Test(
        "what a file gets wrong is told at its place",
        arguments: [
            ("ar", "web.bak: x", "phrases/ar.yaml:1:1: warning: there is no phrase 'web.bak'\n    Did you mean 'web.back'?"),
            (
                "ar", "portal.answered: x",
                "phrases/ar.yaml:1:18: warning: the phrase leaves out '{date}', so the program's own words are shown\n    Its English is: You answered on {date}."
            ),
            (
                "ar", "portal.answered: x {dat} {date}",
                "phrases/ar.yaml:1:18: warning: nothing stands for '{dat}' in this phrase, so the program's own words are shown\n    Did you mean '{date}'?"
            ),
            (
                "es", "portal.services_found: {two: \"{count} a\", one: \"{count} b\", many: \"{count} c\", other: \"{count} d\"}",
                "phrases/es.yaml:1:25: error: 'es' has no form 'two'\n    It has: one, many, other (Unicode CLDR)."
            ),
            (
                "es", "portal.services_found: {one: \"{count} b\", other: \"{count} d\"}",
                "phrases/es.yaml:1:24: warning: the form 'many' of 'es' is missing, so 'other' stands in for it\n    Add 'many: …'."
            ),
            (
                "es", "portal.services_found: {one: \"{count} b\", many: \"{count} c\", other: many}",
                "phrases/es.yaml:1:24: warning: the phrase leaves out '{count}', so the program's own words are shown"
            ),
            ("es", "portal.services_found: {one: \"{count} b\"}", "phrases/es.yaml:1:24: error: 'portal.services_found' lacks 'other'"),
            ("arabic_words", "web.back: x", "phrases/arabic_words.yaml:1:1: error: 'arabic_words' is no language"),
            ("pl", "web.back: x", "phrases/pl.yaml:1:1: warning: polity.yaml does not list 'pl' among its languages"),
        ])
    func mistakes(language: String, phrases: String, finding: String) {
        let findings = Self.read(language, phrases + "\n").findings
        #expect(findings.contains { $0.hasPrefix(finding) }, "\(findings)")
    }

    @Test("a phrase that another version of the program had is not taken, and the folder is valid")
    func otherVersion() {
        let polity = "name: Arden\ncurrency: GBP\ntime_zone: UTC\n"
        let phrases = "web.long_gone: x\nweb.back: Back to {place}\nportal.answered: Answered\n"
        let (folder, diagnostics) = readFolder(["polity.yaml": polity, "phrases/en.yaml": phrases])
        #expect(!diagnostics.hasErrors, "\(diagnostics.text)")
        let answered = Phrase("portal.answered", en: "You answered on {date}.", es: "Respondió el {date}.")
        #expect(folder.government.language("en").say(Self.back) == "Back")
        #expect(folder.government.language("en").say(answered, ["date": .text("Monday")]) == "You answered on Monday.")
    }

    @Test("how much is missing is told, and where everything is printed")
    func missing() {
        let polity = "name: Arden\ncurrency: GBP\ntime_zone: UTC\nlanguages: [en, ar]\n"
        let (_, diagnostics) = readFolder(["polity.yaml": polity, "phrases/ar.yaml": "web.back: رجوع\n"])
        let count = PhraseCatalogue.shared.count
        #expect(count > 1_400)
        #expect(
            diagnostics.text.contains(
                "polity.yaml:4:17: warning: \(count - 1) of the pages' own \(count) phrases have no 'ar' and stay English\n    Translate them in phrases/ar.yaml; `polity schema --phrases` prints every phrase."
            ), "\(diagnostics.text)")
    }

    @Test("the whole catalogue is itself such a file")
    func catalogue() {
        #expect(Self.read("en", PhraseCatalogue.text).findings == [])
    }
}
