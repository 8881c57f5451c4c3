import Blueprint
import Capability
import FEEL
import Journal
import Kernel
import Messages
import Payments
import Privacy
import Processes
import Registries
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Casework

/// Service tasks that ask another capability: a record is looked up, an invoice is made, and the case goes on with the answer.
@Suite struct ServiceTaskTests {
    private static let head = "legal_basis: town_act\n"
    private static let steps = "steps:\n  - decide: [{outcome: done, because: It is known.}]\n"

    /// Of one person each, told by the folder.
    private static let tenants = """
        title: Tenants
        organisation: town
        subject: itself
        record_title: number
        fields:
          number: {title: Number, type: text, required: true, unique: true, search: exact}
          name: {title: Name, type: person_name, personal: ordinary}
          floor: {title: Floor, type: text}
        readers:
          - {role: clerk, legal_bases: [town_act]}
        """

    private static func folder(_ task: String, head: String = head, then: String = "", flows: [String] = []) -> FolderSnapshot {
        SmallTown.folder([
            "registries/keys.yaml": ExchangeTests.registry, "registries/tenants.yaml": tenants,
            "services/report/service.yaml": SmallTown.service("what: {ask: Which key?, type: text}", steps, head: head),
            "services/report/process.bpmn": SmallTown.process(
                "report", root: "<error id=\"e\" errorCode=\"PAYMENTS-130\"/>",
                """
                <startEvent id="start"/>
                \(task)
                \(then)
                <serviceTask id="decide" polity:service="casework.decide"/>
                <serviceTask id="outcome" polity:service="casework.outcome"/>
                <endEvent id="end"/>
                """ + (["start -> ask", "ask -> decide", "decide -> outcome", "outcome -> end"] + flows).map { SmallTown.flows($0) }.joined()),
        ])
    }

    private static let find = """
        <serviceTask id="ask" polity:service="registries.find"><extensionElements>
          <polity:input name="registry" value="&quot;keys&quot;"/><polity:input name="number" value="what"/>
          <polity:input name="fields" value="[&quot;number&quot;]"/>
          <polity:output name="known" value="reply.record != null"/><polity:output name="number_found" value="reply.record.number"/>
        </extensionElements></serviceTask>
        """

    private static func invoice(_ amount: String, more: String = "") -> String {
        """
        <serviceTask id="ask" polity:service="payments.invoice"><extensionElements>
          <polity:input name="title" value="&quot;A visit&quot;"/><polity:input name="amount" value="\(amount)"/>\(more)
          <polity:output name="visit_invoice" value="reply.reference"/><polity:output name="visit_due" value="reply.due"/>
        </extensionElements></serviceTask>
        """
    }

    private func supervisor(_ town: TestGovernment) -> Caller { town.officer("clerk", at: "town", [.workCases, .superviseCases]) }

