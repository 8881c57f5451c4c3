import Kernel
import Processes
import Store

/// What nothing took up, for those who supervise.
extension Casework {
    /// Within a supervisor's reach, oldest first.
    ///
    /// - Parameter last: the last of the page before.
    /// - Throws: `CASE-415` without the permission to supervise.
    public func notices(after last: CaseNotice.Place? = nil, limit: Int = 200, _ caller: Caller) async throws -> [CaseNotice] {
        let reach = try caller.supervised()
        guard !reach.isEmpty else { return [] }
        var condition: SQL = "organisation IN \(list: reach)"
        if let last { condition += " AND (since, id) > (\(last.since), \(last.id))" }
        return try await store.read { [condition] connection in
            try connection.rows("SELECT \(NoticeStore.columns) FROM casework_notices WHERE \(condition) ORDER BY since, id LIMIT \(limit)")
                .map { try NoticeStore.notice($0) }
        }
    }

    /// - Throws: `CASE-404` beyond the caller's reach, and when somebody has dealt with it.
    public func notice(_ id: Identifier<CaseNotice>, _ caller: Caller) async throws -> CaseNotice {
        try await store.read { try notice(id, caller, $0) }
    }

    private func notice(_ id: Identifier<CaseNotice>, _ caller: Caller, _ connection: Connection) throws -> CaseNotice {
        let row = try connection.row("SELECT \(NoticeStore.columns) FROM casework_notices WHERE id = \(id)")
        guard let found = try row.map(NoticeStore.notice), caller.actor.may(.superviseCases), caller.actor.supervised.contains(found.organisation) else {
            throw CaseFault.notFound
        }
        return found
    }

    /// Somebody has dealt with it. An act in the public log says so.
    ///
    /// - Parameter sendingAgain: a message is kept for its time once more, and goes to whoever waits for it now; a signal, timer or
    ///   payment is given to its case at once.
    /// - Throws: `CASE-404` beyond the caller's reach, and when a colleague was first; `CASE-441` when the case still cannot take it,
    ///   and `CASE-442` when it waits for it no more: then the notice stays.
    public func close(_ id: Identifier<CaseNotice>, sendingAgain: Bool = false, _ caller: Caller) async throws {
        let known = try await notice(id, caller)
        if let theCase = known.caseID { try await prepare(theCase) }
        if sendingAgain, let said = known.said, let event = try await store.read({ try thrown.row(said, $0) }) { try await codec.prepare(event.subject) }
        try await store.write("casework.close_notice") { tx in
            let notice = try notice(id, caller, tx)
            try tx.write("DELETE FROM casework_notices WHERE id = \(id)")
            switch notice.kind {
            case .message: try settleMessage(notice, sendingAgain: sendingAgain, tx)
            case .signal: try settleSignal(notice, sendingAgain: sendingAgain, tx)
            case .timer:
                if sendingAgain { try carryOutAgain(notice, tx) }
                try resumeTimers(beside: notice, tx)
            case .payment: if sendingAgain { try carryOutAgain(notice, tx) }
            case .escalation: break
            }
            let said = try notice.caseID.map { try dossier($0, tx) }
            guard said?.theCase.isErased != true else { return }
            let content: JSON = ["kind": .string(notice.kind.rawValue), "name": .string(notice.name), "sent_again": .bool(sendingAgain)]
            _ = try neighbours.act(
                OfficialAct(
                    kind: "notice_closed", reference: notice.reference, organisation: notice.organisation, subject: said?.theCase.subject,
                    actor: caller.actor, role: nil, legalBasis: said?.service.legalBasis, content: content, at: tx.now), tx)
        }
    }

    private func settleMessage(_ notice: CaseNotice, sendingAgain: Bool, _ tx: Transaction) throws {
        guard let event = notice.said else { return }
        guard sendingAgain, var message = try thrown.row(event, tx) else { return try thrown.remove(event, tx) }
        message.until = message.keep.end(from: tx.now, in: calendar)
        try tx.write("UPDATE casework_thrown SET until = \(message.until) WHERE id = \(event)")
        try schedule(message, tx)
    }

    /// Nothing of the transaction stays where the case refuses it once more.
    private func settleSignal(_ notice: CaseNotice, sendingAgain: Bool, _ tx: Transaction) throws {
        guard let event = notice.said else { return }
        if sendingAgain {
            guard let hearer = notice.caseID, let payload = try thrown.find(event, tx)?.content?.payload else { throw CaseFault.awaitedNoMore }
            let dossier = try dossier(hearer, tx)
            guard dossier.theCase.process.hears(signal: notice.name) else { throw CaseFault.awaitedNoMore }
            try carryOutAgain(.hear(signal: notice.name, payload: payload), notice, dossier, tx)
        }
        try thrown.remove(event, tx)
    }

    /// A timer whose time has come, or a payment.
    private func carryOutAgain(_ notice: CaseNotice, _ tx: Transaction) throws {
        guard let id = notice.caseID else { throw CaseFault.awaitedNoMore }
        let dossier = try dossier(id, tx)
        guard notice.kind == .timer else { return try carryOutAgain(.paid, notice, dossier, tx) }
        // The last that is due there brings those before it, apart from those that have notices of their own.
        let due = dossier.timers(dueAt: tx.now)
        guard let last = due.last(where: { $0.element == notice.element }) else { throw CaseFault.awaitedNoMore }
        let told = try NoticeStore().timers(of: id, tx).subtracting([notice.element])
        try carryOutAgain(.fire(last.ticket, without: Set(due.filter { told.contains($0.element) }.map(\.ticket))), notice, dossier, tx)
    }

    /// A timer whose time has come and of which nothing tells has its job again: before timers had notices of their own, one that was refused took
    /// those behind it along.
    private func resumeTimers(beside notice: CaseNotice, _ tx: Transaction) throws {
        guard let id = notice.caseID else { return }
        let dossier = try dossier(id, tx)
        guard !dossier.theCase.isErased else { return }
        let told = try NoticeStore().timers(of: id, tx).union([notice.element])
        for timer in dossier.timers(dueAt: tx.now) where !told.contains(timer.element) {
            try tx.scheduleAnew(Self.timer(timer.ticket, of: id, at: tx.now))
        }
    }

    private func carryOutAgain(_ command: CaseCommand, _ notice: CaseNotice, _ dossier: Dossier, _ tx: Transaction) throws {
        do {
            _ = try carryOut(dossier, machine(notice.kind.machine), tx) { _ in command }
        } catch let fault as PolityError where fault.isTheCasesOwn {
            throw CaseFault.refusedAgain(fault)
        }
    }
}

extension Casework.Dossier {
    /// Timers whose time has come and that stand still with no fault, in the order in which they were due.
    fileprivate func timers(dueAt now: Instant) -> [(ticket: Ticket, element: String)] {
        theCase.process.waiting(in: service.process).compactMap { waiting -> (due: Instant, ticket: Ticket, element: String)? in
            guard case .timer(let due, _) = waiting.wait, waiting.incident == nil, due <= now else { return nil }
            return (due, waiting.ticket, waiting.element)
        }.sorted { ($0.due, $0.ticket) < ($1.due, $1.ticket) }.map { ($0.ticket, $0.element) }
    }
}

extension CaseNotice.Kind {
    /// As whom casework gives it to a case.
    var machine: String {
        switch self {
        case .message, .escalation: "messages"
        case .signal: "signals"
        case .timer: "timer"
        case .payment: "payments"
        }
    }
}

extension CaseNotice {
    /// What was said has the same id.
    fileprivate var said: Identifier<ThrownEvent>? { Identifier<ThrownEvent>(id.text) }
}
