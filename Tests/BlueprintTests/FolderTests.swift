import Kernel
import Testing

@testable import Blueprint

@Suite("A folder")
struct FolderTests {
    @Test("a file may name its schema for editors, and the schema admits it")
    func schemaKey() throws {
        let text = "$schema: .schemas/polity.json\nname: Arden\ncurrency: GBP\ntime_zone: UTC\n"
        let (folder, diagnostics) = readFolder(["polity.yaml": text])
        #expect(diagnostics.text == "" && folder.government.name.text == "Arden")
        #expect(Government.fileKind.erased.document["properties"]?["$schema"]?["type"] == "string")
    }

    static let service = """
        title: Register a dog
        questions:
          dog: {ask: What is it called?, type: text}
        """

    @Test("its files become values by kind")
    func values() throws {
        let (folder, diagnostics) = readFolder([
            "polity.yaml": Sample.government, "services/dogs/service.yaml": Self.service, "services/cats/service.yaml": Self.service,
            "services/dogs/tag.mustache": "Dear {{name}}", "registries/animals.yaml": "title: Animals\nfields: {name: {title: Name}}",
            "README.md": "Arden", "services/README.md": "About",
        ])
        #expect(diagnostics.text == "")
        #expect(folder.all(of: Sample.service).map(\.id) == ["cats", "dogs"])
        #expect(folder.all(of: Sample.letter).map(\.names) == [["dogs", "tag"]])
        #expect(folder.one(of: Sample.letter, id: "tag") == "Dear {{name}}")
        #expect(folder.one(of: Sample.registry, id: "animals") == 1)
        #expect(folder.one(of: Sample.registry, id: "plants") == nil)
        #expect(folder.government.name.text == "Arden")
    }

    @Test("a file with a slip in its name is not passed over in silence")
    func unknownFiles() {
        let files = [
            "services/dogs/servce.yaml", "services/dogs/service.yml", "service/dogs/service.yaml", "registries/animals.yml", "polity.yml", "notes.txt",
            "services/dogs/photo.png", "services/stray.yaml", "registrys/animals.yaml",
        ]
        var all = ["polity.yaml": Sample.government, "services/dogs/service.yaml": Self.service]
        for file in files { all[file] = "title: x" }
        expectGolden(readFolder(all).diagnostics.text, "unknown-files.txt")
    }

