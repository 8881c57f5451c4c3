import FEEL
import Kernel
import Processes
import Store

/// Messages and signals between cases, and messages of programs: promised in the transaction of whoever throws, brought to the others by jobs.
extension Casework {
    static let deliverJob = "casework.deliver", keptJob = "casework.message_kept", signalJob = "casework.signal"
    /// How many cases a message is offered to, and how many hear a signal in one job.
    private static let mostReceivers = 20, signalBatch = 50

    var thrown: ThrownStore { ThrownStore(codec: codec) }
    var listeners: ListenerStore { ListenerStore(token: neighbours.keyToken) }

    var thrownJobs: [JobRunner.Kind] {
        [
            JobRunner.Kind(Self.deliverJob, policy: .forDays) { job, _ in try await deliver(Self.event(of: job), job) },
            JobRunner.Kind(Self.keptJob, policy: .forDays) { job, _ in try await deliver(Self.event(of: job), job) },
            JobRunner.Kind(Self.signalJob, policy: .forDays) { job, _ in try await spread(Self.event(of: job), job) },
        ]
    }

    private static func event(of job: Job) throws -> Identifier<ThrownEvent> {
        guard let payload = try? JSON(parsing: job.payload), let id = payload["event"]?.string.flatMap({ Identifier<ThrownEvent>($0) }) else {
            throw PolityError(.broken, "CASE-502", "A job names no message or signal.")
        }
        return id
    }

    // MARK: Promising

    func promise(message name: String, _ content: ThrownEvent.Content, keep: Term?, of theCase: Case, _ tx: Transaction) throws {
        let keep = keep ?? ThrownEvent.usualKeep
        let event = ThrownEvent(
            id: identifiers.next(), kind: .message, name: name, caseID: theCase.id, service: theCase.service, subject: theCase.subject, thrownAt: tx.now,
            keep: keep, until: keep.end(from: tx.now, in: calendar), content: content)
        try thrown.insert(event, reference: theCase.reference, organisation: theCase.organisation, keyHash: listeners.hash(content.key), tx)
        try schedule(event, tx)
    }

    /// A first look for whoever waits, and one when its time is over.
    func schedule(_ event: ThrownEvent, _ tx: Transaction) throws {
        guard let until = event.until else { return }
        // A second sending may end on the same day.
        try wake(event.id, for: "\(tx.now.microseconds)", at: tx.now, tx)
        try tx.schedule(JobRequest(Self.keptJob, key: Self.keptKey(event.id, until), payload: Self.payload(event.id).text, at: until))
    }

    func unscheduleKept(_ event: ThrownEvent, _ tx: Transaction) throws {
        if let until = event.until { try tx.unschedule(Self.keptJob, key: Self.keptKey(event.id, until)) }
    }

    private static func keptKey(_ id: Identifier<ThrownEvent>, _ until: Instant) -> String { "\(id)/\(until.microseconds)" }

    func promise(signal name: String, _ payload: Context, of theCase: Case, _ tx: Transaction) throws {
        try promiseStarts(at: name, of: theCase, tx)
        // A signal is heard by those who wait for it now, and by nobody later.
        guard try listeners.hearsAnybody(name, but: theCase.id, tx) else { return }
        let event = ThrownEvent(
            id: identifiers.next(), kind: .signal, name: name, caseID: theCase.id, service: theCase.service, subject: theCase.subject, thrownAt: tx.now,
            keep: ThrownEvent.usualKeep, content: ThrownEvent.Content(payload: payload))
        try thrown.insert(event, reference: theCase.reference, organisation: theCase.organisation, keyHash: "", tx)
        try tx.schedule(JobRequest(Self.signalJob, key: "\(event.id)/", payload: Self.payload(event.id).text, at: tx.now))
    }

    /// After a case has changed: its rows among the listeners, and kept messages for what it waits for now.
    func listen(_ after: Case, before: Case?, _ service: PublicService, from old: PublicService? = nil, _ tx: Transaction) throws {
        for (ticket, messages) in try listeners.write(after, before: before, service, from: old, tx) {
            let reason = "/\(after.id)/\(ticket)/\(after.version)"
            // The payload is that of `payload`: an id needs no escaping.
            try tx.schedule(
                Self.deliverJob, at: tx.now,
                forEach: "SELECT id || \(reason) AS key, '{\"event\":\"' || id || '\",\"after\":\"\"}' AS payload FROM (" + messages + ") AS kept")
        }
    }

    private func wake(_ id: Identifier<ThrownEvent>, for reason: String, at moment: Instant, _ tx: Transaction) throws {
        try tx.schedule(JobRequest(Self.deliverJob, key: "\(id)/\(reason)", payload: Self.payload(id).text, at: moment))
    }

    private static func payload(_ id: Identifier<ThrownEvent>, after last: String = "") -> JSON { ["event": .string(id.text), "after": .string(last)] }

    // MARK: Delivering

    /// Gives a message to the case that has waited for it longest. When its time is over and nobody waits, those who supervise are told.
    private func deliver(_ id: Identifier<ThrownEvent>, _ job: Job) async throws {
        guard let event = try await store.read({ try thrown.row(id, $0) }) else { return }
        try await codec.prepare(event.subject)
        if event.sender == nil, let sender = event.caseID, let begun = beginning(with: event.name) {
            return try await begin(id, from: sender, begun.service, at: begun.element, job)
        }
        let waiting = try await store.read { connection in
            let hash = try connection.value("SELECT key_hash FROM casework_thrown WHERE id = \(id)", as: String.self) ?? ""
            return try listeners.waiting(for: event, keyHash: hash, limit: Self.mostReceivers, connection)
        }
        for receiver in waiting where try await isReadable(receiver) {
            if try await give(id, to: receiver, job) { return }
        }
        try await store.write("casework.deliver") { tx in
            try tx.complete(job)
            guard let event = try thrown.find(id, tx), let until = event.until else { return }
            // Nobody can read any more what an erased person's case said.
            guard event.content != nil else { return try thrown.remove(id, tx) }
            if until <= tx.now { return try reportKept(event, tx) }
            // Whoever began to wait while this was being thrown may not have seen it: no transaction is open for a minute.
            if !job.key.hasSuffix("/again") { try wake(id, for: "again", at: tx.now + .seconds(60), tx) }
        }
    }

