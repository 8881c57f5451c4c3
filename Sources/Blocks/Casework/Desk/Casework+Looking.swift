import Documents
import FEEL
import Forms
import Kernel
import Privacy
import Processes
import Store

/// Officers' looks at cases. Each is written down in the transaction that makes it, for the person it is about.
extension Casework {
    /// A case for those who work on it. The look at it, and at the records behind it, is written down under the officer's name.
    ///
    /// - Throws: `CASE-404` when there is none, or none within the actor's roles and organisations.
    public func officerView(_ id: Identifier<Case>, _ caller: Caller) async throws -> OfficerView {
        try await prepare(id)
        return try await store.write("casework.officer_view") { tx in try view(try reachable(id, caller, tx), caller, tx) }
    }

    /// Whose file it is, once the officer may see it and the look is written down.
    ///
    /// - Throws: `CASE-404` when it is no file of this case, or the case is out of the officer's reach.
    public func evidence(_ file: String, of id: Identifier<Case>, _ caller: Caller) async throws -> DocumentOwner {
        try await prepare(id)
        return try await store.write("casework.evidence") { tx in
            let dossier = try reachable(id, caller, tx)
            try recordLook(dossier, caller, tx)
            if dossier.application.evidence.contains(where: { $0.id == file }) { return Self.fileOwner(dossier.application.id) }
            let sent = dossier.theCase.requests.flatMap { $0.answer?.files ?? [] }
            guard sent.contains(where: { $0.id == file }) else { throw CaseFault.notFound }
            return Self.fileOwner(id)
        }
    }

    /// Whether a case is within the actor's reach. Nothing of it is told, so this is no look.
    public func reaches(_ id: Identifier<Case>, _ caller: Caller) async throws -> Bool {
        try await prepare(id)
        return try await store.read { connection in
            let dossier = try dossier(id, connection)
            return caller.actor.maySee(dossier.theCase, dossier.service)
        }
    }

    func reachable(_ id: Identifier<Case>, _ caller: Caller, _ tx: Transaction) throws -> Dossier {
        let dossier = try dossier(id, tx)
        guard caller.actor.maySee(dossier.theCase, dossier.service) else { throw CaseFault.notFound }
        guard !dossier.theCase.isErased else { throw CaseFault.erased }
        return dossier
    }

    /// By which right an office reads a case: its service's law, else because it was sent to the office.
    func officePurpose(_ basis: String?, reference: ReferenceNumber?, _ caller: Caller) throws -> ReadPurpose {
        guard let basis else { return try ReadPurpose(applicationFor: reference?.description, actor: caller.actor, request: caller.request) }
        return try ReadPurpose(law: basis, of: government, actor: caller.actor, request: caller.request, case: reference?.description)
    }

    func recordLook(_ dossier: Dossier, _ caller: Caller, _ tx: Transaction) throws {
        let purpose = try officePurpose(dossier.service.legalBasis, reference: dossier.theCase.reference, caller)
        try neighbours.recordRead(purpose, [dossier.theCase.subject], tx)
    }

