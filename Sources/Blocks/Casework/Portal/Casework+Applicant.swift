import FEEL
import Forms
import Kernel
import Rules
import Store

/// A case as its applicant sees it.
public struct ApplicantView: Sendable {
    public var caseID: Identifier<Case>
    public var application: Application
    public var reference: ReferenceNumber
    public var service: PublicService
    public var summary: [SummaryLine]
    public var stage: Case.Stage
    public var fee: Money?
    public var feeFindings: [RuleFinding]
    public var isPaid: Bool
    public var requests: [InformationRequest]
    public var decisions: [Decision]
    /// The day until which an appeal can be made; nil when none can.
    public var appealUntil: CivilDate?
    /// When a decision is due, where the service says.
    public var due: CivilDate?
    /// By when the whole case is to be decided, where the service promises that.
    public var deadline: CaseDeadline?
    public var next: NextStep
    /// The language in which reasons, conditions and letters of this case are written.
    public var language: String
    public var history: [HistoryLine]
}

/// One line of a case's history.
public struct HistoryLine: Sendable, Hashable {
    /// `submitted`, `paid`, `asked`, `answered`, `decided`, `appealed` …
    public var kind: String
    public var at: Instant
    /// For officers: who did it. Empty for the applicant's eyes.
    public var by: String
    /// The step, outcome or text it concerns.
    public var detail: String
}

/// A case as anyone may see it: the fields its service publishes, and nothing about a person.
public struct PublicView: Sendable {
    public var application: Identifier<Application>
    public var reference: ReferenceNumber
    public var service: PublicService
    public var stage: Case.Stage
    public var outcome: String?
    public var openedAt: Instant
    /// When it was decided, as far as it is.
    public var decidedAt: Instant?
    public var next: NextStep
    public var fields: [(question: Question, value: Value)]
}

extension PublicService {
    /// As an applicant may read them. A record that is found by what they answer may be somebody else's: sentences of the law that rest on one would
    /// tell what stands in it.
    func told(_ findings: [RuleFinding]) -> [RuleFinding] {
        let answers = Set(form.questions.map(\.id))
        let untold = law.values(restingOn: Set(lookUps.compactMap { if case .record = $0.key { $0.name } else { nil } }))
        return findings.map { finding in
            var told = finding.forApplicant(answers: answers)
            if untold.contains(told.decision) { told.law?.lines = [] }
            return told
        }
    }
}

extension Casework {
    /// - Throws: `CASE-404` when there is none or it is another person's.
    public func applicantView(_ id: Identifier<Case>, _ caller: Caller) async throws -> ApplicantView {
        try await prepare(id)
        return try await store.read { connection in
            let dossier = try ownCase(id, caller, connection)
            let (theCase, service) = (dossier.theCase, dossier.service)
            let decider = CaseDecider(service: service, calendar: calendar, facts: [:], now: connection.now, actor: caller.actor)
            return ApplicantView(
                caseID: id, application: dossier.application, reference: theCase.reference, service: service,
                summary: service.summary(dossier.application.answers),
                stage: theCase.stage(service), fee: theCase.fee, feeFindings: service.told(theCase.feeFindings), isPaid: theCase.isPaid,
                requests: theCase.requests,
                decisions: theCase.decisions.map { decision in
                    var decision = decision
                    decision.findings = service.told(decision.findings)
                    return decision
                },
                appealUntil: decider.appealUntil(theCase), due: theCase.tasks.values.compactMap(\.due).min(),
                deadline: theCase.deadline,
                next: theCase.next(service, calendar), language: theCase.language,
                history: theCase.withDecisions(
                    try cases.history(id, connection).filter { theCase.isPublic($0) }.map { HistoryLine(kind: $0.kind, at: $0.at, by: "", detail: "") }))
        }
    }

    private func ownCase(_ id: Identifier<Case>, _ caller: Caller, _ connection: Connection) throws -> Dossier {
        let dossier = try dossier(id, connection)
        guard !dossier.theCase.isErased else { throw CaseFault.notFound }
        try requireOwner(of: dossier.application, caller, dossier.service, connection)
        return dossier
    }

    private func asApplicant(_ id: Identifier<Case>, _ caller: Caller, _ wanted: CaseCommand) async throws {
        try await command(id, caller) { dossier, connection in
            try requireOwner(of: dossier.application, caller, dossier.service, connection)
            return wanted
        }
    }

    /// - Throws: `CASE-404` when the service publishes nothing.
    public func publicView(_ reference: ReferenceNumber) async throws -> PublicView {
        guard let id = try await store.read({ try cases.find(reference: reference, $0) }) else { throw CaseFault.notFound }
        try await prepare(id)
        return try await store.read { connection in
            guard let view = try publicView(try dossier(id, connection)) else { throw CaseFault.notFound }
            return view
        }
    }

