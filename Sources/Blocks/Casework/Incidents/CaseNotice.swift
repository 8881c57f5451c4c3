import Kernel
import Store

/// What a case said and nothing took up, or heard and could not take. Somebody should know.
public struct CaseNotice: Sendable, Hashable {
    public enum Kind: String, Sendable {
        /// An escalation that no event catches (BPMN 2.0.2, section 10.5.1): the process has gone on.
        case escalation
        /// A message that nobody waited for as long as it was kept.
        case message
        /// A signal that the case waited for and could not take: it stands where it stood.
        case signal
    }

    public var id: Identifier<CaseNotice>
    public var kind: Kind
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var service: String
    /// The element that told of an escalation; empty for a message and a signal.
    public var element: String
    /// The escalation's code, or the name of the message or signal.
    public var name: String
    public var since: Instant
}

struct NoticeStore {
    func insert(_ kind: CaseNotice.Kind, _ id: Identifier<CaseNotice>, of theCase: Case, element: String, name: String, _ tx: Transaction) throws {
        try tx.write(
            """
            INSERT INTO casework_notices (id, kind, case_id, reference, service, organisation, element, name, since)
            VALUES (\(id), \(kind.rawValue), \(theCase.id), \(theCase.reference.plain), \(theCase.service), \(theCase.organisation), \(element), \(name), \(tx.now))
            """)
    }

    /// Told once, however often the same signal comes before somebody has dealt with it.
    func insert(_ id: Identifier<CaseNotice>, refusing signal: String, by theCase: Identifier<Case>, _ tx: Transaction) throws {
        let known = try tx.row("SELECT 1 FROM casework_notices WHERE case_id = \(theCase) AND kind = 'signal' AND name = \(signal) LIMIT 1")
        guard known == nil else { return }
        try tx.write(
            """
            INSERT INTO casework_notices (id, kind, case_id, reference, service, organisation, element, name, since)
            SELECT \(id), 'signal', id, reference, service, organisation, '', \(signal), \(tx.now) FROM casework_cases WHERE id = \(theCase)
            """)
    }

    static let columns: SQL = "id, kind, case_id, reference, service, element, name, since"

    static func notice(_ row: Row) throws -> CaseNotice {
        let (kind, text) = (try row.text(1), try row.text(3))
        guard let kind = CaseNotice.Kind(rawValue: kind), let reference = ReferenceNumber(text) else { throw CaseFault.damaged("notice of \(text)") }
        return CaseNotice(
            id: try row.identifier(0), kind: kind, caseID: try row.identifier(2), reference: reference, service: try row.text(4), element: try row.text(5),
            name: try row.text(6), since: try row.instant(7))
    }
}