    @Test(arguments: TestStores.all) func aRecordIsLookedUp(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.find)) { town in
            let registries = town.registries
            try await town.store.write("test.key") { tx in
                _ = try registries.create("keys", ["number": .string("K1")], note: .init(by: Actor(.system("tests")), reason: "For a test"), in: tx)
            }
            let applicant = town.caller(town.person())
            for (number, found) in [("K1", Value.string("K1")), ("K9", .null)] {
                let id = try await town.send("report", "what", number, applicant)
                #expect(try await town.waiting(id) == ["ask"], "nothing is asked before the promise is durable")
                #expect(try await CaseworkIntegrityTests.findings(town) == [])
                try await town.work()
                #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
                let known = try await town.standing(id).process.variables
                #expect(known["known"] == .boolean(found != .null) && known["number_found"] == found && known["reply"] == nil)
                #expect(try await town.casework.officerView(id, supervisor(town)).history.map(\.kind).contains("called"))
                try await town.replayEqualsLive(id)
            }
            #expect(try await town.rows(in: "casework_calls") == 0)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            // What was asked is sealed: no job tells of it.
            let jobs = try await town.store.read { try $0.rows("SELECT key, payload, reason FROM store_jobs").map { "\($0.values)" } }
            #expect(!jobs.joined().contains("K1") && !jobs.joined().contains("K9"))
        }
    }

    /// A case lies under its applicant's key, goes into what they are given of their data, and outlives the erasure of others.
    @Test(arguments: TestStores.all) func nothingPersonalOfSomebodyElseIsKept(_ kind: TestStore) async throws {
        let whole = """
            <serviceTask id="ask" polity:service="registries.find"><extensionElements>
              <polity:input name="registry" value="&quot;tenants&quot;"/><polity:input name="number" value="what"/>
              <polity:input name="fields" value="[&quot;name&quot;, &quot;floor&quot;]"/>
            </extensionElements></serviceTask>
            """
        try await TestGovernment.on(kind, with: Self.folder(whole)) { town in
            let (tenant, other, registries) = (town.person(), town.person(), town.registries)
            let record = try #require(tenant.person.flatMap { RecordID($0.text) })
            try await town.store.write("test.tenant") { tx in
                _ = try registries.create(
                    "tenants", ["number": .string("T1"), "name": .string("Rosa Quill"), "floor": .string("third")], id: record,
                    note: .init(by: Actor(.system("tests")), reason: "For a test"), in: tx)
            }
            for (applicant, name) in [(tenant, Value.string("Rosa Quill")), (other, nil)] as [(Actor, Value?)] {
                let id = try await town.send("report", "what", "T1", town.caller(applicant))
                try await town.work()
                let known = try await town.standing(id).process.variables
                guard case .context(let reply)? = known["reply"], case .context(let found)? = reply["record"] else {
                    Issue.record("no record was found")
                    continue
                }
                #expect(found["number"] == nil, "the task does not ask for it")
                #expect(found["name"] == name && found["floor"] == .string("third") && found["id"] == .string(record.text))
                try await town.replayEqualsLive(id)
            }
        }
    }

    /// An officer whose role does not read the registry for the service's law sees nothing of what the process found there, nor of what it made of it.
    @Test(arguments: TestStores.all) func officersSeeWhatTheirRoleMayRead(_ kind: TestStore) async throws {
        let government = SmallTown.government.replacing(
            "  clerk: {title: Clerk, organisation: town, permissions: [casework.work]}",
            with:
                "  clerk: {title: Clerk, organisation: town, permissions: [casework.work]}\n  guard: {title: Guard, organisation: town, permissions: [casework.work]}"
        )
        let steps = """
            steps:
              - id: review
                review: {title: Look, role: guard, advise: [{when: 'high = "third, high up"', outcome: done, because: "It is the {{high}} floor."}]}

            """
        let service = SmallTown.service("what: {ask: Who?, type: text}", steps, head: Self.head)
            .replacing("done: {title: It is done}", with: "done: {title: It is done, message: \"Floor: {{high}}.\"}")
        let process = SmallTown.process(
            "report",
            """
            <startEvent id="start"/>
            <serviceTask id="ask" polity:service="registries.find"><extensionElements>
              <polity:input name="registry" value="&quot;tenants&quot;"/><polity:input name="number" value="what"/>
              <polity:input name="fields" value="[&quot;floor&quot;]"/><polity:output name="level" value="reply.record.floor"/>
            </extensionElements></serviceTask>
            <scriptTask id="add" scriptFormat="feel" polity:result="high"><script>level + ", high up"</script></scriptTask>
            <userTask id="review"/>
            <serviceTask id="outcome" polity:service="casework.outcome"/>
            <endEvent id="end"/>
            """ + SmallTown.flows("start -> ask", "ask -> add", "add -> review", "review -> outcome", "outcome -> end"))
        let folder = SmallTown.folder(
            ["registries/tenants.yaml": Self.tenants, "services/report/service.yaml": service, "services/report/process.bpmn": process], government: government)
        try await TestGovernment.on(kind, with: folder) { town in
            let (tenant, registries) = (town.person(), town.registries)
            let record = try #require(tenant.person.flatMap { RecordID($0.text) })
            try await town.store.write("test.tenant") { tx in
                _ = try registries.create(
                    "tenants", ["number": .string("T1"), "name": .string("Rosa Quill"), "floor": .string("third")], id: record,
                    note: .init(by: Actor(.system("tests")), reason: "For a test"), in: tx)
            }
            let id = try await town.send("report", "what", "T1", town.caller(tenant))
            try await town.work()
            #expect(try await town.standing(id).process.variables["high"] == .string("third, high up"))
            let reader = town.caller(
                Actor(
                    .account(town.identifiers.next()), person: town.identifiers.next(), assurance: .substantial, actingFor: .office("clerk"),
                    organisation: "town",
                    grants: ["guard", "clerk"].map { Grant(role: $0, organisations: ["town"], permissions: [.workCases]) }))
            let decision = DecisionInput(outcome: "done", reasons: [.init("It is so.")])
            for (officer, sees) in [(reader, true), (town.officer("guard", at: "town"), false)] {
                let view = try await town.casework.officerView(id, officer)
                #expect(view.withheld == (sees ? [] : ["tenants"]))
                #expect(view.advice.map { $0.because.text } == (sees ? ["It is the third, high up floor."] : []) && view.readings.isEmpty != sees)
                let ticket = try #require(view.tasks.first).ticket
                let preview = try await town.casework.preview(ticket, of: id, decision, town.again(officer))
                #expect(preview.message.contains("third") == sees && preview.withheld == view.withheld)
                let together = try await town.casework.preview(
                    .decide(DecisionInput(outcome: "done", reasons: [])), of: [ChosenTask(caseID: id, ticket: ticket)], town.again(officer))
                #expect(together.tasks.map(\.suggested) == [sees ? "done" : nil] && together.tasks[0].refusal?.code == (sees ? nil : CaseFault.noDraft.code))
            }
            // The letter itself says it.
            let guardian = town.officer("guard", at: "town")
            let ticket = try #require(try await town.casework.officerView(id, guardian).tasks.first).ticket
            try await town.casework.decide(ticket, of: id, decision, guardian)
            #expect(try await town.standing(id).decisions.first?.message == "Floor: third, high up.")
        }
    }

    @Test(arguments: TestStores.all) func anInvoiceIsMadeOnce(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.invoice("12.5", more: "<polity:input name=\"days\" value=\"14\"/>"))) { town in
            let person = town.person()
            let applicant = town.caller(person)
            let id = try await town.send("report", "what", "K1", applicant)
            // Two processes work at the same job's kind; one makes it.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try await town.running.jobRunner().runDue() } }
                try await group.waitForAll()
            }
            let subject = try await town.standing(id).subject
            let payments = town.host[Payments.self]
            let made = try await town.store.read { try payments.invoices(of: subject, limit: 10, connection: $0) }
            let day = town.casework.calendar.zone.date(of: town.clock.now).adding(days: 14)
            #expect(made.map(\.amount.minorUnits) == [1_250] && made.first?.title == "A visit" && made.first?.dueDay == day)
            let known = try await town.standing(id).process.variables
            #expect(known["visit_invoice"] == made.first.map { .string($0.reference.text) } && known["visit_due"] == .date(day))
            let messages = town.host[Messages.self]
            let told = try await town.store.read { try messages.inbox(of: subject, connection: $0) }.filter { $0.kind == "case_invoiced" }
            #expect(told.map(\.title) == ["There is an invoice to pay: A visit"], "who owes it is told once")
            // Paid, it is not taken for the fee of the service.
            let invoice = try #require(made.first)
            try await town.store.write("test.pay") { tx in
                _ = try payments.receive(Receipt(.card, key: "test", amount: invoice.amount, day: day), for: invoice.id, in: tx)
            }
            try await town.work()
            #expect(try await !town.standing(id).isPaid)
            try await town.replayEqualsLive(id)
            #expect(try await town.host[Journal.self].verify().findings == [])
        }
    }

    /// An error of the model catches the code; without one an operator sees it, mends it and lets it try again, under the same key as long as the
    /// same is asked.
    @Test(arguments: TestStores.all) func whatIsRefusedIsCaughtOrMended(_ kind: TestStore) async throws {
        let caught = "<boundaryEvent id=\"refused\" attachedToRef=\"ask\"><errorEventDefinition errorRef=\"e\"/></boundaryEvent>"
        try await TestGovernment.on(kind, with: Self.folder(Self.invoice("null"), then: caught, flows: ["refused -> decide"])) { town in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "what", "K1", applicant)
            try await town.work()
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            #expect(try await town.casework.incidents(supervisor(town)) == [])
            #expect(try await town.rows(in: "payments_invoices") == 0)
        }
        try await TestGovernment.on(kind, with: Self.folder(Self.invoice("if what = &quot;K1&quot; then null else 8"), head: Self.head)) { town in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "what", "K1", applicant)
            try await town.work()
            let stopped = try #require(try await town.casework.incidents(supervisor(town)).first)
            #expect(stopped.element == "ask" && stopped.reason == "payments.invoice: PAYMENTS-130")
            try await town.casework.retry(stopped.ticket, of: id, settingFEEL: "{what: \"K2\"}", supervisor(town))
            try await town.work()
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            #expect(try await town.rows(in: "payments_invoices") == 1)
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// What is out of order just now is asked again; what was done is undone with a case that cannot take the answer.
    @Test(arguments: TestStores.all) func itIsAskedAgainAndNothingIsHalfDone(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(Self.find)) { town in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "what", "K1", applicant)
            let asked = Keys()
            let caller = CapabilityCaller(casework: town.casework) { _ in
                { request, tx in
                    asked.add(request.idempotencyKey)
                    try tx.write("INSERT INTO store_leases (name, holder, ends_at) VALUES (\("asked \(asked.all.count)"), 'test', 0)")
                    guard asked.all.count > 2 else { throw PolityError(.unavailable, "TEST-503", "Not just now.") }
                    return ["record": .null]
                }
            }
            let runner = JobRunner(store: town.store, kinds: caller.jobs)
            for wait in [0, 10, 20] {
                #expect(try await town.waiting(id) == ["ask"])
                town.clock.advance(by: .seconds(wait))
                _ = try await runner.runDue()
            }
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            #expect(asked.all.count == 3 && Set(asked.all).count == 1 && asked.all[0].hasPrefix("\(id)-"))
            let left = try await town.store.read { try $0.rows("SELECT name FROM store_leases WHERE holder = 'test'").map { try $0.text(0) } }
            #expect(left == ["asked 3"], "of the attempts that failed nothing is left")
        }
    }

    private final class Keys: Sendable {
        private let keys = Mutex<[String]>([])
        var all: [String] { keys.withLock { $0 } }
        func add(_ key: String) { keys.withLock { $0.append(key) } }
    }

    @Test func whatIsAskedIsCheckedWithTheFolder() {
        func findings(_ task: String, head: String = Self.head) -> [String] {
            SmallTown.findings(Self.folder(task, head: head)).filter { $0.contains(": error: ") }
        }
        #expect(findings(Self.find) == [] && findings(Self.invoice("5")) == [])
        #expect(findings(Self.invoice("5"), head: "") == [], "an invoice is the applicant's own")
        #expect(findings(Self.find, head: "").contains { $0.contains("'ask' asks for what is about a person without a legal basis") })
        let nameless = Self.find.replacing("<polity:input name=\"number\" value=\"what\"/>", with: "")
        #expect(findings(nameless).contains { $0.contains("'ask' does not say 'number', which registries.find needs") })
        let open = Self.find.replacing("<polity:input name=\"fields\" value=\"[&quot;number&quot;]\"/>", with: "")
        #expect(findings(open).contains { $0.contains("'ask' does not say 'fields', which registries.find needs") })
        for (wrong, expected) in [
            ("[&quot;number&quot;, &quot;nunber&quot;]", "the registry 'keys' has no field 'nunber'"),
            ("what", "'fields' is no list of fields that is written out"),
            ("[what]", "'fields' is no list of fields that is written out"),
        ] {
            let task = Self.find.replacing("[&quot;number&quot;]", with: wrong)
            #expect(findings(task).contains { $0.hasPrefix("services/report/process.bpmn:") && $0.contains(expected) }, "\(findings(task))")
        }
        #expect(findings(Self.find.replacing("&quot;keys&quot;", with: "&quot;kees&quot;")).contains { $0.contains("there is no registry 'kees'") })
        #expect(
            findings(Self.find.replacing("&quot;keys&quot;", with: "what")).contains { $0.contains("'registry' is computed, so nobody can check what is read") }
        )
        // A folder that was served before tasks had to say so goes on.
        #expect(TestGovernment.composition.edition(of: Self.folder(open), servedIn: .newest).0 != nil)
        let more = Self.invoice("5", more: "<polity:input name=\"day\" value=\"3\"/>")
        #expect(findings(more).contains { $0.contains("'ask' says 'day', of which payments.invoice knows nothing") })
        #expect(!findings(Self.find.replacing("registries.find", with: "registries.fnd")).isEmpty)
    }

    /// The title of an invoice is read by whoever has its number and stays in the books: no answer that may tell about a person goes into it, nor what is
    /// made of one, nor a record of somebody's.
    @Test(
        arguments: [
            ("\"A visit\"", nil), ("\"A visit on \" + string(law_date)", nil), ("\"A visit to \" + what", "what"), ("\"For \" + applicant.name", "applicant"),
            ("\"A visit to \" + place", "place"), ("\"A \" + kind", nil), ("\"Floor \" + tenant.floor", "tenant"), ("\"Key \" + key.number", nil),
        ] as [(String, String?)])
    func anInvoicesTitleNamesNobody(_ title: String, _ refused: String?) {
        let questions = """
            what: {ask: Where?, type: text}
              kind: {ask: Which?, type: choose_one, choices: {short: Short, long: Long}}
              whose: {ask: Whose?, type: record, registry: tenants, optional: true}
            """
        let task = """
            <scriptTask id="ask" scriptFormat="feel" polity:result="place"><script>upper case(what)</script></scriptTask>
            <serviceTask id="bill" polity:service="payments.invoice"><extensionElements>
              <polity:input name="title" value="\(title.replacing("\"", with: "&quot;"))"/><polity:input name="amount" value="5"/>
            </extensionElements></serviceTask>
            """
        let head = "legal_basis: town_act\nlook_up:\n  tenant: {registry: tenants, record: whose}\n  key: {registry: keys, record: what}\n"
        let folder = SmallTown.folder([
            "registries/keys.yaml": ExchangeTests.registry, "registries/tenants.yaml": Self.tenants,
            "services/report/service.yaml": SmallTown.service(questions, Self.steps, head: head),
            "services/report/process.bpmn": SmallTown.process(
                "report",
                """
                <startEvent id="start"/>
                \(task)
                <serviceTask id="decide" polity:service="casework.decide"/>
                <serviceTask id="outcome" polity:service="casework.outcome"/>
                <endEvent id="end"/>
                """ + SmallTown.flows("start -> ask", "ask -> bill", "bill -> decide", "decide -> outcome", "outcome -> end")),
        ])
        let findings = SmallTown.findings(folder).filter { $0.contains(": error: ") }
        #expect(findings.count == (refused == nil ? 0 : 1), "\(findings)")
        if let refused {
            #expect(findings.allSatisfy { $0.contains("'\(refused)' may tell about a person, and 'title' is kept for ever and read by others") }, "\(findings)")
            // A folder that was served before goes on.
            #expect(TestGovernment.composition.edition(of: folder, servedIn: .newest).0 != nil)
        }
    }
}
