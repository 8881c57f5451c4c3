import FEEL
import Forms
import Kernel
import Processes
import Store

extension Casework {
    /// Makes the application of a draft: a case, its first tasks, its invoice, the act, in one transaction. A second
    /// submission of the same draft gives the same case.
    public func submit(_ id: Identifier<Application>, _ caller: Caller) async throws -> Submission {
        let (service, known, _) = try await draftRow(id)
        _ = try usable(service.id, caller)
        return try await withFreeReference {
            try await store.decide("casework.submit", knowing: [known]) { tx in try submit(id, service, caller, tx) }
        }
    }

    private func submit(_ id: Identifier<Application>, _ service: PublicService, _ caller: Caller, _ tx: Transaction) throws -> Submission {
        var application = try own(id, caller, service, tx)
        switch application.state {
        case .discarded: throw CaseFault.notFound
        case .submitted(_, let caseID): return try submission(caseID, tx)
        case .draft: break
        }
        let applicant = caller.applicant(of: application)
        let facts = try facts(service, application.answers, of: applicant.actor, purpose: purpose(service, applicant), caller: caller.language, tx)
        guard facts.progress.isComplete else { throw CaseFault.incomplete }
        guard service.unmet(facts.context, isComplete: true).isEmpty else { throw CaseFault.ineligible }
        // What was asked and answered; answers of questions that are not asked any more do not enter the file.
        application.answers = facts.progress.answers
        try takeOut(application.files.filter { !application.names($0) }, of: &application, tx)
        application.folder = services.current()
        return try open(&application, service, facts, caller, tx)
    }

    /// Again when the case's number is taken already, which is so for about one in 10¹⁰: another is drawn then.
    func withFreeReference<Answer>(_ submit: () async throws -> Answer) async throws -> Answer {
        for _ in 0..<8 {
            do { return try await submit() } catch let error as PolityError where error.isDuplicate(of: "reference", in: "casework_cases") { continue }
        }
        throw CaseFault.incident("no free reference number was found")
    }

    private func submission(_ id: Identifier<Case>, _ connection: Connection) throws -> Submission {
        let sent = try dossier(id, connection)
        return Submission(caseID: id, reference: sent.theCase.reference, fee: sent.theCase.isOwing(sent.service) ? sent.theCase.fee : nil)
    }

    /// - Parameter beginning: what begins the case; nil where somebody has applied.
    func open(
        _ application: inout Application, _ service: PublicService, _ facts: Facts, _ caller: Caller,
        beginning: CaseBeginning? = nil, _ tx: Transaction
    ) throws -> Submission {
        let (fee, because) = (try feeOwed(service, facts.context), service.feeFindings(facts.context))
        let (account, party) = application.owner.known
        var theCase = Case(
            id: identifiers.next(), reference: ReferenceNumber(random: random), application: application.id, service: service.id, folder: application.folder,
            organisation: service.organisation, subject: application.subject, applicant: party, account: account,
            language: caller.language.code,
            lawDate: calendar.zone.date(of: tx.now), openedAt: tx.now, process: Instance(), tasks: [:], requests: [], decisions: [], notes: [], fee: nil,
            isPaid: false,
            appealText: nil, closedAt: nil, version: 1)
        // The draft first: of two clicks at the same moment the second meets the first here, and is then led to its case.
        application.state = .submitted(at: tx.now, case: theCase.id)
        application.updatedAt = tx.now
        try applications.update(application, tx)
        let decider = CaseDecider(service: service, calendar: calendar, facts: facts.context, now: tx.now, actor: caller.actor)
        let change = try decider.decide(.open(fee: fee, because: because, at: beginning?.element), on: theCase)
        theCase = change.theCase
        try cases.insert(theCase, service, tx)
        try cases.append(change, kind: beginning?.line ?? "submitted", actor: caller.actor, number: 1, service, tx)
        try TaskStore().write(theCase, before: [:], filters: filters(service, application.answers), tx)
        try IncidentStore().write(theCase, before: nil, service, tx)
        try listen(theCase, before: nil, service, tx)
        try index(theCase, service, facts, tx)
        // Nothing behind it, so that PostgreSQL takes those of several submissions as one statement.
        try tx.write("INSERT INTO casework_unindexed (case_id, since) VALUES (\(theCase.id), \(tx.now))")
        if !theCase.decisions.isEmpty { try precedents.enter(theCase, Traits(service, application.answers), tx) }
        // A case that was decided at once and waits for no payment has nothing to be paid.
        if let fee, theCase.isOwing(service) {
            try neighbours.invoice(
                InvoiceRequest(
                    caseID: theCase.id, reference: theCase.reference, organisation: theCase.organisation, service: service.id, subject: theCase.subject,
                    amount: fee, title: service.title[theCase.language], dueDay: Self.payBy(theCase, calendar)), tx)
        }
        var content: [JSON.Member] = [
            .init("service", .string(service.id)), .init("folder", .string(application.folder)), .init("answers", application.answers.json),
            .init("law_date", .string(theCase.lawDate.description)),
        ]
        content += beginning?.said ?? []
        _ = try neighbours.act(act(beginning?.act ?? "application_submitted", theCase, caller.actor, role: nil, service, .object(content), tx.now), tx)
        try follow(change, decider, facts, caller, tx)
        return Submission(caseID: theCase.id, reference: theCase.reference, fee: theCase.isOwing(service) ? fee : nil)
    }

    static let names = TokenIndex("casework.applicant")

    /// Officers find a case by the beginning of its applicant's name, through keyed tokens.
    private func index(_ theCase: Case, _ service: PublicService, _ facts: Facts, _ tx: Transaction) throws {
        var names: [String] = []
        if case .context(let applicant)? = facts.context["applicant"], case .string(let name)? = applicant["name"] { names.append(name) }
        for question in service.form.questions {
            if case .personName = question.kind, case .string(let name)? = facts.context[question.id] { names.append(name) }
        }
        let tokens = names.reduce(into: Set<[UInt8]>()) { $0.formUnion(neighbours.tokens($1, false)) }
        if !tokens.isEmpty { try Self.names.put(theCase.id.text, tokens: tokens, in: tx) }
    }
}
