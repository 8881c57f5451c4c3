import Kernel
import Processes
import Store

/// A place where a case has stopped, because the model has a fault there: an error that nothing catches, a gateway with no way on, an
/// expression that takes too much work. The rest of the case goes on; somebody has to mend what is wrong and try again.
public struct CaseIncident: Sendable, Hashable {
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var service: String
    public var ticket: Ticket
    /// The element of the process.
    public var element: String
    /// The fault, in the engine's words. It quotes nothing of the case.
    public var reason: String
    public var since: Instant

    public var place: Place { Place(since: since, caseID: caseID, ticket: ticket) }

    /// Where one stands in the order of their ages: the next page begins behind it, also when it was mended meanwhile.
    public struct Place: Sendable, Hashable, CustomStringConvertible {
        var since: Instant
        var caseID: Identifier<Case>
        var ticket: Ticket

        public var description: String { "\(since.microseconds)/\(caseID)/\(ticket)" }
    }
}

extension CaseIncident.Place {
    /// Reads its own description.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let since = Int64(parts[0]), let caseID = Identifier<Case>(String(parts[1])), let ticket = Int(parts[2]) else { return nil }
        self.init(since: Instant(microseconds: since), caseID: caseID, ticket: Ticket(ticket))
    }
}

/// Incidents as rows, for whoever watches over all cases. What is mended has no row.
struct IncidentStore {
    /// Makes the rows agree with the case's process, where it changed.
    ///
    /// - Parameters:
    ///   - before: nil for a case that begins.
    ///   - old: the version of the service the case was in before, where it has moved.
    func write(_ after: Case, before: Case?, _ service: PublicService, from old: PublicService? = nil, _ tx: Transaction) throws {
        let stopped = after.stopped(service), known = before?.stopped(old ?? service) ?? [:]
        guard stopped != known else { return }
        for (ticket, _) in known where stopped[ticket] == nil {
            try tx.write("DELETE FROM casework_incidents WHERE case_id = \(after.id) AND ticket = \(ticket.number)")
        }
        for (ticket, place) in stopped.sorted(by: { $0.key < $1.key }) where known[ticket] != place {
            try tx.write(
                """
                INSERT INTO casework_incidents (case_id, ticket, reference, service, organisation, element, reason, since)
                VALUES (\(after.id), \(ticket.number), \(after.reference.plain), \(after.service), \(after.organisation), \(place.element), \(place.reason), \(tx.now))
                ON CONFLICT (case_id, ticket) DO UPDATE SET element = excluded.element, reason = excluded.reason, since = excluded.since
                """)
        }
    }

    static func incident(_ row: Row) throws -> CaseIncident {
        let text = try row.text(2)
        guard let reference = ReferenceNumber(text) else { throw CaseFault.damaged("incident of \(text)") }
        return CaseIncident(
            caseID: try row.identifier(0), reference: reference, service: try row.text(3), ticket: Ticket(try row.integer(1)), element: try row.text(4),
            reason: try row.text(5), since: try row.instant(6))
    }
}

extension Case {
    fileprivate struct Stop: Hashable { var element, reason: String }

    fileprivate func stopped(_ service: PublicService) -> [Ticket: Stop] {
        guard process.isRunning else { return [:] }
        var stopped: [Ticket: Stop] = [:]
        for waiting in process.waiting(in: service.process) {
            if let reason = waiting.incident { stopped[waiting.ticket] = Stop(element: waiting.element, reason: reason) }
        }
        return stopped
    }
}
