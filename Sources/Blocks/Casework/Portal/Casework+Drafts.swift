import FEEL
import Forms
import Kernel
import Rules
import Store

/// A draft as a page needs it.
public struct DraftView: Sendable {
    public var application: Application
    public var service: PublicService
    public var progress: Form.Progress
    /// Requirements of the service that do not hold for this person, as far as can be told yet.
    public var unmet: [PublicService.Requirement]
    /// The fee as far as it can be told.
    public var fee: Money?
    /// Why it is that much, as far as can be told.
    public var feeFindings: [RuleFinding]
    /// The service was changed since the draft was last answered.
    public var hasMoved: Bool
    /// Questions that were answered and have to be answered again, because they ask for something else now.
    public var changed: [LocalizedText]
}

/// What became of one page's fields.
public enum AnswerOutcome: Sendable {
    /// `next` is nil when all pages behind it are answered: the answers are checked next.
    case saved(next: String?)
    /// Nothing is lost: `typed` has every field as it was.
    case wrong([FieldError], typed: RawFields)
}

/// A submitted application. A second submission of the same draft gives the same.
public struct Submission: Sendable, Hashable {
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    /// To be paid now, where there is a fee.
    public var fee: Money?
}

extension Casework {
    /// Unfinished applications of one account at a time; a person needs a few, a script makes thousands.
    static let draftLimit = 30

    /// Requirements that do not hold already, before anything is asked.
    public func eligibility(_ service: String, _ caller: Caller) async throws -> [PublicService.Requirement] {
        let service = try usable(service, caller)
        return try await look(service, caller) { connection in
            let facts = try facts(service, Answers(), of: caller.actor, purpose: purpose(service, caller), caller: caller.language, connection)
            return service.unmet(facts.context, isComplete: false)
        }
    }

    /// A new draft. For a visitor without an account the secret that opens it again is made here, and shown once.
    public func start(_ service: String, _ caller: Caller) async throws -> (application: Identifier<Application>, secret: [UInt8]?) {
        let service = try usable(service, caller)
        let secret = caller.actor.account == nil ? random.bytes(16) : nil
        let id: Identifier<Application> = identifiers.next()
        let now = clock.now()
        let owner: Application.Owner =
            if let account = caller.actor.account { .account(account, party: caller.actor.party) } else { .visitor(secretHash: Self.hash(secret ?? [])) }
        let application = Application(
            id: id, service: service.id, folder: services.current(), owner: owner, subject: subject(of: caller.actor), answers: Answers(), files: [],
            state: .draft,
            startedAt: now, updatedAt: now, version: 1)
        try await codec.prepare(application.subject, making: true)
        try await store.write("casework.start") { tx in
            if let account = caller.actor.account {
                let open = try tx.value("SELECT COUNT(*) FROM casework_applications WHERE account = \(account) AND state = 'draft'", as: Int.self) ?? 0
                guard open < Self.draftLimit else { throw CaseFault.tooManyDrafts }
            }
            try applications.insert(application, tx)
            try scheduleExpiry(of: id, changedAt: now, tx)
        }
        return (id, secret)
    }

    /// - Throws: `CASE-404` when there is none or it is another person's.
    public func draft(_ id: Identifier<Application>, _ caller: Caller) async throws -> DraftView {
        let (service, _, isVisitors) = try await draftRow(id)
        // The version it was begun under says what has changed since.
        if let folder = try await store.read({ try $0.value("SELECT folder FROM casework_applications WHERE id = \(id)", as: String.self) }),
            folder != services.current()
        {
            try? await services.prepare(folder)
        }
        let applicant = isVisitors ? caller.asVisitor : caller
        return try await look(service, applicant) { connection in
            let application = try own(id, caller, service, connection)
            guard application.state == .draft else { throw CaseFault.submitted }
            return try view(application, service, applicant, connection)
        }
    }

    /// The case that a caller's own application became; nil while it is a draft.
    ///
    /// - Throws: `CASE-404` when there is none or it is another person's.
    public func caseID(of id: Identifier<Application>, _ caller: Caller) async throws -> Identifier<Case>? {
        let service = try await serviceOfDraft(id)
        let application = try await store.read { try own(id, caller, service, $0) }
        if case .submitted(_, let caseID) = application.state { return caseID }
        return nil
    }

    private func view(_ application: Application, _ service: PublicService, _ caller: Caller, _ connection: Connection) throws -> DraftView {
        let facts = try facts(service, application.answers, of: caller.actor, purpose: purpose(service, caller), caller: caller.language, connection)
        var changed: [LocalizedText] = []
        let hasMoved = application.folder != services.current()
        if hasMoved, let before = services.service(service.id, folder: application.folder) {
            changed = service.form.questions.filter { question in
                before.form.question(question.id).map { $0.kind.name != question.kind.name } ?? false
            }.map(\.ask)
        }
        return DraftView(
            application: application, service: service, progress: facts.progress, unmet: service.unmet(facts.context, isComplete: facts.progress.isComplete),
            fee: fee(service, facts.context), feeFindings: service.told(service.feeFindings(facts.context)), hasMoved: hasMoved, changed: changed)
    }