    private func publicView(_ dossier: Dossier) throws -> PublicView? {
        let (theCase, service) = (dossier.theCase, dossier.service)
        guard !service.publicFields.isEmpty, !theCase.isErased else { return nil }
        let findings = service.steps.flatMap { $0.work?.form.questions ?? [] }
        let fields = service.publishedFields.compactMap { name -> (question: Question, value: Value)? in
            if let question = service.form.question(name), let value = dossier.application.answers[name], value != .null { return (question, value) }
            if let question = findings.first(where: { $0.id == name }), let value = theCase.process.variables[name], value != .null { return (question, value) }
            return nil
        }
        return PublicView(
            application: dossier.application.id, reference: theCase.reference, service: service, stage: theCase.stage(service),
            outcome: theCase.decisions.last?.outcome, openedAt: theCase.openedAt,
            decidedAt: theCase.decisions.last?.decidedAt, next: theCase.next(service, calendar), fields: fields)
    }

    /// The newest public cases of a service, for its public list and map.
    public func publicList(_ service: String, after: QueueQuery.Cursor?, limit: Int) async throws -> (rows: [PublicView], next: QueueQuery.Cursor?) {
        let limit = min(max(limit, 1), 500)
        let found = try await store.read { connection in
            try connection.rows(
                """
                SELECT id, folder, public_key, subject FROM casework_cases WHERE service = \(service) AND public_key > \(after?.sortKey ?? "")
                ORDER BY public_key LIMIT \(limit + 1)
                """
            ).map {
                (id: try $0.identifier(0, of: Case.self), folder: try $0.text(1), key: try $0.text(2), subject: try $0.identifier(3, of: DataSubject.self))
            }
        }
        // One case whose edition cannot be run keeps the others from nobody.
        var readable: Set<String> = []
        for folder in Set(found.map(\.folder)) where try await isReadable(folder) { readable.insert(folder) }
        let shown = found.prefix(limit).filter { [readable] in readable.contains($0.folder) }
        try await codec.prepare(all: shown.map(\.subject))
        let rows = try await store.read { connection in try dossiers(shown.map(\.id), connection).compactMap { try publicView($0) } }
        return (rows, found.count > limit ? QueueQuery.Cursor(found[limit - 1].key) : nil)
    }

    /// Answers an officer's question.
    public func answerRequest(_ number: Int, of id: Identifier<Case>, text: String, files: [Application.AttachedFile], _ caller: Caller) async throws {
        try await asApplicant(id, caller, .answer(number, InformationRequest.Answer(text: text, files: files, at: clock.now())))
    }

    public func appeal(_ id: Identifier<Case>, text: String, _ caller: Caller) async throws { try await asApplicant(id, caller, .appeal(text: text)) }

    public func withdraw(_ id: Identifier<Case>, _ caller: Caller) async throws { try await asApplicant(id, caller, .withdraw) }

    /// The fee has arrived. Paid twice is paid once.
    public func paid(_ id: Identifier<Case>) async throws {
        try await prepare(id)
        try await store.write("casework.paid") { tx in try paid(id, in: tx) }
    }

    /// The same inside the transaction that books the payment; a case whose folder version is not in memory is told by a job. One of
    /// which nothing is left, or whose person was erased, waits for no payment: the money is booked all the same.
    public func paid(_ id: Identifier<Case>, in tx: Transaction) throws {
        guard let row = try tx.row("SELECT folder, subject FROM casework_cases WHERE id = \(id)") else { throw CaseFault.notFound }
        guard try row.identifier(1, of: DataSubject.self) != .nobody else { return }
        if services.version(try row.text(0)) != nil {
            let dossier = try dossier(id, tx)
            if !dossier.theCase.isErased { _ = try carryOut(dossier, machine("payments"), tx) { _ in .paid } }
        } else {
            try tx.schedule(JobRequest(Self.paidJob, key: id.text, payload: id.text, at: tx.now))
        }
    }

    /// The case of a reference number, for pages that know only that.
    public func caseID(_ reference: ReferenceNumber) async throws -> Identifier<Case>? { try await store.read { try cases.find(reference: reference, $0) } }
}

extension Case {
    /// What an applicant sees of the history; who took a task and what colleagues noted is the office's own.
    fileprivate func isPublic(_ line: HistoryLine) -> Bool {
        switch line.kind {
        case "submitted", "paid", "asked", "answered", "countersigned", "appealed", "withdrawn", "finished": true
        // Older histories say so also of what only waited for a second officer then.
        case "decided": decisions.contains { $0.decidedAt == line.at }
        default: false
        }
    }

    /// Rules decide while something else happens: the application is sent, its fee is paid. That gives the line its kind, so the decision gets one
    /// of its own.
    fileprivate func withDecisions(_ history: [HistoryLine]) -> [HistoryLine] {
        var lines = history
        for decision in decisions where !history.contains(where: { ["decided", "countersigned"].contains($0.kind) && $0.at == decision.decidedAt }) {
            let place = lines.lastIndex { $0.at <= decision.decidedAt }.map { $0 + 1 } ?? 0
            lines.insert(HistoryLine(kind: "decided", at: decision.decidedAt, by: "", detail: ""), at: place)
        }
        return lines
    }
}

extension PublicService {
    /// The answers of a submitted application, in the order of the form. Only what was asked is in the file.
    func summary(_ answers: Answers) -> [SummaryLine] {
        form.pages.flatMap { page in
            page.questions.compactMap { question in answers[question.id].map { SummaryLine(page: page, question: question, value: $0) } }
        }
    }
}
