import Kernel
import Store

/// A certificate or a decision letter of a case.
public struct CasePaper: Sendable, Hashable {
    public var id: Identifier<CasePaper>
    public var kind: PaperRequest.Kind
    /// What stands in its QR code's address; certificates only are verified by it.
    public var number: ReferenceNumber
    public var caseID: Identifier<Case>
    public var service: String
    public var organisation: String
    public var title: LocalizedText
    public var issuedOn: CivilDate
    public var validUntil: CivilDate?
    /// The act it proves.
    public var act: String
    /// The file; nil until the act stands in the public log.
    public var document: String?
    public var isSuperseded: Bool

    /// What a verifier is told.
    public enum Standing: String, Sendable, CaseIterable { case genuine, expired, superseded }

    public func standing(on today: CivilDate) -> Standing {
        if isSuperseded { return .superseded }
        if let validUntil, validUntil < today { return .expired }
        return .genuine
    }
}

/// Papers in the store. What a paper says lies sealed for its subject; what a verifier may know lies open.
struct PaperStore {
    let codec: PersonalCodec

    private static let columns: SQL = "id, kind, number, case_id, service, organisation, title, issued_on, valid_until, act, document, superseded"

    /// - Parameter request: where it says so, the certificate takes the place of the service's earlier ones for the same person.
    /// - Returns: false when the number is taken; nothing was written then.
    func insert(_ id: Identifier<CasePaper>, _ request: PaperRequest, act: String, _ tx: Transaction) throws -> Bool {
        if request.replacesEarlier {
            try tx.execute(
                """
                UPDATE casework_papers SET superseded = 1
                WHERE subject = \(request.subject) AND service = \(request.service) AND kind = 'certificate' AND superseded = 0
                """)
        }
        let sealed = try codec.seal(request.json.bytes, subject: request.subject, class: .special, place: Self.place(id))
        return try tx.execute(
            """
            INSERT INTO casework_papers (\(Self.columns), subject, language, content)
            VALUES (\(id), \(request.kind.rawValue), \(request.number.plain), \(request.caseID), \(request.service), \(request.organisation), \(request.title.json.text),
                \(request.issuedOn), \(request.validUntil), \(act), NULL, 0, \(request.subject), \(request.language), \(sealed))
            ON CONFLICT (number) DO NOTHING
            """) == 1
    }

    /// A second decision stands in the place of the first, and so do its papers.
    func supersede(of id: Identifier<Case>, _ tx: Transaction) throws {
        try tx.execute("UPDATE casework_papers SET superseded = 1 WHERE case_id = \(id) AND superseded = 0")
    }

    func papers(of id: Identifier<Case>, _ connection: Connection) throws -> [CasePaper] {
        try connection.rows("SELECT \(Self.columns) FROM casework_papers WHERE case_id = \(id) ORDER BY id LIMIT 200").map(Self.paper)
    }

    func papers(ofSubject subject: String, _ connection: Connection) throws -> [CasePaper] {
        try connection.rows("SELECT \(Self.columns) FROM casework_papers WHERE subject = \(subject) ORDER BY id LIMIT 2000").map(Self.paper)
    }

    func paper(_ id: Identifier<CasePaper>, _ connection: Connection) throws -> CasePaper? {
        try connection.row("SELECT \(Self.columns) FROM casework_papers WHERE id = \(id)").map(Self.paper)
    }

    func paper(number: ReferenceNumber, _ connection: Connection) throws -> CasePaper? {
        try connection.row("SELECT \(Self.columns) FROM casework_papers WHERE number = \(number.plain)").map(Self.paper)
    }

    func waiting(act: String, _ connection: Connection) throws -> [Identifier<CasePaper>] {
        try connection.rows("SELECT id FROM casework_papers WHERE act = \(act) AND document IS NULL").map { try $0.identifier(0) }
    }

    /// What the paper says; nil when the person was erased.
    func content(_ id: Identifier<CasePaper>, _ connection: Connection) throws -> (subject: Identifier<DataSubject>, language: String, json: JSON)? {
        guard let row = try connection.row("SELECT subject, language, content FROM casework_papers WHERE id = \(id)") else { return nil }
        let subject: Identifier<DataSubject> = try row.identifier(0)
        guard let bytes = try codec.open(try row.bytes(2), subject: subject, class: .special, place: Self.place(id)).value else { return nil }
        return (subject, try row.text(1), try JSON(parsing: bytes))
    }

    private static func place(_ id: Identifier<CasePaper>) -> String { "casework_papers.content/\(id)" }

    private static func paper(_ row: Row) throws -> CasePaper {
        guard let kind = PaperRequest.Kind(rawValue: try row.text("kind")), let number = ReferenceNumber(try row.text("number")) else {
            throw CaseFault.damaged("a paper")
        }
        return CasePaper(
            id: try row.identifier("id"), kind: kind, number: number, caseID: try row.identifier("case_id"), service: try row.text("service"),
            organisation: try row.text("organisation"), title: LocalizedText(json: try JSON(parsing: try row.text("title"))),
            issuedOn: try row.date("issued_on"),
            validUntil: try row.date(optional: "valid_until"), act: try row.text("act"), document: try row.text(optional: "document"),
            isSuperseded: try row.bool("superseded"))
    }
}
