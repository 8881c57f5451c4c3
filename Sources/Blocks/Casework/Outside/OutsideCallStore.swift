import Kernel
import Processes
import Store

/// Calls that were promised and have no answer yet: the outbox. What is asked is sealed for the person of the case.
struct OutsideCallStore {
    let codec: PersonalCodec

    struct Waiting: Sendable {
        var caseID: Identifier<Case>
        var ticket: Ticket
        var subject: Identifier<DataSubject>
        /// nil when the person was erased.
        var request: OutsideRequest?
    }

    func insert(_ id: Identifier<OutsideRequest>, _ request: OutsideRequest, _ ticket: Ticket, of theCase: Case, _ tx: Transaction) throws {
        let sealed = try codec.seal(request.json.bytes, subject: theCase.subject, class: .special, place: Self.place(id))
        try tx.write(
            """
            INSERT INTO casework_calls (id, case_id, ticket, system, subject, content, since)
            VALUES (\(id), \(theCase.id), \(ticket.number), \(request.system), \(theCase.subject), \(sealed), \(tx.now))
            """)
    }

    func subject(_ id: Identifier<OutsideRequest>, _ connection: Connection) throws -> Identifier<DataSubject>? {
        try connection.value("SELECT subject FROM casework_calls WHERE id = \(id)")
    }

    /// - Returns: nil when it was answered or taken back.
    func find(_ id: Identifier<OutsideRequest>, _ connection: Connection) throws -> Waiting? {
        guard let row = try connection.row("SELECT case_id, ticket, subject, content FROM casework_calls WHERE id = \(id)") else { return nil }
        let subject: Identifier<DataSubject> = try row.identifier(2)
        let opened = try codec.open(try row.bytes(3), subject: subject, class: .special, place: Self.place(id))
        let request = try opened.value.map { bytes in
            guard let request = OutsideRequest(try JSON(parsing: bytes)) else { throw CaseFault.damaged("outside call \(id)") }
            return request
        }
        return Waiting(caseID: try row.identifier(0), ticket: Ticket(try row.integer(1)), subject: subject, request: request)
    }

    func remove(_ id: Identifier<OutsideRequest>, _ tx: Transaction) throws { try tx.write("DELETE FROM casework_calls WHERE id = \(id)") }

    /// What waits at one place of a case; there is one at most.
    func calls(_ ticket: Ticket, of id: Identifier<Case>, _ connection: Connection) throws -> [(id: Identifier<OutsideRequest>, system: String)] {
        try connection.rows("SELECT id, system FROM casework_calls WHERE case_id = \(id) AND ticket = \(ticket.number)").map {
            (try $0.identifier(0), try $0.text(1))
        }
    }

    /// Whether there is one for each place at which the case waits for an answer, and no other.
    func agree(_ theCase: Case, _ service: PublicService, _ connection: Connection) throws -> Bool {
        let rows = try connection.rows("SELECT ticket FROM casework_calls WHERE case_id = \(theCase.id) ORDER BY ticket").map { try $0.integer(0) }
        guard theCase.process.isRunning else { return rows.isEmpty }
        let waiting = theCase.process.waiting(in: service.process).filter { $0.wait == .call && $0.incident == nil }
        return rows == waiting.map(\.ticket.number).sorted()
    }

    private static func place(_ id: Identifier<OutsideRequest>) -> String { "casework_calls.content/\(id)" }
}

extension OutsideRequest {
    fileprivate var json: JSON {
        ["method": .string(method.rawValue), "system": .string(system), "target": .string(target), "body": .string(String(decoding: body, as: UTF8.self))]
    }

    fileprivate init?(_ json: JSON) {
        guard let method = json["method"]?.string.flatMap(OutsideCall.Method.init), let system = json["system"]?.string, let target = json["target"]?.string,
            let body = json["body"]?.string
        else { return nil }
        self.init(method: method, system: system, target: target, body: Array(body.utf8))
    }
}
