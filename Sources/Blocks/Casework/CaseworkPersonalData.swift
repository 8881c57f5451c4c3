import Capability
import FEEL
import Forms
import Kernel
import Store

extension Casework {
    /// What a person's data in casework is: their answers, what was decided, and how their name is found.
    var personalData: PersonalDataHolder {
        PersonalDataHolder(
            id: "casework", export: { person, connection in try export(person.text, connection) },
            retained: { person, connection in try retained(person.text, connection) },
            erase: { person, tx in try erase(person.text, tx) })
    }

    private func export(_ subject: String, _ connection: Connection) throws -> JSON {
        let rows = try connection.rows("SELECT \(ApplicationStore.columns) FROM casework_applications WHERE subject = \(subject) ORDER BY id LIMIT 1000")
        return .array(
            try rows.compactMap { row -> JSON? in
                let (name, folder) = (try row.text("service"), try row.text("folder"))
                guard let service = services.service(name, folder: folder) ?? services.service(name) else { return nil }
                let application = try applications.application(row, form: service.form)
                return ["service": .string(application.service), "started_at": .string(application.startedAt.description), "answers": application.answers.json]
            })
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
            let until = closed == nil ? kept ?? today : kept
            guard let until, until >= today else { return nil }
            let law = service?.legalBasis.flatMap { government.legalBasis($0)?.source }
            return Retention(what: service?.title ?? "", until: until, source: law ?? "", then: closed == nil ? .later : .deleted)
        }
    }

    /// Content is gone with the subject's key; the tokens by which the name was found go here.
    private func erase(_ subject: String, _ tx: Transaction) throws {
        // Somebody may be sending a draft of theirs at this moment, while their key still opens it: it is decided again then, and
        // there is no draft any more.
        try tx.write("UPDATE casework_applications SET state = 'discarded', version = version + 1 WHERE subject = \(subject) AND state = 'draft'")
        for row in try tx.rows("SELECT id FROM casework_cases WHERE subject = \(subject)") {
            let id: Identifier<Case> = try row.identifier(0)
            try Self.names.remove(id.text, in: tx)
            try precedents.remove(id, tx)
            // What it waits for, and under which keys.
            try tx.write("DELETE FROM casework_listeners WHERE case_id = \(id)")
        }
        try tx.write("DELETE FROM casework_thrown WHERE subject = \(subject)")
        try tx.write("DELETE FROM casework_calls WHERE subject = \(subject)")
    }
}
