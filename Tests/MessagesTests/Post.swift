import Blueprint
import Courier
import Kernel
import Privacy
import Store
import StoreTesting
import Synchronization

@testable import Messages

/// Messages on a store of their own, with a mail server that can be made to refuse.
struct Post: Sendable {
    let store: Store
    let clock: TestClock
    let messages: Messages
    let vault: PersonalVault
    let mailbox = Mailbox()
    let ada: Identifier<DataSubject>
    let bo: Identifier<DataSubject>
    private let refusal = Refusal()

    static func with<Answer>(_ kind: TestStore, templates: MessageTemplates = MessageTemplates([]), _ body: (Post) async throws -> Answer) async throws
        -> Answer
    {
        let clock = TestClock()
        return try await withStore(kind, MessagesMigrations.all, clock: clock.clock) { try await body(Post($0, clock: clock, templates: templates)) }
    }

    init(_ store: Store, clock: TestClock, templates: MessageTemplates = MessageTemplates([])) throws {
        self.store = store
        self.clock = clock
        vault = try PersonalVault.inMemory(clock: clock.clock, random: .seeded(5))
        let identifiers = Identifiers(clock: clock.clock, random: .seeded(6))
        ada = identifiers.next()
        bo = identifiers.next()
        guard let from = MailAddress("no-reply@arden.example") else { throw CancellationError() }
        let government = TestGovernment.arden
        let sender = MailSender { [mailbox, refusal] mail in
            if let failure = refusal.failure.withLock({ $0 }) { throw failure }
            mailbox.add(mail)
        }
        messages = Messages(store: store, codec: vault.codec, identifiers: identifiers, sender: sender, from: from, publicAddress: "https://arden.example") {
            Messages.Frame(government: government, templates: templates)
        }
    }

    var runner: JobRunner { JobRunner(store: store, kinds: messages.offer(mailbox: nil).jobs) }

    func refuse(_ failure: DeliveryFailure?) { refusal.failure.withLock { $0 = failure } }

    func order(to subject: Identifier<DataSubject>, _ title: String, address: String? = "ada@example.org") -> MessageOrder {
        MessageOrder(
            to: subject, address: address.flatMap { MailAddress($0) }, language: "en", kind: "decided", title: title, text: "It says what happened.",
            caseReference: "A-1", link: "/cases/1")
    }

    func write(to subject: Identifier<DataSubject>, _ title: String, address: String? = "ada@example.org") async throws -> Identifier<Message> {
        let order = order(to: subject, title, address: address)
        return try await store.write("test") { try messages.enqueue(order, in: $0) }
    }

    func state(_ id: Identifier<Message>) async throws -> Message.MailState? {
        try await store.read { try $0.value("SELECT mail_state FROM messages_messages WHERE id = \(id)", as: String.self) }.flatMap(Message.MailState.init)
    }
}

private final class Refusal: Sendable {
    let failure = Mutex<DeliveryFailure?>(nil)
}
