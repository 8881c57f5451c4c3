import Kernel
import Store

/// What nothing took up, for those who supervise.
extension Casework {
    /// Within a supervisor's reach, oldest first.
    ///
    /// - Throws: `CASE-415` without the permission to supervise.
    public func notices(limit: Int = 200, _ caller: Caller) async throws -> [CaseNotice] {
        let reach = try caller.supervised()
        guard !reach.isEmpty else { return [] }
        return try await store.read { connection in
            try connection.rows(
                "SELECT \(NoticeStore.columns) FROM casework_notices WHERE organisation IN \(list: reach) ORDER BY since, id LIMIT \(limit)"
            ).map { try NoticeStore.notice($0) }
        }
    }

    /// - Throws: `CASE-404` beyond the caller's reach, and when somebody has dealt with it.
    public func notice(_ id: Identifier<CaseNotice>, _ caller: Caller) async throws -> CaseNotice {
        try await store.read { try notice(id, caller, $0) }
    }

    private func notice(_ id: Identifier<CaseNotice>, _ caller: Caller, _ connection: Connection) throws -> CaseNotice {
        let row = try connection.row("SELECT \(NoticeStore.columns), organisation FROM casework_notices WHERE id = \(id)")
        guard let row, caller.actor.may(.superviseCases), caller.actor.supervised.contains(try row.text(8)) else { throw CaseFault.notFound }
        return try NoticeStore.notice(row)
    }

    /// Somebody has dealt with it. An act in the public log says so.
    ///
    /// - Parameter sendingAgain: a message is kept for its time once more, and goes to whoever waits for it now.
    /// - Throws: `CASE-404` beyond the caller's reach, and when a colleague was first.
    public func close(_ id: Identifier<CaseNotice>, sendingAgain: Bool = false, _ caller: Caller) async throws {
        let known = try await notice(id, caller)
        try await prepare(known.caseID)
        try await store.write("casework.close_notice") { tx in
            let notice = try notice(id, caller, tx)
            let dossier = try dossier(notice.caseID, tx)
            try tx.write("DELETE FROM casework_notices WHERE id = \(id)")
            if notice.kind == .message { try settle(id, sendingAgain: sendingAgain, tx) }
            guard !dossier.theCase.isErased else { return }
            let content: JSON = ["kind": .string(notice.kind.rawValue), "name": .string(notice.name), "sent_again": .bool(sendingAgain)]
            _ = try neighbours.act(act("notice_closed", dossier.theCase, caller.actor, role: nil, dossier.service, content, tx.now), tx)
        }
    }

    /// The message of a notice has the same id.
    private func settle(_ id: Identifier<CaseNotice>, sendingAgain: Bool, _ tx: Transaction) throws {
        guard let event = Identifier<ThrownEvent>(id.text) else { return }
        let store = ThrownStore(codec: codec)
        guard sendingAgain, var message = try store.row(event, tx) else { return try store.remove(event, tx) }
        message.until = message.keep.end(from: tx.now, in: calendar)
        try tx.write("UPDATE casework_thrown SET until = \(message.until) WHERE id = \(event)")
        try schedule(message, tx)
    }
}
