import BPMN
import Kernel
import Processes
import Testing

/// Everything that BPMN calls executable (sections 10.3 to 10.7), in each place where the standard lets it stand (table 10.93): the
/// engine takes it.
@Suite struct RunsTests {
    private static let outside = """
        <b:message id="m" name="Paid"/><b:signal id="s" name="Storm"/><b:error id="e" errorCode="E-1"/><b:escalation id="x" escalationCode="X-1"/>
        """

    private static let definitions: [String: String] = [
        "none": "",
        "date": "<b:timerEventDefinition><b:timeDate>2026-11-22T09:00:00Z</b:timeDate></b:timerEventDefinition>",
        "duration": "<b:timerEventDefinition><b:timeDuration>P14D</b:timeDuration></b:timerEventDefinition>",
        "cycle": "<b:timerEventDefinition><b:timeCycle>R3/PT10H</b:timeCycle></b:timerEventDefinition>",
        "working days": "<b:timerEventDefinition polity:workingDays=\"10\"/>",
        "term": "<b:timerEventDefinition><b:timeDuration>10 working days</b:timeDuration></b:timerEventDefinition>",
        "message": "<b:messageEventDefinition messageRef=\"m\"/>",
        "signal": "<b:signalEventDefinition signalRef=\"s\"/>",
        "error": "<b:errorEventDefinition errorRef=\"e\"/>",
        "any error": "<b:errorEventDefinition/>",
        "escalation": "<b:escalationEventDefinition escalationRef=\"x\"/>",
        "conditional": "<b:conditionalEventDefinition><b:condition>amount &gt; 10</b:condition></b:conditionalEventDefinition>",
        "terminate": "<b:terminateEventDefinition/>",
        "compensation": "<b:compensateEventDefinition/>",
        "cancel": "<b:cancelEventDefinition/>",
        "several": "<b:messageEventDefinition messageRef=\"m\"/><b:signalEventDefinition signalRef=\"s\"/>",
    ]
    private static let timers = ["date", "duration", "cycle", "working days", "term"]

    private func findings(_ text: String) throws -> [String] {
        var diagnostics = Diagnostics()
        let models = try read(text).check(&diagnostics)
        #expect(!models.isEmpty)
        return diagnostics.all.filter { $0.severity == .error }.map(\.description)
    }

    private func flow(_ from: String, _ to: String, _ rest: String = "/>") -> String {
        "<b:sequenceFlow id=\"\(from)_\(to)\" sourceRef=\"\(from)\" targetRef=\"\(to)\"\(rest)"
    }

    @Test(arguments: [
        "task", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask", "manualTask", "callActivity", "subProcess",
    ])
    func activities(kind: String) throws {
        let loops = [
            "", "<b:standardLoopCharacteristics loopMaximum=\"3\"><b:loopCondition>amount &lt; 3</b:loopCondition></b:standardLoopCharacteristics>",
            "<b:multiInstanceLoopCharacteristics><b:loopCardinality>3</b:loopCardinality></b:multiInstanceLoopCharacteristics>",
            "<b:multiInstanceLoopCharacteristics isSequential=\"true\" camunda:collection=\"people\" camunda:elementVariable=\"one\"/>",
        ]
        let content = kind == "subProcess" ? "<b:startEvent id=\"in\"/><b:endEvent id=\"out\"/>" + flow("in", "out") : ""
        for loop in loops { #expect(try findings(line(["t"], "<b:\(kind) id=\"t\">\(loop)\(content)</b:\(kind)>", outside: Self.outside)) == []) }
    }

    @Test(arguments: ["exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway"])
    func gateways(kind: String) throws {
        let asks = kind != "parallelGateway"
        let condition = asks ? "><b:conditionExpression>amount &gt; 1</b:conditionExpression></b:sequenceFlow>" : "/>"
        #expect(
            try findings(
                model(
                    """
                    <b:startEvent id="start"/><b:\(kind) id="g"\(asks ? " default=\"g_c\"" : "")/><b:task id="a"/><b:task id="c"/><b:\(kind) id="j"/><b:endEvent id="end"/>
                    \(flow("start", "g"))\(flow("g", "a", condition))\(flow("g", "c"))\(flow("a", "j"))\(flow("c", "j"))\(flow("j", "end"))
                    """)) == [])
    }

