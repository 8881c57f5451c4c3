import BPMN
import Kernel
import Processes
import Testing

/// Conditions as tools write them, and what becomes of them.
@Suite struct ExpressionTests {
    private func condition(_ text: String, language: String? = nil) throws -> (feel: String?, errors: [Diagnostic]) {
        let attribute = language.map { " language=\"\($0)\"" } ?? ""
        let text = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        let result = try compile(
            model(
                """
                <b:startEvent id="s"/><b:exclusiveGateway id="g" default="f3"/><b:task id="a"/><b:task id="c"/>
                <b:dataObject id="d1" name="Vacation Approval"/>
                <b:sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
                <b:sequenceFlow id="f2" sourceRef="g" targetRef="a"><b:conditionExpression xsi:type="b:tFormalExpression"\(attribute)>\(text)</b:conditionExpression></b:sequenceFlow>
                <b:sequenceFlow id="f3" sourceRef="g" targetRef="c"/>
                """))
        return (result.process.flows.first { $0.id == "f2" }?.condition?.source.text, result.diagnostics.all.filter { $0.severity == .error })
    }

    @Test(
        arguments: [
            ("amount > 1000", nil, "amount > 1000"),
            ("= approved and amount <= 10", nil, "approved and amount <= 10"),
            ("Vacation Approval = \"Approved\"", nil, "Vacation Approval = \"Approved\""),
            ("${approved}", nil, "approved"),
            ("${!approved}", nil, "not(approved)"),
            ("#{amount >= 10 && (a == 'x' || !b)}", nil, "amount >= 10 and (a = \"x\" or not(b))"),
            ("${order.total * 2 gt 5 and status ne 'open'}", nil, "order.total * 2 > 5 and status != \"open\""),
            ("a == 'x' && b", nil, "a = \"x\" and b"),
            ("bpmn:getDataObject('clarified') = 'yes'", "http://www.w3.org/1999/XPath", "clarified = \"yes\""),
            ("not(bpmn:getDataObject('approved'))", nil, "not(approved)"),
            ("Service Level == 'Premium'", nil, "Service Level = \"Premium\""),
            ("= Vacation Status.Approval", nil, "Vacation Status.Approval"),
            ("true", "http://www.w3.org/1999/XPath", "true"),
            ("some r in risks satisfies r = \"red\"", "https://www.omg.org/spec/DMN/20191111/FEEL/", "some r in risks satisfies r = \"red\""),
        ] as [(String, String?, String)])
    func read(text: String, language: String?, feel: String) throws {
        let result = try condition(text, language: language)
        #expect(result.errors.map(\.description) == [])
        #expect(result.feel == feel)
    }

    @Test(
        arguments: [
            ("${execution.getVariable('x') > 1}", nil, "is in JUEL"),
            ("${empty list}", nil, "is in JUEL"),
            ("amount > 1000", "groovy", "is in Groovy"),
            ("amount > 1000", "text/javascript", "is in JavaScript"),
            ("count(//item) > 1", "http://www.w3.org/1999/XPath", "is in XPath"),
            ("amount >", nil, "is no FEEL"),
        ] as [(String, String?, String)])
    func areNamedAndNotRun(text: String, language: String?, message: String) throws {
        let result = try condition(text, language: language)
        #expect(result.errors.count == 1)
        #expect(result.errors.first?.message.contains(message) ?? false)
        #expect(result.errors.first?.mend != nil && result.errors.first?.location.position.line == 7)
        #expect(result.feel == "null")
    }
}
