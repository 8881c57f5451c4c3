import Blueprint
import FEEL
import Forms
import Kernel
import Processes
import Registries
import Store
import StoreTesting
import Testing

@testable import Casework

/// Messages and signals between cases: they arrive, wait for whoever does not wait yet, and are told about when nobody does.
@Suite struct ExchangeTests {
    private static let root = "<message id=\"m\" name=\"town.done\"/><signal id=\"s\" name=\"town.flood\"/>"
    private static let steps = """
        steps:
          - {id: prepare, task: {title: Prepare it, role: clerk}}
          - decide: [{outcome: done, because: It is done.}]
        """
    private static let ending = """
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """
    /// Waits for a message that names it, or for a flood.
    private static let order = SmallTown.process(
        "order", root: root,
        """
        <startEvent id="start"/>
        <userTask id="prepare"/>
        <eventBasedGateway id="which"/>
        <intermediateCatchEvent id="heard" polity:key="case.reference"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <intermediateCatchEvent id="flood"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>
        <exclusiveGateway id="either"/>
        """ + ending
            + SmallTown.flows(
                "start -> prepare", "prepare -> which", "which -> heard", "which -> flood", "heard -> either", "flood -> either", "either -> decide",
                "decide -> outcome", "outcome -> end"))
    /// Sends the message to the order that the answer names; floods when it says so.
    private static let work = SmallTown.process(
        "work", root: root,
        """
        <startEvent id="start"/>
        <exclusiveGateway id="what_is_it" default="what_is_it_tell"/>
        <intermediateThrowEvent id="tell" polity:key="number" polity:keep="10 days">
          <extensionElements><polity:input name="note" value="&quot;It lies at the door.&quot;"/></extensionElements>
          <messageEventDefinition messageRef="m"/></intermediateThrowEvent>
        <intermediateThrowEvent id="raise">
          <extensionElements><polity:input name="level" value="3"/></extensionElements>
          <signalEventDefinition signalRef="s"/></intermediateThrowEvent>
        <exclusiveGateway id="either"/>
        """ + ending
            + SmallTown.flows(
                "start -> what_is_it", "what_is_it -> raise : number = \"flood\"", "what_is_it -> tell", "tell -> either", "raise -> either",
                "either -> decide", "decide -> outcome", "outcome -> end"))

    private static func folder(order: String = Self.order, work: String = Self.work) -> FolderSnapshot {
        SmallTown.folder([
            "services/order/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps), "services/order/process.bpmn": order,
            "services/work/service.yaml": SmallTown.service(
                "number: {ask: For which order?, type: text}", "steps:\n  - decide: [{outcome: done, because: It is done.}]"),
            "services/work/process.bpmn": work,
        ])
    }

    private func stage(_ town: TestGovernment, _ id: Identifier<Case>, _ caller: Caller) async throws -> Case.Stage {
        try await town.casework.applicantView(id, caller).stage
    }

    private func orders(_ count: Int, _ town: TestGovernment, _ caller: Caller, _ clerk: Caller) async throws -> [Identifier<Case>] {
        var orders: [Identifier<Case>] = []
        for _ in 0..<count {
            let id = try await town.send("order", "what", "A key", caller)
            try await town.finish("prepare", of: id, by: clerk)
            orders.append(id)
        }
        return orders
    }

