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
}
