import BPMN
import FEEL
import Kernel
import Processes
import Testing

/// What call activities call stands in their place.
@Suite struct CallTests {
    private func flow(_ from: String, _ to: String) -> String { "<b:sequenceFlow id=\"\(from)_\(to)\" sourceRef=\"\(from)\" targetRef=\"\(to)\"/>" }

    /// A process that sets `x`, which its caller has too.
    private var called: String {
        """
        <b:process id="q"><b:startEvent id="s"/><b:scriptTask id="work"><b:extensionElements><polity:set name="y" value="x"/>
        <polity:set name="x" value="2"/></b:extensionElements></b:scriptTask><b:endEvent id="e"/>\(flow("s", "work"))\(flow("work", "e"))</b:process>
        """
    }

    private func check(_ text: String) throws -> (models: [ProcessModel], findings: [String]) {
        var diagnostics = Diagnostics()
        let models = try read(text).check(&diagnostics)
        return (models, diagnostics.sorted.map { String($0.description.split(separator: "\n")[0]) })
    }

    /// Runs the process `p` to its end.
    private func variables(_ call: String, outside: String? = nil) throws -> Context {
        let (models, findings) = try check(line(["t"], call, outside: outside ?? called))
        #expect(findings.filter { $0.contains(": error: ") } == [])
        let model = try #require(models.first { $0.id == "p" })
        let outcome = try ProcessEngine(model: model, calendar: OfficeCalendar()).handle(
            .start(["x": .number(1), "z": .number(7), "list": .list([.number(3), .number(4)])]), on: Instance(), now: Instant(microseconds: 0))
        #expect(outcome.instance.end(in: model) == "end")
        return outcome.instance.variables
    }

    private func call(_ attributes: String = "", _ content: String = "") -> String {
        "<b:callActivity id=\"t\" calledElement=\"tns:q\" \(attributes)>\(content)</b:callActivity>"
    }

    private func extended(_ lines: String) -> String { "<b:extensionElements>\(lines)</b:extensionElements>" }

    @Test func withoutMappingsItWorksOnTheVariablesOfItsCaller() throws {
        let result = try variables(call())
        #expect(result["x"] == .number(2) && result["y"] == .number(1))
    }

    @Test(arguments: [
        "<polity:input name=\"x\" value=\"z\"/><polity:output name=\"r\" value=\"y\"/>",
        "<zeebe:calledElement processId=\"q\" propagateAllParentVariables=\"false\" propagateAllChildVariables=\"false\"/><zeebe:ioMapping><zeebe:input source=\"= z\" target=\"x\"/><zeebe:output source=\"= y\" target=\"r\"/></zeebe:ioMapping>",
        "<camunda:in source=\"z\" target=\"x\"/><camunda:out source=\"y\" target=\"r\"/>",
        "<camunda:in sourceExpression=\"${z}\" target=\"x\"/><camunda:out sourceExpression=\"${y}\" target=\"r\"/>",
    ])
    func itHasVariablesOfItsOwnWithThem(mapping: String) throws {
        let result = try variables(call("", extended(mapping)))
        #expect(result["r"] == .number(7))
        #expect(result["x"] == .number(1) && result["y"] == nil)
    }

    @Test func dataAssociationsMapToo() throws {
        let association = """
            <b:ioSpecification><b:dataInput id="in" name="x"/><b:dataOutput id="out" name="y"/></b:ioSpecification>
            <b:dataInputAssociation><b:sourceRef>zed</b:sourceRef><b:targetRef>in</b:targetRef></b:dataInputAssociation>
            <b:dataOutputAssociation><b:sourceRef>out</b:sourceRef><b:targetRef>res</b:targetRef></b:dataOutputAssociation>
            """
        let result = try variables("<b:dataObject id=\"zed\" name=\"z\"/><b:dataObject id=\"res\" name=\"r\"/>" + call("", association))
        #expect(result["r"] == .number(7) && result["x"] == .number(1) && result["y"] == nil)
    }

    @Test(arguments: [
        ("<camunda:in variables=\"all\"/><camunda:out variables=\"all\"/>", 2, 1 as Int?),
        ("<camunda:in variables=\"all\"/>", 1, nil),
        ("<zeebe:calledElement processId=\"q\" propagateAllChildVariables=\"false\"/>", 1, nil),
        ("<zeebe:calledElement processId=\"q\" propagateAllChildVariables=\"true\"/>", 2, 1),
    ])
    func allGoInOrComeOut(mapping: String, x: Int, y: Int?) throws {
        let result = try variables(call("", extended(mapping)))
        #expect(result["x"] == .number(Decimal128(x)) && result["y"] == y.map { .number(Decimal128($0)) })
    }

