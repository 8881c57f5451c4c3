import BPMN
import FEEL
import Kernel
import Processes
import Testing

/// Data associations run (section 10.4.2), and what does not run is told.
@Suite struct DataTests {
    private static let data = """
        <b:dataObject id="order" name="Order"/><b:dataObjectReference id="order_new" name="Order [new]" dataObjectRef="order"/>
        <b:dataObject id="plain"/><b:dataObjectReference id="plain_ref" name="receipt" dataObjectRef="plain"/>
        """

    private func findings(_ text: String) throws -> [String] {
        var diagnostics = Diagnostics()
        _ = try read(text).check(&diagnostics)
        return diagnostics.sorted.map { String($0.description.split(separator: "\n")[0]) }
    }

    /// Runs `p` to its end.
    private func variables(_ text: String, _ start: Context) throws -> Context {
        var diagnostics = Diagnostics()
        let models = try read(text).check(&diagnostics)
        #expect(diagnostics.all.map(\.description) == [])
        let model = try #require(models.first)
        let outcome = try ProcessEngine(model: model, calendar: OfficeCalendar()).handle(.start(start), on: Instance(), now: Instant(microseconds: 0))
        #expect(outcome.instance.end(in: model) == "end")
        return outcome.instance.variables
    }

    private func script(_ associations: String, _ value: String = "n + 1") -> String {
        line(
            ["t"],
            """
            \(Self.data)<b:scriptTask id="t"><b:ioSpecification><b:dataInput id="i" name="n"/><b:dataOutput id="o" name="m"/></b:ioSpecification>
            \(associations)<b:extensionElements><polity:set name="m" value="\(value)"/></b:extensionElements></b:scriptTask>
            """)
    }

    @Test(arguments: [
        "<b:sourceRef>order_new</b:sourceRef><b:targetRef>i</b:targetRef>",
        "<b:sourceRef>order</b:sourceRef><b:targetRef>tns:i</b:targetRef><b:transformation>Order</b:transformation>",
        "<b:targetRef>i</b:targetRef><b:assignment><b:from>Order</b:from><b:to>n</b:to></b:assignment>",
        "<b:targetRef>i</b:targetRef><b:assignment><b:from>${Order}</b:from><b:to>${n}</b:to></b:assignment>",
        "<b:targetRef>i</b:targetRef><b:assignment><b:from>bpmn:getDataObject('Order')</b:from><b:to>bpmn:getDataInput('i')</b:to></b:assignment>",
    ])
    func dataGoesInAndComesOut(input: String) throws {
        let text = script(
            """
            <b:dataInputAssociation>\(input)</b:dataInputAssociation>
            <b:dataOutputAssociation><b:sourceRef>o</b:sourceRef><b:targetRef>plain_ref</b:targetRef></b:dataOutputAssociation>
            """)
        let result = try variables(text, ["Order": .number(4)])
        #expect(result["receipt"] == .number(5))
        #expect(result["n"] == nil && result["m"] == nil, "what is the activity's own stays there")
    }

    /// The list comes in by an association, an item of it to each instance, and the list of results goes out.
    @Test func loopsReadAndWriteWhatIsAssociated() throws {
        let result = try variables(
            line(
                ["t"],
                """
                \(Self.data)<b:scriptTask id="t"><b:ioSpecification><b:dataInput id="all" isCollection="true"/><b:dataInput id="i" name="n"/>
                <b:dataOutput id="o" name="m"/><b:dataOutput id="done" isCollection="true"/></b:ioSpecification>
                <b:dataInputAssociation><b:sourceRef>order_new</b:sourceRef><b:targetRef>all</b:targetRef></b:dataInputAssociation>
                <b:dataInputAssociation><b:sourceRef>one</b:sourceRef><b:targetRef>i</b:targetRef></b:dataInputAssociation>
                <b:dataOutputAssociation><b:sourceRef>o</b:sourceRef><b:targetRef>result</b:targetRef></b:dataOutputAssociation>
                <b:dataOutputAssociation><b:sourceRef>done</b:sourceRef><b:targetRef>plain_ref</b:targetRef></b:dataOutputAssociation>
                <b:multiInstanceLoopCharacteristics><b:loopDataInputRef>all</b:loopDataInputRef><b:loopDataOutputRef>done</b:loopDataOutputRef>
                <b:inputDataItem id="one" name="one"/><b:outputDataItem id="result" name="result"/></b:multiInstanceLoopCharacteristics>
                <b:extensionElements><polity:set name="m" value="n * 2"/></b:extensionElements></b:scriptTask>
                """), ["Order": .list([.number(1), .number(2)])])
        #expect(result["receipt"] == .list([.number(2), .number(4)]))
    }

