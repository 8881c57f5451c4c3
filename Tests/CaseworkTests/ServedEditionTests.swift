import Blueprint
import Capability
import Forms
import Kernel
import StoreTesting
import Testing

@testable import Casework

/// A folder that was valid when it was served, and that this version would not take any more: its cases go on.
@Suite("editions of earlier versions")
struct ServedEditionTests {
    private static let government = SmallTown.government + "projection: 4326\n"

    private static let service = """
        title: Report something
        summary: Tell the clerk about it.
        access: everyone
        public: [kind, remark]
        questions:
          remark: {ask: What do you wish to say?, type: text}
          kind: {ask: What is it?, type: choose_one, choices: {hole: A hole, lamp: A lamp}}
        steps:
          - id: look
            task: {title: Look, role: clerk, questions: {finding: {ask: What did you find?, type: text}}}
          - decide: [{outcome: done, because: It is known.}]
        outcomes:
          done: {title: It is done}

        """

    /// The designer wrote the quantity and the association by itself.
    private static let process = SmallTown.process(
        "report",
        """
        <dataObject id="paper" name="paper"/>
        <startEvent id="start"/>
        <userTask id="look" startQuantity="2">
          <dataOutputAssociation><sourceRef>finding</sourceRef><targetRef>paper</targetRef></dataOutputAssociation>
        </userTask>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        \(SmallTown.flows("start -> look", "look -> decide", "decide -> outcome", "outcome -> end"))
        """)

    private static let rules = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:report" name="report">
          <inputData id="k" name="kind"><variable name="kind" typeRef="string"/></inputData>
          <decision id="u" name="urgent"><variable name="urgent" typeRef="boolean"/>
            <informationRequirement><requiredInput href="#k"/></informationRequirement>
            <decisionTable hitPolicy="UNIQUE">
              <input><inputExpression typeRef="string"><text>kind</text></inputExpression></input>
              <output typeRef="boolean"/>
              <rule><inputEntry expressionLanguage="juel"><text>"hole"</text></inputEntry><outputEntry><text>true</text></outputEntry></rule>
              <rule><inputEntry><text>"lamp"</text></inputEntry><outputEntry><text>false</text></outputEntry></rule>
            </decisionTable>
          </decision>
        </definitions>
        """

    private static let law = """
        title: Small law
        entities: {person: {title: Person}}
        parameters:
          base: {title: The base, unit: GBP, source: "Town Act, section 1", values: {2020-01-01: 100}}
        formulas:
          due: {of: person, title: What is due, unit: GBP, period: for_ever, source: "Town Act, section 2", value: base}

