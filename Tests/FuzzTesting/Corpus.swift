/// Inputs that are kept: each once found a fault, or is like one that did.
public enum Corpus {
    /// By the target's name.
    public static let inputs: [(target: String, text: String)] = [
        ("case", #"{"household": [{"adults": [{"born": "0000-00-00"}]}]}"#),
        ("case", #"{"household": {"adults": [{"adults": []}], "children": [{"salary": 1e6144}, {"salary": -1e6144}]}}"#),
        ("case", #"{"household": {"rent": {"2020": 1, "2020-06": 2, "2020-06-01": 3}}, "person": {}}"#),
        ("case", #"{"person": [{"tax": null}, {"salary": null, "born": null}], "household": []}"#),
        ("case", #"{"salary": {"9999-12": 1, "0001-01": 2}}"#),
        ("case", "[" + String(repeating: "[", count: 5_000)),
        ("population", "household,household_role,household_role,rent\n1,adults,children,\n"),
        ("population", "household_role,salary\nadults,1\nchildren,2\n"),
        ("population", "household,salary\n1,1\n2,1\n1,1\n"), ("population", "household\n\n\n"), ("population", "\u{FEFF}salary;born\n1;\n\"\n"),
        ("population", "household,rent,tax,left\n1,99999999999999999999,1e6144,\n1,,,\n"),
        ("reform", "title: x\nentities: {person: {members: household}, household: {members: person}}\n"),
        ("reform", "title: x\nentities: {person: {}}\nparameters: {scale: {brackets: []}, rate: {values: {}}}\n"),
        ("reform", "title: x\nentities: {person: {}}\nformulas: {tax: {versions: {2020-01-01: ends}}, left: {of: household, value: \"left + 1\"}}\n"),
        ("reform", "title: x\nentities: {person: {}}\nresults: [nothing]\nformulas: {tax: {value: \"sum(for i in 1..100000 return i)\"}}\n"),
        ("spreadsheet", "U\n1\n"), ("spreadsheet", "a,a\n1,1\n"), ("spreadsheet", "> x\n]]>\n"), ("spreadsheet", "not(,> then\n1,2\n"),
        ("spreadsheet", "a,> b\n\"not(\",\"\"\n"),
        ("spreadsheet", "C+,a,> b\n1,\"[1..\",\"{\"\"a\"\": 1}\"\n"),
        ("rulebook", "title: x\nentities: {a: {members: b}, b: {members: a}}\nformulas: {f: {of: a, value: \"sum(members.g)\"}, g: {of: b, value: a.f}}\n"),
        ("rulebook", "title: x\nentities: {a: {}}\nformulas: {f: {type: date, law_of: f, value: period_start}}\n"),
        ("rulebook", "title: x\nentities: {a: {}}\ninputs: {p: {}}\nformulas: {f: {period: day, value: \"p ** p ** 9999\"}, g: {value: f / 0}}\n"),
        (
            "model",
            "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\"><decision id=\"d\" name=\"d\"><variable name=\"d\"/><informationRequirement><requiredDecision href=\"#d\"/></informationRequirement><literalExpression><text>d</text></literalExpression></decision></definitions>"
        ),
    ]
}
