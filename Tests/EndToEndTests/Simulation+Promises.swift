import Documents
import Journal
import Kernel
import Ledger
import Messages
import Payments
import Store

@testable import Casework

/// What must hold whatever failed.
extension Simulation {
    func checkAlongTheWay() async throws {
        try await whatWasToldIsThere()
        try await nothingIsHalf()
        try await theBooksBalance()
        try await replayEqualsLive()
    }

    func checkAtTheEnd() async throws {
        try await checkAlongTheWay()
        try await everyActHasItsLeaf()
        try await noLetterIsLost()
        try await timersFiredOnce()
        try await turnsOpenedOneCaseEach()
        try await paymentsArrived()
    }

    private func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
        if !holds { throw Violation(what()) }
    }

    private func none(_ what: String, _ query: SQL) async throws {
        let rows = try await store.read { try $0.rows(query).map { try $0.text(0) } }
        try require(rows.isEmpty, "\(what): \(rows.prefix(5).joined(separator: ", "))")
    }

    // MARK: - Clients

    private func whatWasToldIsThere() async throws {
        for sent in told.sent {
            let visitor = caller(sent.actor, secret: sent.secret)
            guard let submission = sent.submission else { continue }
            let view = try await casework.applicantView(submission.caseID, visitor)
            try require(view.reference == submission.reference, "\(submission.reference) has another number")
            try require(view.decisions.count >= sent.decisions, "\(submission.reference) lost a decision")
            try require(!sent.isWithdrawn || view.stage == .withdrawn, "\(submission.reference) was withdrawn, and is \(view.stage)")
            try require(!sent.isAppealed || view.history.contains { $0.kind == "appealed" }, "\(submission.reference) lost an appeal")
            try require(view.requests.count { $0.answer != nil } >= sent.replies, "\(submission.reference) lost a reply")
        }
        let documents = running.host[Documents.self]
        for sent in told.sent {
            if sent.submission == nil, try await isDeletedInTime(sent.draft) { continue }
            let owner = Casework.fileOwner(sent.draft)
            for (id, bytes) in sent.files {
                guard let id = Identifier<Document>(id), case .value(let file) = try await documents.content(of: id, owner: owner) else {
                    throw Violation("the file \(id) is gone")
                }
                try require(file.bytes == bytes, "the file \(id) has other bytes")
            }
        }
    }

    /// Whether a draft is gone that nobody came back to for as long as drafts are kept.
    private func isDeletedInTime(_ id: Identifier<Application>) async throws -> Bool {
        let row = try await store.read { try $0.row("SELECT updated_at FROM casework_applications WHERE id = \(id) AND state = 'discarded'") }
        guard let changedAt = try row?.instant(0) else { return false }
        try require(clock.now - changedAt > .seconds(Int64(Casework.draftDays) * 86_400), "the draft \(id) was deleted before its time")
        return true
    }

    // MARK: - Wholly or not at all

    private func nothingIsHalf() async throws {
        try await none("drafts with two cases", "SELECT application FROM casework_cases GROUP BY application HAVING COUNT(*) > 1")
        try await none(
            "submitted without a case, or a case without its application",
            """
            SELECT a.id FROM casework_applications a LEFT JOIN casework_cases c ON c.application = a.id AND c.id = a.case_id
            WHERE (a.state = 'submitted') <> (c.id IS NOT NULL)
            """)
        try await none("cases without an application", "SELECT id FROM casework_cases WHERE application NOT IN (SELECT id FROM casework_applications)")
        try await none(
            "cases whose beginning has not exactly one act",
            """
            SELECT c.reference FROM casework_cases c
            WHERE (SELECT COUNT(*) FROM journal_acts j WHERE j.reference = c.reference AND j.kind IN ('application_submitted', 'case_opened')) <> 1
            """)
        try await none(
            "acts of no case",
            // A change of a register names its record, an office given its account, the books what was posted together, and looks those that it commits to.
            """
            SELECT id FROM journal_acts WHERE reference IS NOT NULL AND kind NOT LIKE 'record_%' AND kind NOT LIKE 'role_%'
                AND kind NOT IN ('ledger_posted', 'reads_recorded')
                AND reference NOT IN (SELECT reference FROM casework_cases)
            """)
        try await none(
            "history with a gap",
            "SELECT case_id FROM casework_history GROUP BY case_id HAVING MIN(number) <> 1 OR MAX(number) <> COUNT(*)")
        try await none(
            "withdrawals without their act, or the other way round",
            """
            SELECT c.reference FROM casework_cases c
            WHERE (c.stage = 'withdrawn') <> EXISTS (SELECT 1 FROM journal_acts j WHERE j.reference = c.reference AND j.kind = 'withdrawal')
            """)
        try await none(
            "tasks of closed cases", "SELECT t.reference FROM casework_tasks t JOIN casework_cases c ON c.id = t.case_id WHERE c.closed_at IS NOT NULL")
        try await none(
            "cases with two invoices", "SELECT case_id FROM payments_invoices WHERE case_id IS NOT NULL GROUP BY case_id HAVING COUNT(*) > 1")
        try await none(
            "kept files of nobody",
            """
            SELECT id FROM documents_files WHERE state = 'kept' AND owner IS NULL
            """)
    }

    /// Each case agrees with its own rows, and its events, played again, give its state.
    private func replayEqualsLive() async throws {
        let casework = casework
        let ids = try await store.read { try $0.rows("SELECT id FROM casework_cases").map { try $0.identifier(0, of: Case.self) } }
        for id in ids {
            let wrong: String? = try await store.read { connection in
                let dossier = try casework.dossier(id, connection)
                let live = dossier.theCase
                var replayed = live.asOpened
                let events = try casework.cases.events(live, connection) { try casework.pinned(live.service, $0).process }
                for event in events { replayed.apply(event) }
                if replayed != live { return "\(live.reference) is not what its events say" }
                let tasks = try connection.rows("SELECT ticket FROM casework_tasks WHERE case_id = \(id)").map { try $0.integer(0) }
                if Set(tasks) != Set(live.tasks.keys.map(\.number)) { return "\(live.reference) has other tasks than its queue" }
                let acts = try connection.value(
                    "SELECT COUNT(*) FROM journal_acts WHERE reference = \(live.reference.plain) AND kind = 'decision_made'", as: Int.self)
                if acts != live.decisions.count { return "\(live.reference) has \(live.decisions.count) decisions and \(acts ?? 0) acts" }
                let invoice = try connection.row("SELECT amount, state FROM payments_invoices WHERE case_id = \(id.text)")
                if try invoice?.integer(0) != live.fee.map({ Int($0.minorUnits) }) { return "\(live.reference) and its invoice differ in the fee" }
                if let state = try invoice?.text(1) {
                    if ["settled", "refunded"].contains(state) != live.isPaid { return "\(live.reference) and its invoice differ in whether it is paid" }
                    let isWithdrawn = live.stage(dossier.service) == .withdrawn
                    if isWithdrawn, state == "open" { return "\(live.reference) was withdrawn, and its fee is still owed" }
                    if !isWithdrawn, ["refunded", "cancelled"].contains(state) { return "\(live.reference) is not withdrawn, and its invoice is \(state)" }
                }
                return nil
            }
            if let wrong { throw Violation(wrong) }
        }
    }

    private func theBooksBalance() async throws {
        let ledger = running.host[Ledger.self]
        let unbalanced = try await store.read { try ledger.unbalancedEntries(connection: $0) }
        try require(unbalanced.isEmpty, "entries do not balance: \(unbalanced.prefix(5))")
    }

    // MARK: - When everything is done

    private func everyActHasItsLeaf() async throws {
        try await none(
            "acts without exactly one leaf", "SELECT a.id FROM journal_acts a WHERE (SELECT COUNT(*) FROM journal_leaves l WHERE l.act_id = a.id) <> 1")
        let report = try await running.host[Journal.self].verify()
        try require(report.passed && report.waiting == 0, "polity verify: \(report)")
    }

    private func noLetterIsLost() async throws {
        try await none("jobs that died", "SELECT kind || ' ' || COALESCE(reason, '') FROM store_jobs WHERE state = 2")
        try await none("letters that wait for ever", "SELECT id FROM messages_messages WHERE mail_state = 'waiting'")
        let delivered = post.delivered
        let sent = try await store.read { try $0.rows("SELECT id, mail_state FROM messages_messages").map { (try $0.text(0), try $0.text(1)) } }
        for (id, state) in sent where state == "sent" { try require(delivered[id] != nil, "the letter \(id) counts as sent and never came") }
        let known = Set(sent.map(\.0))
        for id in delivered.keys { try require(known.contains(id), "the letter \(id) came and is not in the books") }
        try await none("papers that were never printed", "SELECT number FROM casework_papers WHERE document IS NULL")
    }

    private func timersFiredOnce() async throws {
        try await none(
            "timers that never fired", "SELECT key FROM store_jobs WHERE kind = \(Casework.timerJob) AND state = 0 AND run_at <= \(clock.now)")
        try await none(
            "cases whose time passed more often than they had timers",
            """
            SELECT h.case_id FROM casework_history h WHERE h.kind = 'time_passed' GROUP BY h.case_id
            HAVING COUNT(*) > (SELECT COUNT(*) FROM store_jobs j WHERE j.kind = \(Casework.timerJob) AND j.state = 1 AND j.key LIKE h.case_id || '/%')
            """)
        // A permit in force waits for the day on which it ends, which is further away than any time to appeal.
        let later = clock.now + .seconds(60 * 86_400)
        try await none(
            "decided cases whose time to appeal never ended",
            """
            SELECT c.reference FROM casework_cases c WHERE c.stage = 'decided' AND c.closed_at IS NULL AND NOT EXISTS
                (SELECT 1 FROM store_jobs j WHERE j.kind = \(Casework.timerJob) AND j.state = 0 AND j.run_at > \(later) AND j.key LIKE c.id || '/%')
            """)
    }

    private func turnsOpenedOneCaseEach() async throws {
        let opened = try await store.read { connection in
            try connection.value(
                "SELECT COUNT(*) FROM casework_cases WHERE service = \(NightRound.service) AND closed_at IS NOT NULL AND outcome = 'done'", as: Int.self)
        }
        try require(opened == NightRound.turns, "\(NightRound.turns) turns of a start event opened and decided \(opened ?? 0) cases")
    }

    private func paymentsArrived() async throws {
        let charges = try await store.read { connection in
            try connection.rows("SELECT id, state FROM payments_charges").map { (try $0.identifier(0, of: CardCharge.self), try $0.text(1)) }
        }
        let known = Dictionary(charges, uniquingKeysWith: { first, _ in first })
        for (id, amount) in cards.paid { try require(known[id] == "paid", "\(amount) was paid with charge \(id), which is \(known[id] ?? "unknown")") }
        for (id, state) in known where state == "paid" { try require(cards.paid[id] != nil, "the charge \(id) counts as paid, and nobody paid it") }
        let ledger = running.host[Ledger.self]
        let pounds = casework.currency
        let booked = try await store.read { try ledger.balance(of: .cards, currency: pounds, connection: $0) }
        let paid = cards.paid.values.reduce(0) { $0 + $1.minorUnits }
        let back = try await store.read { try $0.value("SELECT COALESCE(SUM(amount), 0) FROM payments_invoices WHERE state = 'refunded'", as: Int.self) } ?? 0
        try require(Int(abs(booked.minorUnits)) == Int(paid) - back, "the books say \(booked), payers paid \(paid) and got back \(back)")
    }
}