    @Test(arguments: TestStores.all) func aMessageGoesToTheCaseItNames(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let orders = try await self.orders(2, town, caller, clerk)
            let number = try await town.casework.applicantView(orders[1], caller).reference.description
            let sender = try await town.send("work", "number", number, town.caller(town.person()))
            // The sender's case does not wait for it.
            #expect(try await stage(town, sender, town.caller(try await town.applicant(of: sender))) == .decided)
            try await town.work()
            #expect(try await stage(town, orders[0], caller) == .inProgress)
            #expect(try await stage(town, orders[1], caller) == .decided)
            #expect(try await town.standing(orders[1]).process.variables["note"] == .string("It lies at the door."))
            #expect(try await town.rows(in: "casework_thrown") == 0)
            #expect(try await town.casework.officerView(orders[1], clerk).history.map(\.kind).contains("message_came"))
            for id in orders { try await town.replayEqualsLive(id) }
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test(arguments: TestStores.all) func aMessageWaitsForWhoWillWaitForIt(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let early = try await town.send("order", "what", "A key", caller)
            let number = try await town.casework.applicantView(early, caller).reference.description
            _ = try await town.send("work", "number", number, caller)
            try await town.work()
            town.clock.advance(by: .seconds(9 * 86_400))
            try await town.work()
            #expect(try await town.rows(in: "casework_thrown") == 1)
            try await town.finish("prepare", of: early, by: clerk)
            try await town.work()
            #expect(try await stage(town, early, caller) == .decided)
            // Nothing is left of it, and nobody is told.
            town.clock.advance(by: .seconds(9 * 86_400))
            try await town.work()
            let supervisor = town.officer("clerk", at: "town", [.superviseCases])
            #expect(try await town.casework.notices(supervisor) == [])
            #expect(try await town.rows(in: "casework_thrown") == 0)
        }
    }

