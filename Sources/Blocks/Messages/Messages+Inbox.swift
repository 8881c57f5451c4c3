import Kernel
import Store

extension Messages {
    /// A person's messages, the newest first. Those of an erased person are gone.
    ///
    /// - Parameters:
    ///   - services: only what is about these; everything where there are none.
    ///   - last: the one that the page before ended with.
    public func inbox(
        of subject: Identifier<DataSubject>, services: [String] = [], after last: (madeAt: Instant, id: Identifier<Message>?)? = nil, limit: Int = 50,
        connection: Connection
    ) throws -> [Message] {
        // Several are written in one moment, by one transaction.
        let condition: SQL =
            switch last {
            case nil: ""
            case (let moment, let id?)?: " AND (made_at < \(moment) OR (made_at = \(moment) AND id < \(id)))"
            case (let moment, nil)?: " AND made_at < \(moment)"
            }
        let rest: SQL = " ORDER BY made_at DESC, id DESC LIMIT \(limit)"
        return try messages(Self.those(of: subject, services) + condition + rest, connection: connection)
    }

    public func unreadCount(of subject: Identifier<DataSubject>, services: [String] = []) async throws -> Int {
        let count: SQL = "SELECT COUNT(*) FROM messages_messages WHERE read_at IS NULL AND "
        return try await store.row("messages.unread", count + Self.those(of: subject, services))?.integer(0) ?? 0
    }

    /// A message of this person; nil when there is none or it is another's.
    ///
    /// - Parameter services: as of `inbox`.
    public func message(_ id: Identifier<Message>, of subject: Identifier<DataSubject>, services: [String] = [], connection: Connection) throws -> Message? {
        let condition: SQL = " AND id = \(id)"
        return try messages(Self.those(of: subject, services) + condition, connection: connection).first
    }

    private static func those(of subject: Identifier<DataSubject>, _ services: [String]) -> SQL {
        services.isEmpty ? "subject = \(subject)" : "subject = \(subject) AND service IN \(list: services)"
    }

    public func markRead(_ id: Identifier<Message>, of subject: Identifier<DataSubject>, in tx: Transaction) throws {
        try tx.execute("UPDATE messages_messages SET read_at = \(tx.now) WHERE id = \(id) AND subject = \(subject) AND read_at IS NULL")
    }

    /// Removes a person's messages, and the promise to send those that wait.
    public func erase(_ subject: Identifier<DataSubject>, in tx: Transaction) throws {
        for row in try tx.rows("SELECT id FROM messages_messages WHERE subject = \(subject) AND mail_state = 'waiting'") {
            try tx.unschedule(Self.sendJob, key: row.text(0))
        }
        try tx.execute("DELETE FROM messages_messages WHERE subject = \(subject)")
    }

    func export(_ subject: Identifier<DataSubject>, connection: Connection) throws -> JSON {
        .array(
            try messages("subject = \(subject) ORDER BY made_at, id", connection: connection).map { message in
                ["made_at": .string(message.madeAt.description), "title": .string(message.title), "text": .string(message.text)]
            })
    }

    private func messages(_ rest: SQL, connection: Connection) throws -> [Message] {
        try connection.rows(
            """
            SELECT id, subject, kind, language, case_reference, title, text, made_at, read_at, mail_state FROM messages_messages WHERE
            """ + " " + rest
        ).compactMap { row in
            let id: Identifier<Message> = try row.identifier("id")
            let subject: Identifier<DataSubject> = try row.identifier("subject")
            guard let title = try codec.openText(row.bytes("title"), subject: subject, class: .ordinary, place: "messages.title/\(id)").value,
                let text = try codec.openText(row.bytes("text"), subject: subject, class: .ordinary, place: "messages.text/\(id)").value
            else { return nil }
            return Message(
                id: id, subject: subject, kind: try row.text("kind"), language: try row.text("language"),
                caseReference: try row.text(optional: "case_reference"),
                title: title, text: text, madeAt: try row.instant("made_at"), readAt: try row.instant(optional: "read_at"),
                mailState: Message.MailState(rawValue: try row.text("mail_state")) ?? .none)
        }
    }
}
