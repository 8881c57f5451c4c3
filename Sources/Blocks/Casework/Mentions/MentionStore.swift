import Kernel
import Store

/// Who is named in notes, and whether they have opened the case since.
struct MentionStore {
    let identifiers: Identifiers

    /// Writes those of a command's new notes.
    func write(_ change: CaseChange, _ tx: Transaction) throws {
        var number = change.theCase.notes.count
        for event in change.events.reversed() {
            switch event {
            case .noted(let note):
                for account in note.mentions {
                    try tx.write(
                        """
                        INSERT INTO casework_mentions (id, account, case_id, note, author, at)
                        VALUES (\(identifiers.next(Mention.self)), \(account), \(change.theCase.id), \(number), \(note.by), \(note.at))
                        """)
                }
                number -= 1
            case .returned: number -= 1
            default: break
            }
        }
    }

    /// Tells an officer that a case is to be decided soon.
    func warn(_ account: AccountID, of id: Identifier<Case>, due: CivilDate, _ tx: Transaction) throws {
        try tx.write(
            """
            INSERT INTO casework_mentions (id, account, case_id, note, author, at, due)
            VALUES (\(identifiers.next(Mention.self)), \(account), \(id), 0, '', \(tx.now), \(due))
            """)
    }

    /// Of what is decided, or waits for its applicant, nobody has to be told any more who has not seen it.
    func withdrawWarnings(of id: Identifier<Case>, _ tx: Transaction) throws {
        try tx.write("DELETE FROM casework_mentions WHERE case_id = \(id) AND due IS NOT NULL AND read_at IS NULL")
    }

    /// Whoever opens a case has seen what its notes told them.
    func read(_ id: Identifier<Case>, _ account: AccountID, _ tx: Transaction) throws {
        try tx.write("UPDATE casework_mentions SET read_at = \(tx.now) WHERE account = \(account) AND case_id = \(id) AND read_at IS NULL")
    }

    func all(of account: AccountID, limit: Int, _ connection: Connection) throws -> [Mention] {
        try connection.rows(
            """
            SELECT m.id, m.case_id, c.reference, c.service, m.note, m.author, m.at, m.read_at, m.due FROM casework_mentions m
            JOIN casework_cases c ON c.id = m.case_id WHERE m.account = \(account) ORDER BY m.id DESC LIMIT \(limit)
            """
        ).map { row in
            guard let reference = ReferenceNumber(try row.text(2)) else { throw CaseFault.damaged("a case's reference") }
            return Mention(
                id: try row.identifier(0), caseID: try row.identifier(1), reference: reference, service: try row.text(3), note: try row.integer(4),
                author: try row.text(5), at: try row.instant(6), isRead: try row.instant(optional: 7) != nil, due: try row.date(optional: 8))
        }
    }

    static func countUnread(of account: AccountID?) -> SQL {
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM casework_mentions WHERE account = \(account?.text ?? "") AND read_at IS NULL LIMIT 1000) AS counted"
    }
}
