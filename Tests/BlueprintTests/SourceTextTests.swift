import Kernel
import Testing

@testable import Blueprint

@Suite("Texts of other languages inside a file")
struct SourceTextTests {
    /// However it is written, counting lines and columns from the text's location leads to the word's place in the file.
    @Test(
        "a word is found again in the file",
        arguments: [
            "when: age >= 18 and WORD\n",
            "when: 'age >= 18 and WORD'\n",
            "when: \"age >= 18 and WORD\"\n",
            "when: age >= 18\n  and WORD\n",
            "when:\n  age >= 18\n    and WORD\n",
            "when: 'age >= 18\n   and WORD'\n",
            "when: \"age >= 18\n   and WORD\"\n",
            "when: |\n  age >= 18\n  and WORD\n",
            "when: |\n\n  age >= 18\n\n    and WORD\n",
            "when: |2-  # with a comment\n    age >= 18\n    and WORD\n",
            "when: >\n      age >= 18\n      and WORD\nafter: 1\n",
            "when: >-\n  prénom = \"é\" and\n  ünd WORD",
            "when: |\n  WORD\nafter: 1\n",
        ])
    func found(yaml: String) throws {
        let node = try #require(read(yaml).node)
        let source = try #require(Checked(node).source("when"))
        #expect(
            position(of: "WORD", in: source.text, from: source.location.position) == position(of: "WORD", in: yaml, from: SourcePosition(line: 1, column: 1)))
    }

    private func position(of word: String, in text: String, from start: SourcePosition) -> SourcePosition? {
        var position = start
        var rest = text[...]
        while !rest.isEmpty {
            if rest.hasPrefix(word) { return position }
            let character = rest.removeFirst()
            if character == "\n" { position = SourcePosition(line: position.line + 1, column: 1) } else { position.column += character.unicodeScalars.count }
        }
        return nil
    }

    @Test("texts for people lose the line end that block styles leave behind")
    func trimmed() throws {
        let node = try #require(read("a: |\n  x\n  y\nb: >\n  x\n  y\nc: \"x\\n\"\n").node)
        let root = Checked(node)
        #expect(root.text("a") == "x\ny")
        #expect(root.text("b") == "x y")
        #expect(root.text("c") == "x\n")
    }
}