    @Test("a folder of a service without its service.yaml is not passed over")
    func headless() {
        let files = [
            "polity.yaml": Sample.government, "services/dogs/service.yaml": Self.service, "services/cats/tag.mustache": "Dear {{name}}",
            "services/cats/old/letter.txt": "x", "services/birds/service.yml": Self.service, "services/fish/service.yaml/letter.txt": "x",
            "services/README.md": "About", "services/ideas/README.md": "What may come",
        ]
        let errors = readFolder(files).diagnostics.sorted.filter { $0.severity == .error }.map(\.description)
        #expect(
            errors == [
                "services/birds/service.yml:1:1: error: the folder 'services/birds' has no service.yaml\n    Rename 'service.yml' to 'service.yaml'.",
                "services/cats/old/letter.txt:1:1: error: the folder 'services/cats' has no service.yaml\n    Write one, or remove the folder.",
                "services/fish/service.yaml/letter.txt:1:1: error: the folder 'services/fish' has no service.yaml\n    Write one, or remove the folder.",
            ])
    }

    @Test("files that are not YAML hide nothing either")
    func hiddenCharacters() {
        let files = [
            "polity.yaml": Sample.government, "services/dogs/service.yaml": Self.service, "services/dogs/tag.mustache": "\u{FEFF}Dear\n{{na\u{202E}me}}",
        ]
        #expect(
            readFolder(files).diagnostics.sorted.map { "\($0.location) \($0.severity)" } == ["services/dogs/tag.mustache:2:5 error"])
    }

    @Test(
        "what isolates a name on one line is let be, and nothing else of its kind",
        arguments: [
            ("\u{2068}{{name}}\u{2069} \u{2068}{{town}}\u{2069}", []), ("\u{2068}{{name}}\n\u{2069}", ["1:1", "2:1"]),
            ("\u{2067}{{name}}\u{2069}", ["1:1", "1:10"]),
            ("\u{2068}\u{202E}{{name}}\u{202C}\u{2069}", ["1:2", "1:11"]),
        ] as [(String, [String])])
    func isolates(_ text: String, _ places: [String]) {
        let files = ["polity.yaml": Sample.government, "services/dogs/service.yaml": Self.service, "services/dogs/tag.mustache": text]
        #expect(readFolder(files).diagnostics.sorted.map { "\($0.location)" } == places.map { "services/dogs/tag.mustache:\($0)" })
    }

    @Test("a folder without polity.yaml, and one of nothing")
    func noGovernment() {
        #expect(readFolder([:]).diagnostics.text.hasPrefix("polity.yaml:1:1: error: the folder has no polity.yaml\n"))
        let (folder, diagnostics) = readFolder(["services/dogs/service.yaml": "title: Dogs"])
        #expect(diagnostics.count(of: .error) == 2)
        #expect(folder.all(of: Sample.service).count == 1)
    }

    @Test("a name in a path must be an id")
    func pathNames() {
        let (_, diagnostics) = readFolder(["polity.yaml": Sample.government, "services/Dog Tags/service.yaml": Self.service])
        #expect(
            diagnostics.text == "services/Dog Tags/service.yaml:1:1: error: 'Dog Tags' is the id of a service and cannot be one\n    Rename it to 'dog_tags'.\n"
        )
    }

    @Test("names are resolved across files")
    func references() {
        let (_, diagnostics) = readFolder([
            "polity.yaml": Sample.government
                + "\nroles: {clerk: {title: Clerk, organisation: parrish, permissions: [casework.decid, registries.view]}}\norganisations: {parish: {title: Parish}}",
            "registries/animals.yaml": "title: Animals\nfields: {}",
            "services/dogs/service.yaml": Self.service + "\nrole: clrk\nregistry: animal",
            "services/cats/service.yaml": Self.service + "\nrole: clerk\nregistry: vehicles",
        ])
        expectGolden(diagnostics.text, "references.txt")
    }

    @Test("a name declared twice is reported at both places")
    func duplicates() {
        var references = References()
        references.declare("role", "clerk", at: SourceLocation(file: "a.yaml", line: 1, column: 2))
        references.declare("role", "clerk", at: SourceLocation(file: "b.yaml", line: 3, column: 4))
        references.declare("role", "clerk", at: SourceLocation(file: "c.yaml", line: 3, column: 4), in: "elsewhere")
        references.declare("service", "clerk", at: SourceLocation(file: "d.yaml", line: 3, column: 4))
        references.use("role", "clerk", at: SourceLocation(file: "e.yaml", line: 1, column: 1), in: "elsewhere")
        var diagnostics = Diagnostics()
        references.check(&diagnostics)
        #expect(
            diagnostics.text == """
                a.yaml:1:2: error: the role 'clerk' is declared again at b.yaml:3:4
                    Give one of them another id.
                b.yaml:3:4: error: the role 'clerk' is already declared at a.yaml:1:2
                    Give one of them another id.

                """)
    }

    @Test("a mistake in one file hides no mistake in another, nor does a schema's finding repeat in the decoding")
    func independence() {
        let kind = FileKind<Int>(
            id: "n", pattern: "n/*.yaml", about: "", translations: .none, schema: .object(ObjectSchema("N", "", [.required("n", .integer(), "")]))
        ) { file, reading in
            if file.root.integer("n") == 0 { reading.diagnostics.error(file.root.location(of: "n"), "zero") }
            return file.root.integer("n")
        }
        let (_, diagnostics) = readFolder(
            ["polity.yaml": Sample.government, "n/a.yaml": "n: x", "n/b.yaml": "n: [", "n/c.yaml": "n: 0", "n/d.yaml": "m: 1"], [kind.erased])
        #expect(
            diagnostics.sorted.map { "\($0.location) \($0.message)" } == [
                "n/a.yaml:1:4 'n' must be a whole number, not 'x'", "n/b.yaml:2:1 the file ends inside '[' or '{'", "n/c.yaml:1:4 zero",
                "n/d.yaml:1:1 the file lacks 'n'",
                "n/d.yaml:1:1 unknown key 'm'",
            ])
    }

    @Test("hundreds of mistakes in one run")
    func hundreds() {
        var files = [
            "polity.yaml":
                "nam: Arden\ncurrency: pounds\ntime_zone: London\nlanguages: [en, english, en]\nroles: [clerk]\nlook: {accent: yellow}\nholidays: {easter: {title: Easter, date: in spring}}"
        ]
        let mistakes = SchemaCheckTests.mistakes
        for (index, mistake) in mistakes.enumerated() {
            files["services/s\(index)/service.yaml"] = mistake
            files["registries/r\(index).yaml"] = "title: R\(index)\nfields:\n  \(index): {titel: x}\n  b\(index): {}\nextra: \(index)\n"
            files["services/s\(index)/servise.yaml"] = ""
        }
        let (_, diagnostics) = readFolder(files)
        #expect(diagnostics.sorted.count > 250)
        expectGolden(diagnostics.text, "hundreds.txt")
    }
}
