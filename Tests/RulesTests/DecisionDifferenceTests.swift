import Decisions
import Kernel
import Testing

@testable import Rules

/// A change of a decision model in words.
@Suite struct DecisionDifferenceTests {
    static let old = Town.model(
        """
        <itemDefinition id="t" name="kind_type"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>
        <inputData id="work" name="work"><variable name="work" typeRef="kind_type"/></inputData>
        <inputData id="cost" name="cost"><variable name="cost" typeRef="number"/></inputData>
        <decision id="fee" name="fee"><variable name="fee" typeRef="number"/>
          <informationRequirement><requiredInput href="#work"/></informationRequirement>
          <informationRequirement><requiredInput href="#cost"/></informationRequirement>
          <decisionTable hitPolicy="FIRST">
            <input><inputExpression><text>work</text></inputExpression></input>
            <input><inputExpression><text>cost</text></inputExpression></input>
            <output/><annotation name="reason"/>
            <rule><inputEntry><text>"a"</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>10</text></outputEntry>
              <annotationEntry><text>Cheap.</text></annotationEntry></rule>
            <rule><inputEntry><text>"b"</text></inputEntry><inputEntry><text>&lt; 100</text></inputEntry><outputEntry><text>20</text></outputEntry></rule>
            <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>30</text></outputEntry></rule>
          </decisionTable>
        </decision>
        <decision id="total" name="total"><variable name="total" typeRef="number"/>
          <informationRequirement><requiredDecision href="#fee"/></informationRequirement>
          <literalExpression><text>fee + 1</text></literalExpression>
        </decision>
        <decision id="parts" name="parts"><variable name="parts"/>
          <informationRequirement><requiredDecision href="#fee"/></informationRequirement>
          <context>
            <contextEntry><variable name="base"/><literalExpression><text>fee</text></literalExpression></contextEntry>
            <contextEntry><variable name="share"/><conditional><if><literalExpression><text>fee &gt; 5</text></literalExpression></if>
              <then><literalExpression><text>1</text></literalExpression></then><else><literalExpression><text>2</text></literalExpression></else></conditional></contextEntry>
          </context>
        </decision>
        <decisionService id="s" name="all"><outputDecision href="#total"/><inputData href="#work"/></decisionService>
        """)

    static func sentences(_ changes: [(String, String)], in language: Language = .english) throws -> [String] {
        var text = old
        for (from, to) in changes {
            #expect(text.contains(from), "\(from)")
            text = text.replacing(from, with: to)
        }
        return DecisionDifference(from: try model(old), to: try model(text), in: language).sentences
    }

    static func model(_ text: String) throws -> WrittenModel {
        var diagnostics = Diagnostics()
        return try #require(WrittenModel(parsing: Array(text.utf8), file: "m.dmn", diagnostics: &diagnostics), "\(diagnostics.sorted)")
    }

