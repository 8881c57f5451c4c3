import Foundation
import Testing

/// A missing translation does not compile; these hold what the compiler cannot see.
@Suite("Every visible word has a phrase, in both languages")
struct PhraseTests {
    struct Declared {
        var key: String
        var english: String
        var spanish: String
        var place: String
    }

    @Test("no key is declared twice")
    func unique() throws {
        let keys = Dictionary(grouping: try Self.phrases(), by: \.key)
        let faults = keys.filter { $0.value.count > 1 }.map { "\($0.key): \($0.value.map(\.place).joined(separator: ", "))" }
        #expect(faults.sorted() == [])
    }

    @Test("both languages fill the same places, and say something")
    func places() throws {
        var faults: [String] = []
        for phrase in try Self.phrases() {
            if Self.names(in: phrase.english) != Self.names(in: phrase.spanish) { faults.append("\(phrase.place): \(phrase.key) fills different places") }
            if !phrase.english.contains(/"[^"]+"/) || !phrase.spanish.contains(/"[^"]+"/) { faults.append("\(phrase.place): \(phrase.key) is empty") }
        }
        #expect(faults == [])
    }

    /// Governments translate from it, and `polity check` holds their files against it. `POLITY_RECORD=1` writes it anew.
    @Test("the catalogue has every phrase as it is in English")
    func catalogue() throws {
        let file = House.root + "/Sources/Edge/Blueprint/PhraseCatalogue+Text.swift"
        let lines = try Self.phrases().sorted { $0.key < $1.key }.map(Self.line)
        let text = """
            extension PhraseCatalogue {
                /// Every phrase of the program with its English, as a phrases/LANG.yaml begins. Written by Tests/HouseTests/PhraseTests.swift.
                public static let text = #\"""
            \(lines.map { "        \($0)" }.joined(separator: "\n"))

                    \"""#
            }

            """
        if ProcessInfo.processInfo.environment["POLITY_RECORD"] != nil { try text.write(toFile: file, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text, "phrases have changed; POLITY_RECORD=1 writes the catalogue anew")
    }

    /// A line of YAML. What is escaped in Swift is in YAML too, but for characters by their number.
    private static func line(_ phrase: Declared) -> String {
        func quoted(_ literal: Substring) -> String {
            "\"" + literal.replacing(/\\u\{([0-9A-Fa-f]+)\}/) { "\\u" + String(repeating: "0", count: max(0, 4 - $0.1.count)) + $0.1.uppercased() } + "\""
        }
        let forms = phrase.english.matches(of: /(zero|one|two|few|many|other):\s*"((?:[^"\\]|\\.)*)"/)
        if phrase.english.contains(".plural(") { return "\(phrase.key): {" + forms.map { "\($0.1): \(quoted($0.2))" }.joined(separator: ", ") + "}" }
        let literal = phrase.english.firstMatch(of: /"((?:[^"\\]|\\.)*)"/)?.1 ?? ""
        return "\(phrase.key): \(quoted(literal))"
    }

    @Test("no page writes words of its own")
    func literals() throws {
        let written =
            /(?:html|\$0)\.(?:h1|h2|h3|p|li|a|dt|dd|th|td|strong|span|label|legend|caption|submit|buttonLink|emptyState|warning|details)\("\p{L}[^"\\]*"/
        var faults: [String] = []
        for room in try House.rooms() where room.floor == "Blocks" || room.floor == "Services" || room.name == "Web" {
            // The gallery shows made-up content to designers and tests.
            for file in try House.swiftFiles(in: room.path) where !file.hasSuffix("/Gallery.swift") {
                for match in try Self.code(of: file).matches(of: written) { faults.append("\(Self.short(file)): \(match.0)") }
            }
        }
        #expect(faults == [])
    }

    /// Every `Phrase("key", en: …, es: …)` of the sources: of the rooms, and of the command, which names the parts of the site.
    static func phrases() throws -> [Declared] {
        var found: [Declared] = []
        for path in try House.rooms().map(\.path) + ["\(House.root)/Sources/polity"] {
            for file in try House.swiftFiles(in: path) {
                let code = try code(of: file)
                for match in code.matches(of: /Phrase\(\s*"([a-z0-9_.]+)",\s*en:/) {
                    let rest = code[match.range.upperBound...]
                    guard let middle = rest.firstRange(of: /,\s*es:/) else { continue }
                    let after = rest[middle.upperBound...]
                    let end = after.firstRange(of: /"\)/)?.upperBound ?? after.endIndex
                    found.append(
                        Declared(key: String(match.1), english: String(rest[..<middle.lowerBound]), spanish: String(after[..<end]), place: short(file)))
                }
            }
        }
        return found
    }

    /// The file without its documentation, which shows examples.
    private static func code(of file: String) throws -> String {
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.filter { !$0.drop { $0 == " " }.hasPrefix("///") }.joined(separator: "\n")
    }

    private static func names(in template: String) -> Set<String> { Set(template.matches(of: /\{([a-z_]+)\}/).map { String($0.1) }) }

    private static func short(_ file: String) -> String { String(file.dropFirst(House.root.count + 1)) }
}
