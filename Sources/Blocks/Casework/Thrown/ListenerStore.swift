import FEEL
import Kernel
import Processes
import Store

/// Which cases wait for which messages and signals of others, as rows: so that whoever throws one finds them.
///
/// The key of a message may be a person's own value, so that only its keyed hash stands here.
struct ListenerStore {
    let token: @Sendable (_ text: String) -> [UInt8]
    /// How many kept messages are looked at when somebody begins to wait for one.
    private static let most = 20

    func hash(_ key: Value?) -> String {
        key.map { Hex.encode(token(String(decoding: TypedJSON.write($0).canonicalBytes, as: UTF8.self))) } ?? ""
    }

    /// Makes the rows agree with what the case waits for, where that changed.
    ///
    /// - Parameter old: the version of the service the case was in before, where it has moved.
    /// - Returns: for each place where a message began to be waited for, the kept ones that may be taken there: a query for their ids. It is
    ///   not asked here, because an application is decided before its transaction, which is no time to look for what others commit meanwhile.
    func write(
        _ after: Case, before: Case?, _ service: PublicService, from old: PublicService? = nil, _ tx: Transaction
    ) throws -> [(ticket: Ticket, messages: SQL)] {
        let waits = after.listening(service), known = before?.listening(old ?? service) ?? [:]
        guard waits != known else { return [] }
        for (ticket, listening) in known where waits[ticket] != listening {
            try tx.write("DELETE FROM casework_listeners WHERE case_id = \(after.id) AND ticket = \(ticket.number)")
        }
        var kept: [(ticket: Ticket, messages: SQL)] = []
        for (ticket, listening) in waits.sorted(by: { $0.key < $1.key }) where known[ticket] != listening {
            let hash = hash(listening.key)
            try tx.write(
                """
                INSERT INTO casework_listeners (case_id, ticket, kind, name, key_hash, since)
                VALUES (\(after.id), \(ticket.number), \(listening.kind.rawValue), \(listening.name), \(hash), \(tx.now))
                """)
            guard listening.kind == .message else { continue }
            kept.append((ticket, self.kept(listening.name, hash, after, isNew: before == nil, tx.now)))
        }
        return kept
    }

    /// What was thrown for anybody, and what programs have sent for this case or for one of its service.
    private func kept(_ message: String, _ hash: String, _ theCase: Case, isNew: Bool, _ now: Instant) -> SQL {
        let mine: SQL = hash.isEmpty ? "" : "key_hash = \(hash) AND "
        let anybodys: SQL = mine + "(sender IS NULL OR (case_id = '' AND service = \(theCase.service)))"
        // Nobody knows the id of a case that begins in this transaction.
        let whose: SQL = isNew ? anybodys : "(" + anybodys + " OR (sender IS NOT NULL AND case_id = \(theCase.id)))"
        let query: SQL = "SELECT id FROM casework_thrown WHERE kind = 'message' AND name = \(message) AND until > \(now) AND "
        return query + whose + " ORDER BY thrown_at, id LIMIT \(Self.most)"
    }

    /// Whether the rows are those of what the case waits for.
    func agree(_ theCase: Case, _ service: PublicService, _ connection: Connection) throws -> Bool {
        let rows = try connection.rows("SELECT ticket, kind, name, key_hash FROM casework_listeners WHERE case_id = \(theCase.id)").map(\.values)
        let wanted = theCase.listening(service).map { ticket, listening -> [SQLValue] in
            [.integer(Int64(ticket.number)), .text(listening.kind.rawValue), .text(listening.name), .text(hash(listening.key))]
        }
        return Set(rows) == Set(wanted)
    }

    /// The cases that wait for a message, the one that has waited longest first. One without a key takes any.
    func waiting(for message: ThrownEvent, keyHash: String, limit: Int, _ connection: Connection) throws -> [Identifier<Case>] {
        let whose: SQL =
            switch (message.sender, message.caseID) {
            case (nil, _): "key_hash IN \(list: ["", keyHash])"
            case (_, let one?): "case_id = \(one)"
            case (_, nil):
                """
                key_hash IN \(list: ["", keyHash])
                AND EXISTS (SELECT 1 FROM casework_cases c WHERE c.id = casework_listeners.case_id AND c.service = \(message.service))
                """
            }
        let rows = try connection.rows(
            """
            SELECT case_id FROM casework_listeners WHERE kind = 'message' AND name = \(message.name) AND \(whose)
            ORDER BY since, case_id, ticket LIMIT \(limit)
            """)
        var cases: [Identifier<Case>] = []
        for row in rows {
            let id: Identifier<Case> = try row.identifier(0)
            if !cases.contains(id) { cases.append(id) }
        }
        return cases
    }

    /// The cases that waited for a signal when it was thrown, by id.
    func hearing(_ event: ThrownEvent, after last: String, limit: Int, _ connection: Connection) throws -> [Identifier<Case>] {
        try connection.rows(
            """
            SELECT DISTINCT case_id FROM casework_listeners
            WHERE kind = 'signal' AND name = \(event.name) AND since <= \(event.thrownAt) AND case_id > \(last) AND case_id <> \(event.caseID?.text ?? "")
            ORDER BY case_id LIMIT \(limit)
            """
        ).map { try $0.identifier(0) }
    }

    func hearsAnybody(_ signal: String, but own: Identifier<Case>, _ connection: Connection) throws -> Bool {
        try connection.row("SELECT 1 FROM casework_listeners WHERE kind = 'signal' AND name = \(signal) AND case_id <> \(own) LIMIT 1") != nil
    }
}

extension Case {
    fileprivate struct Listening: Hashable {
        var kind: ThrownEvent.Kind
        var name: String
        var key: Value?
    }

    /// What it waits for from other cases. Casework's own messages come through its commands.
    fileprivate func listening(_ service: PublicService) -> [Ticket: Listening] {
        guard process.isRunning else { return [:] }
        var listening: [Ticket: Listening] = [:]
        for waiting in process.waiting(in: service.process) {
            switch waiting.wait {
            case .message(let name, let key) where !StepCompiler.MessageName.isOwn(name):
                listening[waiting.ticket] = Listening(kind: .message, name: name, key: key)
            case .signal(let name): listening[waiting.ticket] = Listening(kind: .signal, name: name)
            default: break
            }
        }
        return listening
    }
}