    @Test(
        "nothing is said where nothing is decided otherwise",
        arguments: [
            ("Cheap.", "Dear."), (#"id="s""#, #"id="s2""#), ("fee + 1", "fee  +\n 1"), (">&lt; 100<", "> &lt;  100 <"),
            (#"<decision id="total""#, #"<decision label="x" id="total""#),
        ])
    func same(_ from: String, _ to: String) throws { #expect(try Self.sentences([(from, to)]) == []) }

    @Test(
        arguments: [
            (">20<", ">25<", "‹fee›, rule 2: where ‹cost› is «< 100» and where ‹work› is «\"b\"», ‹fee› is «25» instead of «20»."),
            (">30<", "><", "‹fee›, rule 3: whatever is given, ‹fee› is «» instead of «30»."),
            (
                "&lt; 100<", "&lt; 200<",
                "‹fee›, rule 2: ‹fee› is «20» holds where ‹cost› is «< 200» and where ‹work› is «\"b\"», instead of where ‹cost› is «< 100» and where ‹work› is «\"b\"»."
            ),
            (
                "<rule><inputEntry><text>-<",
                "<rule><inputEntry><text>\"c\"</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>40</text></outputEntry></rule><rule><inputEntry><text>-<",
                "‹fee› has a new rule 3: where ‹work› is «\"c\"», ‹fee› is «40»."
            ),
            (
                "<rule><inputEntry><text>\"b\"</text></inputEntry><inputEntry><text>&lt; 100</text></inputEntry><outputEntry><text>20</text></outputEntry></rule>",
                "",
                "‹fee› has lost its rule 2: where ‹cost› is «< 100» and where ‹work› is «\"b\"», ‹fee› is «20»."
            ),
            (
                "<output/>", "<output><defaultOutputEntry><text>0</text></defaultOutputEntry></output>",
                "‹fee›: where no rule holds, ‹fee› is «0» instead of «null»."
            ),
            ("hitPolicy=\"FIRST\"", "hitPolicy=\"ANY\"", "‹fee› changes in which of its rules count: ANY instead of FIRST."),
            ("<output/>", "<output><outputValues><text>10, 20</text></outputValues></output>", "‹fee› changes in the values it may have: 10, 20 instead of –."),
            ("<output/>", "<output typeRef=\"string\"/>", "‹fee› is described otherwise (decision)."),
            ("fee + 1", "fee + 2", "‹total› is computed as «fee + 2» instead of «fee + 1»."),
            (
                "<text>2</text></literalExpression></else>", "<text>3</text></literalExpression></else>",
                "‹parts› is computed as «{base: fee, share: if fee > 5 then 1 else 3}» instead of «{base: fee, share: if fee > 5 then 1 else 2}»."
            ),
            ("name=\"cost\" typeRef=\"number\"", "name=\"cost\" typeRef=\"string\"", "‹cost› changes in what kind of value it is: string instead of number."),
            ("\"a\", \"b\"</text></allowedValues>", "\"a\"</text></allowedValues>", "‹kind_type› is described otherwise (type)."),
            ("<outputDecision href=\"#total\"/>", "<outputDecision href=\"#fee\"/>", "‹all› is described otherwise (decision service)."),
            (
                "<informationRequirement><requiredInput href=\"#cost\"/></informationRequirement>", "",
                "‹fee› changes in what it is made from: work instead of cost, work."
            ),
            (
                "<literalExpression><text>fee + 1</text></literalExpression>", "<decisionTable><output/></decisionTable>",
                "‹total› is decided by a table instead of computed as «fee + 1»."
            ),
        ])
    func aChange(_ from: String, _ to: String, _ sentence: String) throws { #expect(try Self.sentences([(from, to)]) == [sentence]) }

    @Test("rules in another order matter where the first one counts")
    func order() throws {
        let (first, last) = (#"<inputEntry><text>"a"</text></inputEntry>"#, #"<inputEntry><text>"b"</text></inputEntry>"#)
        let swapped = [
            (first, "<inputEntry><text>SWAP</text></inputEntry>"), (last, first), ("SWAP", "\"b\""), (">10<", ">SWAP<"), (">20<", ">10<"), (">SWAP<", ">20<"),
            ("<text>-</text></inputEntry><outputEntry><text>20", "<text>&lt; 100</text></inputEntry><outputEntry><text>20"),
            ("<text>&lt; 100</text></inputEntry><outputEntry><text>10", "<text>-</text></inputEntry><outputEntry><text>10"),
        ]
        #expect(try Self.sentences(swapped) == ["The rules of ‹fee› stand in another order."])
        let unique = [("hitPolicy=\"FIRST\"", "hitPolicy=\"UNIQUE\"")]
        #expect(try Self.sentences(unique + swapped).count == 2)
    }

    @Test func whatComesAndGoes() throws {
        let changes = [("<decision id=\"total\" name=\"total\">", "<decision id=\"total\" name=\"sum\">")]
        #expect(try Self.sentences(changes) == ["‹sum› is new (decision).", "‹all› is described otherwise (decision service).", "‹total› is gone (decision)."])
        #expect(try Self.sentences(changes, in: .spanish).first == "‹sum› aparece por primera vez (decisión).")
    }
}
