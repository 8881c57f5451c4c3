import Kernel
import Testing

@Suite struct ParagraphTests {
    @Test(
        arguments: [
            ("", []), ("one", ["one"]), ("one\ntwo", ["one\ntwo"]), ("one\n", ["one\n"]), ("one\n\ntwo", ["one", "two"]),
            ("\n\none\n\n\n\ntwo — ñ\n\n", ["one", "two — ñ"]), ("\n\n", []), ("a\n\nb\nc\n\nd", ["a", "b\nc", "d"]),
        ] as [(String, [String])])
    func areWhatEmptyLinesPart(_ text: String, _ expected: [String]) {
        #expect(text.paragraphs == expected)
    }
}
