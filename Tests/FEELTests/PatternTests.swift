import FEEL
import Kernel
import Testing

/// XPath's regular expressions where they differ from others', and the errors that are null.
@Suite struct PatternTests {
    @Test(arguments: [
        ("abc", "b", "", "true"), ("abc", "^b", "", "false"), ("a.b", "a\\.b", "", "true"), ("aXb", "a.b", "", "true"), ("a\nb", "a.b", "", "false"),
        ("a\nb", "a.b", "s", "true"),
        ("x\ny", "^y$", "", "false"), ("x\ny", "^y$", "m", "true"), ("ABC", "b", "i", "true"), ("\u{212A}", "k", "i", "true"), ("ab", "a b", "x", "true"),
        // White space goes before anything is read, and stays in classes: the examples of XPath's functions, section 5.6.2.
        ("hello world", "hello\\ sworld", "x", "true"), ("hello world", "hello world", "x", "false"), ("hello world", "hello[ ]world", "x", "true"),
        ("abab", "^(ab)\\1$", "", "true"), ("abba", "^(ab)\\1$", "", "false"),
        ("b", "^[a-z-[aeiou]]$", "", "true"), ("e", "^[a-z-[aeiou]]$", "", "false"), ("É", "^\\p{Lu}$", "", "true"), ("λ", "^\\p{IsGreek}$", "", "true"),
        ("7", "^\\d$", "", "true"), ("٣", "^\\d$", "", "true"), ("_", "^\\i\\c*$", "", "true"),
        ("aaa", "^a{2,3}$", "", "true"), ("aaaa", "^a{2,3}$", "", "false"), ("", "^(a?)*$", "", "true"), ("ab", "^(?:a|b)+$", "", "true"),
        ("🐎", "^.$", "", "true"),
        ("a", "(", "", "null"), ("a", "a{3,2}", "", "null"), ("a", "[b-a]", "", "null"), ("a", "\\q", "", "null"), ("a", "a", "g", "null"),
        ("a", "a**", "", "null"), ("a", "\\p{Nowhere}", "", "null"), ("a", "(a)\\2", "", "null"),
    ])
    func matches(_ text: String, _ pattern: String, _ flags: String, _ expected: String) {
        let values: Context = ["t": .string(text), "p": .string(pattern), "f": .string(flags)]
        #expect(value("matches(t, p, f)", values, types: ["t": .string, "p": .string, "f": .string])?.description == expected)
    }

    /// What forms and registries ask of a whole text; nil where it is no pattern.
    @Test(
        arguments: [
            ("AB1234", "[A-Z]{2}[0-9]{4}", true), ("xAB1234", "[A-Z]{2}[0-9]{4}", false), ("AB12345", "[A-Z]{2}[0-9]{4}", false),
            ("b", "a|b", true), ("ab", "a|b", false), ("ab\n", "ab", false), ("ab", "^ab$", true), ("abab", "(ab)\\1", true), ("", "a?", true),
            ("a", "a)|(b", nil), ("a", "[A-", nil), ("", "(", nil),
        ] as [(String, String, Bool?)])
    func wholeTexts(_ text: String, _ pattern: String, _ expected: Bool?) { #expect(TextPattern(pattern)?.matches(text) == expected) }

    /// It ends, and others may write.
    @Test(arguments: ["([a-z]+ ?)*", "(a|a)*", "(a*)*b", "(.*a){12}"]) func noTextHoldsAPatternUp(_ source: String) throws {
        let pattern = try #require(TextPattern(source))
        #expect(!pattern.matches(String(repeating: "a", count: 400) + "."))
    }

    @Test(arguments: [
        ("banana", "a", "o", "\"bonono\""), ("abc", "(.)", "$1$1", "\"aabbcc\""), ("abc", "b", "\\$", "\"a$c\""), ("abc", "b", "$", "null"),
        ("abc", "b", "\\n", "null"), ("abc", "(b)", "$12", "\"ab2c\""), ("abc", "(b)|z", "[$0]", "\"a[b]c\""),
    ])
    func replacements(_ text: String, _ pattern: String, _ replacement: String, _ expected: String) {
        let values: Context = ["t": .string(text), "p": .string(pattern), "r": .string(replacement)]
        #expect(value("replace(t, p, r)", values, types: ["t": .string, "p": .string, "r": .string])?.description == expected)
    }
}
