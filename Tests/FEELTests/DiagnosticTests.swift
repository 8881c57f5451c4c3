import FEEL
import Kernel
import Testing

/// What a service designer reads when an expression is wrong.
@Suite struct DiagnosticTests {
    static let types: [String: FEELType] = [
        "age": .number, "date_of_birth": .date, "name": .string, "married": .boolean, "vehicles": .list(.context(["plate": .string, "weight": .number])),
        "home": .context(["town": .string]),
    ]

    @Test(arguments: [
        ("agee > 17", "rules.yaml:1:1: error: there is no name 'agee' here\n    Did you mean 'age'?"),
        ("age + name", "rules.yaml:1:7: error: this is text, a number is needed here\n    Turn text into a number with number(text)."),
        ("age > \"17\"", "rules.yaml:1:1: error: a number is compared with text: they are never equal and have no order\n    Compare values of one type."),
        ("if age then 1 else 2", "rules.yaml:1:4: error: this is a number, true or false is needed here\n    A condition compares: age >= 18."),
        ("home.twon", "rules.yaml:1:1: error: there is no 'twon' in this record\n    Did you mean 'town'?"),
        ("vehicles[wieght > 3]", "rules.yaml:1:10: error: there is no name 'wieght' here\n    Did you mean 'weight'?"),
        ("date_of_birth.yaer", "rules.yaml:1:1: error: a date has no 'yaer'\n    Did you mean 'year'?"),
        ("upper case(age)", "rules.yaml:1:12: error: this is a number, text is needed here\n    upper case is used so: upper case(string: string) -> string"),
        (
            "substring(name)",
            "rules.yaml:1:1: error: 'substring' cannot be called like this\n    It is used so: substring(string: string, start position: number, length?: number) -> string"
        ),
        ("if married then 1", "rules.yaml:1:18: error: the word 'else' is missing here\n    Every if needs an else: if condition then value else value."),
        ("(age + 1", "rules.yaml:1:9: error: ')' is missing here\n    The opening parenthesis needs a closing one."),
        ("age +", "rules.yaml:1:6: error: the expression ends too soon\n    A value is missing here."),
        (
            "@\"2026-13-01\"",
            "rules.yaml:1:1: error: '2026-13-01' is no date, time or duration\n    Write @\"2026-01-31\", @\"10:30:00\", @\"2026-01-31T10:30:00\", @\"P3D\" or @\"P1Y6M\"."
        ),
        ("\"open", "rules.yaml:1:1: error: this text has no end\n    Close it with a quotation mark."),
    ])
    func tellsWhatIsWrongAndTheMend(_ source: String, _ expected: String) { #expect(findings(source, types: Self.types) == [expected]) }

    /// What comes from spreadsheets, word processors and other languages.
    @Test(arguments: [
        ("IF(age>100;40;15)", "1:1: error: 'IF' does not fit here\n    Write: if condition then value else value."),
        ("IF(age>100,40,15)", "1:1: error: there is no name 'IF' here\n    Write: if condition then value else value."),
        ("if(age>100,40,15)", "1:1: error: 'if' is no function\n    Write: if condition then value else value."),
        ("if (age > 1) then 4 els 5", "1:21: error: the word 'else' is missing here\n    Every if needs an else: if condition then value else value."),
        ("max(age;15)", "1:8: error: ';' does not fit here\n    Arguments are parted by commas: max(60, 12)."),
        ("If age > 1 Then 4 Else 5", "1:1: error: 'If' does not fit here\n    Words of FEEL are written small: if, then, else, and, or, not(…), true, false."),
        ("TRUE", "1:1: error: there is no name 'TRUE' here\n    Words of FEEL are written small: if, then, else, and, or, not(…), true, false."),
        ("age == 1", "1:5: error: '==' does not fit here\n    FEEL says = for equal, != for not equal."),
        ("age <> 1", "1:5: error: '<>' does not fit here\n    FEEL says != for not equal."),
        ("age => 1", "1:5: error: '=>' does not fit here\n    FEEL says >= for at least."),
        ("married && age > 1", "1:9: error: '&&' does not fit here\n    FEEL says and, or, not(…)."),
        ("if married || age > 1 then 1 else 2", "1:12: error: '||' does not fit here\n    FEEL says and, or, not(…)."),
        ("!married", "1:1: error: '!' does not fit here\n    FEEL says and, or, not(…)."),
        ("name & \"x\"", "1:6: error: '&' does not fit here\n    FEEL joins texts with +."),
        ("age ^ 2", "1:5: error: '^' does not fit here\n    FEEL says ** for a power."),
        ("name = 'x'", "1:8: error: ''' does not fit here\n    Texts stand between straight double quotation marks: \"x\"."),
        ("name = “x”", "1:8: error: there is no name '“x”' here\n    Texts stand between straight double quotation marks: \"x\"."),
        ("name = “x, y”", "1:8: error: '“x' does not fit here\n    Texts stand between straight double quotation marks: \"x\"."),
        (
            "date_of_birth > 2026-01-31",
            "1:1: error: a date is compared with a number: they are never equal and have no order\n    A day is written @\"2026-01-31\", with the @ and the quotation marks."
        ),
        (
            "\"2026-01-31\" >= date_of_birth",
            "1:1: error: text is compared with a date: they are never equal and have no order\n    A day is written @\"2026-01-31\", with the @ and the quotation marks."
        ),
        ("age * 10%", "1:9: error: '%' does not fit here\n    Write 0.1 for 10 %."),
        ("5,50", "1:2: error: ',' does not fit here\n    Decimals have a point: 5.50."),
        ("married ? 1 : 2", "1:9: error: '?' does not fit here\n    Write: if a then b else c."),
        // No function is meant where none is called.
        ("dog > 1", "1:1: error: there is no name 'dog' here\n    The names here are: age, date_of_birth, home, married, name, vehicles."),
        ("dog(1)", "1:1: error: there is no name 'dog' here\n    Did you mean 'log'?"),
        // What FEEL does say is not told as a slip of something else.
        ("(age + 1", "1:9: error: ')' is missing here\n    The opening parenthesis needs a closing one."),
        ("{f: function(g: function<> -> number) g()}.f(", "1:46: error: the expression ends too soon\n    A value is missing here."),
    ])
    func tellsHowFEELSaysIt(_ source: String, _ expected: String) { #expect(findings(source, types: Self.types) == ["rules.yaml:" + expected]) }

    /// Whichever branch is taken, the place gets a value of the kind it needs.
    @Test(
        arguments: [
            ("if married then 4 else \"5\"", .number, ["1:24: error: this is text, a number is needed here\n    Turn text into a number with number(text)."]),
            (
                "if married then \"4\" else if age > 3 then true else 1", .number,
                [
                    "1:17: error: this is text, a number is needed here\n    Turn text into a number with number(text).",
                    "1:42: error: this is true or false, a number is needed here\n    Say what each of the two counts: if condition then 1 else 0.",
                ]
            ),
            (
                "age > 1 and (if married then age else true)", .boolean,
                ["1:30: error: this is a number, true or false is needed here\n    A condition compares: age >= 18."]
            ),
            ("if married then 4 else null", .number, []), ("if married then 4 else \"5\"", .any, []),
        ] as [(String, FEELType, [String])])
    func branches(_ source: String, _ expected: FEELType, _ found: [String]) {
        #expect(findings(source, types: Self.types, expected: expected) == found.map { "rules.yaml:" + $0 })
    }

    @Test func reportsAllMistakesOfAnExpression() { #expect(findings("agee + nmae + 1 > maried", types: Self.types).count == 3) }

    @Test func pointsIntoTheRightLine() { #expect(findings("age > 1 and\n  agee > 2", types: Self.types).first?.hasPrefix("rules.yaml:2:3: error") == true) }

    @Test func needsTheExpectedType() { #expect(findings("age + 1", types: Self.types, expected: .boolean).count == 1) }

    @Test(arguments: [
        "age between 1 and 3", "vehicles.weight", "sum(vehicles.weight) > 3", "count(vehicles[plate = \"X\"])", "date_of_birth + @\"P18Y\" <= today()",
        "age in (18, > 65)", "vehicles[1].plate", "string(age) + name", "{a: age, b: a + 1}.b",
    ])
    func saysNothingOfWhatIsRight(_ source: String) { #expect(findings(source, types: Self.types).isEmpty) }

    /// A name that can have some texts only is compared with one of them, or the author has slipped.
    @Test(
        arguments: [
            ("work = \"demolishing\"", "1:8: error: 'work' is never \"demolishing\"\n    It is one of: \"new\", \"demolition\"."),
            ("\"nwe\" != work", "1:1: error: 'work' is never \"nwe\"\n    Did you mean \"new\"?"),
            ("dog.state in (\"alive\", \"daed\")", "1:24: error: 'dog.state' is never \"daed\"\n    Did you mean \"dead\"?"),
            ("list contains(goods, \"fod\")", "1:22: error: 'goods' is never \"fod\"\n    Did you mean \"food\"?"),
            ("work = \"new\" and list contains(goods, \"food\") and dog.state != \"dead\"", nil),
            // Another thing of the same name.
            ("some work in [\"x\"] satisfies work = \"x\"", nil), ("count([{work: \"x\"}][work = \"x\"]) = 1", nil),
            ("work = upper case(\"x\")", nil),
        ] as [(String, String?)])
    func textsThatCannotBe(_ source: String, _ finding: String?) {
        var names = Names(["work": .string, "goods": .list(.string), "dog": .context(["state": .string])])
        names.texts = ["work": ["new", "demolition"], "goods": ["food", "toys"], "dog.state": ["alive", "dead"]]
        var diagnostics = Diagnostics()
        _ = Expression(source, names: names, location: place, diagnostics: &diagnostics)
        #expect(diagnostics.sorted.map(\.description) == (finding.map { ["rules.yaml:" + $0] } ?? []))
    }

    @Test(arguments: ["duration(\"3Y\")", "date(\"2026-02-30\")", "date(2026, 13, 1)", "time(\"25:00\")", "number(\"a lot\")", "date and time(\"noon\")"])
    func aConstantThatIsNothing(_ source: String) {
        #expect(findings(source).first?.contains("can make nothing of this\n    ") == true, "\(findings(source))")
    }

    /// What is typed into cells of a decision table.
    @Test(
        arguments: [
            (
                ">= 3 and < 9",
                "1:6: error: 'and' does not fit here\n    From 3 to below 9 is [3..9); several values are parted by commas: 3, 5; else write the value as ?: ? >= 3 and ? < 9."
            ),
            (
                "3 OR 5",
                "1:3: error: 'OR' does not fit here\n    From 3 to below 9 is [3..9); several values are parted by commas: 3, 5; else write the value as ?: ? >= 3 and ? < 9."
            ),
            ("\u{2013}", "1:1: error: there is no name '\u{2013}' here\n    Write the short dash of the keyboard: -."),
            ("3-9", "1:1: warning: this is the number -6\n    From 3 to 9 is [3..9]."), ("-", nil), ("[3..9), 12, > 20", nil), ("? > 3 and ? < 9", nil),
            ("9 - 3", nil),
        ] as [(String, String?)])
    func cells(_ source: String, _ finding: String?) {
        var diagnostics = Diagnostics()
        _ = UnaryTests(source, subject: .number, names: Names(), location: place, diagnostics: &diagnostics)
        #expect(diagnostics.sorted.map(\.description) == (finding.map { ["rules.yaml:" + $0] } ?? []))
    }
}
