import Blueprint
import Capability
import Kernel
import Testing

@testable import Casework

/// A designer's slips in a service that is otherwise right: each is told at its place, with the mend, before anybody applies.
@Suite struct MistakeTests {
    static let files = [
        "polity.yaml": """
        name: Oakbourne
        currency: GBP
        time_zone: Europe/London
        organisations: {parish: {title: Parish council}}
        roles: {clerk: {title: Clerk, permissions: [casework.work]}}
        legal_bases: {dog_act: {title: Keeping the register of dogs, source: "Dog Act 2012, section 4"}}
        """,
        "registries/dogs.yaml": """
        title: Dogs
        fields:
          chip: {title: Chip, type: text, required: true, unique: true, search: exact}
          born: {title: Born, type: date, required: true}
          state: {title: State, type: choice, choices: {alive: Alive, dead: Dead}}
        readers: [{role: clerk, legal_bases: [dog_act]}]
        """,
        "services/dog/service.yaml": """
        title: Register a dog
        summary: A tag for your dog.
        access: everyone
        legal_basis: dog_act
        look_up:
          known: {registry: dogs, record: chip}
        questions:
          chip: {ask: Chip number, type: text}
          breed: {ask: Which breed?, type: choose_one, choices: {collie: A collie, other: Another}}
          weight: {ask: How heavy is it?, type: number, min: 1, max: 90}
          born:
            ask: When was it born?
            type: date
            valid: born <= today
            message: It is not born yet.
          about:
            page: About it
            questions:
              tricks: {ask: What can it do?, type: choose_many, choices: {sit: Sit, roll: Roll}, optional: true}
        fee: 5
        steps:
          - pay
          - check: [{must: known.state != "dead", otherwise: This dog is dead.}]
          - review: {title: Look at it, role: clerk, within: 5 working days}
        outcomes:
          granted:
            title: Your dog is registered
            message: "Its number is {{chip}}."
            change: [{registry: dogs, create: true, set: {chip: chip, born: born, state: '"alive"'}}]
          refused: {title: It is not}
        """,
        "services/dog/examples.yaml": """
        examples:
          a_dog:
            title: A dog
            as_of: 2026-03-02
            answers: {chip: "1", breed: collie, weight: 9, born: 2026-01-01, tricks: []}
            decision: {outcome: granted}
            expect: {outcome: granted}
        """,
    ]

