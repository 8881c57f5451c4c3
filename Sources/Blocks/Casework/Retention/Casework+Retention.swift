import Kernel
import Store

/// What became of the cases whose time is over.
struct Retained: Sendable, Hashable {
    var deleted = 0
    /// Their edition of the folder cannot be read any more, so that nothing tells how long they are kept.
    var unreadable = 0
}

/// Nothing about a person is kept longer than its service says (Regulation (EU) 2016/679, article 5(1)(e)).
extension Casework {
    /// Acts that tell of a case, and end with it. Those of a register stay as long as the register's record.
    static let actKinds = ["application_submitted", CaseBeginning.openingAct, "decision_made", "appeal", "withdrawal"]
    private static let page = 200
    /// In the place of a sealed value that was deleted.
    private static let nothing: [UInt8] = [0]

    /// Deletes what is due today. A step that is cut off goes on with the next one.
    ///
    @discardableResult
    func retain(_ others: RetentionNeighbours) async throws -> Retained {
        var sum = Retained()
        for service in try await servicesWithCases() {
            // A service that the folder has no more is kept as its own editions said.
            let keep = services.service(service)?.keep
            let terms = services.service(service) == nil ? try await earlierTerms(of: service) : [keep].compactMap { $0 }
            guard let last = terms.compactMap(lastDay).max() else { continue }
            let done = try await retain(service, keep, closedBefore: calendar.zone.start(of: last.adding(days: 1)), others)
            sum.deleted += done.deleted
            sum.unreadable += done.unreadable
        }
        // What was overwritten goes from SQLite's log as well; PostgreSQL's vacuum removes it in its own time.
        if sum.deleted > 0, store.dialect == .sqlite { try await store.scrub() }
        return sum
    }

    /// One step in the index for each, however many cases there are.
    private func servicesWithCases() async throws -> [String] {
        try await store.read { connection in
            var names: [String] = []
            while let row = try connection.row(
                """
                SELECT service FROM casework_cases WHERE service > \(names.last ?? "") AND subject <> '\(raw: Identifier<DataSubject>.nobody.text)'
                ORDER BY service LIMIT 1
                """)
            {
                names.append(try row.text(0))
            }
            return names
        }
    }

    private func earlierTerms(of service: String) async throws -> [Term] {
        let folders = try await store.read { connection in
            try connection.rows("SELECT DISTINCT folder FROM casework_cases WHERE service = \(service)").map { try $0.text(0) }
        }
        var terms: [Term] = []
        for folder in folders where try await isReadable(folder) {
            if let keep = services.service(service, folder: folder)?.keep, !terms.contains(keep) { terms.append(keep) }
        }
        return terms
    }

    /// Brings an edition into memory. One that this program cannot run keeps the cases of others from nothing.
    func isReadable(_ folder: String) async throws -> Bool {
        do {
            try await services.prepare(folder)
            return true
        } catch let error as PolityError where error.kind == .broken {
            return false
        }
    }

    private func retain(_ service: String, _ keep: Term?, closedBefore end: Instant, _ others: RetentionNeighbours) async throws -> Retained {
        var count = Retained()
        var isReadable: [String: Bool] = [:]
        var last: (closedAt: Instant, id: String)?
        while !Task.isCancelled {
            let (moment, id) = (last?.closedAt ?? Instant(microseconds: 0), last?.id ?? "")
            let page = try await store.read { connection in
                try connection.rows(
                    """
                    SELECT id, closed_at, folder FROM casework_cases
                    WHERE service = \(service) AND subject <> '\(raw: Identifier<DataSubject>.nobody.text)' AND closed_at < \(end)
                        AND (closed_at > \(moment) OR (closed_at = \(moment) AND id > \(id)))
                    ORDER BY closed_at, id LIMIT \(Self.page)
                    """
                ).map { (id: try $0.identifier(0, of: Case.self), closedAt: try $0.instant(1), folder: try $0.text(2)) }
            }
            guard let end = page.last else { return count }
            last = (end.closedAt, end.id.text)
            for due in page {
                if isReadable[due.folder] == nil { isReadable[due.folder] = try await self.isReadable(due.folder) }
                guard isReadable[due.folder] == true else {
                    count.unreadable += 1
                    continue
                }
                if try await store.write("casework.retain", { tx in try expire(due.id, keep, others, tx) }) { count.deleted += 1 }
            }
        }
        return count
    }

