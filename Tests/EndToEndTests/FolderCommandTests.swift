import Foundation
import Testing

@Suite("polity check, schema, new and plan", .enabled(if: PolityCommand.isBuilt))
struct FolderCommandTests {
    @Test("the shipped governments have nothing to mend", arguments: ["arden", "hamlet"])
    func shipped(government: String) throws {
        let result = try PolityCommand.run("check", "governments/\(government)")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasSuffix("files, nothing to mend\n"), "\(result.output)")
    }

    @Test("the program says which version it is")
    func version() throws {
        let result = try PolityCommand.run("--version")
        #expect(result.status == 0 && result.output.wholeMatch(of: /polity \d+\.\d+\.\d+( \(unreleased\))?\n/) != nil, "\(result.output)")
    }

    @Test("a folder with mistakes exits with 1 and tells them all")
    func mistakes() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write([
            "polity.yaml": "nam: Arden\ncurrency: pounds\ntime_zone: Europe/London\n",
            "services/dogs/service.yaml": "title: Register a dog\nsummary: A tag\nquestions:\n\tdog: x\n",
            "services/dogs/servise.yaml": "",
        ])
        let result = try PolityCommand.run("check", folder.path)
        #expect(result.status == 1)
        #expect(
            result.output == """
                \(folder.path)/polity.yaml:1:1: error: unknown key 'nam'
                    Did you mean 'name'?
                \(folder.path)/polity.yaml:2:11: error: 'currency' must be a currency code, not 'pounds'
                    Write the three capital letters of ISO 4217, such as EUR.
                \(folder.path)/services/dogs/service.yaml:4:1: error: a tab stands where YAML wants spaces
                    Indent with spaces; two for each level.
                \(folder.path)/services/dogs/servise.yaml:1:1: warning: no kind of file is called this, so it is not read
                    Did you mean 'service.yaml'?
                \(folder.path): 3 files, 3 errors, 1 warning

                """)
    }

    @Test("names in made-up data that nothing has are told, each with what was meant")
    func madeUpData() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        var files = SmallGovernment.files
        files["polity.yaml"] = files["polity.yaml"]?.replacingOccurrences(of: "[en, es]", with: "[en]")
        files["samples/trees.yaml"] = """
            registry: trees
            fields:
              numbr: {feel: '"T" + string(index)'}
            records:
              oak: {number: T1, kind: Oak}
              elm: {number: T2, height: "12"}
            """
        files["demonstration.yaml"] = """
            accounts:
              clerk: {email: clerk@example.org, name: Clara Clerk, roles: [clark, administrator]}
              rosa: {email: rosa@example.org, name: Rosa Resident, sample: trees, record: oka}
              emil: {email: emil@example.org, name: Emil Resident, sample: tress, record: oak}
            past:
              services:
                - service: report
                  answers: {wat: A tree}
                  findings: {seen: yes}
                  decisions: {dune: 3, done: 1}
                  reasons: {lost: {en: [No.]}}
                - service: reprot
            """
        try folder.write(files)
        let result = try PolityCommand.run("check", folder.path)
        #expect(result.status == 1)
        #expect(
            result.output == """
                \(folder.path)/demonstration.yaml:2:64: error: unknown role 'clark'
                    Did you mean 'clerk'?
                \(folder.path)/demonstration.yaml:3:79: error: the sample 'trees' has no record 'oka'
                    Did you mean 'oak'?
                \(folder.path)/demonstration.yaml:4:64: error: unknown sample 'tress'
                    Did you mean 'trees'?
                \(folder.path)/demonstration.yaml:8:17: error: the service 'report' has no question 'wat'
                    Did you mean 'what'?
                \(folder.path)/demonstration.yaml:9:18: error: no step of the service 'report' asks 'seen'
                    Leave it out.
                \(folder.path)/demonstration.yaml:10:19: error: the service 'report' has no outcome 'dune'
                    Did you mean 'done'?
                \(folder.path)/demonstration.yaml:11:17: error: the service 'report' has no outcome 'lost'
                    Leave it out, or write one of: done, granted, refused.
                \(folder.path)/demonstration.yaml:12:16: error: unknown service 'reprot'
                    Did you mean 'report'?
                \(folder.path)/samples/trees.yaml:3:3: error: the registry 'trees' has no field 'numbr'
                    Did you mean 'number'?
                \(folder.path)/samples/trees.yaml:6:21: error: the registry 'trees' has no field 'height'
                    Leave it out, or write one of: number, kind.
                \(folder.path)/services/report/service.yaml:1:1: warning: the service 'report' has no worked examples
                    Add some in examples.yaml beside it; 'polity test' runs them.
                \(folder.path): 5 files, 10 errors, 1 warning

                """)
    }

    @Test("the README's second service passes check and test as it is printed there")
    func readme() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let town = folder.path + "/mytown"
        #expect(try PolityCommand.run("new", town).status == 0)
        let page = try String(contentsOfFile: PolityCommand.root + "/README.md", encoding: .utf8)
        let blocks = page.components(separatedBy: "```yaml\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
        try #require(blocks.count == 2)
        for (name, text) in zip(["service", "examples"], blocks) { try folder.write(["mytown/services/hold_a_street_party/\(name).yaml": text]) }
        let check = try PolityCommand.run("check", town)
        #expect(check.status == 0, "\(check.output)")
        let test = try PolityCommand.run("test", town)
        #expect(test.output.hasSuffix("2 passed, 0 failed\n"), "\(test.output)")
    }

    @Test("a folder that cannot be read exits with 2")
    func unreadable() throws {
        let result = try PolityCommand.run("check", "/no/such/folder")
        #expect(result.status == 2)
        #expect(result.complaints.hasPrefix("FOLDER-101: the folder '/no/such/folder' cannot be read. Name a directory that holds a polity.yaml."))
    }

    @Test("a new government passes check and test as it is, and is not written over")
    func new() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        #expect(try PolityCommand.run("new", folder.path, "--name", "Oak \"&\" Fern: a town", "--time-zone", "Europe/London").status == 0)
        let check = try PolityCommand.run("check", folder.path)
        #expect(check.status == 0 && check.output.hasSuffix("3 files, nothing to mend\n"), "\(check.output)")
        let test = try PolityCommand.run("test", folder.path)
        #expect(test.status == 0 && test.output.contains("1 passed, 0 failed"), "\(test.output)\(test.complaints)")
        #expect(try PolityCommand.run("new", folder.path).status == 1)
        let second = try PolityCommand.run("new", folder.path + "/2nd town's")
        let next = "and polity serve --demo '\(folder.path)/2nd town'\\''s' --data 'var/2nd town'\\''s'\n"
        #expect(second.output.hasSuffix(next), "\(second.output)")
        // The system knows these two, which are no place's; they would have become UTC unsaid.
        for zone in ["CET", "EST5EDT", "Europe/Nowhere"] {
            let refused = try PolityCommand.run("new", folder.path + "/other", "--time-zone", zone)
            #expect(refused.status != 0 && refused.complaints.contains("'\(zone)' is no time zone"), "\(refused.complaints)")
        }
    }

    @Test("a change that would lose records is told and refused")
    func plan() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let government = "name: Arden\ncurrency: GBP\ntime_zone: UTC\n"
        try folder.write([
            "old/polity.yaml": government, "new/polity.yaml": government,
            "old/registries/streets.yaml": "title: Streets\nfields: {name: {title: Name, type: text}, length: {title: Length, type: number}}\n",
            "new/registries/streets.yaml": "title: Streets\nfields: {label: {title: Name, type: text, was: name}}\n",
        ])
        let result = try PolityCommand.run("plan", folder.path + "/new", "--against", folder.path + "/old")
        #expect(result.status == 1)
        #expect(result.output.hasSuffix("1 renamed, 1 incompatible: this folder will not be served\n"), "\(result.output)\(result.complaints)")
    }

    @Test("the translations that the reference shows fit a new government")
    func translations() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        #expect(try PolityCommand.run("new", folder.path + "/town").status == 0)
        let page = try String(contentsOfFile: PolityCommand.root + "/docs/blueprint.md", encoding: .utf8)
        let blocks = page.components(separatedBy: "```yaml\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
        try #require(blocks.count == 2)
        let government = try String(contentsOfFile: folder.path + "/town/polity.yaml", encoding: .utf8)
        try folder.write([
            "town/polity.yaml": government + "languages: [en, es]\n", "town/services/register_a_dog/es.yaml": blocks[0], "town/translations/es.yaml": blocks[1],
        ])
        let check = try PolityCommand.run("check", folder.path + "/town")
        #expect(check.output.hasSuffix("5 files, nothing to mend\n"), "\(check.output)")
    }

    @Test("every kind of file has a schema, and docs/blueprint.md is made from them")
    func reference() throws {
        let kinds = try PolityCommand.run("schema").output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(kinds.contains("polity") && kinds.contains("service"))
        for kind in kinds { #expect(try PolityCommand.run("schema", kind).output.contains("json-schema.org/draft/2020-12"), "\(kind)") }
        let written = FileManager.default.contents(atPath: PolityCommand.root + "/docs/blueprint.md").map { String(decoding: $0, as: UTF8.self) }
        let made = try PolityCommand.run("schema", "--reference").output
        #expect(written == made, "docs/blueprint.md is behind the schemas; write it anew with: polity schema --reference > docs/blueprint.md")
    }
}
