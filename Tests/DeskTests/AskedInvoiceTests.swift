import Casework
import Kernel
import Messages
import Payments
import StoreTesting
import Testing

/// What a process asks to be paid beside the fee reaches whoever owes it: by letter, and on the page of the case.
@Suite struct AskedInvoiceTests {
    private static let files = LostAndFound.files(
        steps: "  - {id: look, task: {title: Look for it, role: crew}}\n",
        """
        <serviceTask id="ask" polity:service="payments.invoice"><extensionElements>
          <polity:input name="title" value="&quot;A new key&quot;"/><polity:input name="amount" value="12.5"/>
        </extensionElements></serviceTask>
        <userTask id="look"/>
        <sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
        <sequenceFlow id="f2" sourceRef="ask" targetRef="look"/>
        <sequenceFlow id="f3" sourceRef="look" targetRef="decide"/>
        """)

    @Test(arguments: TestStores.all) func whoOwesItIsToldAndFindsIt(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.files) { town in
            let id = try await LostAndFound.send(town, town.caller("citizen"))
            #expect(try await !town.get("/cases/\(id)", as: "citizen").words.contains("Invoices"))
            _ = try await town.running.jobRunner().runDue()
            let (payments, messages) = (town.host[Payments.self], town.host[Messages.self])
            let asked = try await town.host.store.read { try payments.invoices(askedInCase: id.text, connection: $0) }
            let invoice = try #require(asked.first)
            for (language, words) in [("en", "Please pay by"), ("es", "Pague hasta el")] {
                let page = try await town.get("/cases/\(id)", as: "citizen", language: language)
                #expect(page.body.contains("href=\"/pay/\(invoice.reference.text)\"") && page.words.contains("A new key") && page.words.contains(words))
            }
            let listed = try await #require(town.get("/api/cases/\(id)", as: "citizen", json: true).json?["invoices"]?.array?.first)
            #expect(listed["reference"] == .string(invoice.reference.text) && listed["title"] == "A new key" && listed["state"] == "open")
            let told = try await town.host.store.read { try messages.inbox(of: invoice.subject, connection: $0) }.filter { $0.kind == "case_invoiced" }
            #expect(told.map(\.title) == ["There is an invoice to pay: A new key"] && told.first?.text.contains("12.50") == true)
            let theirs = try await town.get("/desk/cases/\(id)", as: "crew")
            #expect(theirs.words.contains("12.50") && theirs.words.contains("To be paid"))

            // Paid, it says so, and is still not taken for the fee of the service.
            try await town.host.store.write("test.pay") { tx in
                _ = try payments.receive(Receipt(.card, key: "test", amount: invoice.amount, day: invoice.dueDay), for: invoice.id, in: tx)
            }
            let page = try await town.get("/cases/\(id)", as: "citizen")
            #expect(!page.words.contains("Please pay by") && page.words.contains("A new key"))
            #expect(try await !town.casework.applicantView(id, town.caller("citizen")).isPaid)
        }
    }
}
