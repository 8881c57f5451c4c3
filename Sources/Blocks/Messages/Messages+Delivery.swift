import Courier
import Kernel
import Store

extension Messages {
    /// Sends the message that the job names. Told twice, it may send twice, under the same Message-ID; a message whose
    /// person was erased is not sent.
    ///
    /// - Throws: `MESSAGES-110` when the mail server cannot take it now: the job is tried again later.
    func deliver(_ job: Job) async throws {
        guard let id = Identifier<Message>(job.key) else { return }
        // What cannot be read any more, because its key has ended, waits no more.
        guard let mail = try await store.read({ try mail(id, connection: $0) }) else { return try await finish(id, .refused, job) }
        do {
            try await sender.send(mail)
            try await finish(id, .sent, job)
        } catch let failure as DeliveryFailure where !failure.isTemporary {
            try await finish(id, .refused, job)
        } catch let failure as DeliveryFailure {
            throw PolityError(.unavailable, "MESSAGES-110", Phrase.notSent, context: failure.reason)
        }
    }

    private func finish(_ id: Identifier<Message>, _ state: Message.MailState, _ job: Job) async throws {
        try await store.write("messages.finish") { tx in
            try tx.write("UPDATE messages_messages SET mail_state = \(state.rawValue), sent_at = \(tx.now) WHERE id = \(id) AND mail_state = 'waiting'")
            try tx.complete(job)
        }
    }

    /// nil when nothing is to be sent: erased, removed or sent already.
    private func mail(_ id: Identifier<Message>, connection: Connection) throws -> MailMessage? {
        guard
            let row = try connection.row(
                """
                SELECT subject, language, organisation, title, text, address, made_at FROM messages_messages
                WHERE id = \(id) AND mail_state = 'waiting'
                """)
        else { return nil }
        let subject: Identifier<DataSubject> = try row.identifier("subject")
        guard let sealedAddress = try row.bytes(optional: "address"),
            let address = try codec.openText(sealedAddress, subject: subject, class: .contact, place: "messages.address/\(id)").value,
            let title = try codec.openText(row.bytes("title"), subject: subject, class: .ordinary, place: "messages.title/\(id)").value,
            let text = try codec.openText(row.bytes("text"), subject: subject, class: .ordinary, place: "messages.text/\(id)").value,
            let to = MailAddress(address)
        else { return nil }
        let language = try row.text("language")
        let government = frame().government
        let sender = try row.text(optional: "organisation").flatMap(government.organisation)?.title ?? government.name
        return MailMessage(
            from: MailAddress(from.address, name: sender[language]) ?? from, to: to, subject: title, text: text, language: language,
            identifier: id.text, date: try row.instant("made_at"))
    }
}
