import BPMN
import Kernel
import Processes
import Testing

@Suite struct CompilationTests {
    private func element(_ id: String, _ text: String) throws -> (Element, [Diagnostic]) {
        let result = try compile(text)
        return (try #require(result.process.elements.first { $0.id == id }), result.diagnostics.all)
    }

    @Test func rolesComeFromWhereToolsPutThem() throws {
        let tasks = [
            "<b:userTask id=\"t\" polity:role=\"clerk\" camunda:candidateGroups=\"other\"/>",
            "<b:userTask id=\"t\" camunda:candidateGroups=\"clerk, chief\"/>",
            "<b:userTask id=\"t\"><b:extensionElements><zeebe:assignmentDefinition candidateGroups=\"clerk\"/></b:extensionElements></b:userTask>",
            "<b:userTask id=\"t\"><b:potentialOwner><b:resourceRef>tns:r1</b:resourceRef></b:potentialOwner></b:userTask>",
            "<b:laneSet><b:lane polity:role=\"clerk\"><b:flowNodeRef>t</b:flowNodeRef></b:lane></b:laneSet><b:userTask id=\"t\"/>",
        ]
        for task in tasks {
            let (element, _) = try element("t", line(["t"], task, outside: "<b:resource id=\"r1\" name=\"clerk\"/>"))
            guard case .task(.user(let role, _)) = element.kind else { Issue.record("\(element.kind)"); continue }
            #expect(role == "clerk")
        }
    }

    @Test func eventsAreReadByReference() throws {
        let outside = """
            <b:message id="m1" name="Paid"/><b:signal id="s1" name="Storm"/><b:error id="e1" name="No" errorCode="E-1"/>
            <b:escalation id="x1" escalationCode="X-1"/><b:timerEventDefinition id="td"><b:timeDuration>PT2H</b:timeDuration></b:timerEventDefinition>
            """
        func trigger(_ definition: String) throws -> Trigger? {
            let content = "<b:intermediateCatchEvent id=\"t\">\(definition)</b:intermediateCatchEvent>"
            guard case .catchEvent(let trigger) = try element("t", line(["t"], content, outside: outside)).0.kind else { return nil }
            return trigger
        }
        guard case .message(let message)? = try trigger("<b:messageEventDefinition messageRef=\"tns:m1\"/>") else { Issue.record(); return }
        #expect(message.name == "Paid")
        guard case .signal("Storm")? = try trigger("<b:signalEventDefinition signalRef=\"s1\"/>") else { Issue.record(); return }
        guard case .error("E-1")? = try trigger("<b:errorEventDefinition errorRef=\"e1\"/>") else { Issue.record(); return }
        guard case .escalation("X-1")? = try trigger("<b:escalationEventDefinition escalationRef=\"x1\"/>") else { Issue.record(); return }
        guard case .timer(.after(let term))? = try trigger("<b:eventDefinitionRef>td</b:eventDefinitionRef>") else { Issue.record(); return }
        #expect(term == Term(2, .hours))
        guard case .multiple(let all)? = try trigger("<b:cancelEventDefinition/><b:signalEventDefinition signalRef=\"s1\"/>") else { Issue.record(); return }
        #expect(all.count == 2)
    }

    @Test(arguments: [
        ("<b:timeDuration>PT2H</b:timeDuration>", "after 2 hours"),
        ("<b:timeDuration>10 working days</b:timeDuration>", "after 10 working days"),
        ("<b:timeDuration>P1DT2H</b:timeDuration>", "duration \"P1DT2H\""),
        ("<b:timeDuration>${wait}</b:timeDuration>", "duration wait"),
        ("<b:timeDuration>= duration(\"P1D\")</b:timeDuration>", "duration duration(\"P1D\")"),
        ("<b:timeDate>2026-11-22T09:00:00Z</b:timeDate>", "at \"2026-11-22T09:00:00Z\""),
        ("<b:timeDate>hearing.day</b:timeDate>", "at hearing.day"),
        ("<b:timeCycle>R3/PT10H</b:timeCycle>", "cycle \"R3/PT10H\""),
        ("<b:timeCycle>R/2026-11-22T09:00:00Z/P1D</b:timeCycle>", "cycle \"R/2026-11-22T09:00:00Z/P1D\""),
        ("<b:timeCycle>0 0 9 * * MON-FRI</b:timeCycle>", "cron 0 0 9 * * MON-FRI"),
        ("<b:timeCycle>\n 0 0/15 8-18 ? * mon-fri 2026-2030 </b:timeCycle>", "cron 0 0/15 8-18 ? * mon-fri 2026-2030"),
        ("<b:timeCycle>@daily</b:timeCycle>", "cron @daily"), ("<b:timeCycle>= \"0 0 9 LW * *\"</b:timeCycle>", "cron 0 0 9 LW * *"),
        ("<b:timeCycle>= rhythm</b:timeCycle>", "cycle rhythm"),
    ])
    func timersAreRead(definition: String, expected: String) throws {
        let content = "<b:intermediateCatchEvent id=\"t\"><b:timerEventDefinition>\(definition)</b:timerEventDefinition></b:intermediateCatchEvent>"
        let (element, findings) = try element("t", line(["t"], content))
        #expect(findings.map(\.description) == [])
        guard case .catchEvent(.timer(let timer)) = element.kind else { Issue.record("\(element.kind)"); return }
        let text =
            switch timer {
            case .after(let term): "after \(term)"
            case .duration(let formula): "duration \(formula.source.text)"
            case .at(let formula): "at \(formula.source.text)"
            case .cycle(let formula, _): "cycle \(formula.source.text)"
            case .workingDays(let formula): "working days \(formula.source.text)"
            case .every(let term, _): "every \(term)"
            case .cron(let schedule): "cron \(schedule)"
            }
        #expect(text == expected)
    }

    @Test(arguments: [
        ("<b:timeCycle>0 9 * * MON-FRI</b:timeCycle>", "the cycle of 't' is a cron expression of five fields, as Unix has them"),
        ("<b:timeCycle>0 0 9 ? * 2-6</b:timeCycle>", "the cycle of 't' has '2-6' as its day of the week: a number is one day in Quartz"),
        ("<b:timeCycle>0 0 9 31 FEB ?</b:timeCycle>", "the cycle of 't' never comes"),
        ("<b:timeCycle>@reboot</b:timeCycle>", "the cycle of 't' has '@reboot' as its cron macro"),
        ("<b:timeDuration>P1X</b:timeDuration>", "is no duration of ISO 8601"),
        ("<b:timeDate>2026-13-45</b:timeDate>", "is no date of ISO 8601"),
        ("<b:timeDate>2026:01:01 00:00:00</b:timeDate>", "is no date of ISO 8601"),
    ])
    func timersThatAreNoneAreNamed(definition: String, message: String) throws {
        let content = "<b:intermediateCatchEvent id=\"t\"><b:timerEventDefinition>\(definition)</b:timerEventDefinition></b:intermediateCatchEvent>"
        let findings = try element("t", line(["t"], content)).1
        #expect(findings.count == 1 && findings[0].severity == .error && findings[0].message.contains(message))
    }

    /// Monday to Friday, as each tool counts them; Monday is 23 November.
    @Test(arguments: [
        (camunda, "2-6"), ("xmlns:activiti=\"http://activiti.org/bpmn\"", "2-6"), ("xmlns:flowable=\"http://flowable.org/bpmn\"", "2-6"), (zeebe, "1-5"),
        ("\(zeebe) \(camunda) \(platform)=\"Camunda Cloud\"", "1-5"), ("\(zeebe) \(camunda) \(platform)=\"Camunda Platform\"", "2-6"),
    ])
    func daysOfACronExpressionAreNumberedAsTheToolDoes(declared: String, days: String) throws {
        let (process, diagnostics) = try compile(
            """
            <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" \(declared)>
            <b:process id="p"><b:startEvent id="start">
            <b:timerEventDefinition><b:timeCycle>0 0 9 ? * \(days)</b:timeCycle></b:timerEventDefinition>
            </b:startEvent></b:process>
            </b:definitions>
            """)
        #expect(diagnostics.all.map(\.description) == [])
        guard case .start(.timer(.cron(let schedule)), _)? = process.elements.first?.kind else { Issue.record("\(process.elements)"); return }
        let friday = try #require(Instant("2026-11-20T08:00:00Z")), next = try #require(schedule.next(after: friday, in: .utc))
        #expect(next == Instant("2026-11-20T09:00:00Z"))
        #expect(schedule.next(after: next, in: .utc) == Instant("2026-11-23T09:00:00Z"))
    }

    /// A file that is looked at is told what is over; an edition that is served says the same as ever.
    @Test func aCronExpressionWhoseYearsAreOverIsToldOfAFile() throws {
        let cycle = "<b:timerEventDefinition><b:timeCycle>0 0 9 1 1 ? 2026</b:timeCycle></b:timerEventDefinition>"
        let text = line(["t"], "<b:intermediateCatchEvent id=\"t\">\(cycle)</b:intermediateCatchEvent>")
        func findings(_ now: Instant?) throws -> [String] {
            var diagnostics = Diagnostics()
            _ = try read(text).check(&diagnostics, now: now)
            return diagnostics.all.map { "\($0.severity) \($0.message)" }
        }
        #expect(try findings(Instant("2026-01-02T00:00:00Z")) == ["warning the cycle of 't' never comes again: the last of its years is over"])
        #expect(try findings(Instant("2025-01-02T00:00:00Z")) == [])
        #expect(try findings(nil) == [])
    }

    @Test func loopsAreRead() throws {
        func loop(_ loop: String) throws -> Element.MultiInstance? {
            let task = "<b:userTask id=\"t\">\(loop)</b:userTask><b:dataObject id=\"list1\" name=\"people\"/><b:dataObject id=\"list2\" name=\"answers\"/>"
            guard case .multiple(let loop) = try element("t", line(["t"], task)).0.loop else { return nil }
            return loop
        }
        let standard = try #require(
            try loop(
                """
                <b:multiInstanceLoopCharacteristics isSequential="true"><b:loopDataInputRef>list1</b:loopDataInputRef><b:loopDataOutputRef>list2</b:loopDataOutputRef>
                <b:inputDataItem id="i" name="person"/><b:outputDataItem id="o" name="answer"/>
                <b:completionCondition>numberOfCompletedInstances &gt; 1</b:completionCondition></b:multiInstanceLoopCharacteristics>
                """))
        guard case .items(let list, let item) = standard.source else { Issue.record(); return }
        #expect(list.source.text == "people" && item == "person" && standard.isSequential)
        #expect(standard.collect?.value.source.text == "answer" && standard.collect?.into == "answers" && standard.completion != nil)
        let camunda = try #require(try loop("<b:multiInstanceLoopCharacteristics camunda:collection=\"${people}\" camunda:elementVariable=\"p\"/>"))
        guard case .items(let list, "p") = camunda.source else { Issue.record(); return }
        #expect(list.source.text == "people")
        let count = try #require(try loop("<b:multiInstanceLoopCharacteristics><b:loopCardinality>3</b:loopCardinality></b:multiInstanceLoopCharacteristics>"))
        guard case .count(let number) = count.source else { Issue.record(); return }
        #expect(number.source.text == "3")
    }