    private func view(_ dossier: Dossier, _ caller: Caller, _ tx: Transaction) throws -> OfficerView {
        let (theCase, service) = (dossier.theCase, dossier.service)
        try recordLook(dossier, caller, tx)
        if let account = caller.actor.account { try MentionStore(identifiers: identifiers).read(theCase.id, account, tx) }
        let facts = try officerFacts(dossier, caller, tx)
        let decider = CaseDecider(
            service: service, calendar: calendar, facts: facts.context, now: tx.now, actor: caller.actor, hidden: facts.hidden)
        let mine = theCase.tasks.values.filter { caller.actor.mayWork(on: $0) }.sorted { $0.ticket < $1.ticket }
        let names = decider.context(theCase)
        var advice: [Step.Rule] = []
        var readings: [RuleReading] = []
        for task in mine {
            guard facts.withheld.isEmpty, case .review(_, let all)? = service.step(task.step)?.kind else { continue }
            let rules = all.map { $0.filled(names, in: government.spokenLanguages) }
            if let rule = CaseDecider.first(of: rules, names) { advice.append(rule) }
            readings += rules.map { RuleReading($0, names) }
        }
        let hasReview = mine.contains { service.step($0.step)?.isReview == true }
        var lookedUp = Context()
        for lookUp in service.lookUps { lookedUp[lookUp.name] = facts.context[lookUp.name] ?? .null }
        return OfficerView(
            theCase: facts.withheld.isEmpty ? theCase : theCase.withoutInputs, service: service, application: dossier.application,
            summary: service.summary(dossier.application.answers),
            applicant: facts.context["applicant"].flatMap { if case .context(let who) = $0 { who } else { nil } } ?? [:], facts: lookedUp,
            withheld: facts.withheld,
            history: try cases.officerHistory(theCase, tx), stage: theCase.stage(service), tasks: mine, advice: advice, readings: readings,
            papers: try PaperStore(codec: codec).papers(of: theCase.id, tx),
            findings: hasReview && facts.withheld.isEmpty ? service.findings(names) : [],
            seen: service.seen(theCase.process.variables),
            similar: try precedents.cases(
                like: theCase, Traits(service, dossier.application.answers),
                isSeen: { caller.actor.mayWork(on: service, hasAppeal: false, at: $0) }, tx))
    }

    func officerFacts(_ dossier: Dossier, _ caller: Caller, _ tx: Connection) throws -> Facts {
        let theCase = dossier.theCase
        var applicant = Actor(theCase.account.map { .account($0) } ?? .nobody)
        if case .person(let person)? = theCase.applicant { applicant.person = person }
        var purpose: ReadPurpose?
        let found = dossier.service.found
        if let basis = dossier.service.legalBasis, !dossier.service.lookUps.isEmpty || !found.isEmpty {
            purpose = try officePurpose(basis, reference: theCase.reference, caller)
        }
        var facts = try facts(
            dossier.service, dossier.application.answers, of: applicant, purpose: purpose, caller: caller.language, lawDate: theCase.lawDate,
            reference: theCase.reference, isForOfficer: true, tx)
        for (registry, variables) in found {
            guard let purpose, !neighbours.isOpen(registry, purpose) else { continue }
            facts.hidden.formUnion(variables)
            if !facts.withheld.contains(registry) { facts.withheld.append(registry) }
        }
        return facts
    }
}

extension PublicService {
    /// What officers found, step by step, under the question each was asked.
    func seen(_ variables: Context) -> [SummaryLine] {
        steps.compactMap { step -> [SummaryLine]? in
            guard let work = step.work else { return nil }
            return work.form.pages.flatMap { page in
                page.questions.compactMap { question in
                    guard let value = variables[question.id], value != .null else { return nil }
                    return SummaryLine(page: page, question: question, value: value)
                }
            }
        }.flatMap { $0 }
    }
}

extension Case {
    /// For whoever may not read the registries behind it: what the decision tables were given stands with what they said.
    fileprivate var withoutInputs: Case {
        var shown = self
        shown.feeFindings = feeFindings.map(\.withoutInputs)
        if let proposal { shown.proposal?.findings = proposal.findings.map(\.withoutInputs) }
        for (index, decision) in decisions.enumerated() { shown.decisions[index].findings = decision.findings.map(\.withoutInputs) }
        return shown
    }
}

extension CaseStore {
    /// The newest of the history with everything that is kept about it, oldest first.
    func officerHistory(_ theCase: Case, _ connection: Connection) throws -> [CaseHistoryEntry] {
        try connection.rows(
            "SELECT kind, at, actor, number, events FROM casework_history WHERE case_id = \(theCase.id) ORDER BY number DESC LIMIT \(Self.mostLines)"
        ).map {
            row in
            let events = try self.events(try row.bytes(4), number: try row.integer(3), theCase, nil)
            return CaseHistoryEntry(kind: try row.text(0), at: try row.instant(1), by: try row.text(2), events: events)
        }.reversed()
    }
}
