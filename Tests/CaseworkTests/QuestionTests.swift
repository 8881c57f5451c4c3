import Blueprint
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Casework

/// An officer's question to the applicant in drawn processes: it ends no case, meets no other, and is open as long as its answer is waited for.
@Suite struct QuestionTests {
    private static let question = "what: {ask: What is it?, type: text}"

    /// From a review to its question and back.
    private static func asking(_ review: String) -> (elements: String, flows: [String]) {
        (
            """
            <userTask id="\(review)"/>
            <exclusiveGateway id="\(review)_asked" default="\(review)_asked_both"/>
            <eventBasedGateway id="\(review)_question"/>
            <intermediateCatchEvent id="\(review)_answer"><messageEventDefinition messageRef="answered"/></intermediateCatchEvent>
            <intermediateCatchEvent id="\(review)_silence"><timerEventDefinition><timeDuration>30 days</timeDuration></timerEventDefinition></intermediateCatchEvent>
            """,
            [
                "\(review) -> \(review)_asked", "\(review)_asked -> both", "\(review)_asked -> \(review)_question : asked = true",
                "\(review)_question -> \(review)_answer", "\(review)_question -> \(review)_silence", "\(review)_answer -> \(review)",
                "\(review)_silence -> \(review)",
            ]
        )
    }

    private static func folder(_ steps: String, head: String = "", elements: String, flows: [String]) -> FolderSnapshot {
        SmallTown.folder([
            "services/report/service.yaml": SmallTown.service(question, steps, head: head),
            "services/report/process.bpmn": SmallTown.process(
                "report",
                root: """
                    <message id="answered" name="casework.answered"/><message id="paid" name="casework.paid"/><signal id="stopped" name="stopped"/>
                    """,
                """
                <startEvent id="start"/>
                \(elements)
                <serviceTask id="outcome" polity:service="casework.outcome"/>
                <endEvent id="end"/>
                """ + flows.map { SmallTown.flows($0) }.joined()),
        ])
    }

