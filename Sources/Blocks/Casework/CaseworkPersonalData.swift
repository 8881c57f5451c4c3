import Capability
import FEEL
import Forms
import Kernel
import Store

extension Casework {
    /// What a person's data in casework is: their answers, what was decided, and how their name is found.
    var personalData: PersonalDataHolder {
        PersonalDataHolder(
            id: "casework", prepare: { person in try await prepareEditions(of: person.text) },
            export: { person, connection in try export(person.text, connection) },
            retained: { person, connection in try retained(person.text, connection) },
            erase: { person, tx in try erase(person.text, tx) })
    }

    /// As it is stored, so that it does not matter which version of the folder this program has at hand.
    private func export(_ subject: String, _ connection: Connection) throws -> JSON {
        let cases = try connection.rows("SELECT \(CaseExport.columns) FROM casework_cases WHERE subject = \(subject) ORDER BY id LIMIT 1000")
        let papers = Dictionary(grouping: try PaperStore(codec: codec).papers(ofSubject: subject, connection), by: \.caseID)
        var told: [String: JSON] = [:]
        for row in cases { told[try row.text("application")] = try CaseExport(row, codec)?.json(papers[row.identifier("id")] ?? []) }
        let rows = try connection.rows("SELECT \(ApplicationStore.columns) FROM casework_applications WHERE subject = \(subject) ORDER BY id LIMIT 1000")
        return .array(
            try rows.compactMap { row -> JSON? in
                guard let content = try applications.content(row) else { return nil }
                let files = (content["files"]?.array ?? []).compactMap { $0["name"] }
                var members: [JSON.Member] = [
                    .init("service", .string(try row.text("service"))), .init("started_at", .string(try row.instant("started_at").description)),
                    .init("answers", content["answers"] ?? .object([])), .init("files", .array(files)),
                ]
                if let told = told[try row.text("id")] { members.append(.init("case", told)) }
                return .object(members)
            })
    }

    /// The editions by which it is told how long something is kept. One that cannot be run any more is no reason to keep nothing.
    private func prepareEditions(of subject: String) async throws {
        let folders = try await store.read { connection in
            try connection.rows("SELECT DISTINCT folder FROM casework_cases WHERE subject = \(subject)").map { try $0.text(0) }
        }
        for folder in folders { _ = try await isReadable(folder) }
    }

    /// A case that runs, and one that its service says must be kept, stay.
    private func retained(_ subject: String, _ connection: Connection) throws -> [Retention] {
        try connection.rows("SELECT service, folder, opened_at, closed_at FROM casework_cases WHERE subject = \(subject) LIMIT 1000").compactMap { row in
            let (name, folder) = (try row.text(0), try row.text(1))
            let service = services.service(name, folder: folder) ?? services.service(name)
            let today = calendar.zone.date(of: connection.now)
            let closed = try row.instant(optional: 3).map { calendar.zone.date(of: $0) }
            // One that runs is asked after again every day; one whose time is over keeps nobody.
            let kept = service?.keep?.end(from: closed ?? today, in: calendar)
            // Where nothing tells how long, it is asked after again tomorrow.
            let until = closed == nil || service == nil ? kept ?? today : kept
            guard let until, until >= today else { return nil }
            let law = service?.legalBasis.flatMap { government.legalBasis($0)?.source }
            let isOpen = closed == nil || service == nil
            return Retention(what: service?.title ?? LocalizedText(name), until: until, source: law ?? "", then: isOpen ? .later : .deleted)
        }
    }

    /// Content is gone with the subject's key; the tokens by which the case was found go here.
    private func erase(_ subject: String, _ tx: Transaction) throws {
        // Somebody may be sending a draft of theirs at this moment, while their key still opens it: it is decided again then, and
        // there is no draft any more.
        try tx.write("UPDATE casework_applications SET state = 'discarded', version = version + 1 WHERE subject = \(subject) AND state = 'draft'")
        for row in try tx.rows("SELECT id FROM casework_cases WHERE subject = \(subject)") {
            let id: Identifier<Case> = try row.identifier(0)
            try removeWords(id, tx)
            try precedents.remove(id, tx)
            // What it waits for, and under which keys.
            try tx.write("DELETE FROM casework_listeners WHERE case_id = \(id)")
        }
        try tx.write("DELETE FROM casework_thrown WHERE subject = \(subject)")
        try tx.write("DELETE FROM casework_calls WHERE subject = \(subject)")
    }
}