    /// The drafts and cases of whom a signed-in person acts for, newest first: their own, or those of the one who gave the mandate.
    ///
    /// - Parameter begun: only drafts of this service.
    public func overview(_ caller: Caller, begun service: String? = nil) async throws -> [OverviewLine] {
        guard let account = caller.actor.account else { throw CaseFault.signIn }
        let whose: SQL = caller.actor.party.map { "a.party = \($0.text)" } ?? "a.account = \(account) AND a.party IS NULL"
        let mandated = caller.actor.mandatedServices
        let covered: SQL = mandated.isEmpty ? "" : " AND a.service IN \(list: mandated)"
        let what: SQL = service.map { "a.state = 'draft' AND a.service = \($0)" } ?? "a.state IN ('draft', 'submitted')"
        let rows = try await store.rows(
            "casework.overview",
            """
            SELECT a.id, a.service, a.updated_at, c.id AS case_id, c.reference, c.stage, c.outcome,
                (SELECT MIN(t.due) FROM casework_tasks t WHERE t.case_id = c.id) AS due
            FROM casework_applications a LEFT JOIN casework_cases c ON c.id = a.case_id
            WHERE \(whose)\(covered) AND \(what) ORDER BY a.updated_at DESC, a.id DESC LIMIT 200
            """)
        return try rows.map { row in
            var line = OverviewLine(
                application: try row.identifier("id"), service: try row.text("service"), updatedAt: try row.instant("updated_at"), submitted: nil)
            if let caseID: Identifier<Case> = try row.identifier(optional: "case_id"), let reference = ReferenceNumber(try row.text("reference")) {
                line.submitted = OverviewLine.Submitted(
                    caseID: caseID, reference: reference, stage: Case.Stage(rawValue: try row.text("stage")) ?? .inProgress,
                    outcome: try row.text(optional: "outcome"), due: try row.date(optional: "due"))
            }
            return line
        }
    }

    /// Reads one page's fields and keeps what could be read; what could not keeps its last good answer.
    public func answer(_ id: Identifier<Application>, page: String, fields: RawFields, _ caller: Caller) async throws -> AnswerOutcome {
        let service = try await serviceOfDraft(id)
        return try await store.write("casework.answer") { tx in
            var application = try own(id, caller, service, tx)
            guard application.state == .draft else { throw CaseFault.submitted }
            let applicant = caller.applicant(of: application)
            let before = try facts(service, application.answers, of: applicant.actor, purpose: purpose(service, applicant), caller: caller.language, tx)
            guard let shown = before.progress.pages.first(where: { $0.id == page }) else { throw CaseFault.noPage }
            let files = Dictionary(application.files.map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
            let reader = FormReader(
                decimalSeparator: caller.language.decimalSeparator.first ?? ".", currencyDigits: government.currency.digits, files: files,
                month: { caller.language.month(named: $0) })
            let read = reader.read(shown, from: fields)
            for name in read.answers.values.names { application.answers[name] = read.answers[name] }
            let after = try facts(service, application.answers, of: applicant.actor, purpose: purpose(service, applicant), caller: caller.language, tx)
            let asked = Set(shown.questions.map(\.id))
            let errors =
                read.errors
                + after.progress.errors.filter { error in
                    asked.contains(error.question.prefix { $0 != "." }.description) && !read.errors.contains { $0.question == error.question }
                } + (try missingRecords(shown, application.answers, service, applicant, tx))
            try takeOut(application.files.filter { asked.contains($0.question) && !application.names($0) }, of: &application, tx)
            application.folder = services.current()
            application.updatedAt = tx.now
            try applications.update(application, tx)
            return errors.isEmpty ? .saved(next: after.progress.page(after: page)?.id) : .wrong(errors, typed: read.typed)
        }
    }

    public func discard(_ id: Identifier<Application>, _ caller: Caller) async throws {
        try await change(id, caller) { application, _, tx in
            try discard(&application, tx)
        }
    }

    func change(
        _ id: Identifier<Application>, _ caller: Caller, _ body: @escaping @Sendable (inout Application, PublicService, Transaction) throws -> Void
    ) async throws {
        let service = try await serviceOfDraft(id)
        try await store.write("casework.change_draft") { tx in
            var application = try own(id, caller, service, tx)
            guard application.state == .draft else { throw CaseFault.submitted }
            application.updatedAt = tx.now
            try body(&application, service, tx)
            try applications.update(application, tx)
        }
    }
}

public struct OverviewLine: Sendable {
    public var application: Identifier<Application>
    public var service: String
    public var updatedAt: Instant
    /// nil for a draft.
    public var submitted: Submitted?

    public struct Submitted: Sendable {
        public var caseID: Identifier<Case>
        public var reference: ReferenceNumber
        public var stage: Case.Stage
        public var outcome: String?
        /// The day by which the office's present step is to be done.
        public var due: CivilDate?
    }
}