    @Test func eventsAndServicesTakeThem() throws {
        let result = try compile(
            line(
                ["send", "get", "call"],
                """
                \(Self.data)<b:intermediateThrowEvent id="send"><b:dataInput id="i" name="number"/><b:dataInputAssociation><b:sourceRef>order_new</b:sourceRef>
                <b:targetRef>i</b:targetRef></b:dataInputAssociation><b:messageEventDefinition messageRef="m"/></b:intermediateThrowEvent>
                <b:intermediateCatchEvent id="get"><b:dataOutput id="o" name="paid"/><b:dataOutputAssociation><b:sourceRef>o</b:sourceRef>
                <b:targetRef>plain_ref</b:targetRef></b:dataOutputAssociation><b:messageEventDefinition messageRef="m"/></b:intermediateCatchEvent>
                <b:serviceTask id="call" polity:service="s"><b:ioSpecification><b:dataInput id="ci" name="what"/></b:ioSpecification>
                <b:dataInputAssociation><b:sourceRef>order</b:sourceRef><b:targetRef>ci</b:targetRef></b:dataInputAssociation></b:serviceTask>
                """, outside: "<b:message id=\"m\" name=\"M\"/>"))
        #expect(result.diagnostics.all.map(\.description) == [])
        let elements = Dictionary(uniqueKeysWithValues: result.process.elements.map { ($0.id, $0) })
        guard case .throwEvent(.message(let message))? = elements["send"]?.kind else { Issue.record("no message"); return }
        #expect(message.payload.map(\.name) == ["number"] && message.payload.map(\.value.source.text) == ["Order"])
        #expect(elements["get"]?.output.map(\.name) == ["receipt"] && elements["get"]?.output.map(\.value.source.text) == ["paid"])
        guard case .task(.service(_, let input))? = elements["call"]?.kind else { Issue.record("no call"); return }
        #expect(input.map(\.name) == ["what"] && input.map(\.value.source.text) == ["Order"])
    }

    @Test(arguments: [
        (
            "<b:dataInputAssociation><b:sourceRef>order</b:sourceRef><b:sourceRef>plain</b:sourceRef><b:targetRef>i</b:targetRef></b:dataInputAssociation>",
            "error: nothing says what 't' makes of 2 sources for 'n'"
        ),
        ("<b:dataInputAssociation><b:sourceRef>order</b:sourceRef></b:dataInputAssociation>", "error: a data association of 't' does not say what it sets"),
        (
            "<b:dataOutputAssociation><b:targetRef>order</b:targetRef></b:dataOutputAssociation>",
            "warning: nothing says what 't' sets 'Order' to, so it is what the activity itself says under this name"
        ),
        (
            "<b:dataInputAssociation><b:targetRef>i</b:targetRef><b:assignment><b:from>1</b:from><b:to>a/b[1]</b:to></b:assignment></b:dataInputAssociation>",
            "error: an assignment of 't' sets 'a/b[1]', which is no data of the process"
        ),
        (
            "<b:dataInputAssociation><b:targetRef>i</b:targetRef><b:assignment><b:to>n</b:to></b:assignment></b:dataInputAssociation>",
            "error: an assignment of 't' lacks its 'from' or its 'to'"
        ),
        (
            "<b:dataInputAssociation><b:sourceRef>order</b:sourceRef><b:targetRef>i</b:targetRef><b:transformation language=\"groovy\">x</b:transformation></b:dataInputAssociation>",
            "error: the transformation to 'n' at 't' is in Groovy, which does not run here: x"
        ),
    ])
    func whatAnAssociationLeavesOpenIsTold(association: String, finding: String) throws {
        let found = try findings(script(association, "1"))
        #expect(found.count == 1 && found[0].hasPrefix("m.bpmn:7:") && found[0].hasSuffix(": " + finding), "\(found)")
        // It was passed over once, and stays so where it was served.
        var told = Diagnostics(isOfServed: true)
        let process = try #require(try read(script(association, "1")).compile(&told, dialect: .first).first)
        #expect(told.all.isEmpty && process.elements.allSatisfy { $0.input.isEmpty && $0.output.isEmpty }, "\(told.all)")
    }

