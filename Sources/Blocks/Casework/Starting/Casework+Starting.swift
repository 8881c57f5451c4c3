import FEEL
import Forms
import Kernel
import Processes
import Store

/// Cases that the government itself opens, at the start events that wait for a time, a signal or a condition. Each is promised by a job in the
/// transaction in which its reason is written down, and opened by another, which completes it: once, whichever of several processes does it.
extension Casework {
    static let turnJob = "casework.turn", startJob = "casework.start"
    /// How often conditions are asked again. What they may use changes with the day.
    static let conditionRhythm: Duration = .seconds(60)
    /// How long something waits for a process that serves the edition in which it stands.
    private static let otherEdition: Duration = .seconds(60)

    private var starts: StartStore { StartStore() }

    var startJobs: [JobRunner.Kind] {
        [
            JobRunner.Kind(Self.turnJob, policy: .forDays) { job, _ in try await turn(job) },
            JobRunner.Kind(Self.startJob, policy: .forDays) { job, _ in try await open(job) },
        ]
    }

    private var standingStarts: [StandingStart] {
        (services.version(services.current()) ?? [:]).values.flatMap(\.standingStarts).sorted { $0.key < $1.key }
    }

    private func standingStart(_ service: String, _ element: String) -> StandingStart? {
        services.service(service)?.standingStarts.first { $0.listener.element == element }
    }

    private func engine(_ start: StandingStart) -> ProcessEngine { ProcessEngine(model: start.service.process, calendar: calendar) }

    private func facts(at now: Instant) -> Context { ["today": .date(calendar.zone.date(of: now))] }

    // MARK: Listening

    /// Writes down what the folder listens for. What is new counts from now: a time that is over, and a condition that holds already, begin
    /// nothing. What is there no more is forgotten, and what says the same as before goes on.
    func keepStarts() async throws {
        let wanted = standingStarts
        try await store.write("casework.starts") { tx in
            var left = Dictionary(try starts.all(tx).map { ($0.key, $0) }) { first, _ in first }
            for start in wanted {
                let before = left.removeValue(forKey: start.key)
                if before?.definition == start.listener.definition { continue }
                if let before { try unscheduleTurn(before, tx) }
                let (engine, names) = (engine(start), facts(at: tx.now))
                let known = StartStore.Known(
                    service: start.service.id, element: start.listener.element, definition: start.listener.definition,
                    turn: engine.firstTurn(of: start.listener, now: tx.now, facts: names),
                    holds: engine.holds(start.listener, now: tx.now, facts: names))
                try starts.put(known, tx)
                try scheduleTurn(known, tx)
            }
            for gone in left.values {
                try unscheduleTurn(gone, tx)
                try starts.remove(gone, tx)
            }
        }
    }

    private static func turnKey(_ known: StartStore.Known, _ turn: ProcessEngine.Turn) -> String { "\(known.key)/\(turn.due.microseconds)" }

    private func scheduleTurn(_ known: StartStore.Known, _ tx: Transaction) throws {
        guard let turn = known.turn else { return }
        let payload: JSON = [
            "service": .string(known.service), "element": .string(known.element), "due": .integer(Int(turn.due.microseconds)),
        ]
        try tx.schedule(JobRequest(Self.turnJob, key: Self.turnKey(known, turn), payload: payload.text, at: turn.due))
    }

    private func unscheduleTurn(_ known: StartStore.Known, _ tx: Transaction) throws {
        if let turn = known.turn { try tx.unschedule(Self.turnJob, key: Self.turnKey(known, turn)) }
    }

    // MARK: Reasons to begin

    /// The time of a start event has come: a case is promised, and the next turn.
    private func turn(_ job: Job) async throws {
        guard let payload = try? JSON(parsing: job.payload), let service = payload["service"]?.string, let element = payload["element"]?.string,
            let due = payload["due"]?.integer.map({ Instant(microseconds: Int64($0)) })
        else { throw PolityError(.broken, "CASE-502", "A turn names no start event.") }
        let start = standingStart(service, element)
        try await store.write("casework.turn") { tx in
            guard due <= tx.now else { throw RetryLater(CaseFault.clockPutBack, after: due - tx.now) }
            try tx.complete(job)
            guard var known = try starts.find(service, element, tx), let turn = known.turn, turn.due == due else { return }
            guard let start, start.listener.definition == known.definition else { throw RetryLater(CaseFault.otherEdition, after: Self.otherEdition) }
            let next = engine(start).turn(after: turn, of: start.listener, now: tx.now, facts: facts(at: tx.now))
            guard try starts.go(from: known, to: next, tx) else { return }
            try promise(.time(at: element), of: service, mark: "\(due.microseconds)", tx)
            known.turn = next
            try scheduleTurn(known, tx)
        }
    }