    static func findings(_ file: String, _ old: String, _ new: String) -> [String] {
        var all = files
        precondition(old.isEmpty || files[file]?.contains(old) == true, "\(file) has no '\(old)'")
        all[file] = old.isEmpty ? files[file] : files[file]?.replacing(old, with: new)
        let snapshot = FolderSnapshot(files: all.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
        return TestGovernment.composition.edition(of: snapshot).1.sorted.map(\.description)
    }

    @Test func withoutThemThereIsNothingToMend() { #expect(Self.findings("polity.yaml", "", "") == []) }

    @Test(arguments: [
        // Questions
        ("max: 90", "max: 0", "10:62: error: 'max' is 0, which is less than 'min' (1): no answer can be right\n    Exchange them, or remove one."),
        (
            "type: number, min", "type: number, accept: [pdf], min",
            "10:49: error: 'accept' says nothing about a question of type 'number'\n    Remove it; it is for 'files'."
        ),
        (
            "chip: {ask: Chip number, type: text}", "chip: {ask: Chip number, type: text, min: 3}",
            "8:40: error: 'min' says nothing about a question of type 'text'\n    Remove it; it is for 'number', 'money' and 'date'."
        ),
        (
            "page: About it", "hint: x\n    page: About it",
            "17:5: error: 'hint' says nothing about a page with several questions\n    Move it to one of its questions, or remove it."
        ),
        ("    valid: born <= today\n", "", "14:5: error: this 'message' is never shown\n    Add the 'valid' that it explains, or remove it."),
        (
            "chip: {ask: Chip number, type: text}", "chip: {ask: Chip number, type: text, prefill: today}",
            "8:49: error: this is a date, text is needed here\n    Turn it into text with string(value)."
        ),
        // Texts that can never be
        (
            "valid: born <= today", "valid: breed != \"colie\"", "14:21: error: 'breed' is never \"colie\"\n    Did you mean \"collie\"?"
        ),
        (
            "valid: born <= today", "valid: breed in [\"collie\", \"poodle\"]",
            "14:32: error: 'breed' is never \"poodle\"\n    It is one of: \"collie\", \"other\"."
        ),
        (
            "valid: born <= today", "valid: list contains(tricks, \"sitt\")",
            "14:34: error: 'tricks' is never \"sitt\"\n    Did you mean \"sit\"?"
        ),
        ("known.state != \"dead\"", "known.state != \"dad\"", "23:35: error: 'known.state' is never \"dad\"\n    Did you mean \"dead\"?"),
        (
            "valid: born <= today", "valid: born <= today - duration(\"3Y\")",
            "14:28: error: 'duration' can make nothing of this\n    It is written as ISO 8601 does: P3Y for three years, P6M for six months, P14D for 14 days, PT2H for two hours."
        ),
        // Money
        ("  - pay\n", "  - pay\n  - pay\n", "23:5: error: there is one fee, and it is paid once\n    Remove one of the 'pay' steps."),
        ("  - pay\n", "", "20:1: warning: no step waits for the fee\n    Add '- pay' to 'steps', where the case waits until it is paid."),
        ("fee: 5\n", "fee: -5\n", "20:1: error: the fee is less than nothing\n    Write 0 where it costs nothing."),
        ("fee: 5\n", "fee: {amount: 3 - 5}\n", "20:7: error: the fee is less than nothing\n    Write 0 where it costs nothing."),
        ("fee: 5\n", "fee: {amount: 1e40}\n", "20:7: error: the fee is no amount of money\n    Write whole units, such as 12.50."),
        ("fee: 5\n", "", "21:5: error: there is no fee to pay\n    Add 'fee: …' to the service, or remove this step."),
        // What everybody may read
        (
            "fee: 5\n", "fee: 5\npublic: [breed, chip]\n",
            "21:17: error: 'chip' may tell about a person, and everybody would read it\n    Remove it from 'public', or say 'personal: none' at the question if it truly does not."
        ),
        (
            "fee: 5\n", "fee: 5\npublic: [born]\n",
            "21:10: error: 'born' may tell about a person, and everybody would read it\n    Remove it from 'public', or say 'personal: none' at the question if it truly does not."
        ),
        ("fee: 5\n", "fee: 5\npublic: [bred]\n", "21:10: error: there is no question 'bred' to publish\n    Name a question of the form or of a task."),
        // Steps
        (
            "within: 5 working days", "within: 5 work days",
            "24:54: error: 'within' must be a length of time, not '5 work days'\n    Write '10 working days', '30 days', '6 weeks', '3 months', '2 years' or '4 hours'."
        ),
        // What outcomes do
        (
            "number is {{chip}}", "number is {{chop}}", "28:31: error: there is no name 'chop' here\n    Did you mean 'chip'?"
        ),
        ("number is {{chip}}", "number is {{chip", "28:29: error: a name in braces is not closed\n    Write '{{name}}'."),
        (
            "born: born, state", "bron: born, born: born, state", "29:63: error: the registry 'dogs' has no field 'bron'\n    Did you mean 'born'?"
        ),
        (
            "set: {chip: chip, born: born", "set: {chip: chip",
            "29:45: error: a new record of 'dogs' needs 'born'\n    Set what the registry calls 'required'."
        ),
        (
            "born: born, state", "born: chip, state",
            "29:69: error: this is text, a date is needed here\n    Turn text into a date with date(text), or write @\"2026-01-31\"."
        ),
        (
            "create: true", "record: knwon", "29:39: error: there is no look-up 'knwon'\n    Did you mean 'known'?"
        ),
    ])
    func inTheService(_ old: String, _ new: String, _ expected: String) {
        #expect(Self.findings("services/dog/service.yaml", old, new) == ["services/dog/service.yaml:" + expected])
    }

    @Test(arguments: [
        ("breed: collie", "bread: collie", "5:26: error: there is no question 'bread'\n    Did you mean 'breed'?"),
        // Answers of another kind than the question's
        ("weight: 9", "weight: heavy", "5:49: error: 'weight' takes a number, not 'heavy'\n    Write digits with a point, without quotation marks."),
        ("born: 2026-01-01", "born: 2026-06-31", "5:58: error: 'born' takes a day, and there is no 2026-06-31\n    Write year-month-day, such as 2026-09-30."),
        ("breed: collie", "breed: Collie", "5:33: error: 'breed' has no choice 'Collie'\n    Did you mean 'collie'?"),
        ("tricks: []", "tricks: sit", "5:78: error: 'tricks' takes a list, not 'sit'\n    Write [sit]."),
        ("decision: {outcome: granted}", "decision: {outcome: grantd}", "6:25: error: there is no outcome 'grantd'\n    Did you mean 'granted'?"),
        ("expect: {outcome: granted}", "expect: {waits_for: reveiw}", "7:25: error: there is no step 'reveiw'\n    Did you mean 'review'?"),
        ("expect: {outcome: granted}", "expect: {changes: {dogs: {chop: x}}}", "7:31: error: no outcome sets the field 'chop'\n    Did you mean 'chip'?"),
        (
            "expect: {outcome: granted}", "expect: {changes: {cats: {}}}",
            "7:24: error: no outcome changes the registry 'cats'\n    There are: dogs."
        ),
    ])
    func inAnExample(_ old: String, _ new: String, _ expected: String) {
        #expect(Self.findings("services/dog/examples.yaml", old, new) == ["services/dog/examples.yaml:" + expected])
    }

    /// What a question's kind lets it tell about a person, everybody would read; a folder may say that it does not.
    @Test(
        arguments: [
            ("type: person_name", false), ("type: text", false), ("type: long_text", false), ("type: email", false), ("type: address", false),
            ("type: files", false), ("type: files, accept: [pdf, png]", false), ("type: files, accept: [png], personal: special", false),
            ("type: group, one: Dog, questions: {name: {ask: Name, type: text}}, personal: none", false),
            ("type: files, accept: [jpeg, png]", true), ("type: text, personal: none", true), ("type: place", true), ("type: yes_no", true),
            ("type: yes_no, personal: ordinary", false), ("type: record, registry: dogs", true), ("type: record, registry: owners", false),
            ("type: record, registry: owners, personal: none", true),
            ("type: group, one: Dog, questions: {whose: {ask: Whose, type: record, registry: owners}}", false),
        ])
    func whatEverybodyMayRead(_ kind: String, _ isTaken: Bool) {
        var all = Self.files
        // Whose records are a person's own.
        all["registries/owners.yaml"] = """
            title: Owners
            subject: itself
            fields:
              number: {title: Number, type: text, personal: identifier, required: true, unique: true, search: exact}
            readers: [{role: clerk, legal_bases: [dog_act]}]
            """
        all["services/dog/service.yaml"] = all["services/dog/service.yaml"]?.replacing(
            "questions:\n  chip", with: "public: [seen]\nquestions:\n  seen: {ask: Seen, optional: true, \(kind)}\n  chip")
        let snapshot = FolderSnapshot(files: all.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
        let findings = TestGovernment.composition.edition(of: snapshot).1.sorted.filter { $0.severity == .error }.map(\.message)
        #expect(findings == (isTaken ? [] : ["'seen' may tell about a person, and everybody would read it"]))
        // Of a folder that was served before, everybody is shown no more than that.
        let served = TestGovernment.composition.edition(of: snapshot, servedIn: .first).0
        #expect(served?[CompiledServices.self].byID["dog"]?.publishedFields == (isTaken ? ["seen"] : []))
    }

    /// An officer's words stand on the public page as an applicant's do.
    @Test func anOfficersWordsAreRefusedToo() {
        var all = Self.files
        all["services/dog/service.yaml"] = all["services/dog/service.yaml"]?.replacing("fee: 5\n", with: "fee: 5\npublic: [remark]\n")
            .replacing(
                "  - review:",
                with: "  - task: {title: See it, role: clerk, within: 5 working days, questions: {remark: {ask: Remark, type: text}}}\n  - review:")
        let snapshot = FolderSnapshot(files: all.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
        let found = TestGovernment.composition.edition(of: snapshot).1.sorted.map(\.message)
        #expect(found.contains("'remark' may tell about a person, and everybody would read it"), "\(found)")
    }

    /// Who writes an example leaves out what its person would leave empty.
    @Test func anOptionalQuestionMayBeLeftOutOfAnExample() throws {
        var all = Self.files
        all["services/dog/examples.yaml"] = all["services/dog/examples.yaml"]?.replacing(", tricks: []", with: "")
        let snapshot = FolderSnapshot(files: all.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
        let edition = try #require(TestGovernment.composition.edition(of: snapshot).0)
        let service = try #require(edition[CompiledServices.self].byID["dog"])
        let example = try #require(edition[CompiledExamples.self].byService["dog"]?.first)
        #expect(ExampleRun(example, of: service, in: edition.government).failures() == [])
    }

    @Test func aFeeMayBeAFormula() {
        func findings(_ fee: String) -> [String] { Self.findings("services/dog/service.yaml", "fee: 5\n", "fee: \(fee)\n") }
        #expect(findings("if breed = \"collie\" then 4 else 5") == [])
        #expect(
            findings("if breed = \"collie\" then 4 else \"5\"") == [
                "services/dog/service.yaml:20:38: error: this is text, a number is needed here\n    Turn text into a number with number(text)."
            ])
    }

    /// What is asked of people is an amount of the government's money, as far as it is known what it counts.
    @Test(arguments: [
        (
            "fee: 5\n", "fee: length in metres(chip)\n",
            "20:6: error: this gives m, GBP is needed here\n    Multiply it by a value of the law that counts GBP/m, or correct it."
        ),
        (
            "fee: 5\n", "fee: {amount: 12 + 2 * area in square metres(chip)}\n",
            "20:15: error: this gives m2, GBP is needed here\n    Multiply it by a value of the law that counts GBP/m2, or correct it."
        ),
        (
            "fee: 5\n", "fee: count(tricks)\n",
            "20:6: error: this gives rate, GBP is needed here\n    Multiply it by a value of the law that counts GBP, or correct it."
        ),
        (
            "fee: 5\n", "fee: tag\nlaw: {tag: {value: tags.paint}}\n",
            "20:6: error: this gives EUR/m2, GBP is needed here\n    Multiply it by a value of the law that counts GBP*m2/EUR, or correct it."
        ),
        (
            "fee: 5\n", "fee: tag * 2 + length in metres(chip)\nlaw: {tag: {value: tags.tag}}\n",
            "20:6: error: this adds GBP and m\n    Only what counts the same is added and compared."
        ),
        (
            "fee: 5\n", "fee: dues.amount\n",
            "20:6: error: this gives m, GBP is needed here\n    Multiply it by a value of the law that counts GBP/m, or correct it."
        ),
        (
            "type: number, min: 1", "type: money, prefill: count(tricks), min: 1",
            "10:57: error: this gives rate, GBP is needed here\n    Multiply it by a value of the law that counts GBP, or correct it."
        ),
        (
            "state: '\"alive\"'", "state: '\"alive\"', worth: length in metres(chip)",
            "29:100: error: this gives m, GBP is needed here\n    Multiply it by a value of the law that counts GBP/m, or correct it."
        ),
        (
            "must: known.state != \"dead\"", "must: known.worth > length in metres(chip)",
            "23:20: error: this compares GBP and m\n    Only what counts the same is added and compared."
        ),
    ])
    func whatIsAskedOfPeopleIsMoney(_ old: String, _ new: String, _ expected: String) {
        #expect(Self.counted(old, new) == ["services/dog/service.yaml:" + expected])
        // A folder that was served before goes on.
        #expect(Self.counted(old, new, servedIn: .first) == ["services/dog/service.yaml:" + expected.replacing(": error:", with: ": warning:")])
    }

    /// What is not known to count something else may be money: an amount that is written, a decision that does not say what it counts.
    @Test(arguments: [
        "5 * count(tricks)", "weight * 2.5", "0.5 * tag", "price * length in metres(chip)", "tag * length in metres(chip) / length in metres(chip)",
        "known.worth / 2",
        "if breed = \"collie\" then 0 else tag", "per_metre * length in metres(chip)", "max(60, 0.002 * known.worth)",
    ])
    func whatMayBeMoneyIs(_ fee: String) {
        #expect(
            Self.counted("fee: 5\n", "fee: \(fee)\nlaw: {tag: {value: tags.tag}, per_metre: {value: tags.fence}}\n").filter {
                !$0.contains("nothing in the service uses")
            } == [])
    }

    private static func counted(_ old: String, _ new: String, servedIn dialect: FolderDialect? = nil) -> [String] {
        var all = files
        all["registries/dogs.yaml"] = files["registries/dogs.yaml"]?.replacing("  state:", with: "  worth: {title: Worth, type: money}\n  state:")
        all["rules/tags.yaml"] = """
            title: Tags
            entities: {dog: {title: Dog}}
            parameters:
              price: {title: Price, unit: GBP, source: Act 1, values: {2020-01-01: 5}}
              coat: {title: Coat, unit: EUR/m2, source: Act 1, values: {2020-01-01: 5}}
              wire: {title: Wire, unit: GBP/m, source: Act 1, values: {2020-01-01: 5}}
            formulas:
              tag: {title: Tag, unit: GBP, source: Act 2, value: price}
              paint: {title: Paint, unit: EUR/m2, source: Act 2, value: coat}
              fence: {title: Fence, unit: GBP/m, source: Act 2, value: wire}
            """
        all["services/dog/rules.dmn"] = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:polity="urn:polity:dmn" name="m" namespace="urn:dog">
              <itemDefinition name="metres" polity:unit="m"><typeRef>number</typeRef></itemDefinition>
              <itemDefinition name="dues"><itemComponent name="amount"><typeRef>metres</typeRef></itemComponent></itemDefinition>
              <decision id="price" name="price"><variable name="price" typeRef="number"/><literalExpression><text>3</text></literalExpression></decision>
              <decision id="dues" name="dues"><variable name="dues" typeRef="dues"/><literalExpression><text>{amount: 3}</text></literalExpression></decision>
            </definitions>
            """
        all["services/dog/service.yaml"] = files["services/dog/service.yaml"]?.replacing(old, with: new)
        precondition(all["services/dog/service.yaml"] != files["services/dog/service.yaml"], "there is no '\(old)'")
        let snapshot = FolderSnapshot(files: all.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
        return TestGovernment.composition.edition(of: snapshot, servedIn: dialect).1.sorted.filter {
            $0.message.contains(" needed here") || $0.message.hasPrefix("this ") || $0.severity == .error
        }.map(\.description)
    }

    /// A message of a kind that nobody sends would never be read.
    @Test func aMessageOfNoKind() {
        func findings(_ name: String) -> [String] {
            let files = Self.files.merging(["messages/\(name).mustache": "Subject: {{title}}\n\n{{text}}\n"]) { $1 }
            let snapshot = FolderSnapshot(files: files.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
            return TestGovernment.composition.edition(of: snapshot).1.sorted.map(\.description)
        }
        #expect(findings("case_paid") == [] && findings("case_paid.es") == [])
        #expect(findings("case_payd") == ["messages/case_payd.mustache:1:1: error: unknown message 'case_payd'\n    Did you mean 'case_paid'?"])
    }

    /// A form would not take such answers, so an example must not either.
    @Test(arguments: [
        ("weight: 9", "weight: 91", "'weight' is not taken: Enter 90 or less"),
        ("chip: \"1\"", "chip: \"\(String(repeating: "1", count: 201))\"", "'chip' is not taken: Use 200 characters or fewer. You have 201"),
    ])
    func anExampleKeepsTheLimitsOfTheForm(_ old: String, _ new: String, _ expected: String) throws {
        var all = Self.files
        all["services/dog/examples.yaml"] = all["services/dog/examples.yaml"]?.replacing(old, with: new)
        let snapshot = FolderSnapshot(files: all.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
        let edition = try #require(TestGovernment.composition.edition(of: snapshot).0)
        let service = try #require(edition[CompiledServices.self].byID["dog"])
        let example = try #require(edition[CompiledExamples.self].byService["dog"]?.first)
        #expect(ExampleRun(example, of: service, in: edition.government).failures().contains(expected))
    }
}