    private func ask(_ step: String, of id: Identifier<Case>, _ clerk: Caller, _ town: TestGovernment) async throws {
        let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first { $0.caseID == id && $0.step == step })
        try await town.casework.ask(Ticket(row.ticket), of: id, text: "Where is it?", clerk)
    }

    /// It would have gone on past its review, and ended without a decision.
    @Test(arguments: TestStores.all) func whereNoAnswerIsWaitedForNothingIsAsked(_ kind: TestStore) async throws {
        let folder = Self.folder(
            "steps:\n  - {id: look, review: {title: Look, role: clerk}}", elements: "<userTask id=\"look\"/>",
            flows: ["start -> look", "look -> outcome", "outcome -> end"])
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            let before = try await town.standing(id)
            let fault = await #expect(throws: PolityError.self) { try await ask("look", of: id, clerk, town) }
            #expect(fault?.code == "CASE-455")
            #expect(try await town.standing(id) == before, "nothing has changed")
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages WHERE kind = 'case_question_asked'", as: Int.self) } == 0)
            #expect(town.casework.services.service("report")?.mayAsk == false)
        }
    }

    @Test(arguments: TestStores.all) func oneQuestionIsOpenAtATime(_ kind: TestStore) async throws {
        let (left, right) = (Self.asking("left"), Self.asking("right"))
        let folder = Self.folder(
            "steps:\n  - {id: left, review: {title: Look left, role: clerk}}\n  - {id: right, review: {title: Look right, role: clerk}}",
            elements: "<parallelGateway id=\"split\"/>\(left.elements)\(right.elements)<parallelGateway id=\"both\"/>",
            flows: ["start -> split", "split -> left", "split -> right"] + left.flows + right.flows + ["both -> outcome", "outcome -> end"])
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            try await ask("left", of: id, clerk, town)
            let fault = await #expect(throws: PolityError.self) { try await ask("right", of: id, clerk, town) }
            #expect(fault?.code == "CASE-456")
            try await town.casework.answerRequest(1, of: id, text: "Behind the school.", files: [], applicant)
            #expect(Set(try await town.standing(id).tasks.values.map(\.step)) == ["left", "right"])
            try await ask("right", of: id, clerk, town)
            #expect(try await town.standing(id).tasks.values.map(\.step) == ["left"])
            try await town.casework.answerRequest(2, of: id, text: "Behind the school.", files: [], applicant)
            #expect(Set(try await town.standing(id).tasks.values.map(\.step)) == ["left", "right"])
            try await town.replayEqualsLive(id)
        }
    }

    /// Where the case stands is that its fee is waited for; its question is none the less open.
    @Test(arguments: TestStores.all) func aTimerClosesNoQuestionBesideAFee(_ kind: TestStore) async throws {
        let look = Self.asking("look")
        let folder = Self.folder(
            """
            fee: 10
            steps:
              - pay
              - {id: remind, tell: {title: It takes time, text: We are looking.}}
              - {id: look, review: {title: Look, role: clerk}}
            """,
            elements: """
                <parallelGateway id="split"/>
                <intermediateCatchEvent id="pay"><messageEventDefinition messageRef="paid"/></intermediateCatchEvent>
                <intermediateCatchEvent id="soon"><timerEventDefinition><timeDuration>2 days</timeDuration></timerEventDefinition></intermediateCatchEvent>
                <serviceTask id="remind" polity:service="casework.tell"/>
                \(look.elements)
                <parallelGateway id="both"/>
                """,
            flows: ["start -> split", "split -> pay", "split -> soon", "soon -> remind", "pay -> both", "remind -> both", "split -> look"] + look.flows
                + ["both -> outcome", "outcome -> end"])
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            try await ask("look", of: id, clerk, town)
            town.clock.advance(by: .seconds(4 * 86_400))
            try await town.work()
            let told = try await town.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages WHERE kind = 'case_notice'", as: Int.self) }
            #expect(told == 1)
            try await town.casework.answerRequest(1, of: id, text: "Behind the school.", files: [], applicant)
            #expect(try await town.standing(id).tasks.values.map(\.step) == ["look"])
            #expect(try await town.standing(id).requests.map(\.answer?.text) == ["Behind the school."])
            try await town.replayEqualsLive(id)
        }
    }

    /// A signal leads away from the work in which something was asked: nobody is to answer it any more.
    @Test(arguments: TestStores.all) func aQuestionThatWasTakenAwayIsOver(_ kind: TestStore) async throws {
        let look = Self.asking("look")
        let folder = Self.folder(
            """
            steps:
              - {id: look, review: {title: Look, role: clerk}}
              - {id: stop, task: {title: Stop it, role: clerk}}
              - {id: give_up, decide: [{outcome: done, because: It was stopped.}]}
            """,
            elements: """
                <parallelGateway id="split"/>
                <userTask id="stop"/>
                <endEvent id="has_stopped"><signalEventDefinition signalRef="stopped"/></endEvent>
                <subProcess id="work">
                  <startEvent id="work_start"/>
                  \(look.elements)
                  <exclusiveGateway id="both"/>
                  <endEvent id="work_end"/>
                  \((["work_start -> look", "both -> work_end"] + look.flows).map { SmallTown.flows($0) }.joined())
                </subProcess>
                <boundaryEvent id="away" attachedToRef="work"><signalEventDefinition signalRef="stopped"/></boundaryEvent>
                <serviceTask id="give_up" polity:service="casework.decide"/>
                """,
            flows: [
                "start -> split", "split -> stop", "stop -> has_stopped", "split -> work", "work -> outcome", "away -> give_up", "give_up -> outcome",
                "outcome -> end",
            ])
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            try await ask("look", of: id, clerk, town)
            try await town.finish("stop", of: id, by: clerk)
            #expect(try await town.casework.applicantView(id, applicant).decisions.map(\.outcome) == ["done"])
            #expect(try await town.standing(id).requests.map(\.isOpen) == [false])
            try await town.replayEqualsLive(id)
        }
    }
}