    @Test func eachInstanceOfSeveralHasItsOwn() throws {
        let loop = """
            <b:multiInstanceLoopCharacteristics><b:extensionElements><zeebe:loopCharacteristics inputCollection="= list" inputElement="x" \
            outputCollection="gathered" outputElement="= y"/></b:extensionElements></b:multiInstanceLoopCharacteristics>
            """
        let result = try variables(call("", loop))
        #expect(result["gathered"] == .list([.number(3), .number(4)]))
        #expect(result["x"] == .number(1) && result["y"] == nil)
    }

    /// Two calls, of a process that calls another, whose gateway names its flows.
    @Test func callsInCallsHaveTheirOwnElements() throws {
        let outside = """
            <b:process id="q"><b:startEvent id="s"/><b:callActivity id="c" calledElement="r"/><b:endEvent id="e"/>\(flow("s", "c"))\(flow("c", "e"))</b:process>
            <b:process id="r"><b:startEvent id="rs"/><b:startEvent id="other"><b:signalEventDefinition/></b:startEvent><b:task id="only"/>
            <b:parallelGateway id="f"/><b:task id="a"/><b:task id="d"/>
            <b:complexGateway id="j"><b:activationCondition>a_j + d_j &gt;= 2</b:activationCondition></b:complexGateway><b:endEvent id="re"/>
            \(flow("rs", "f"))\(flow("f", "a"))\(flow("f", "d"))\(flow("a", "j"))\(flow("d", "j"))\(flow("j", "re"))\(flow("other", "only"))\(flow("only", "re"))</b:process>
            """
        let text = line(["t", "u"], call() + "<b:callActivity id=\"u\" calledElement=\"q\"/>", outside: outside)
        let (models, findings) = try check(text)
        #expect(findings.filter { $0.contains(": error: ") } == [])
        let model = try #require(models.first { $0.id == "p" })
        #expect(model.element("t_c_a")?.parent == "t_c" && model.element("u_c_j") != nil)
        #expect(model.element("t_c_only") == nil && model.element("t_c_other") == nil, "what only another start event leads to")
        let outcome = try ProcessEngine(model: model, calendar: OfficeCalendar()).handle(.start([:]), on: Instance(), now: Instant(microseconds: 0))
        #expect(outcome.instance.end(in: model) == "end")
        #expect(!outcome.effects.contains { if case .incident = $0 { true } else { false } })
    }

    @Test func globalTasksAreCalled() throws {
        let (models, findings) = try check(line(["t"], "<b:callActivity id=\"t\" calledElement=\"g\"/>", outside: "<b:globalUserTask id=\"g\"/>"))
        #expect(findings == [])
        guard case .task(.user)? = models.first(where: { $0.id == "p" })?.element("t_g")?.kind else { Issue.record("no user task"); return }
    }

    @Test(arguments: [
        ("<b:callActivity id=\"t\" calledElement=\"nothing\"/>", "5:1: warning: 't' calls 'nothing', which is not in this file, so it runs only where that is"),
        ("<b:callActivity id=\"t\" calledElement=\"p\"/>", "5:1: error: 't' calls 'p', which leads to itself again (p → p)"),
        ("<b:callActivity id=\"t\"/>", "5:1: warning: 't' says no process to call, so it passes at once"),
        ("<b:callActivity id=\"t\" calledElement=\"empty\"/>", "5:1: warning: 't' calls 'empty', in which there is nothing, so it passes at once"),
        ("<b:callActivity id=\"t\" calledElement=\"late\"/>", "5:1: error: 't' calls 'late', which begins with an event and not with a call"),
        ("<b:callActivity id=\"t\" calledElement=\"${which}\"/>", "5:1: error: 't' calls what only the running case would know: ${which}"),
    ])
    func whatCannotBeCalledIsTold(call: String, finding: String) throws {
        let outside = """
            <b:process id="empty"/><b:signal id="sig" name="Storm"/>
            <b:process id="late"><b:startEvent id="ls"><b:signalEventDefinition signalRef="sig"/></b:startEvent></b:process>
            """
        #expect(try check(line(["t"], call, outside: outside)).findings == ["m.bpmn:" + finding])
    }

    /// A few lines that stand for very many.
    @Test func callsThatGrowWithoutEndAreRefused() throws {
        let tasks = (0..<600).map { "<b:task id=\"a\($0)\"/>" }.joined()
        let calls = (0..<20).map { "<b:callActivity id=\"c\($0)\" calledElement=\"q\"/>" }.joined()
        let outside = "<b:process id=\"q\">\(tasks)</b:process><b:process id=\"r\">\(calls)</b:process>"
        let findings = try check(line(["t"], "<b:callActivity id=\"t\" calledElement=\"r\"/>", outside: outside)).findings
        #expect(findings.count == 1 && findings[0].contains("with all that they call, the processes of the file have more than 10000 elements"), "\(findings)")
    }
}