    @Test(arguments: TestStores.all) func whatNobodyWaitsForIsTold(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let late = try await town.send("order", "what", "A key", caller)
            let number = try await town.casework.applicantView(late, caller).reference.description
            let sender = try await town.send("work", "number", number, caller)
            _ = try await town.send("work", "number", "nobody", caller)
            try await town.work()
            #expect(try await town.casework.notices(supervisor) == [])
            town.clock.advance(by: .seconds(11 * 86_400))
            try await town.work()
            let notices = try await town.casework.notices(supervisor)
            #expect(notices.map(\.kind) == [.message, .message] && notices.allSatisfy { $0.name == "town.done" && $0.service == "work" })
            let first = try #require(notices.first { $0.caseID == sender }), second = try #require(notices.first { $0.caseID != sender })
            await expectCode(CaseFault.notYours.code) { try await town.casework.notices(clerk) }
            let elsewhere = town.officer("clerk", at: "village", [.superviseCases])
            for reader in [clerk, elsewhere] {
                await expectCode(CaseFault.notFound.code) { try await town.casework.notice(first.id, reader) }
                await expectCode(CaseFault.notFound.code) { try await town.casework.close(first.id, reader) }
            }
            // It is over: whoever waits now does not get it by itself.
            try await town.finish("prepare", of: late, by: clerk)
            try await town.work()
            #expect(try await stage(town, late, caller) == .inProgress)
            try await town.casework.close(first.id, sendingAgain: true, supervisor)
            try await town.work()
            #expect(try await stage(town, late, caller) == .decided)
            try await town.casework.close(second.id, supervisor)
            await expectCode(CaseFault.notFound.code) { try await town.casework.close(second.id, supervisor) }
            #expect(try await town.casework.notices(supervisor) == [])
            #expect(try await town.rows(in: "casework_thrown") == 0)
            let acts = try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = 'notice_closed'", as: Int.self) }
            #expect(acts == 2)
        }
    }

    /// More cases than one job takes.
    @Test(arguments: TestStores.all) func aSignalReachesAllThatWait(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let orders = try await self.orders(52, town, caller, clerk)
            let unready = try await town.send("order", "what", "A key", caller)
            _ = try await town.send("work", "number", "flood", caller)
            // Nobody hears a signal who begins to wait after it.
            town.clock.advance(by: .seconds(1))
            try await town.finish("prepare", of: unready, by: clerk)
            try await town.work()
            for id in orders { #expect(try await stage(town, id, caller) == .decided) }
            #expect(try await town.standing(try #require(orders.last)).process.variables["level"] == .number(3))
            #expect(try await stage(town, unready, caller) == .inProgress)
            #expect(try await town.rows(in: "casework_thrown") == 0)
            #expect(try await town.rows(in: "casework_listeners") == 2)
            try await town.replayEqualsLive(orders[0])
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            // A signal that nobody waits for is no message: nothing is kept of it.
            _ = try await town.send("work", "number", "flood", caller)
            try await town.work()
            #expect(try await stage(town, unready, caller) == .decided)
            _ = try await town.send("work", "number", "flood", caller)
            #expect(try await town.rows(in: "casework_thrown") == 0)
        }
    }

    static let registry = """
        title: Keys
        about: Who has which key.
        organisation: town
        record_title: number
        fields:
          number: {title: Number, type: text, required: true, unique: true, search: exact}
          given_out: {title: Given out, type: boolean}
        """
    /// An order that changes the record of a key, and takes any message.
    private static let keys = SmallTown.service(
        "what: {ask: Which key?, type: text}", steps,
        head: """
            legal_basis: town_act
            look_up: {key: {registry: keys, record: what}}
            """
    ).replacing("done: {title: It is done}", with: "done: {title: It is done, change: [{registry: keys, record: key, set: {given_out: \"true\"}}]}")

    /// Three orders; there is no record for the one that waits longest.
    private func keys(_ town: TestGovernment, _ caller: Caller) async throws -> [Identifier<Case>] {
        let (registries, clerk) = (town.registries, town.officer("clerk", at: "town"))
        try await town.store.write("test.keys") { tx in
            for number in ["K1", "K2"] {
                _ = try registries.create("keys", ["number": .string(number)], note: .init(by: Actor(.system("tests")), reason: "For a test"), in: tx)
            }
        }
        var ids: [Identifier<Case>] = []
        for number in ["K0", "K1", "K2"] {
            town.clock.advance(by: .seconds(1))
            ids.append(try await town.send("order", "what", number, caller))
            try await town.finish("prepare", of: ids[ids.count - 1], by: clerk)
        }
        return ids
    }

    private static let keyTown: FolderSnapshot = {
        var files = ["registries/keys.yaml": registry, "services/order/service.yaml": keys]
        files["services/order/process.bpmn"] = order.replacing(" polity:key=\"case.reference\"", with: "")
        files["services/work/service.yaml"] = SmallTown.service(
            "number: {ask: For which order?, type: text}", "steps:\n  - decide: [{outcome: done, because: It is done.}]")
        files["services/work/process.bpmn"] = work.replacing(" polity:key=\"number\"", with: "")
        return SmallTown.folder(files)
    }()

    @Test(arguments: TestStores.all) func oneCaseKeepsASignalFromNoOther(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.keyTown) { town in
            let caller = town.caller(town.person()), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let ids = try await self.keys(town, caller)
            for _ in 0..<2 {
                town.clock.advance(by: .seconds(1))
                _ = try await town.send("work", "number", "flood", caller)
                try await town.work()
            }
            for (id, expected) in zip(ids, [Case.Stage.inProgress, .decided, .decided]) { #expect(try await stage(town, id, caller) == expected) }
            // Told once, however often it comes.
            let notice = try #require(try await town.casework.notices(supervisor).first)
            #expect(notice.kind == .signal && notice.caseID == ids[0] && notice.name == "town.flood")
            #expect(try await town.casework.notices(supervisor).count == 1)
            // What it could not take is kept for it, once.
            #expect(try await town.rows(in: "casework_thrown") == 1)
            try await town.casework.close(notice.id, supervisor)
            #expect(try await town.casework.notices(supervisor) == [])
            #expect(try await town.rows(in: "casework_thrown") == 0)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// What the case would make of it takes too much work: the case stands where it stood, and the signal is kept for it.
    @Test(arguments: TestStores.all) func aSignalThatCannotBeTakenIsKept(_ kind: TestStore) async throws {
        let heavy = Self.order.replacing(
            "<intermediateCatchEvent id=\"flood\">",
            with: """
                <intermediateCatchEvent id="flood"><extensionElements>\
                <polity:output name="long" value="count(for i in 1..number(what) return i)"/></extensionElements>
                """)
        #expect(heavy != Self.order)
        try await TestGovernment.on(kind, with: Self.folder(order: heavy)) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let id = try await town.send("order", "what", "1000000000", caller)
            try await town.finish("prepare", of: id, by: clerk)
            let before = try await town.standing(id).process
            town.clock.advance(by: .seconds(1))
            _ = try await town.send("work", "number", "flood", caller)
            try await town.work()
            #expect(try await town.standing(id).process == before)
            let notice = try #require(try await town.casework.notices(supervisor).first)
            #expect(notice.kind == .signal && notice.caseID == id && notice.name == "town.flood")
            #expect(try await town.casework.incidents(supervisor) == [])
        }
    }

    @Test(arguments: TestStores.all) func aRefusedSignalIsGivenAgain(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.keyTown) { town in
            let caller = town.caller(town.person()), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let ids = try await self.keys(town, caller)
            town.clock.advance(by: .seconds(1))
            _ = try await town.send("work", "number", "flood", caller)
            try await town.work()
            let notice = try #require(try await town.casework.notices(supervisor).first)
            #expect(notice.caseID == ids[0] && notice.canBeSentAgain)
            // Nothing is mended yet, and nothing changes.
            await expectCode("CASE-441") { try await town.casework.close(notice.id, sendingAgain: true, supervisor) }
            #expect(try await town.casework.notices(supervisor) == [notice])
            #expect(try await stage(town, ids[0], caller) == .inProgress)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            let registries = town.registries
            try await town.store.write("test.mend") { tx in
                _ = try registries.create("keys", ["number": .string("K0")], note: .init(by: Actor(.system("tests")), reason: "For a test"), in: tx)
            }
            try await town.casework.close(notice.id, sendingAgain: true, supervisor)
            #expect(try await stage(town, ids[0], caller) == .decided)
            #expect(try await town.standing(ids[0]).process.variables["level"] == .number(3))
            #expect(try await town.casework.notices(supervisor) == [])
            #expect(try await town.rows(in: "casework_thrown") == 0)
            await expectCode(CaseFault.notFound.code) { try await town.casework.close(notice.id, sendingAgain: true, supervisor) }
            let acts = try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = 'notice_closed'", as: Int.self) }
            #expect(acts == 1)
            try await town.replayEqualsLive(ids[0])
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test(arguments: TestStores.all) func aSignalIsGivenToNoCaseThatWaitsNoMore(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.keyTown) { town in
            let caller = town.caller(town.person()), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let ids = try await self.keys(town, caller)
            town.clock.advance(by: .seconds(1))
            _ = try await town.send("work", "number", "flood", caller)
            try await town.work()
            try await town.casework.withdraw(ids[0], caller)
            let notice = try #require(try await town.casework.notices(supervisor).first)
            await expectCode("CASE-442") { try await town.casework.close(notice.id, sendingAgain: true, supervisor) }
            try await town.casework.close(notice.id, supervisor)
            #expect(try await town.casework.notices(supervisor) == [])
            #expect(try await town.rows(in: "casework_thrown") == 0)
        }
    }

    @Test(arguments: TestStores.all) func whoCannotTakeAMessageLeavesItToTheNext(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.keyTown) { town in
            let caller = town.caller(town.person()), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let ids = try await self.keys(town, caller)
            for _ in 0..<3 {
                _ = try await town.send("work", "number", "any", caller)
                try await town.work()
            }
            for (id, expected) in zip(ids, [Case.Stage.inProgress, .decided, .decided]) { #expect(try await stage(town, id, caller) == expected) }
            // The third reaches nobody, and that is told when its time is over.
            town.clock.advance(by: .seconds(11 * 86_400))
            try await town.work()
            #expect(try await town.casework.notices(supervisor).map(\.kind) == [.message])
        }
    }

    @Test(arguments: TestStores.all) func rowsChangedByAnotherHandAreFound(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            _ = try await self.orders(1, town, town.caller(town.person()), town.officer("clerk", at: "town"))
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            _ = try await town.store.write("test.change") { try $0.execute("UPDATE casework_listeners SET name = 'x' WHERE kind = 'signal'") }
            #expect(try await CaseworkIntegrityTests.findings(town).contains { $0.hasSuffix("what it waits for of other cases cannot be right.") })
        }
    }

    @Test(arguments: [
        (
            "<startEvent id=\"start\"/>", "<startEvent id=\"start\"><messageEventDefinition messageRef=\"m\"/></startEvent>",
            "5:1: error: nothing begins the process when somebody applies"
        ),
        (
            "<startEvent id=\"start\"/>", "<startEvent id=\"start\"/><startEvent id=\"other\"><errorEventDefinition/></startEvent>",
            "5:25: error: 'other' is an error or escalation event that starts a process"
        ),
        ("polity:keep=\"10 days\"", "polity:keep=\"a while\"", "7:1: error: the message of 'tell' is kept for a length of time, not for 'a while'"),
        ("name=\"town.done\"", "name=\"casework.paid\"", "7:1: error: 'tell' sends 'casework.paid', and messages called casework.… come from casework alone"),
        ("name=\"town.done\"", "name=\"town.dome\"", "7:1: warning: no service waits for the message 'town.dome'"),
        ("name=\"town.flood\"", "name=\"town.fire\"", "10:1: warning: no service waits for the signal 'town.fire'"),
        (
            "<exclusiveGateway id=\"either\"/>", "<adHocSubProcess id=\"either\"><task id=\"t\"/></adHocSubProcess>",
            "13:1: error: no 'task' step of service.yaml is called 'either', so nobody chooses what is done in the ad-hoc sub-process"
        ),
    ])
    func whatIsWrongIsToldWithItsPlace(right: String, wrong: String, finding: String) {
        let told = SmallTown.findings(Self.folder(work: Self.work.replacing(right, with: wrong)))
        #expect(told.contains { $0.hasPrefix("services/work/process.bpmn:\(finding)") }, "\(told)")
    }

    @Test func caseworksOwnMessagesAreKnown() {
        let told = SmallTown.findings(Self.folder(order: Self.order.replacing("name=\"town.done\"", with: "name=\"casework.paied\"")))
        #expect(told.contains { $0.contains("'heard' waits for 'casework.paied', which casework does not send") }, "\(told)")
    }

    /// What is paid before the process waits for it is paid.
    @Test(arguments: TestStores.all) func anEarlyPaymentIsNotLost(_ kind: TestStore) async throws {
        let process = SmallTown.process(
            "order", root: "<message id=\"m\" name=\"casework.paid\"/>",
            """
            <startEvent id="start"/>
            <userTask id="prepare"/>
            <receiveTask id="pay" messageRef="m"/>
            """ + Self.ending + SmallTown.flows("start -> prepare", "prepare -> pay", "pay -> decide", "decide -> outcome", "outcome -> end"))
        let steps = Self.steps.replacing("steps:\n", with: "fee: 10\nsteps:\n  - pay\n")
        let folder = SmallTown.folder([
            "services/order/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps), "services/order/process.bpmn": process,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("order", "what", "A key", caller)
            try await town.pay(id, try #require(try await town.standing(id).fee))
            #expect(try await town.waiting(id) == ["prepare"])
            try await town.finish("prepare", of: id, by: clerk)
            #expect(try await stage(town, id, caller) == .decided)
            try await town.replayEqualsLive(id)
        }
    }
}

extension TestGovernment {
    func rows(in table: String) async throws -> Int { try await store.read { try $0.value("SELECT COUNT(*) FROM \(raw: table)") ?? 0 } }

    /// The one who sent it in, again.
    func applicant(of id: Identifier<Case>) async throws -> Actor {
        let theCase = try await standing(id)
        var actor = Actor(theCase.account.map { .account($0) } ?? .nobody)
        if case .person(let person)? = theCase.applicant { actor.person = person }
        return actor
    }
}
