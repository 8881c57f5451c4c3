import Kernel
import Store

/// What a case said and nothing took up, or heard and could not take. Somebody should know.
public struct CaseNotice: Sendable, Hashable {
    public enum Kind: String, Sendable {
        /// An escalation that no event catches (BPMN 2.0.2, section 10.5.1): the process has gone on.
        case escalation
        /// A message, of a case or a program, that nobody waited for as long as it was kept.
        case message
        /// A signal that the case waited for and could not take: it stands where it stood.
        case signal
        /// The time of a timer has come, and what follows from it could not be carried out: the case stands where it stood.
        case timer
        /// The fee was paid, likewise.
        case payment
    }

    public var id: Identifier<CaseNotice>
    public var kind: Kind
    /// Of a program's message the case that it was for; nil where it named a key.
    public var caseID: Identifier<Case>?
    public var reference: ReferenceNumber?
    public var service: String
    public var organisation: String
    /// The element that told of an escalation, or the timer's; of a message that could begin no case the code of what was wrong; else empty.
    public var element: String
    /// The escalation's code, the name of the message or signal; of a timer or payment what was wrong, which quotes nothing of the case.
    public var name: String
    public var since: Instant
    /// The program that sent the message; nil where a case did.
    public var sender: String?
    /// Whether what was said is still there to be given again.
    public var canBeSentAgain: Bool

    public var place: Place { Place(since: since, id: id) }

    /// Where one stands in the order of their ages: the next page begins behind it, also when it was dealt with meanwhile.
    public struct Place: Sendable, Hashable, CustomStringConvertible {
        var since: Instant
        var id: Identifier<CaseNotice>

        public var description: String { "\(since.microseconds)/\(id)" }
    }
}

extension CaseNotice.Place {
    /// Reads its own description.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let since = Int64(parts[0]), let id = Identifier<CaseNotice>(String(parts[1])) else { return nil }
        self.init(since: Instant(microseconds: since), id: id)
    }
}

struct NoticeStore {
    func insert(_ kind: CaseNotice.Kind, _ id: Identifier<CaseNotice>, of theCase: Case, element: String, name: String, _ tx: Transaction) throws {
        try tx.write(
            """
            INSERT INTO casework_notices (id, kind, case_id, reference, service, organisation, element, name, since)
            VALUES (\(id), \(kind.rawValue), \(theCase.id), \(theCase.reference.plain), \(theCase.service), \(theCase.organisation), \(element), \(name), \(tx.now))
            """)
    }

    /// Told once of each element, however often the same comes before somebody has dealt with it.
    ///
    /// - Returns: the one that tells of it.
    @discardableResult
    func insert(
        _ kind: CaseNotice.Kind, _ id: Identifier<CaseNotice>, refusing name: String, of theCase: Identifier<Case>, element: String = "", _ tx: Transaction
    ) throws -> Identifier<CaseNotice> {
        let known = try tx.value(
            """
            SELECT id FROM casework_notices WHERE case_id = \(theCase) AND kind = \(kind.rawValue) AND name = \(name) AND element = \(element) LIMIT 1
            """, as: Identifier<CaseNotice>.self)
        if let known { return known }
        try tx.write(
            """
            INSERT INTO casework_notices (id, kind, case_id, reference, service, organisation, element, name, since)
            SELECT \(id), \(kind.rawValue), id, reference, service, organisation, \(element), \(name), \(tx.now) FROM casework_cases WHERE id = \(theCase)
            """)
        return id
    }

    /// The elements of a case whose timers are told of.
    func timers(of theCase: Identifier<Case>, _ connection: Connection) throws -> Set<String> {
        let rows = try connection.rows("SELECT element FROM casework_notices WHERE case_id = \(theCase) AND kind = \(CaseNotice.Kind.timer.rawValue)")
        return Set(try rows.map { try $0.text(0) })
    }

    /// What was said has the same id as its notice.
    static let columns: SQL = """
        id, kind, case_id, reference, service, element, name, since, organisation,
        (SELECT t.sender FROM casework_thrown t WHERE t.id = casework_notices.id) AS sender,
        (SELECT COUNT(*) FROM casework_thrown t WHERE t.id = casework_notices.id) AS kept
        """

    static func notice(_ row: Row) throws -> CaseNotice {
        let (kind, text) = (try row.text(1), try row.text(3))
        let (caseID, reference) = (Identifier<Case>(try row.text(2)), ReferenceNumber(text))
        guard let kind = CaseNotice.Kind(rawValue: kind), (caseID == nil) == (reference == nil) else { throw CaseFault.damaged("notice of \(text)") }
        return CaseNotice(
            id: try row.identifier(0), kind: kind, caseID: caseID, reference: reference, service: try row.text(4), organisation: try row.text(8),
            element: try row.text(5), name: try row.text(6), since: try row.instant(7), sender: try row.text(optional: 9),
            canBeSentAgain: try kind == .timer || kind == .payment || row.integer(10) > 0)
    }
}
