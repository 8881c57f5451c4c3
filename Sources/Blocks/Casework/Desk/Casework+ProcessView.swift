import Kernel
import Processes
import Store

/// Where one case stands in its service's process.
public struct CaseProcess: Sendable {
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    /// As it was when the application was submitted: the process that the case runs.
    public var service: PublicService
    /// Where its tokens rest.
    public var places: [Place]
    /// Elements that its tokens have gone through, and are not at now.
    public var passed: Set<String>

    public struct Place: Sendable, Hashable {
        public var element: String
        public var kind: Kind
        /// Since when it rests there.
        public var since: Instant?
        /// When a timer fires.
        public var until: Instant?
        /// It listens beside a step (a boundary event), while the token rests at the step.
        public var isBeside = false
    }

    public enum Kind: String, Sendable {
        /// An officer has something to do.
        case task
        /// Something from the applicant is awaited: a payment, an answer, an appeal.
        case applicant
        case timer
        /// It cannot go on by itself.
        case stopped
        case other
    }
}

extension Casework {
    /// The look is written down as every look at a case.
    ///
    /// - Throws: `CASE-404` when there is none, or none within the actor's roles and organisations.
    public func process(of id: Identifier<Case>, _ caller: Caller) async throws -> CaseProcess {
        try await prepare(id)
        return try await store.write("casework.process") { tx in
            let dossier = try reachable(id, caller, tx)
            try recordLook(dossier, caller, tx)
            let (theCase, service) = (dossier.theCase, dossier.service)
            let trail = try cases.trail(theCase, service, tx)
            let places = theCase.process.waiting(in: service.process).map { waiting -> CaseProcess.Place in
                let (kind, until) = CaseProcess.Kind.of(waiting)
                let isBeside = if case .boundary? = service.process.element(waiting.element)?.kind { true } else { false }
                return CaseProcess.Place(
                    element: waiting.element, kind: kind, since: trail.since[waiting.ticket], until: until, isBeside: isBeside)
            }
            return CaseProcess(
                caseID: id, reference: theCase.reference, service: service, places: places, passed: trail.elements.subtracting(places.map(\.element)))
        }
    }
}

extension CaseProcess.Kind {
    fileprivate static func of(_ waiting: Instance.Waiting) -> (Self, until: Instant?) {
        if waiting.incident != nil { return (.stopped, nil) }
        switch waiting.wait {
        case .task, .adHoc: return (.task, nil)
        case .message: return (.applicant, nil)
        case .timer(let due, _): return (.timer, due)
        default: return (.other, nil)
        }
    }
}

extension CaseStore {
    /// The elements that tokens came to, and since when those rest that still do.
    fileprivate func trail(
        _ theCase: Case, _ service: PublicService, _ connection: Connection
    ) throws -> (elements: Set<String>, since: [Ticket: Instant]) {
        var elements: Set<String> = []
        var since: [Ticket: Instant] = [:]
        // What came before a move to this version happened among elements of another.
        let rows = try connection.rows(
            """
            SELECT number, at, events FROM casework_history WHERE case_id = \(theCase.id)
                AND number > (SELECT COALESCE(MAX(number), 0) FROM casework_history WHERE case_id = \(theCase.id) AND kind = 'moved')
            ORDER BY number DESC LIMIT \(Self.mostLines)
            """)
        for row in rows.reversed() {
            let at = try row.instant(1)
            for case .process(let event) in try events(try row.bytes(2), number: try row.integer(0), theCase, service.process) {
                // What listens beside an element (a boundary event, the events behind a gateway) is not gone through until it is heard.
                switch event {
                case .rested(let ticket, _, _, let host, _, _, _):
                    since[ticket] = at
                    if host == nil, let element = service.process.element(of: event) { elements.insert(element) }
                default:
                    if let element = service.process.element(of: event) { elements.insert(element) }
                }
            }
        }
        return (elements, since)
    }
}
