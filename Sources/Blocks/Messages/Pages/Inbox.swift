import Capability
import HTML
import Kernel
import Store
import Web

extension Messages {
    private static let id = Field<Identifier<Message>>.path("message", "The message's id.")
    private static let before = Field<Instant?>.query("before", "Only messages older than this moment.")
    private static let last = Field<Identifier<Message>?>.query("last", "With `before`: the last message of the page before, which was written at that moment.")

    var inboxRoutes: [Route] { [inboxRoute, messageRoute] }

    /// The messages of whoever is signed in, or of the person they act for.
    private var inboxRoute: Route {
        Route(
            "list_messages", .get, "/messages", "The messages to the person who is signed in, the newest first.", input: [Self.before, Self.last],
            output: .list(of: Self.schema), access: .signedIn()
        ) { request in
            let subject = try Self.reader(request)
            let (services, last) = (request.actor.mandatedServices, try request[Self.last])
            let before = try request[Self.before].map { (madeAt: $0, id: last) }
            let messages = try await store.read { try inbox(of: subject, services: services, after: before, connection: $0) }
            return Reply(.array(messages.map(Self.json))) { Self.inboxPage(messages, request) }
        }
    }

    private var messageRoute: Route {
        Route(
            "read_message", .get, "/messages/{message}", "One message to the person who is signed in.", input: [Self.id], output: Self.schema,
            access: .signedIn()
        ) { request in
            let subject = try Self.reader(request)
            let id = try request[Self.id]
            let services = request.actor.mandatedServices
            guard let message = try await store.read({ try message(id, of: subject, services: services, connection: $0) }) else {
                throw PolityError(.notFound, "MESSAGES-404", Phrase.noSuchMessage)
            }
            // That somebody else has seen it tells the person nothing: for them it stays new.
            if message.readAt == nil, !request.actor.isAgent { try await store.write("messages.mark_read") { try markRead(id, of: subject, in: $0) } }
            return Reply(Self.json(message)) { Self.messagePage(message, request) }
        }
    }

    /// The number of new messages, on the person's own page.
    var newMessagesPanel: Panel {
        Panel(.portalAccount, rank: 20) { panel in
            guard case .person(let subject)? = panel.request.actor.party else { return nil }
            let services = panel.request.actor.mandatedServices
            let count = try await unreadCount(of: subject, services: services)
            return { html in
                html.h2(html.language.say(.inbox))
                html.p { html in
                    html.a(count == 0 ? html.language.say(.readMessages) : html.language.say(.newMessages, ["count": .count(count)]), href: "/messages")
                }
            }
        }
    }

    private static func reader(_ request: Request) throws -> Identifier<DataSubject> {
        guard case .person(let person)? = request.actor.party else { throw PolityError(.forbidden, "MESSAGES-403", Phrase.noSuchMessage) }
        return person
    }

    private static let schema: Schema = .object(
        ObjectSchema(
            "Message", "A message to a person.",
            [
                .required("id", .text(), "The message's id."), .required("title", .text(), "What it is about."),
                .required("text", .text(), "What it says."), .required("made_at", .text(), "When it was written."),
                .required("is_read", .boolean, "Whether it has been opened."),
            ]))

    private static func json(_ message: Message) -> JSON {
        [
            "id": .string(message.id.text), "title": .string(message.title), "text": .string(message.text),
            "made_at": .string(message.madeAt.description), "is_read": .bool(message.readAt != nil),
        ]
    }
}
