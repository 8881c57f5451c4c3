import Decisions
import FEEL
import Kernel

/// DMN files: read, checked, every decision and service evaluated and explained, and what they say written out.
public struct ModelTarget: FuzzTarget {
    public let name = "model"
    private let samples: [[UInt8]]

    /// - Parameter samples: models that are changed, beside a few of its own.
    public init(samples: [[UInt8]] = []) { self.samples = Self.models.map { Array($0.utf8) } + samples.filter { $0.count < 60_000 } }

    private static let words = [
        "<decision ", "<variable ", "<literalExpression><text>", "</text></literalExpression>", "<context>", "<contextEntry>", "<invocation>", "<list>",
        "<relation>",
        "<column ", "<row>", "<functionDefinition>", "<formalParameter ", "<conditional>", "<filter>", "<match>", "<for iteratorVariable=\"i\">", "<every ",
        "<some ", "<in>",
        "<return>", "<satisfies>", "<decisionTable ", "hitPolicy=\"COLLECT\" ", "aggregation=\"SUM\" ", "<input>", "<output>", "<rule>", "<inputEntry>",
        "<outputEntry>",
        "typeRef=\"number\" ", "isCollection=\"true\" ", "href=\"#d\" ", "<itemDefinition ", "<itemComponent ", "<allowedValues>", "<typeConstraint>",
        "<import ", "&lt;",
        "&#0;", "<!--", "-->", "<![CDATA[", "]]>", "id=\"d\" ", "name=\"d\" ", "<decisionService ", "<outputDecision ", "<knowledgeRequirement>",
        "<requiredDecision ", "polity:unit=\"m\" ", "label=\"D\" ", "polity:label_es=\"D\" ",
    ]

    public func input(seed: UInt64) -> [UInt8] { Mutator(seed: seed, words: Self.words).input(from: samples) }

    public func feed(_ input: [UInt8]) throws {
        var inputs = Context()
        inputs["x"] = .number(3)
        inputs["y"] = .string("a")
        for mode in [Expression.Mode.lenient, .strict] {
            var diagnostics = Diagnostics()
            let model = DecisionModel(parsing: input, file: "fuzz.dmn", mode: mode, diagnostics: &diagnostics)
            for decision in (model?.decisions ?? []).prefix(40) {
                let value = model?.evaluate(decision: decision, inputs: inputs, now: ExpressionTarget.now)
                let explained = model?.explain(decision: decision, inputs: inputs, now: ExpressionTarget.now)
                _ = explained?.json.text
                guard value.map(String.init(describing:)) == (explained?.value).map(String.init(describing:)) else {
                    throw FuzzFault("'\(decision)' is \(value as Any), but explained \(explained?.value as Any)")
                }
            }
            model?.checkTables(diagnostics: &diagnostics)
            model?.checkUnits(of: Self.units, diagnostics: &diagnostics)
            _ = (model?.written, model?.labels, model?.namedTexts)
            _ = WrittenModel(parsing: input, file: "fuzz.dmn", diagnostics: &diagnostics)
            for service in (model?.services ?? []).prefix(10) { _ = model?.evaluate(service: service, inputs: inputs, now: ExpressionTarget.now) }
            _ = diagnostics.sorted.map(\.description)
        }
    }

    private static let units = Dictionary(uniqueKeysWithValues: [("x", "EUR"), ("y.a", "m")].compactMap { name, unit in Unit(unit).map { (name, $0) } })

    public var faultsOfSamples: [String] {
        var diagnostics = Diagnostics()
        for sample in Self.models { _ = DecisionModel(parsing: Array(sample.utf8), file: "sample.dmn", diagnostics: &diagnostics) }
        return diagnostics.sorted.filter { $0.severity == .error }.map(\.description)
    }

    private static func model(_ elements: String) -> String {
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" xmlns:polity=\"urn:polity:dmn\" name=\"m\" namespace=\"urn:m\">\(elements)</definitions>"
    }

    private static let models = [
        model(
            """
            <itemDefinition name="t"><typeRef>number</typeRef><allowedValues><text>[0..10], 20</text></allowedValues></itemDefinition>
            <itemDefinition name="p" isCollection="true"><itemComponent name="a" polity:unit="EUR/m"><typeRef>t</typeRef></itemComponent><itemComponent name="b"><typeRef>string</typeRef></itemComponent></itemDefinition>
            <inputData id="x" name="x"><variable name="x" typeRef="t"/></inputData><inputData id="y" name="y"><variable name="y" typeRef="string"/></inputData>
            <decision id="d" name="d"><variable name="d" typeRef="number"/><informationRequirement><requiredInput href="#x"/></informationRequirement>
            <informationRequirement><requiredInput href="#y"/></informationRequirement>
            <decisionTable hitPolicy="PRIORITY"><input><inputExpression typeRef="number"><text>x</text></inputExpression></input>
            <input><inputExpression typeRef="string"><text>y</text></inputExpression><inputValues><text>"a", "b"</text></inputValues></input>
            <output name="r" typeRef="number"><outputValues><text>3, 2, 1</text></outputValues><defaultOutputEntry><text>0</text></defaultOutputEntry></output>
            <rule><inputEntry><text>&lt; 5</text></inputEntry><inputEntry><text>"a", "b"</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
            <rule><inputEntry><text>[1..7)</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>x + 1</text></outputEntry></rule>
            <rule><inputEntry><text>not(3)</text></inputEntry><inputEntry><text>? = y</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable></decision>
            """),
        model(
            """
            <inputData id="x" name="x"><variable name="x" typeRef="number"/></inputData>
            <businessKnowledgeModel id="k" name="k"><variable name="k"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/>
            <literalExpression><text>if n &lt; 2 then 1 else n * k(n - 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
            <decision id="d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#x"/></informationRequirement>
            <knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
            <context><contextEntry><variable name="u"/><invocation><literalExpression><text>k</text></literalExpression>
            <binding><parameter name="n"/><literalExpression><text>x</text></literalExpression></binding></invocation></contextEntry>
            <contextEntry><variable name="v"/><relation><column name="a"/><column name="b"/><row><literalExpression><text>1</text></literalExpression>
            <literalExpression><text>u</text></literalExpression></row></relation></contextEntry>
            <contextEntry><variable name="w"/><filter><in><literalExpression><text>v</text></literalExpression></in><match><literalExpression><text>a &gt; 0</text></literalExpression></match></filter></contextEntry>
            <contextEntry><variable name="z"/><for iteratorVariable="i"><in><literalExpression><text>[1..x]</text></literalExpression></in>
            <return><conditional><if><literalExpression><text>i &gt; 1</text></literalExpression></if><then><literalExpression><text>i</text></literalExpression></then>
            <else><list><literalExpression><text>partial</text></literalExpression></list></else></conditional></return></for></contextEntry></context></decision>
            <decision id="e" name="e"><variable name="e"/><informationRequirement><requiredDecision href="#d"/></informationRequirement>
            <some iteratorVariable="i"><in><literalExpression><text>d.z</text></literalExpression></in><satisfies><literalExpression><text>i = 2</text></literalExpression></satisfies></some></decision>
            <decisionService id="s" name="s"><variable name="s"/><outputDecision href="#e"/><inputData href="#x"/><inputDecision href="#d"/></decisionService>
            """),
    ]
}
