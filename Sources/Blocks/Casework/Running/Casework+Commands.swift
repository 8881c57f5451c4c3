import FEEL
import Forms
import Kernel
import Processes
import Store
import Web

extension Casework {
    var applications: ApplicationStore { ApplicationStore(codec: codec) }
    var precedents: PrecedentStore { PrecedentStore(token: neighbours.trait) }
    var cases: CaseStore { CaseStore(codec: codec, currency: currency) }

    /// A case, its service as it was when the application was submitted, and the application, read together.
    struct Dossier {
        var theCase: Case
        var service: PublicService
        var application: Application
    }

    func pinned(_ service: String, _ folder: String) throws -> PublicService {
        guard let found = services.service(service, folder: folder) else { throw CaseFault.incident("the folder \(folder) has no service \(service)") }
        return found
    }

    func dossier(_ id: Identifier<Case>, _ connection: Connection) throws -> Dossier {
        guard let theCase = try cases.find(id, connection, model: { try pinned($0, $1).process }) else { throw CaseFault.notFound }
        let service = try pinned(theCase.service, theCase.folder)
        guard let application = try applications.find(theCase.application, connection, form: { _ in service.form }) else {
            throw CaseFault.damaged("case \(id)")
        }
        return Dossier(theCase: theCase, service: service, application: application)
    }

    /// Several at once, in the order given: two statements, however many.
    func dossiers(_ ids: [Identifier<Case>], _ connection: Connection) throws -> [Dossier] {
        let found = try cases.find(all: ids, connection) { try pinned($0, $1).process }
        let sent = try applications.find(all: found.values.map(\.application), connection) { try pinned(try $0.text("service"), try $0.text("folder")).form }
        return try ids.compactMap { found[$0] }.map { theCase in
            guard let application = sent[theCase.application] else { throw CaseFault.damaged("case \(theCase.id)") }
            return Dossier(theCase: theCase, service: try pinned(theCase.service, theCase.folder), application: application)
        }
    }

    /// The folder version of a case, and the key of its answers, are brought into memory, so that they can be used inside
    /// a transaction.
    func prepare(_ id: Identifier<Case>) async throws {
        let row = try await store.read { try $0.row("SELECT folder, subject FROM casework_cases WHERE id = \(id)") }
        guard let row else { throw CaseFault.notFound }
        try await services.prepare(try row.text("folder"))
        try await codec.prepare(try row.identifier("subject"))
    }

    /// Decides a command and commits what follows from it: one transaction. On a conflict it is decided again on the new state.
    ///
    /// - Parameter command: checks that the caller may do this, and says what is to be done.
    @discardableResult
    func command(
        _ id: Identifier<Case>, _ caller: Caller, _ command: @escaping @Sendable (Dossier) throws -> CaseCommand
    ) async throws -> Case {
        try await self.command(id, caller) { dossier, _ in try command(dossier) }
    }

    /// The same where the check needs to read.
    @discardableResult
    func command(
        _ id: Identifier<Case>, _ caller: Caller, _ command: @escaping @Sendable (Dossier, Connection) throws -> CaseCommand
    ) async throws -> Case {
        try await prepare(id)
        return try await store.write("casework.command") { tx in
            try self.carryOut(id, caller, tx) { try command($0, tx) }
        }
    }

    /// The same inside a transaction of somebody else's.
    func carryOut(_ id: Identifier<Case>, _ caller: Caller, _ tx: Transaction, _ command: (Dossier) throws -> CaseCommand) throws -> Case {
        try carryOut(try dossier(id, tx), caller, tx, command)
    }

    func carryOut(_ dossier: Dossier, _ caller: Caller, _ tx: Transaction, _ command: (Dossier) throws -> CaseCommand) throws -> Case {
        guard !dossier.theCase.isErased else { throw CaseFault.notFound }
        let wanted = try command(dossier)
        let service = dossier.service
        let facts = try wanted.needsFacts ? caseFacts(dossier, caller.request, tx) : nil
        var decider = CaseDecider(service: service, calendar: calendar, facts: facts?.context ?? [:], now: tx.now, actor: caller.actor)
        for account in wanted.returning(dossier.theCase) { decider.colleagues[account] = try neighbours.grants(account, tx) }
        let change = try decider.decide(wanted, on: dossier.theCase)
        guard !change.events.isEmpty else { return dossier.theCase }
        try cases.update(change.theCase, service, tx)
        try cases.append(change, kind: change.kind(of: wanted), actor: caller.actor, number: dossier.theCase.version + 1, service, tx)
        try TaskStore().write(change.theCase, before: dossier.theCase.tasks, filters: filters(service, dossier.application.answers), tx)
        try IncidentStore().write(change.theCase, before: dossier.theCase, service, tx)
        try listen(change.theCase, before: dossier.theCase, service, tx)
        try MentionStore(identifiers: identifiers).write(change, tx)
        if change.addsWords(wanted) { try markUnindexed(change.theCase.id, tx) }
        if change.theCase.decisions.count > dossier.theCase.decisions.count {
            try precedents.enter(change.theCase, Traits(service, dossier.application.answers), tx)
        }
        if case .answer(_, let answer) = wanted {
            for file in answer.files { try neighbours.keepFile(file.id, Self.fileOwner(change.theCase.id), change.theCase.subject, tx) }
        }
        try follow(change, decider, facts, caller, tx)
        return change.theCase
    }

    /// The names of a case, looked up by the rules.
    func caseFacts(_ dossier: Dossier, _ request: RequestID, _ connection: Connection) throws -> Facts {
        let theCase = dossier.theCase
        let purpose = try rulesPurpose(dossier.service, request, theCase.reference)
        return try facts(
            dossier.service, dossier.application.answers, of: theCase.knownApplicant, purpose: purpose, caller: government.language(theCase.language),
            lawDate: theCase.lawDate,
            reference: theCase.reference, connection)
    }

    /// Filterable answers, which say nothing about a person.
    func filters(_ service: PublicService, _ answers: Answers) -> [String: String] {
        var filters: [String: String] = [:]
        for question in service.form.questions where question.isFilterable {
            if case .string(let value)? = answers[question.id] { filters[question.id] = value }
        }
        return filters
    }
}

extension CaseCommand {
    /// Officers to whom it may give a task back.
    func returning(_ theCase: Case) -> Set<AccountID> {
        switch self {
        case .answer, .fire, .deliver, .hear, .called, .callFailed, .retry: Set(theCase.requests.filter(\.isOpen).compactMap(\.assignee))
        case .giveBack: theCase.proposal?.eyes ?? []
        default: []
        }
    }

    /// Whether it evaluates expressions over answers and records. Others do not look at a person's records at all.
    var needsFacts: Bool {
        switch self {
        // A question and a withdrawal are told by letter, and a visitor's address stands in the answers.
        case .open, .paid, .fire, .begin, .finish, .decide, .countersign, .giveBack, .answer, .appeal, .ask, .withdraw, .retry, .deliver, .hear, .called,
            .callFailed:
            true
        case .take, .release, .handOver, .handToTeam, .note, .warn: false
        }
    }
}