    /// An arrow that bpmn.io draws says nothing.
    @Test func anArrowIntoAnActivitySetsNothing() throws {
        let text = line(
            ["t"],
            """
            \(Self.data)<b:task id="t"><b:property id="ph" name="__targetRef_placeholder"/><b:dataInputAssociation><b:sourceRef>order_new</b:sourceRef>
            <b:targetRef>ph</b:targetRef></b:dataInputAssociation></b:task>
            """)
        #expect(try compile(text).process.elements.first { $0.id == "t" }?.input.isEmpty == true)
        #expect(try findings(text) == [])
    }

    @Test(arguments: [
        ("<b:task id=\"t\" startQuantity=\"two\"/>", "5:16: error: 't' has a startQuantity of 'two', which is no number from 1 to 100"),
        (
            "<b:task id=\"t\" completionQuantity=\"0\"/>",
            "5:16: error: 't' has a completionQuantity of '0', which is no number from 1 to 100"
        ),
        (
            "<b:task id=\"t\"><b:standardLoopCharacteristics loopMaximum=\"many\"><b:loopCondition>a</b:loopCondition></b:standardLoopCharacteristics></b:task>",
            "5:47: error: 't' loops at most 'many' times, which is no whole number"
        ),
        (
            "<b:task id=\"t\"><b:multiInstanceLoopCharacteristics behavior=\"One\" oneBehaviorEventRef=\"none\"><b:loopCardinality>2</b:loopCardinality></b:multiInstanceLoopCharacteristics></b:task>",
            "5:67: error: the instances of 't' throw 'none', which is no event definition of the file"
        ),
        (
            "<b:task id=\"t\"><b:multiInstanceLoopCharacteristics behavior=\"None\"><b:loopCardinality>2</b:loopCardinality></b:multiInstanceLoopCharacteristics></b:task>",
            "5:1: warning: 't' says not which event its instances throw when they end, so they throw none"
        ),
        (
            "<b:task id=\"t\"><b:multiInstanceLoopCharacteristics behavior=\"Complex\"><b:loopCardinality>2</b:loopCardinality><b:complexBehaviorDefinition id=\"c\"/></b:multiInstanceLoopCharacteristics></b:task>",
            "5:111: error: the loop of 't' throws an event, but not when"
        ),
        (
            "<b:serviceTask id=\"t\" polity:service=\"s\"><b:extensionElements><zeebe:ioMapping><zeebe:input source=\"= a\"/></zeebe:ioMapping></b:extensionElements></b:serviceTask>",
            "5:80: error: zeebe:input of 't' lacks its source or target"
        ),
        (
            "<b:serviceTask id=\"t\" polity:service=\"s\"><b:extensionElements><camunda:inputOutput><camunda:inputParameter>1</camunda:inputParameter></camunda:inputOutput></b:extensionElements></b:serviceTask>",
            "5:84: error: camunda:inputParameter of 't' lacks its name"
        ),
        (
            "<b:task id=\"t\"/><b:correlationSubscription id=\"c\" correlationKeyRef=\"k\"/>",
            "5:17: warning: messages are not told apart by this 'correlationSubscription', so the one that has waited longest takes them"
        ),
    ])
    func nothingIsPassedOverInSilence(content: String, finding: String) throws {
        #expect(try findings(line(["t"], content)) == ["m.bpmn:" + finding])
        // What was served goes on, and is told.
        var told = Diagnostics(isOfServed: true)
        _ = try read(line(["t"], content)).compile(&told)
        #expect(!told.hasErrors && told.all.map(\.message).contains { finding.hasSuffix($0) }, "\(told.all)")
    }

    @Test func correlationKeysAreToldOf() throws {
        let found = try findings(
            line(
                ["t"], "<b:task id=\"t\"/>",
                outside: "<b:collaboration id=\"c\"><b:participant id=\"a\" processRef=\"p\"/><b:correlationKey id=\"k\"/></b:collaboration>"))
        #expect(found.count == 1 && found[0].hasSuffix("messages are not told apart by this 'correlationKey', so the one that has waited longest takes them"))
    }
}
