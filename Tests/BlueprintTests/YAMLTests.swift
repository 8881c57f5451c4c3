import Kernel
import Testing

@testable import Blueprint

@Suite("YAML")
struct YAMLTests {
    @Test("every key and value knows its line, column and style")
    func positions() {
        let yaml = """
            # A comment
            title: Über uns   # umlaut before
            "quoted key":  'it''s'
            list:
              - one
              - {a: 1, b: [x, "y\\tz"]}
              -
            block: |
              first

                second
            folded: >-
              a
              b
            empty:
            null_text: ~
            """
        expectGolden(dump(read(yaml).node), "yaml-tree.txt")
    }

    /// One node a line: its place, how it is written and what it says.
    private func dump(_ node: SourceNode?, _ indent: String = "") -> String {
        guard let node else { return "none\n" }
        let place = "\(node.location.position.line):\(node.location.position.column)"
        switch node.content {
        case .scalar(let scalar):
            let start = "\(scalar.start.line):\(scalar.start.column)"
            return "\(indent)\(place) \(scalar.style)\(node.isNull ? " null" : "") at \(start) \(scalar.text.debugDescription)\n"
                + (scalar.verbatim.map { "\(indent)  verbatim \($0.debugDescription)\n" } ?? "")
        case .list(let items): return "\(indent)\(place) list\n" + items.map { dump($0, indent + "  ") }.joined()
        case .map(let entries):
            return "\(indent)\(place) map\n"
                + entries.map { "\(indent)  \($0.keyLocation.position.line):\($0.keyLocation.position.column) \($0.key):\n" + dump($0.value, indent + "    ") }
                .joined()
        }
    }

    @Test("faults say where, what and how to mend it")
    func faults() {
        let cases: [(String, String)] = [
            ("tab", "a:\n\tb: 1\n"),
            ("tab behind spaces", "a:\n  b: 1\n  \tc: 2\n"),
            ("second colon", "title: Foo: bar\n"),
            ("open quote", "a: 1\ntitle: \"never closed\nb: 2\n"),
            ("open single quote", "title: 'it's\nb: 2\n"),
            ("bad escape", #"path: "C:\dir""# + "\n"),
            ("no colon", "a: 1\ntitle\nb: 2\n"),
            ("reserved mark", "a: @home\n"),
            ("backtick", "a: `x`\n"),
            ("percent", "a: %x\n"),
            ("open bracket", "a: [1, 2\nb: 3\n"),
            ("open brace", "a: {x: 1\nb: 3\n"),
            ("bad indentation", "a:\n    b: 1\n  c: 2\n"),
            ("text behind a quote", "a: \"x\" y\n"),
            ("alias", "a: *other\n"),
            ("anchor", "a: &x 1\nb: 2\n"),
            ("merge key", "a: &x {b: 1}\nc: {<<: *x}\n"),
            ("tag", "a: !!int 3\nb: !mine x\n"),
            ("duplicate key", "a: 1\nb: 2\na: 3\n"),
            ("list as key", "? [1, 2]\n: x\n"),
            ("template without quotes", "title: {{name}}\n"),
            ("two documents", "a: 1\n---\nb: 2\n"),
            ("directive", "%YAML 1.1\n---\na: 1\n"),
            ("control character", "a: x\u{1}y\n"),
            ("nul", "a: \u{0}\n"),
            ("list in a map", "a: 1\n- b\n"),
            ("dash without a list", "a: - b\n"),
            ("lonely bracket", "]\n"),
            ("comma", "a: [1,,2]\n"),
            ("block header", "a: |x\n  text\n"),
            ("no-break space", "a:\n  b: 1\n \u{A0}c: 2\n  d: 3\n"),
            ("item without a blank", "steps:\n  -pay\n  - review: x\n"),
            ("item with a long dash", "steps:\n  \u{2013} pay\n  - review: x\n"),
            ("marks of a merge", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n"),
            ("long key", String(repeating: "k", count: 1_100) + ": 1\n"),
            ("condition of another language", "fee: a ? 1 : 2\n"),
            ("comments that were meant as text", "title: Form #5 dog\naccent: #1d70b8\n"),
            ("comments", "title: Form # 5 dog\nb: x # yes\n#a\nc: \"d #1\" #!x\n"),
            ("characters that turn the text", "title: a\u{202E}b\u{202C}\n# \u{2066}\n"),
            ("characters without width", "title: a\u{200B}b\n"),
            ("marks of a right-to-left language", "title: a\u{200F}b\u{200E}\n"),
        ]
        var text = ""
        for (name, yaml) in cases {
            let diagnostics = read(yaml).diagnostics
            text += "== \(name)\n" + (diagnostics.all.isEmpty ? "(nothing)\n" : diagnostics.text)
        }
        expectGolden(text, "yaml-faults.txt")
    }

    @Test("an empty file is a value that is missing", arguments: ["", "\u{FEFF}", "\n\n", "# nothing\n", "---\n", "---\n...\n"])
    func empty(yaml: String) {
        let (node, diagnostics) = read(yaml)
        #expect(node?.isNull == true)
        #expect(diagnostics.all.isEmpty)
    }

    @Test("a byte order mark and CR LF are no part of the text")
    func windows() {
        let (node, diagnostics) = read("\u{FEFF}a: 1\r\nb: |\r\n  x\r\n  y\r\n")
        #expect(diagnostics.all.isEmpty)
        #expect(node?["a"]?.text == "1")
        #expect(node?["b"]?.text == "x\ny\n")
        #expect(node?["b"]?.location.description == "f.yaml:2:4")
    }

    @Test("bytes that are no UTF-8 are found where they stand")
    func notUTF8() {
        var diagnostics = Diagnostics()
        let node = YAML.read(Array("a: é\nb: ".utf8) + [0xE9, 0x0A], file: "f.yaml", diagnostics: &diagnostics)
        #expect(node == nil)
        #expect(diagnostics.text == "f.yaml:2:4: error: this is not UTF-8 text\n    Save the file as UTF-8.\n")
    }

    @Test("size, depth and number of values are limited")
    func limits() {
        var limits = YAML.Limits()
        limits.bytes = 10
        #expect(read("a: 1234567890", limits: limits).diagnostics.text.contains("the file has 13 bytes; 10 are the most"))
        limits = .init()
        limits.nodes = 5
        #expect(read("[1, 2, 3, 4, 5, 6]", limits: limits).diagnostics.text.contains("more than 5 values"))
        let deep = String(repeating: "[", count: 100_000)
        #expect(read(deep).diagnostics.text.contains("more than 48 levels"))
        let deepMap = (0..<100).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(read(deepMap).diagnostics.text.contains("more than 48 levels"))
    }

    @Test("a billion laughs are not even begun")
    func laughs() {
        let lines = ["a: &a [x, x]"] + (0..<30).map { "b\($0): &b\($0) [*\($0 == 0 ? "a" : "b\($0 - 1)"), *a]" }
        let (node, diagnostics) = read(lines.joined(separator: "\n"))
        #expect(node?.entries.count == 31)
        #expect(diagnostics.count(of: .error) == 91)
    }
}
