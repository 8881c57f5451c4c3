/// Texts that once ended the process, or are like those that did: they are tried first, and grown into others.
public enum HostileTexts {
    /// What may stand in itself for ever.
    public static let openers = [
        "(", "[", "]", "{a:", "[<", "(<", "[1..", "(1..", "]1..", "[1..x[", "not(", "x in (", "x in <", "x in [", "if ", "if true then ",
        "if true then 1 else ",
        "for i in ", "for i in 1..", "for i in [1] return ", "some i in ", "every i in [1] satisfies ", "function(i) ", "a[", "count(", "-(", "- ",
        "a between ",
        "a between 1 and ", "1 + (", "1 instance of list<", "function(a: list<", "{a: function(b) ", "a.b[", "[1, ", "(1).a(", "<", "/*", "//", "@\"", "**",
    ]

    /// Names that hold quotation marks or nothing: a record's key may be any text.
    public static let keys = ["\"a \\\"\\\"\"", "\"\"", "\"a @\\\"x\\\"\"", "\"1\"", "\"a.b\"", "\" \"", "\"a\\n\"", "\"if\"", "\"a-\""]

    public static let expressions =
        [
            "{\"a \\\"\\\"\": 1}.a", "{\"\": 1}.", "duration(\"PT1S\") * -9223372036854775808", "@\"P1D\" * -106751991167300.640735", "@\"PT1S\" / -1e-19",
            "matches(\"x\", \"(((a{1000}){1000}){1000})\")", "matches(\"xxxx\", \"()()()()()()()()y\")", "matches(\"aaaa\", \"^(a*)\\1b\")",
            "@\"999999999-12-31\" + @\"P1D\"", "@\"999999999-12-31T23:00:00@Europe/London\" + @\"PT2H\"", "{\"x\": 1, \"x \\\"\\\"\": 2}.x \"\"",
        ] + openers.map { String(repeating: $0, count: 12_000 / $0.utf8.count) }
}