    @Test func eventBasedGateways() throws {
        let waits = ["message", "signal", "conditional"] + Self.timers
        let events = waits.enumerated().map { "<b:intermediateCatchEvent id=\"c\($0)\">\(Self.definitions[$1] ?? "")</b:intermediateCatchEvent>" }.joined()
        let flows = waits.indices.map { flow("g", "c\($0)") + flow("c\($0)", "end") }.joined()
        #expect(
            try findings(
                model(
                    "<b:startEvent id=\"start\"/><b:eventBasedGateway id=\"g\"/>\(events)<b:endEvent id=\"end\"/>" + flow("start", "g") + flows,
                    outside: Self.outside)) == [])
    }

    @Test func events() throws {
        for kind in ["none", "message", "signal", "conditional", "several"] + Self.timers {
            let start = "<b:startEvent id=\"start\">\(Self.definitions[kind] ?? "")</b:startEvent><b:endEvent id=\"end\"/>" + flow("start", "end")
            #expect(try findings(model(start, outside: Self.outside)) == [], "start \(kind)")
        }
        for kind in ["none", "message", "signal", "conditional", "several"] + Self.timers {
            let event = "<b:intermediateCatchEvent id=\"t\">\(Self.definitions[kind] ?? "")</b:intermediateCatchEvent>"
            #expect(try findings(line(["t"], event, outside: Self.outside)) == [], "catch \(kind)")
        }
        for kind in ["none", "message", "signal", "escalation", "compensation"] {
            let event = "<b:intermediateThrowEvent id=\"t\">\(Self.definitions[kind] ?? "")</b:intermediateThrowEvent>"
            #expect(try findings(line(["t"], event, outside: Self.outside)) == [], "throw \(kind)")
        }
        for kind in ["none", "message", "signal", "error", "escalation", "compensation", "terminate", "several"] {
            let end = "<b:startEvent id=\"start\"/><b:endEvent id=\"end\">\(Self.definitions[kind] ?? "")</b:endEvent>" + flow("start", "end")
            #expect(try findings(model(end, outside: Self.outside)) == [], "end \(kind)")
        }
    }

    @Test func eventsOnBorders() throws {
        let waits = ["message", "signal", "escalation", "conditional", "several"] + Self.timers
        for (kind, interrupts) in (waits + ["error", "any error"]).map({ ($0, true) }) + waits.map({ ($0, false) }) {
            let border = """
                <b:userTask id="t"/><b:boundaryEvent id="on" attachedToRef="t" cancelActivity="\(interrupts)">\(Self.definitions[kind] ?? "")</b:boundaryEvent>
                <b:endEvent id="late"/>\(flow("on", "late"))
                """
            #expect(try findings(line(["t"], border, outside: Self.outside)) == [], "\(kind) \(interrupts)")
        }
    }

    @Test func eventSubProcesses() throws {
        let waits = ["message", "signal", "escalation", "conditional"] + Self.timers
        for (kind, interrupts) in (waits + ["error", "compensation"]).map({ ($0, true) }) + waits.map({ ($0, false) }) {
            let inner = """
                <b:subProcess id="sub"><b:startEvent id="i"/><b:task id="w"/><b:endEvent id="o"/>\(flow("i", "w"))\(flow("w", "o"))
                <b:subProcess id="on" triggeredByEvent="true"><b:startEvent id="n" isInterrupting="\(interrupts)">\(Self.definitions[kind] ?? "")</b:startEvent>
                <b:endEvent id="d"/>\(flow("n", "d"))</b:subProcess></b:subProcess>
                """
            #expect(try findings(line(["sub"], inner, outside: Self.outside)) == [], "\(kind) \(interrupts)")
        }
    }

    @Test func transactionsLinksAndAdHoc() throws {
        let booking = """
            <b:transaction id="sub"><b:startEvent id="i"/><b:serviceTask id="book"/><b:exclusiveGateway id="ok" default="ok_o"/><b:endEvent id="o"/>
            <b:endEvent id="no"><b:cancelEventDefinition/></b:endEvent><b:boundaryEvent id="undo" attachedToRef="book"><b:compensateEventDefinition/></b:boundaryEvent>
            <b:serviceTask id="unbook" isForCompensation="true"/><b:association id="a" sourceRef="undo" targetRef="unbook"/>
            \(flow("i", "book"))\(flow("book", "ok"))\(flow("ok", "o"))
            \(flow("ok", "no", "><b:conditionExpression>failed</b:conditionExpression></b:sequenceFlow>"))</b:transaction>
            <b:boundaryEvent id="cancelled" attachedToRef="sub"><b:cancelEventDefinition/></b:boundaryEvent><b:endEvent id="late"/>\(flow("cancelled", "late"))
            """
        #expect(try findings(line(["sub"], booking)) == [])
        let links = """
            <b:startEvent id="start"/><b:intermediateThrowEvent id="away"><b:linkEventDefinition name="L"/></b:intermediateThrowEvent>
            <b:intermediateCatchEvent id="there"><b:linkEventDefinition name="L"/></b:intermediateCatchEvent><b:endEvent id="end"/>
            \(flow("start", "away"))\(flow("there", "end"))
            """
        #expect(try findings(model(links)) == [])
        let adHoc = """
            <b:adHocSubProcess id="sub" ordering="Sequential"><b:userTask id="a"/><b:userTask id="c"/>
            <b:completionCondition>done</b:completionCondition></b:adHocSubProcess>
            """
        #expect(try findings(line(["sub"], adHoc)) == [])
    }
}