    @Test func scriptsSetVariables() throws {
        func lines(_ task: String) throws -> [String] {
            guard case .task(.script(let lines)) = try element("t", line(["t"], task)).0.kind else { return [] }
            return lines.map { "\($0.name) = \($0.value.source.text)" }
        }
        #expect(
            try lines("<b:scriptTask id=\"t\" scriptFormat=\"feel\"><b:script>{ fee: 2 * 5, reduced: fee &lt; 20 }</b:script></b:scriptTask>") == [
                "fee = 2 * 5", "reduced = fee < 20",
            ])
        #expect(
            try lines("<b:scriptTask id=\"t\" camunda:resultVariable=\"x\" scriptFormat=\"FEEL\"><b:script>1 + 1</b:script></b:scriptTask>") == ["x = 1 + 1"])
        #expect(
            try lines(
                "<b:scriptTask id=\"t\"><b:extensionElements><polity:set name=\"a\" value=\"1\"/><zeebe:script expression=\"=2\"/></b:extensionElements></b:scriptTask>"
            )
                == ["a = 1"])
        let groovy = try element("t", line(["t"], "<b:scriptTask id=\"t\" scriptFormat=\"groovy\"><b:script>x = 1</b:script></b:scriptTask>")).1
        #expect(groovy.contains { $0.severity == .error && $0.message.contains("is in Groovy") })
    }

    @Test func compensationHandlersFindTheirEvent() throws {
        let content = """
            <b:task id="t"/><b:boundaryEvent id="undo" attachedToRef="t"><b:compensateEventDefinition/></b:boundaryEvent>
            <b:task id="h" isForCompensation="true"/><b:association id="a" sourceRef="undo" targetRef="h"/>
            """
        #expect(try element("h", line(["t"], content)).0.compensates == "undo")
    }

    @Test(
        arguments: [
            ("messageRef=\"tns:paid\"", nil, nil), ("", nil, nil),
            (
                "messageRef=\"piad\"", "m.bpmn:10:49: warning: the message flow 'Fee' names the message 'piad', which is not in this file",
                "Did you mean 'paid'?"
            ),
            (
                "messageRef=\"order\"", "m.bpmn:10:49: warning: the message flow 'Fee' names the message 'order', which is not in this file",
                "Put a message with this id beside the process, or take messageRef away."
            ),
            ("messageRef=\"p\"", "m.bpmn:10:49: warning: the message flow 'Fee' names the message 'p', which is not in this file", nil),
        ] as [(String, String?, String?)])
    func aMessageFlowNamesAMessageOfItsFile(attribute: String, finding: String?, mend: String?) throws {
        let outside = """
            <b:collaboration id="c"><b:participant id="us" processRef="p"/><b:participant id="them"/>
            <b:messageFlow id="f" name="Fee" targetRef="us" \(attribute) sourceRef="them"/></b:collaboration>
            <b:message id="paid" name="Paid"/>
            """
        let findings = try compile(line([], "", outside: outside)).diagnostics.all
        #expect(findings.map { $0.description.prefix { $0 != "\n" }.description } == (finding.map { [$0] } ?? []))
        if let mend { #expect(findings.first?.mend == mend) }
    }

    /// What the standard leaves open is a warning with its place and a mend, and the element runs all the same.
    @Test func whatIsLeftOpenIsSaidAndNotRefused() throws {
        let content = """
            <b:serviceTask id="a"/><b:businessRuleTask id="b"/><b:sendTask id="c"/><b:scriptTask id="d"/>
            <b:intermediateCatchEvent id="e"><b:timerEventDefinition/></b:intermediateCatchEvent>
            <b:userTask id="f"><b:multiInstanceLoopCharacteristics/></b:userTask><b:callActivity id="g"/>
            """
        let result = try compile(line(["a", "b", "c", "d", "e", "f", "g"], content))
        #expect(result.diagnostics.all.count == 7)
        for finding in result.diagnostics.all { #expect(finding.severity == .warning && finding.mend != nil && finding.location.position.line > 4) }
        #expect(result.process.elements.count == 9)
    }
}

private let camunda = "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\"", zeebe = "xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\""
private let platform = "xmlns:modeler=\"http://camunda.org/schema/modeler/1.0\" modeler:executionPlatform"