    /// The last day of closing whose time is over today; nil when none is within two centuries.
    private func lastDay(_ keep: Term) -> CivilDate? {
        let today = calendar.zone.date(of: clock.now())
        var (low, high) = (today.adding(days: -73_000), today)
        guard keep.end(from: low, in: calendar) < today else { return nil }
        while low.adding(days: 1) < high {
            let middle = low.adding(days: (high.daysSinceEpoch - low.daysSinceEpoch) / 2)
            if keep.end(from: middle, in: calendar) < today { low = middle } else { high = middle }
        }
        return low
    }

    /// Deletes what a case says of anybody. Its row stays as a number that was given out, with nothing that leads to a person.
    ///
    /// - Returns: false where something keeps it longer: a hold, the service as it was when the case began, a paper that is valid.
    private func expire(_ id: Identifier<Case>, _ keep: Term?, _ others: RetentionNeighbours, _ tx: Transaction) throws -> Bool {
        guard let row = try tx.row("SELECT reference, application, service, folder, organisation, subject, closed_at FROM casework_cases WHERE id = \(id)"),
            let closedAt = try row.instant(optional: "closed_at"), let reference = ReferenceNumber(try row.text("reference"))
        else { return false }
        let subject: Identifier<DataSubject> = try row.identifier("subject")
        let (closedOn, today) = (calendar.zone.date(of: closedAt), calendar.zone.date(of: tx.now))
        let pinned = services.service(try row.text("service"), folder: try row.text("folder"))
        let terms = [keep, pinned?.keep].compactMap { $0 }
        let isOver = terms.allSatisfy { $0.end(from: closedOn, in: calendar) < today }
        guard subject != .nobody, let keptFor = terms.first, isOver, try !others.isHeld(subject, tx), try !hasValidCertificate(id, today, tx) else {
            return false
        }
        let expired = ExpiredCase(
            id: id, application: try row.identifier("application"), reference: reference, organisation: try row.text("organisation"), subject: subject,
            legalBasis: pinned?.legalBasis, closedOn: closedOn, keptFor: keptFor)
        try others.forget(expired, tx)
        try empty(expired, tx)
        return true
    }

    /// Whoever holds a certificate can have it verified while it is valid.
    private func hasValidCertificate(_ id: Identifier<Case>, _ today: CivilDate, _ connection: Connection) throws -> Bool {
        let query: SQL = "SELECT id FROM casework_papers WHERE case_id = \(id) AND kind = 'certificate' AND superseded = 0 AND valid_until >= \(today) LIMIT 1"
        return try connection.row(query) != nil
    }

    private func empty(_ expired: ExpiredCase, _ tx: Transaction) throws {
        let nobody = Identifier<DataSubject>.nobody
        try removeWords(expired.id, tx)
        try tx.executeAll([
            """
            UPDATE casework_applications SET subject = \(nobody), content = \(Self.nothing), account = NULL, party = NULL, secret_hash = NULL,
                version = version + 1 WHERE id = \(expired.application)
            """,
            """
            UPDATE casework_cases SET subject = \(nobody), state = \(Self.nothing), account = NULL, party = NULL, public_key = NULL,
                version = version + 1 WHERE id = \(expired.id)
            """,
            "UPDATE casework_papers SET subject = \(nobody), content = \(Self.nothing), document = NULL WHERE case_id = \(expired.id)",
            "DELETE FROM casework_history WHERE case_id = \(expired.id)",
            "DELETE FROM casework_filters WHERE case_id = \(expired.id)",
            "DELETE FROM casework_incidents WHERE case_id = \(expired.id)",
            "DELETE FROM casework_listeners WHERE case_id = \(expired.id)",
            "DELETE FROM casework_thrown WHERE case_id = \(expired.id)",
            "DELETE FROM casework_notices WHERE case_id = \(expired.id)",
            "DELETE FROM casework_calls WHERE case_id = \(expired.id)",
            "DELETE FROM casework_precedents WHERE case_id = \(expired.id)",
            "DELETE FROM casework_mentions WHERE case_id = \(expired.id)",
        ])
    }
}