        """

    /// What a government has today in their place.
    private static let mild = service.replacing("public: [kind, remark]", with: "public: [kind]")
    private static let today = ["services/report/service.yaml": mild]
    private static let mended = SmallTown.folder(today)

    /// What this version says of files that no earlier one did.
    private static let tightened = [
        ("services/report/service.yaml", service, "'remark' may tell about a person, and everybody would read it"),
        ("services/report/process.bpmn", process, "'look' "),
        ("services/report/rules.dmn", rules, "the expression language 'juel' is not known here"),
        ("rules/small.yaml", law, "'due' is for ever, so no day tells which 'base' holds"),
        ("polity.yaml", government, "4326"),
    ]

    /// Keys and names of the program that are gone since, as they are found while files are read one by one.
    private static let gone = [
        ("polity.yaml", SmallTown.government + "bank: {name: Town Bank}\n", "unknown key 'bank'"),
        (
            "polity.yaml", SmallTown.government.replacing("[casework.work]", with: "[casework.work, casework.stamp]"), "unknown permission 'casework.stamp'"
        ),
        ("services/report/service.yaml", mild + "colour: blue\n", "unknown key 'colour'"),
        (
            "services/report/service.yaml", mild.replacing("type: choose_one", with: "type: choose_one, max: 3"),
            "'max' says nothing about a question of type 'choose_one'"
        ),
        (
            "services/report/service.yaml",
            mild.replacing("task: {title: Look,", with: "task: {title: Look, shade: dark,"), "unknown key 'shade'"
        ),
    ]

    /// All of them together.
    private static let old = SmallTown.folder(
        Dictionary(uniqueKeysWithValues: tightened.map { ($0.0, $0.1) }).merging([
            "phrases/en.yaml": "web.long_gone: Gone\n",
            "polity.yaml": government.replacing("[casework.work]", with: "[casework.work, casework.stamp]") + "bank: {name: Town Bank}\n",
            "services/report/service.yaml": service.replacing("type: choose_one", with: "type: choose_one, max: 3")
                .replacing("task: {title: Look,", with: "task: {title: Look, shade: dark,") + "colour: blue\n",
        ]) { $1 })

    @Test("what is an error in a new folder is a warning in a served one", arguments: tightened + gone)
    func findings(_ file: String, _ text: String, _ finding: String) {
        let folder = SmallTown.folder(Self.today.merging([file: text]) { $1 })
        let (new, found) = TestGovernment.composition.edition(of: folder)
        let errors = found.sorted.filter { $0.severity == .error }
        #expect(new == nil && errors.count == 1 && errors.allSatisfy { $0.message.contains(finding) }, "\(found.sorted)")
        let (served, told) = TestGovernment.composition.edition(of: folder, servedIn: .first)
        #expect(served != nil && !told.hasErrors && told.sorted.contains { $0.severity == .warning && $0.message.contains(finding) }, "\(told.sorted)")
    }

    @Test(
        "what was an error always is one",
        arguments: [("role: clerk", "role: clark"), ("type: choose_one", "type: choose_none"), ("summary: Tell", "sumary: Tell")])
    func olderMistakes(_ right: String, _ wrong: String) {
        let folder = SmallTown.folder(["services/report/service.yaml": Self.service.replacing(right, with: wrong)])
        #expect(TestGovernment.composition.edition(of: folder, servedIn: .first).0 == nil)
    }

    @Test("cases of an older edition go on, and what officers find is kept", arguments: TestStores.all)
    func goesOn(_ kind: TestStore) async throws {
        let edition = try #require(TestGovernment.composition.edition(of: Self.old, servedIn: .first).0)
        try await TestGovernment.on(kind, served: edition) { before in
            let person = before.caller(before.person())
            let (application, _) = try await before.casework.start("report", person)
            #expect(try await before.answer(application, [("remark", ["remark": "My neighbour did it"]), ("kind", ["kind": "hole"])], person) == [])
            let id = try await before.casework.submit(application, person).caseID

            let town = try await before.reopened(with: Self.mended)
            #expect(try await town.host.editions.edition(edition.hash).dialect == .first)
            #expect(town.host.edition.dialect == .newest)
            let clerk = town.officer("clerk", at: "town")
            try await town.finish("look", of: id, ["finding": "It is deep"], by: clerk)
            #expect(try await town.standing(id).decisions.map(\.outcome) == ["done"])
            #expect(try await town.standing(id).process.variables["finding"] == .string("It is deep"))

            // Everybody reads what this version lets them, and not what that edition would have.
            let view = try #require(try await town.casework.publicList("report", after: nil, limit: 10).rows.first)
            #expect(view.fields.map(\.question.id) == ["kind"])
        }
    }

    @Test("one edition that cannot be run leaves the others in the public list", arguments: TestStores.all)
    func unreadable(_ kind: TestStore) async throws {
        let edition = try #require(TestGovernment.composition.edition(of: Self.old, servedIn: .first).0)
        try await TestGovernment.on(kind, served: edition) { before in
            func send(_ town: TestGovernment) async throws -> Identifier<Case> {
                let person = town.caller(town.person())
                let (application, _) = try await town.casework.start("report", person)
                #expect(try await town.answer(application, [("remark", ["remark": "x"]), ("kind", ["kind": "lamp"])], person) == [])
                return try await town.casework.submit(application, person).caseID
            }
            _ = try await send(before)
            // A newer version of the program has been here.
            try await before.store.write("test.dialect") { try $0.execute("UPDATE editions SET dialect = 99") }
            let town = try await before.reopened(with: Self.mended)
            let error = await #expect(throws: PolityError.self) { try await town.host.editions.edition(edition.hash) }
            #expect(error?.code == "EDITION-102")
            let id = try await send(town)
            let rows = try await town.casework.publicList("report", after: nil, limit: 10).rows
            #expect(rows.map(\.reference) == [try await town.standing(id).reference])
        }
    }

    @Test("the same folder, served again, means what it meant", arguments: TestStores.all)
    func servedAgain(_ kind: TestStore) async throws {
        let edition = try #require(TestGovernment.composition.edition(of: Self.mended, servedIn: .first).0)
        try await TestGovernment.on(kind, served: edition) { before in
            let town = try await before.reopened(with: Self.mended)
            #expect(town.host.edition.hash == edition.hash && town.host.edition.dialect == .first)
        }
    }

    /// It leads to its person as well as what it says does.
    @Test("the number of a person's record is published by no edition") func recordsOfPersons() throws {
        let folder = SmallTown.folder([
            "registries/tenants.yaml": """
            title: Tenants
            organisation: town
            subject: itself
            record_title: number
            fields:
              number: {title: Number, type: text, required: true, unique: true, search: exact}
            readers:
              - {role: clerk, legal_bases: [town_act]}
            """,
            "services/report/service.yaml": """
            title: Report something
            summary: Tell the clerk about it.
            access: everyone
            legal_basis: town_act
            public: [who, kind]
            questions:
              who: {ask: Of whom?, type: record, registry: tenants}
              kind: {ask: What is it?, type: choose_one, choices: {hole: A hole, lamp: A lamp}}
            steps:
              - decide: [{outcome: done, because: It is known.}]
            outcomes:
              done: {title: It is done}
            """,
        ])
        #expect(TestGovernment.composition.edition(of: folder).0 == nil)
        let served = try #require(TestGovernment.composition.edition(of: folder, servedIn: .first).0)
        #expect(served[CompiledServices.self].byID["report"]?.publishedFields == ["kind"])
    }
}
