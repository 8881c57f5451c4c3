import Foundation
import Kernel
import Testing

@testable import Blueprint

@Suite("JSON Schema documents")
struct JSONSchemaTests {
    @Test("the document of polity.yaml")
    func polity() throws {
        expectGolden(Government.fileKind.erased.document.indentedText + "\n", "polity.schema.json")
    }

    /// Our own checker and an independent validator of JSON Schema 2020-12 agree on which files are good.
    @Test("an independent validator agrees with ours", .enabled(if: Validator.isAvailable))
    func validator() throws {
        let good = [
            "title: Dogs\nquestions: {}", "title: Dogs\nfee: 5\nquestions: {dog: {ask: Name, type: text, max: 5, optional: true}}",
            "title: 2026\nfee: {amount: 5}\nsince: 2026-01-31\nshare: 0.5\nyou_need: [a]\nsteps: [pay, {review: {title: x}}]\nquestions: {more: {ask: Name, type: group, questions: {a: {ask: Name, type: text}}}}",
        ]
        // Time zones, duplicate ids and the like are beyond a schema; these are not.
        let bad = [
            "text", "- a", "questions: {}", "titel: Dogs\nquestions: {}", "title: [a]\nquestions: {}",
            "title: Dogs\nquestions: {Dog Name: {ask: x, type: text}}",
            "title: Dogs\nquestions: {dog: x}", "title: Dogs\nquestions: {dog: {ask: x, type: txt}}",
            "title: Dogs\nquestions: {dog: {ask: x, type: text, max: 0}}",
            "title: Dogs\nquestions: {dog: {ask: x, type: text, max: \"5\"}}", "title: Dogs\nquestions: {dog: {ask: x, type: text, optional: perhaps}}",
            "title: Dogs\nyou_need: [a, b, c, d]\nquestions: {}", "title: Dogs\nfee: [1]\nquestions: {}", "title: Dogs\nfee: {amont: 1}\nquestions: {}",
            "title: Dogs\nquestions: {more: {ask: Name, type: group, questions: {a: {ask: 1}}}}",
        ]
        let verdicts = try Validator.verdicts(schema: Sample.service.erased.document, files: good + bad)
        #expect(verdicts == good.map { _ in true } + bad.map { _ in false })
        for file in good { #expect(findings(file, Sample.serviceSchema) == "", "\(file)") }
        for file in bad { #expect(findings(file, Sample.serviceSchema) != "", "\(file)") }

        let governments = [Sample.government, "name: A\ncurrency: eur\ntime_zone: UTC", "name: A\ncurrency: EUR\ntime_zone: UTC\nroles: {Clerk: {title: x}}"]
        #expect(try Validator.verdicts(schema: Government.fileKind.erased.document, files: governments) == [true, false, false])
    }
}

/// Python's `jsonschema` and `yaml`, where they are installed.
private enum Validator {
    static let script = """
        import json, sys, yaml, jsonschema
        class Plain(yaml.SafeLoader): pass
        # Dates stay texts, as JSON has them.
        Plain.yaml_implicit_resolvers = {k: [r for r in v if r[0] != 'tag:yaml.org,2002:timestamp'] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}
        request = json.load(sys.stdin)
        jsonschema.Draft202012Validator.check_schema(request['schema'])
        validator = jsonschema.Draft202012Validator(request['schema'])
        print(json.dumps([validator.is_valid(yaml.load(text, Plain)) for text in request['files']]))
        """

    static let isAvailable = (try? run("import jsonschema, yaml; jsonschema.Draft202012Validator", input: "")) != nil

    static func verdicts(schema: JSON, files: [String]) throws -> [Bool] {
        let request: JSON = ["schema": schema, "files": .array(files.map(JSON.string))]
        return (try JSON(parsing: try run(script, input: request.text)).array ?? []).compactMap(\.bool)
    }

    private struct Failure: Error { var status: Int32 }

    private static func run(_ script: String, input: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
        return Array(output)
    }
}
