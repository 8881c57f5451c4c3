import Crypto
import FEEL
import Forms
import Kernel
import Privacy
import Store

/// Who may come to what. Every call of an applicant goes through here.
extension Casework {
    /// A service that this person may use.
    func usable(_ id: String, _ caller: Caller) throws -> PublicService {
        guard let service = services.service(id), service.isAppliedFor else { throw CaseFault.noService }
        if service.access == .signedIn {
            guard caller.actor.isSignedIn else { throw CaseFault.signIn }
            guard caller.actor.assurance >= service.assurance else { throw CaseFault.assurance }
        }
        guard caller.actor.covers(service.id) else { throw CaseFault.outsideMandate }
        return service
    }

    /// The service of a draft, as it is now: a draft moves to the newest version. Whose answers they are is known then,
    /// and their key is fetched, before a transaction that others wait for.
    func serviceOfDraft(_ id: Identifier<Application>) async throws -> PublicService { try await draftRow(id).service }

    /// The same with the row, for whoever decides about it next, and whether a visitor began it.
    func draftRow(_ id: Identifier<Application>) async throws -> (service: PublicService, known: KnownRows, isVisitors: Bool) {
        let query = ApplicationStore.query(id)
        let rows = try await store.rows("casework.draft", query)
        guard let row = rows.first else { throw CaseFault.notFound }
        guard let service = services.service(try row.text("service")) else { throw CaseFault.noService }
        try await codec.prepare(try row.identifier("subject"))
        return (service, KnownRows(query, rows), try row.text(optional: "account") == nil)
    }

    /// The caller's own application. Another's does not exist for them.
    func own(_ id: Identifier<Application>, _ caller: Caller, _ service: PublicService, _ connection: Connection) throws -> Application {
        guard let application = try applications.find(id, connection, form: { _ in service.form }), !application.isErased else { throw CaseFault.notFound }
        try requireOwner(of: application, caller, service, connection)
        // A deleted draft is gone, for its owner too.
        if case .discarded = application.state { throw CaseFault.notFound }
        return application
    }

    /// - Throws: `CASE-404`, as for one that does not exist; the operator is told the difference.
    func requireOwner(of application: Application, _ caller: Caller, _ service: PublicService, _ connection: Connection) throws {
        guard try application.isOwned(by: caller) || isToldToOwnAddress(application, caller, service, connection) else {
            neighbours.noteAttempt()
            throw CaseFault.notFound
        }
    }

    /// What was sent without an account opens in the browser that sent it, and for whoever signs in with the address that letters about it
    /// go to: an account has shown that its address is its own. A draft tells nobody anything, and its address may still be a slip.
    private func isToldToOwnAddress(_ application: Application, _ caller: Caller, _ service: PublicService, _ connection: Connection) throws -> Bool {
        guard case (.visitor, .submitted) = (application.owner, application.state), let left = service.address(leftIn: application.answers.values),
            caller.actor.account != nil
        else { return false }
        if case .mandate = caller.actor.actingFor { return false }
        guard case .string(let own)? = try neighbours.applicant(caller.actor, connection)["email"] else { return false }
        return TextFolding.email(left) == TextFolding.email(own)
    }

    /// Reads; in a transaction where looks at records have to be written down.
    func look<Answer: Sendable>(_ service: PublicService, _ caller: Caller, _ body: @escaping @Sendable (Connection) throws -> Answer) async throws -> Answer {
        // A person's look at their own data needs no line; somebody's look on their behalf does.
        if case .itself = caller.actor.actingFor, caller.actor.party != nil { return try await store.read(body) }
        if service.lookUps.isEmpty { return try await store.read(body) }
        return try await store.write("casework.look") { try body($0) }
    }

    /// Whose data the answers are: the person's, or of a visitor somebody we know nothing else of.
    func subject(of actor: Actor) -> Identifier<DataSubject> {
        switch actor.party {
        case .person(let id)?: Identifier(id.text) ?? identifiers.next()
        case .organisation(let id)?: Identifier(id.text) ?? identifiers.next()
        case nil: actor.person.flatMap { Identifier($0.text) } ?? identifiers.next()
        }
    }

    /// Records named in answers that do not exist.
    func missingRecords(_ page: Form.Page, _ answers: Answers, _ service: PublicService, _ caller: Caller, _ connection: Connection) throws -> [FieldError] {
        try page.questions.compactMap { question in
            guard case .record(let registry) = question.kind, case .string(let number)? = answers[question.id], let purpose = try recordPurpose(service, caller)
            else { return nil }
            let query = RecordQuery(registry: registry, key: .identifier(number), asOf: calendar.zone.date(of: connection.now), purpose: purpose)
            return try neighbours.record(query, connection) == nil ? FieldError(question: question.id, .noSuchRecord) : nil
        }
    }

    private func recordPurpose(_ service: PublicService, _ caller: Caller) throws -> ReadPurpose? {
        try purpose(service, caller)
    }

    static func hash(_ secret: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: secret)) }
}

extension Caller {
    /// By whose records and rights an application is looked at: those of whom it was begun for. A visitor's stays a visitor's, also when
    /// they have signed in meanwhile.
    func applicant(of application: Application) -> Caller { if case .visitor = application.owner { asVisitor } else { self } }

    var asVisitor: Caller {
        var caller = self
        caller.actor = .nobody
        return caller
    }
}

extension Application {
    func isOwned(by caller: Caller) -> Bool {
        switch owner {
        // It is the party's, whoever sent it in: an agent sees it as far as their mandate goes, and as long as it lasts.
        case .account(_, let party?): caller.actor.isSignedIn && caller.actor.covers(service) && caller.actor.party == party
        case .account(let account, nil): caller.actor.account == account && caller.actor.party == nil
        case .visitor(let hash): caller.secret.map { Casework.hash($0) == hash } ?? false
        case .nobody: false
        }
    }
}
