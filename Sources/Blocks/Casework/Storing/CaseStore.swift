import FEEL
import Kernel
import Processes
import Store

/// Cases, their history and their open tasks in the store.
struct CaseStore {
    let codec: PersonalCodec
    let currency: Currency

    private static let columns: SQL =
        "id, reference, application, service, folder, organisation, subject, party, account, language, law_date, opened_at, closed_at, stage, outcome, public_key, state, version"

    func find(_ id: Identifier<Case>, _ connection: Connection, model: (_ service: String, _ folder: String) throws -> ProcessModel) throws -> Case? {
        try connection.row("SELECT \(Self.columns) FROM casework_cases WHERE id = \(id)").map { try theCase($0, model: model) }
    }

    func find(
        all ids: [Identifier<Case>], _ connection: Connection, model: (_ service: String, _ folder: String) throws -> ProcessModel
    ) throws -> [Identifier<Case>: Case] {
        let found = try connection.rows("SELECT \(Self.columns) FROM casework_cases WHERE id IN \(list: ids)").map { try theCase($0, model: model) }
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func find(reference: ReferenceNumber, _ connection: Connection) throws -> Identifier<Case>? {
        try connection.value("SELECT id FROM casework_cases WHERE reference = \(reference.plain)")
    }

    private func theCase(_ row: Row, model: (String, String) throws -> ProcessModel) throws -> Case {
        let id: Identifier<Case> = try row.identifier("id")
        guard let reference = ReferenceNumber(try row.text("reference")) else { throw CaseFault.damaged("reference of case \(id)") }
        var found = Case(
            id: id, reference: reference, application: try row.identifier("application"), service: try row.text("service"), folder: try row.text("folder"),
            organisation: try row.text("organisation"), subject: try row.identifier("subject"),
            applicant: try row.text(optional: "party").flatMap { Party(text: $0) },
            account: try row.identifier(optional: "account"), language: try row.text("language"), lawDate: try row.date("law_date"),
            openedAt: try row.instant("opened_at"),
            process: Instance(), tasks: [:], requests: [], decisions: [], notes: [], fee: nil, isPaid: false, appealText: nil,
            closedAt: try row.instant(optional: "closed_at"), version: try row.integer("version"))
        guard let state = try Self.openState(try row.bytes("state"), of: id, subject: found.subject, codec: codec).value else {
            found.isErased = true
            return found
        }
        try found.restore(try JSON(parsing: state), try model(found.service, found.folder), currency: currency)
        return found
    }

    // MARK: Writing

    /// A reference number that is taken already is a duplicate, and undoes the transaction.
    func insert(_ theCase: Case, _ service: PublicService, _ tx: Transaction) throws {
        let key = service.publicFields.isEmpty ? nil : SortKeys.newest(theCase.openedAt, theCase.id, 0)
        let place = theCase.waitsForApplicant(service)
        try tx.write(
            """
            INSERT INTO casework_cases (\(Self.columns), waits_at, waits_since, decide_by)
            VALUES (\(theCase.id), \(theCase.reference.plain), \(theCase.application), \(theCase.service), \(theCase.folder), \(theCase.organisation), \(theCase.subject),
                \(theCase.applicant?.text), \(theCase.account), \(theCase.language), \(theCase.lawDate), \(theCase.openedAt), \(theCase.closedAt),
                \(theCase.stage(service).rawValue), \(theCase.decisions.last?.outcome), \(key), \(try seal(theCase, service)), 1, \(place), \(place.map { _ in theCase.openedAt }), \(theCase.deadline?.due))
            """)
    }

    /// - Throws: `VersionConflict` when somebody else changed it since it was read.
    func update(_ theCase: Case, _ service: PublicService, _ tx: Transaction) throws {
        let waits: SQL =
            theCase.waitsForApplicant(service).map {
                // One that began to wait before this was kept has waited since nobody knows when.
                """
                waits_at = \($0), waits_since = CASE WHEN waits_at = \($0) THEN waits_since
                    WHEN waits_at IS NULL AND stage = \(theCase.stage(service).rawValue) THEN opened_at ELSE \(tx.now) END
                """
            } ?? "waits_at = NULL, waits_since = NULL"
        try tx.update(
            """
            UPDATE casework_cases SET \(waits), folder = \(theCase.folder), closed_at = \(theCase.closedAt), stage = \(theCase.stage(service).rawValue), outcome = \(theCase.decisions.last?.outcome),
                decide_by = \(theCase.deadline?.due),
                state = \(try seal(theCase, service)), version = version + 1
            WHERE id = \(theCase.id) AND version = \(theCase.version)
            """)
    }

    private func seal(_ theCase: Case, _ service: PublicService) throws -> [UInt8] {
        try codec.seal(theCase.json(service.process).bytes, subject: theCase.subject, class: .special, place: Self.place(theCase.id))
    }

    /// A case's sealed state in clear, as JSON.
    static func openState(_ sealed: [UInt8], of id: Identifier<Case>, subject: Identifier<DataSubject>, codec: PersonalCodec) throws -> Opened<[UInt8]> {
        try codec.open(sealed, subject: subject, class: .special, place: place(id))
    }

    private static func place(_ id: Identifier<Case>) -> String { "casework_cases.state/\(id)" }

    // MARK: History

    func append(_ change: CaseChange, kind: String, actor: Actor, number: Int, _ service: PublicService, _ tx: Transaction) throws {
        let theCase = change.theCase
        let events = JSON.array(change.events.map { $0.json(service.process) })
        let sealed = try codec.seal(events.bytes, subject: theCase.subject, class: .special, place: Self.historyPlace(theCase.id, number))
        try tx.write(
            """
            INSERT INTO casework_history (case_id, number, kind, actor, at, schema_version, events)
            VALUES (\(theCase.id), \(number), \(kind), \(actor.text), \(tx.now), \(CaseEvent.schemaVersion), \(sealed))
            """)
    }

    /// Kinds, moments and actors of the newest lines, oldest first.
    func history(_ id: Identifier<Case>, _ connection: Connection) throws -> [HistoryLine] {
        try connection.rows("SELECT kind, at, actor FROM casework_history WHERE case_id = \(id) ORDER BY number DESC LIMIT \(Self.mostLines)").map {
            HistoryLine(kind: try $0.text(0), at: try $0.instant(1), by: try $0.text(2), detail: "")
        }.reversed()
    }

    /// How much of a history is shown: the newest, where a case has gone on for years.
    static let mostLines = 1_000

    /// All events, oldest first: applied to the case as it was opened they give its state.
    ///
    /// - Parameter model: the process of the case's service in a version of the folder: events are read by the version in which they happened.
    func events(_ theCase: Case, _ connection: Connection, model: (_ folder: String) throws -> ProcessModel) throws -> [CaseEvent] {
        var folder = theCase.folder
        var lines: [[CaseEvent]] = []
        for row in try connection.rows("SELECT number, events FROM casework_history WHERE case_id = \(theCase.id) ORDER BY number DESC") {
            let line = try events(try row.bytes(1), number: try row.integer(0), theCase, model(folder))
            for case .moved(let move) in line { folder = move.from }
            lines.append(line)
        }
        return lines.reversed().flatMap { $0 }
    }

    /// The events of one line of the history; none when the person was erased.
    ///
    /// - Parameter model: nil leaves out what happened in the process, which only its own version can name.
    func events(_ sealed: [UInt8], number: Int, _ theCase: Case, _ model: ProcessModel?) throws -> [CaseEvent] {
        let opened = try codec.open(sealed, subject: theCase.subject, class: .special, place: Self.historyPlace(theCase.id, number))
        guard let bytes = opened.value else { return [] }
        return try (try JSON(parsing: bytes).array ?? []).compactMap { json in
            guard let model else { return CaseEvent(besidesProcess: json) }
            guard let event = CaseEvent(json, model) else { throw CaseFault.damaged("event of case \(theCase.id)") }
            return event
        }
    }

    private static func historyPlace(_ id: Identifier<Case>, _ number: Int) -> String { "casework_history.events/\(id)/\(number)" }
}

/// Keys by which lists are sorted and paged: fixed in width, compared byte by byte, never equal for two rows.
enum SortKeys {
    /// Earliest due first; those without a due day last; then oldest first.
    static func due(_ due: CivilDate?, _ createdAt: Instant, _ id: Identifier<Case>, _ ticket: Int) -> String {
        "\(day(due)):\(digits(createdAt.microseconds, 17)):\(id):\(ticket)"
    }

    /// The prefix that every task due on this day or later is at or behind.
    static func day(_ due: CivilDate?) -> String { due.map { digits(Int64($0.daysSinceEpoch) + 1_000_000, 7) } ?? "9999999" }

    /// Newest first.
    static func newest(_ createdAt: Instant, _ id: Identifier<Case>, _ ticket: Int) -> String {
        "\(digits(90_000_000_000_000_000 - createdAt.microseconds, 17)):\(id):\(ticket)"
    }

    private static func digits(_ value: Int64, _ width: Int) -> String {
        let text = String(max(value, 0))
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
