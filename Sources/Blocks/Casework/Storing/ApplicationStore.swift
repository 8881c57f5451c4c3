import FEEL
import Forms
import Kernel
import Processes
import Store

/// Applications in the store. Answers and files lie sealed for their subject.
struct ApplicationStore {
    let codec: PersonalCodec

    static let columns: SQL = "id, service, folder, account, party, secret_hash, subject, content, state, case_id, started_at, updated_at, version"

    static func query(_ id: Identifier<Application>) -> SQL { "SELECT \(columns) FROM casework_applications WHERE id = \(id)" }

    func find(_ id: Identifier<Application>, _ connection: Connection, form: (Row) throws -> Form) throws -> Application? {
        try connection.row(Self.query(id)).map { try application($0, form: form($0)) }
    }

    func find(all ids: [Identifier<Application>], _ connection: Connection, form: (Row) throws -> Form) throws -> [Identifier<Application>: Application] {
        let rows = try connection.rows("SELECT \(Self.columns) FROM casework_applications WHERE id IN \(list: ids)")
        let found = try rows.map { try application($0, form: form($0)) }
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Answers and files as they are stored; nil when the person was erased.
    func content(_ row: Row) throws -> JSON? {
        let place = Self.place(try row.identifier("id"))
        let opened = try codec.open(try row.bytes("content"), subject: try row.identifier("subject"), class: .special, place: place).value
        return try opened.map { try JSON(parsing: $0) }
    }

    func application(_ row: Row, form: Form) throws -> Application {
        let id: Identifier<Application> = try row.identifier("id")
        let subject: Identifier<DataSubject> = try row.identifier("subject")
        let content = try content(row)
        let json = content ?? .null
        let owner: Application.Owner
        if let account: AccountID = try row.identifier(optional: "account") {
            owner = .account(account, party: try row.text(optional: "party").flatMap { Party(text: $0) })
        } else {
            owner = try row.bytes(optional: "secret_hash").map { .visitor(secretHash: $0) } ?? .nobody
        }
        let updatedAt = try row.instant("updated_at")
        let state: Application.State
        switch (try row.text("state"), try row.identifier(optional: "case_id", of: Case.self)) {
        case ("submitted", let caseID?): state = .submitted(at: updatedAt, case: caseID)
        case ("discarded", _): state = .discarded(at: updatedAt)
        default: state = .draft
        }
        return Application(
            id: id, service: try row.text("service"), folder: try row.text("folder"), owner: owner, subject: subject,
            answers: Answers(json["answers"] ?? .object([]), form: form), files: (json["files"]?.array ?? []).compactMap(Application.AttachedFile.init),
            state: state,
            startedAt: try row.instant("started_at"), updatedAt: updatedAt, version: try row.integer("version"), isErased: content == nil)
    }

    func insert(_ application: Application, _ tx: Transaction) throws {
        let (account, party, secret) = application.owner.columns
        try tx.write(
            """
            INSERT INTO casework_applications (\(Self.columns))
            VALUES (\(application.id), \(application.service), \(application.folder), \(account), \(party), \(secret), \(application.subject),
                \(try seal(application)), 'draft', NULL, \(application.startedAt), \(application.updatedAt), \(application.version))
            """)
    }

    /// - Throws: `VersionConflict` when somebody else changed it since it was read.
    func update(_ application: Application, _ tx: Transaction) throws {
        let (state, caseID) = application.state.columns
        try tx.update(
            """
            UPDATE casework_applications SET folder = \(application.folder), content = \(try seal(application)), state = \(state), case_id = \(caseID),
                updated_at = \(application.updatedAt), version = version + 1
            WHERE id = \(application.id) AND version = \(application.version)
            """)
    }

    private func seal(_ application: Application) throws -> [UInt8] {
        let content: JSON = ["answers": application.answers.json, "files": .array(application.files.map(\.json))]
        return try codec.seal(content.bytes, subject: application.subject, class: .special, place: Self.place(application.id))
    }

    private static func place(_ id: Identifier<Application>) -> String { "casework_applications.content/\(id)" }
}

extension Application.Owner {
    var columns: (account: AccountID?, party: String?, secret: [UInt8]?) {
        switch self {
        case .account(let id, let party): (id, party?.text, nil)
        case .visitor(let hash): (nil, nil, hash)
        case .nobody: (nil, nil, nil)
        }
    }
}

extension Application.State {
    var columns: (String, Identifier<Case>?) {
        switch self {
        case .draft: ("draft", nil)
        case .submitted(_, let caseID): ("submitted", caseID)
        case .discarded: ("discarded", nil)
        }
    }
}

extension Party {
    /// `person:…` or `organisation:…`
    var text: String {
        switch self {
        case .person(let id): "person:\(id)"
        case .organisation(let id): "organisation:\(id)"
        }
    }

    init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "person":
            guard let id = PersonID(parts[1]) else { return nil }
            self = .person(id)
        case "organisation":
            guard let id = OrganisationID(parts[1]) else { return nil }
            self = .organisation(id)
        default: return nil
        }
    }
}
