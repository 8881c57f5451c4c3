import Blueprint
import Courier
import Kernel
import Store

/// Messages to people: written down with their cause, sent by mail afterwards, kept in the person's inbox.
public struct Messages: Sendable {
    /// The government's words around a message. They follow the edition in force.
    public struct Frame: Sendable {
        public var government: Government
        public var templates: MessageTemplates

        public init(government: Government, templates: MessageTemplates) {
            self.government = government
            self.templates = templates
        }

        /// Who says it, and how they are reached.
        func signature(of organisation: String?, in language: String) -> String {
            let office = organisation.flatMap(government.organisation)?.title[language]
            let names = [office, government.name[language]].compactMap(\.self)
            let contact = [government.contact.phone, government.contact.email].compactMap(\.self)
            return [names.joined(separator: ", "), contact.joined(separator: " · ")].filter { !$0.isEmpty }.joined(separator: "\n")
        }
    }

    let store: Store
    let codec: PersonalCodec
    let identifiers: Identifiers
    let frame: @Sendable () -> Frame
    let sender: MailSender
    let from: MailAddress
    /// `https://arden.example`
    let publicAddress: String
    /// Whether the mail is shown on a page, as a demonstration does that sends none.
    public internal(set) var isShown = false

    public init(
        store: Store, codec: PersonalCodec, identifiers: Identifiers, sender: MailSender, from: MailAddress, publicAddress: String,
        frame: @escaping @Sendable () -> Frame
    ) {
        self.store = store
        self.codec = codec
        self.identifiers = identifiers
        self.sender = sender
        self.from = from
        self.publicAddress = publicAddress
        self.frame = frame
    }

    static let sendJob = "messages.send"

    /// Writes a message down in the transaction of its cause, and promises its mail.
    ///
    /// - Throws: `PERSONAL-102` when the person was erased.
    @discardableResult
    public func enqueue(_ order: MessageOrder, in tx: Transaction) throws -> Identifier<Message> {
        let id: Identifier<Message> = identifiers.next()
        let (title, text) = wording(of: order)
        let sealedTitle = try codec.seal(text: title, subject: order.subject, class: .ordinary, place: "messages.title/\(id)")
        let sealedText = try codec.seal(text: text, subject: order.subject, class: .ordinary, place: "messages.text/\(id)")
        let sealedAddress = try order.address.map {
            try codec.seal(text: $0.address, subject: order.subject, class: .contact, place: "messages.address/\(id)")
        }
        let state: Message.MailState = sealedAddress == nil ? .none : .waiting
        try tx.write(
            """
            INSERT INTO messages_messages (id, subject, kind, language, organisation, case_reference, service, title, text, address, made_at, mail_state)
            VALUES (\(id), \(order.subject), \(order.kind), \(order.language), \(order.organisation), \(order.caseReference), \(order.service),
                \(sealedTitle), \(sealedText), \(sealedAddress), \(tx.now), \(state.rawValue))
            """)
        if state == .waiting { try tx.schedule(JobRequest(Self.sendJob, key: id.text, at: tx.now)) }
        return id
    }

    private func wording(of order: MessageOrder) -> (title: String, text: String) {
        let frame = frame()
        let link = order.link.map { publicAddress + $0 }
        guard let template = frame.templates.template(order.kind, language: order.language) else {
            let paragraphs = [order.text, link, frame.signature(of: order.organisation, in: order.language)].compactMap(\.self)
            return (order.title, paragraphs.joined(separator: "\n\n"))
        }
        var members = order.values.members ?? []
        func add(_ name: String, _ value: String?) { members.append(JSON.Member(name, value.map(JSON.string) ?? .null)) }
        add("title", order.title)
        add("text", order.text)
        add("reference", order.caseReference)
        add("link", link)
        add("government", frame.government.name[order.language])
        add("organisation", order.organisation.flatMap(frame.government.organisation)?.title[order.language])
        let values = JSON.object(members)
        return (template.subject.text(values), template.body.text(values))
    }
}
