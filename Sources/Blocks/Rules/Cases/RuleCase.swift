import Blueprint
import Decisions
import Kernel

/// A worked case of the law: what is given, and what must come out.
public struct RuleCase: Sendable {
    public var id: String
    public var about: String?
    /// The day whose law holds.
    public var asOf: CivilDate
    public var inputs: JSON
    /// By the name of what is computed; a list holds the values of each of its kind.
    public var expected: [(name: Located<String>, value: JSON)]
    /// How far a number may be from the expected one.
    public var tolerance: Decimal128
    public var location: SourceLocation
    private let given: Checked?

    init(_ id: Located<String>, _ node: Checked) {
        self.id = id.value
        about = node.optionalText("about")
        asOf = node.date("as_of") ?? CivilDate(daysSinceEpoch: 0)
        inputs = node["inputs"]?.node.json ?? .object([])
        expected = node.dictionary("expect").map { ($0.key, $0.value.node.json) }
        tolerance = node.number("tolerance")?.magnitude ?? .zero
        location = id.location
        given = node["inputs"]
    }

    /// Where what is wrong with the inputs stands in the file.
    func location(ofInput fault: SituationFault) -> SourceLocation { given?.location(ofPath: fault.path, isAboutName: fault.isAboutName) ?? location }
}

extension Checked {
    /// The place that a path such as `household.adults[1].salary` names; the nearest one above it where the file has none of that name.
    func location(ofPath path: String, isAboutName: Bool) -> SourceLocation {
        var (here, location) = (self, self.location)
        for part in path.split(whereSeparator: { ".[".contains($0) }) {
            if part.last == "]" {
                guard let index = Int(part.dropLast()), here.list.indices.contains(index) else { return location }
                here = here.list[index]
                location = here.location
            } else {
                guard let entry = here.dictionary.first(where: { $0.key.value == part }) else { return location }
                location = isAboutName ? entry.key.location : entry.value.location
                here = entry.value
            }
        }
        return location
    }
}

/// `rules/cases/NAME.yaml`: worked cases of `rules/NAME.yaml` or `rules/NAME.dmn`.
struct RuleCasesFile: Sendable {
    let law: String
    let cases: [RuleCase]
    let location: SourceLocation

    static let kind = FileKind<RuleCasesFile>(
        id: "rule_cases", pattern: "rules/cases/*.yaml",
        about: """
            Worked cases of the rulebook or the decision model of the same name in `rules/`: the day, what is given, and what must come out. `polity test` runs \
            them and shows, where a value differs, how it came about; `polity test --coverage` tells what of the law no case touches.
            """,
        translations: .none, schema: schema
    ) { file, _ in
        RuleCasesFile(law: file.id, cases: file.root.dictionary("cases").map { RuleCase($0.key, $0.value) }, location: file.root.location)
    }

    private static let schema = Schema.object(
        ObjectSchema(
            "Rule cases", "Worked cases of a rulebook or of a decision model.",
            [.required("cases", .things(ofOne), "The cases, by a name of their own.")]))

    private static let ofOne = Schema.object(
        ObjectSchema(
            "Rule case", "One worked case.",
            [
                .optional("about", .text(.init(maximumLength: 500)), "What it shows, or how the expected values were worked out."),
                .required("as_of", .date, "The day whose law holds."),
                .optional(
                    "inputs", .any,
                    "What is given, by name: `{salary: 2500}`; of a group, its members in lists by role: `{household: {adults: [{salary: 2500}]}}`."),
                .required(
                    "expect", .dictionary(of: .any, keys: .init(maximumLength: 200)),
                    "What must come out, by name: the first one's value, or a list with the value of each of its kind."),
                .optional("tolerance", .number, "How far a number may be from the expected one. Nothing when left out."),
            ]))
}