    /// A case that throws a signal opens those that begin with it. What it says is its applicant's, and stays with it.
    func promiseStarts(at signal: String, of theCase: Case, _ tx: Transaction) throws {
        for start in standingStarts where start.listener.signals.contains(signal) {
            let mark = identifiers.next(ThrownEvent.self)
            try promise(.signal(at: start.listener.element, of: theCase.reference), of: start.service.id, mark: mark.text, tx)
        }
    }

    /// Asks the conditions of start events: one that has come to hold opens a case, and must cease to hold before it opens another.
    func askConditions() async throws {
        let conditions = standingStarts.filter(\.listener.isConditional)
        guard !conditions.isEmpty else { return }
        let stored = try await store.read { try starts.all($0) }
        for start in conditions {
            guard let known = stored.first(where: { $0.key == start.key }), known.definition == start.listener.definition else { continue }
            let now = clock.now()
            let holds = engine(start).holds(start.listener, now: now, facts: facts(at: now))
            guard holds != known.holds else { continue }
            try await store.write("casework.condition") { tx in
                guard try starts.mark(known, holds: holds, tx), holds else { return }
                try promise(.condition(at: known.element), of: known.service, mark: "\(now.microseconds)", tx)
            }
        }
    }

    // MARK: Opening

    private func promise(_ beginning: CaseBeginning, of service: String, mark: String, _ tx: Transaction) throws {
        var payload: [JSON.Member] = [
            .init("service", .string(service)), .init("element", .string(beginning.element)), .init("because", .string(beginning.line)),
        ]
        if case .signal(_, let sender) = beginning { payload.append(.init("sender", .string(sender.plain))) }
        try tx.schedule(
            JobRequest(Self.startJob, key: "\(service)/\(beginning.element)/\(mark)", payload: JSON.object(payload).text, at: tx.now))
    }

    private static func promised(_ job: Job) throws -> (service: String, beginning: CaseBeginning) {
        guard let payload = try? JSON(parsing: job.payload), let service = payload["service"]?.string, let element = payload["element"]?.string else {
            throw PolityError(.broken, "CASE-502", "A case to be opened names no start event.")
        }
        let sender = payload["sender"]?.string.flatMap { ReferenceNumber($0) }
        let all: [CaseBeginning] = [.time(at: element), .condition(at: element)] + (sender.map { [.signal(at: element, of: $0)] } ?? [])
        guard let found = all.first(where: { $0.line == payload["because"]?.string }) else {
            throw PolityError(.broken, "CASE-502", "A case to be opened does not say why.")
        }
        return (service, found)
    }

    private func open(_ job: Job) async throws {
        let (id, beginning) = try Self.promised(job)
        guard let start = standingStart(id, beginning.element) else {
            // Another process may serve an edition that has it; where none does, nothing waits for the case any more.
            guard try await store.read({ try starts.find(id, beginning.element, $0) }) == nil else {
                throw RetryLater(CaseFault.otherEdition, after: Self.otherEdition)
            }
            return
        }
        let service = start.service
        var caller = machine("starts")
        caller.language = government.language(government.defaultLanguage)
        let (subject, opener): (Identifier<DataSubject>, Caller) = (identifiers.next(), caller)
        try await codec.prepare(subject, making: true)
        try await withFreeReference {
            try await store.write("casework.open") { tx in
                try tx.complete(job)
                // Nobody has answered anything, as on a form that is sent empty.
                let read = FormReader(currencyDigits: currency.digits).read(service.form, from: RawFields())
                let facts = try facts(
                    service, read.answers, of: .nobody, purpose: rulesPurpose(service, opener.request, nil), caller: opener.language, tx)
                guard facts.progress.isComplete else { throw CaseFault.incomplete }
                var application = Application(
                    id: identifiers.next(), service: service.id, folder: services.current(), owner: .nobody, subject: subject,
                    answers: facts.progress.answers, files: [], state: .draft, startedAt: tx.now, updatedAt: tx.now, version: 1)
                try applications.insert(application, tx)
                _ = try open(&application, service, facts, opener, beginning: beginning, tx)
            }
        }
    }
}
