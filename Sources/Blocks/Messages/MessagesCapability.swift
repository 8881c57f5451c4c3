import Capability
import Courier
import Kernel
import Store
import Web

extension Capability {
    /// Messages to people. It provides `Messages` to later blocks, and `SignInPost` to Identity.
    ///
    /// - Parameters:
    ///   - sender: how mail leaves the house.
    ///   - mailbox: where `sender` keeps mail in a demonstration; its page is shown there and nowhere else.
    public static func messages(sender: MailSender, mailbox: Mailbox? = nil) -> Capability {
        Capability(
            id: "messages", kinds: [MessageTemplateFile.kind.erased], migrations: MessagesMigrations.all,
            letters: [LetterDeclaration("sign_in_link", "A link to sign in by, to whoever asked for one.")], link: MessageTemplates.link,
            open: { host in
                guard let from = MailAddress(host.settings.mailFrom) else {
                    throw PolityError(
                        .invalid, "MESSAGES-101", "The sender of the government's mail is not an e-mail address.", context: host.settings.mailFrom)
                }
                let mailbox = host.settings.isDemonstration ? mailbox : nil
                var messages = Messages(
                    store: host.store, codec: host[PersonalCodec.self], identifiers: host.identifiers, sender: sender, from: from,
                    publicAddress: host.settings.publicAddress
                ) { Messages.Frame(government: host.edition.government, templates: host.edition[MessageTemplates.self]) }
                messages.isShown = mailbox != nil
                host.provide(messages)
                host.provide(messages.signInPost)
                var offer = messages.offer(mailbox: mailbox)
                let reach = MailReach(sender, logger: host.logger)
                offer.loops = [BackgroundLoop("messages.mail_server", every: .seconds(60)) { await reach.look() }]
                offer.checks = [{ reach.health }]
                return offer
            })
    }
}

extension Messages {
    func offer(mailbox: Mailbox?) -> Offer {
        var offer = Offer()
        offer.routes = inboxRoutes + (mailbox.map { [Self.demonstrationMail($0)] } ?? [])
        offer.jobs = [JobRunner.Kind(Self.sendJob, policy: .forDays, isSlow: true) { job, _ in try await deliver(job) }]
        offer.panels = [newMessagesPanel]
        offer.accountPages = [AccountPage(.inbox, about: .inboxAbout, path: "/messages")]
        offer.figures = [
            Figure(id: "messages_waiting", about: Phrase("messages.figure_waiting", en: "Mail that waits to be sent", es: "Correo pendiente de envío")) {
                try await store.read { try $0.value("SELECT COUNT(*) FROM messages_messages WHERE mail_state = 'waiting'") ?? 0 }
            }
        ]
        offer.personalData = [
            PersonalDataHolder(
                id: "messages", export: { try export($0, connection: $1) }, erase: { try erase($0, in: $1) })
        ]
        return offer
    }
}