    /// Brings a case's version of the folder into memory. One that cannot be read any more, of which `polity verify` tells, keeps the
    /// others from nothing.
    private func isReadable(_ id: Identifier<Case>) async throws -> Bool {
        do {
            try await prepare(id)
            return try await store.read { try !dossier(id, $0).theCase.isErased }
        } catch let error as PolityError where error.kind == .broken || error.kind == .notFound {
            return false
        }
    }

    /// In a transaction of its own: a case that cannot take what it waits for keeps the next one from nothing.
    ///
    /// - Returns: whether it took it, and the job is done.
    private func give(_ id: Identifier<ThrownEvent>, to receiver: Identifier<Case>, _ job: Job) async throws -> Bool {
        do {
            return try await store.write("casework.deliver") { tx in
                guard let event = try thrown.find(id, tx), event.until != nil, let content = event.content else { return false }
                let dossier = try dossier(receiver, tx)
                // A message that names its case is that case's own, whatever key it waits under.
                let key = event.sender != nil && event.caseID == receiver ? dossier.awaitedKey(of: event.name) : content.key
                guard !dossier.theCase.isErased, dossier.theCase.process.hears(message: event.name, key: key) else { return false }
                _ = try carryOut(dossier, machine("messages"), tx) { _ in .deliver(message: event.name, key: key, payload: content.payload) }
                try tx.complete(job)
                try unscheduleKept(event, tx)
                try thrown.remove(id, tx)
                return true
            }
        } catch let fault as PolityError where fault.isTheCasesOwn {
            return false
        }
    }

    /// Nobody took it as long as it was kept; or it could begin no case, for a reason that is the code of a fault.
    func reportKept(_ event: ThrownEvent, because reason: String = "", _ tx: Transaction) throws {
        try tx.write("UPDATE casework_thrown SET until = NULL WHERE id = \(event.id)")
        try tx.write(
            """
            INSERT INTO casework_notices (id, kind, case_id, reference, service, organisation, element, name, since)
            SELECT id, 'message', case_id, reference, service, organisation, \(reason), name, \(tx.now) FROM casework_thrown WHERE id = \(event.id)
            """)
    }

    // MARK: Spreading

    /// Brings a signal to a batch of those who wait for it, a transaction for each; then the next batch follows.
    private func spread(_ id: Identifier<ThrownEvent>, _ job: Job) async throws {
        let last = (try? JSON(parsing: job.payload))?["after"]?.string ?? ""
        guard let row = try await store.read({ try thrown.row(id, $0) }) else { return }
        try await codec.prepare(row.subject)
        let (found, batch) = try await store.read { connection in
            (try thrown.find(id, connection), try listeners.hearing(row, after: last, limit: Self.signalBatch, connection))
        }
        for hearer in batch where try await isReadable(hearer) {
            do {
                try await command(hearer, machine("signals")) { _ in .hear(signal: row.name, payload: found?.content?.payload ?? [:]) }
            } catch let fault as PolityError where fault.isTheCasesOwn {
                let notice = identifiers.next(CaseNotice.self)
                try await store.write("casework.signal_refused") { try keepRefused(row, found?.content, by: hearer, notice, $0) }
            }
        }
        try await store.write("casework.signal_batch") { tx in
            try tx.complete(job)
            guard batch.count == Self.signalBatch, let end = batch.last else { return try thrown.remove(id, tx) }
            try tx.schedule(JobRequest(Self.signalJob, key: "\(id)/\(end)", payload: Self.payload(id, after: end.text).text, at: tx.now))
        }
    }

    /// What a case could not take is kept for it beside its notice, so that a supervisor can give it once more: the newest, where the same
    /// signal has come several times.
    private func keepRefused(
        _ signal: ThrownEvent, _ content: ThrownEvent.Content?, by hearer: Identifier<Case>, _ notice: Identifier<CaseNotice>, _ tx: Transaction
    ) throws {
        let told = try NoticeStore().insert(.signal, notice, refusing: signal.name, of: hearer, tx)
        guard let id = Identifier<ThrownEvent>(told.text),
            let row = try tx.row("SELECT reference, service, organisation FROM casework_cases WHERE id = \(hearer)")
        else { return }
        try thrown.remove(id, tx)
        guard let content else { return }
        let kept = ThrownEvent(
            id: id, kind: .signal, name: signal.name, caseID: hearer, service: try row.text(1), subject: signal.subject, thrownAt: signal.thrownAt,
            keep: signal.keep, content: content)
        try thrown.insert(kept, reference: ReferenceNumber(try row.text(0)), organisation: try row.text(2), keyHash: "", tx)
    }
}

extension Casework.Dossier {
    /// The key under which the case has waited longest for a message; nil where it takes any, and where it waits for none.
    fileprivate func awaitedKey(of message: String) -> Value? {
        for waiting in theCase.process.waiting(in: service.process) {
            if case .message(message, let key) = waiting.wait { return key }
        }
        return nil
    }
}
