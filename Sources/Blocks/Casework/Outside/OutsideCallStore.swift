import FEEL
import Kernel
import Processes
import Store

/// What a service task asks: a system outside, or another capability of this government.
enum AskedCall: Sendable, Hashable {
    case outside(OutsideRequest)
    case capability(task: String, input: Context)

    /// The system; for a capability the name of its service task, which has a full stop in it.
    var name: String {
        switch self {
        case .outside(let request): request.system
        case .capability(let task, _): task
        }
    }

    /// The kind of job that asks it.
    static func job(for name: String) -> String { name.contains(".") ? CapabilityCaller.job : OutsideCaller.job(for: name) }
}

/// Calls that were promised and have no answer yet: the outbox. What is asked is sealed for the person of the case.
struct OutsideCallStore {
    let codec: PersonalCodec

    struct Waiting: Sendable {
        var caseID: Identifier<Case>
        var ticket: Ticket
        var subject: Identifier<DataSubject>
        /// nil when the person was erased.
        var call: AskedCall?
    }

    func insert(_ id: Identifier<AskedCall>, _ call: AskedCall, _ ticket: Ticket, of theCase: Case, _ tx: Transaction) throws {
        let sealed = try codec.seal(call.json.bytes, subject: theCase.subject, class: .special, place: Self.place(id))
        try tx.write(
            """
            INSERT INTO casework_calls (id, case_id, ticket, system, subject, content, since)
            VALUES (\(id), \(theCase.id), \(ticket.number), \(call.name), \(theCase.subject), \(sealed), \(tx.now))
            """)
    }

    func subject(_ id: Identifier<AskedCall>, _ connection: Connection) throws -> Identifier<DataSubject>? {
        try connection.value("SELECT subject FROM casework_calls WHERE id = \(id)")
    }

    /// - Returns: nil when it was answered or taken back.
    func find(_ id: Identifier<AskedCall>, _ connection: Connection) throws -> Waiting? {
        guard let row = try connection.row("SELECT case_id, ticket, subject, content FROM casework_calls WHERE id = \(id)") else { return nil }
        let subject: Identifier<DataSubject> = try row.identifier(2)
        let opened = try codec.open(try row.bytes(3), subject: subject, class: .special, place: Self.place(id))
        let call = try opened.value.map { bytes in
            guard let call = AskedCall(try JSON(parsing: bytes)) else { throw CaseFault.damaged("outside call \(id)") }
            return call
        }
        return Waiting(caseID: try row.identifier(0), ticket: Ticket(try row.integer(1)), subject: subject, call: call)
    }

    func remove(_ id: Identifier<AskedCall>, _ tx: Transaction) throws { try tx.write("DELETE FROM casework_calls WHERE id = \(id)") }

    /// What waits at one place of a case; there is one at most.
    func calls(_ ticket: Ticket, of id: Identifier<Case>, _ connection: Connection) throws -> [(id: Identifier<AskedCall>, name: String)] {
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

    private static func place(_ id: Identifier<AskedCall>) -> String { "casework_calls.content/\(id)" }
}

extension AskedCall {
    fileprivate var json: JSON {
        switch self {
        case .outside(let request): request.json
        case .capability(let task, let input): ["task": .string(task), "input": TypedJSON.write(input)]
        }
    }

    fileprivate init?(_ json: JSON) {
        if let task = json["task"]?.string {
            self = .capability(task: task, input: TypedJSON.context(json["input"] ?? .null))
        } else {
            guard let request = OutsideRequest(json) else { return nil }
            self = .outside(request)
        }
    }
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
