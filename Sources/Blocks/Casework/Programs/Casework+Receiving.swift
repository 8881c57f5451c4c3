import FEEL
import Kernel
import Store
import Web

/// Messages of programs outside. Once taken in, one goes the way of those that cases send each other.
extension Casework {
    /// Messages of one sender that wait for somebody, at a time.
    private static let mostWaiting = 10_000
    /// What nobody waited for and nobody has dealt with, where no case keeps it.
    private static let longestUnheard = Duration.seconds(365 * 86_400)

    private var received: ReceivedStore { ReceivedStore(token: neighbours.keyToken) }

    /// Keeps a message for the case it is meant for: one transaction, with an act in the public log. The same message a second time, under
    /// the same key, changes nothing.
    ///
    /// - Throws: `CASE-405` and `CASE-404` for a service, message or case that there is not; `CASE-415` for a sender that the service does
    ///   not take it from; `CASE-434` for a case that is closed; `CASE-435` for a key that stood for another message; `WrongMessage`.
    public func receive(_ message: ProgramMessage, _ caller: Caller) async throws -> ReceivedMessage {
        guard let service = services.service(message.service) else { throw CaseFault.noService }
        guard let declared = service.message(message.name) else { throw CaseFault.noMessage }
        guard case .machine(let sender) = caller.actor.principal, declared.maySend(caller.actor, to: service.organisation) else { throw CaseFault.notYours }
        if let known = try await store.read({ try received.find(message, from: sender, $0) }) { return known }
        let said = try declared.read(message.payload, today: calendar.zone.date(of: clock.now()), currencyDigits: currency.digits)
        switch message.target {
        case .reference(let reference):
            guard let id = try await caseID(reference, of: service) else { throw CaseFault.notFound }
            try await prepare(id)
            return try await store.write("casework.receive") { tx in
                let theCase = try dossier(id, tx).theCase
                guard !theCase.isErased else { throw CaseFault.notFound }
                return try keep(message, declared, ThrownEvent.Content(payload: said), for: theCase, of: service, sender, theCase.subject, caller, tx)
            }
        case .key(let key):
            guard declared.hasKey else { throw CaseFault.noMessageKey }
            // Whose it is nobody knows until a case takes it, so that it is a subject of its own.
            let subject: Identifier<DataSubject> = identifiers.next()
            try await codec.prepare(subject, making: true)
            return try await store.write("casework.receive") { tx in
                try keep(message, declared, ThrownEvent.Content(key: key, payload: said), for: nil, of: service, sender, subject, caller, tx)
            }
        }
    }

    private func caseID(_ reference: ReferenceNumber, of service: PublicService) async throws -> Identifier<Case>? {
        try await store.read { connection in
            try connection.value(
                """
                SELECT id FROM casework_cases WHERE reference = \(reference.plain) AND service = \(service.id)
                    AND subject <> '\(raw: Identifier<DataSubject>.nobody.text)'
                """)
        }
    }

    private func keep(
        _ message: ProgramMessage, _ declared: ServiceMessage, _ content: ThrownEvent.Content, for theCase: Case?, of service: PublicService,
        _ sender: String, _ subject: Identifier<DataSubject>, _ caller: Caller, _ tx: Transaction
    ) throws -> ReceivedMessage {
        let id: Identifier<ThrownEvent> = identifiers.next()
        let until = declared.keep.end(from: tx.now, in: calendar)
        let answer = ReceivedMessage(id: id.text, keptUntil: until)
        guard try received.insert(answer, message, from: sender, theCase == nil ? subject : nil, tx) else {
            guard let known = try received.find(message, from: sender, tx) else { throw CaseFault.incident("a message was taken in and is not there") }
            return known
        }
        guard theCase?.closedAt == nil else { throw CaseFault.caseClosed }
        let waiting: SQL = "SELECT COUNT(*) FROM (SELECT 1 FROM casework_thrown WHERE sender = \(sender) LIMIT \(Self.mostWaiting)) AS waiting"
        guard try tx.value(waiting, as: Int.self) ?? 0 < Self.mostWaiting else { throw CaseFault.tooManyMessages }
        let event = ThrownEvent(
            id: id, kind: .message, name: declared.name, caseID: theCase?.id, sender: sender, service: service.id, subject: subject, thrownAt: tx.now,
            keep: declared.keep, until: until, content: content)
        try thrown.insert(
            event, reference: theCase?.reference, organisation: theCase?.organisation ?? service.organisation, keyHash: listeners.hash(content.key), tx)
        try schedule(event, tx)
        let said: JSON = .array(content.payload.names.sorted().map(JSON.string))
        _ = try neighbours.act(
            OfficialAct(
                kind: "message_received", reference: theCase?.reference, organisation: service.organisation, subject: theCase?.subject, actor: caller.actor,
                role: nil, legalBasis: service.legalBasis,
                content: ["service": .string(service.id), "message": .string(declared.name), "says": said], at: tx.now), tx)
        return answer
    }

    /// What is kept of programs' messages for no case, and the keys under which they came, have an end.
    ///
    /// - Parameter end: overwrites the keys of subjects that were no persons.
    func forgetReceived(ending end: ([Identifier<DataSubject>]) throws -> Void) async throws {
        try await store.write("casework.forget_messages") { tx in
            let old: SQL = "case_id = '' AND until IS NULL AND thrown_at < \(tx.now - Self.longestUnheard)"
            try tx.write("DELETE FROM casework_notices WHERE id IN (SELECT id FROM casework_thrown WHERE \(old))")
            try tx.write("DELETE FROM casework_thrown WHERE \(old)")
        }
        var ended: [Identifier<DataSubject>]
        repeat {
            ended = try await store.read { try received.ended($0) }
            if !ended.isEmpty { try end(ended) }
            try await store.write("casework.forget_received") { [ended] in try received.forget(ended, $0) }
        } while ended.count == ReceivedStore.mostEnded
    }
}
