import FEEL
import Forms
import Kernel
import Privacy
import Processes
import Rules
import Store

/// A case as an officer sees it.
public struct OfficerView: Sendable {
    public var theCase: Case
    public var service: PublicService
    public var application: Application
    public var summary: [SummaryLine]
    /// What was looked up, by look-up name, as it is now.
    public var facts: Context
    public var history: [HistoryLine]
    public var stage: Case.Stage
    /// The open tasks this actor may work on.
    public var tasks: [OfficeTask]
    /// What the rules suggest for the open review, with reasons.
    public var advice: [Step.Rule]
    /// What the decision tables say now, on which the advice rests; empty where nothing is to be decided.
    public var findings: [RuleFinding]
}

/// What an officer decides.
public struct DecisionInput: Sendable, Hashable {
    public var outcome: String
    public var reasons: [Decision.Reason]
    public var conditions: [String]

    public init(outcome: String, reasons: [Decision.Reason], conditions: [String] = []) {
        self.outcome = outcome
        self.reasons = reasons
        self.conditions = conditions
    }
}

extension Permission {
    public static let workCases: Permission = "casework.work"
    public static let assignCases: Permission = "casework.assign"
    public static let superviseCases: Permission = "casework.supervise"
}

extension Casework {
    /// A case for those who work on it. The look at it, and at the records behind it, is written down under the officer's name.
    ///
    /// - Throws: `CASE-404` when there is none, or none within the actor's roles and organisations.
    public func officerView(_ id: Identifier<Case>, _ caller: Caller) async throws -> OfficerView {
        try await prepare(id)
        return try await store.write("casework.officer_view") { tx in
            let dossier = try dossier(id, tx)
            let (theCase, service) = (dossier.theCase, dossier.service)
            guard caller.actor.maySee(theCase, service), !theCase.isErased else { throw CaseFault.notFound }
            let facts = try officerFacts(dossier, caller, tx)
            let decider = CaseDecider(service: service, calendar: calendar, facts: facts.context, now: tx.now, actor: caller.actor)
            let mine = theCase.tasks.values.filter { caller.actor.mayWork(on: $0) }.sorted { $0.ticket < $1.ticket }
            let names = decider.context(theCase)
            var advice: [Step.Rule] = []
            for task in mine {
                if case .review(_, let rules)? = service.step(task.step)?.kind, let rule = CaseDecider.first(of: rules, names) { advice.append(rule) }
            }
            var lookedUp = Context()
            for lookUp in service.lookUps { lookedUp[lookUp.name] = facts.context[lookUp.name] ?? .null }
            return OfficerView(
                theCase: theCase, service: service, application: dossier.application, summary: service.summary(dossier.application.answers), facts: lookedUp,
                history: try cases.history(id, tx), stage: theCase.stage(service), tasks: mine, advice: advice,
                findings: mine.contains { service.step($0.step)?.isReview == true } ? service.findings(names) : [])
        }
    }

    private func officerFacts(_ dossier: Dossier, _ caller: Caller, _ tx: Transaction) throws -> Facts {
        let theCase = dossier.theCase
        var applicant = Actor(theCase.account.map { .account($0) } ?? .nobody)
        if case .person(let person)? = theCase.applicant { applicant.person = person }
        var purpose: ReadPurpose?
        if let basis = dossier.service.legalBasis, !dossier.service.lookUps.isEmpty {
            purpose = try ReadPurpose(law: basis, of: government, actor: caller.actor, request: caller.request, case: theCase.reference.description)
        }
        return try facts(dossier.service, dossier.application.answers, of: applicant, purpose: purpose, caller: caller.language, lawDate: theCase.lawDate, tx)
    }

    // MARK: Work

    private func asOfficer(_ ticket: Ticket, _ id: Identifier<Case>, _ caller: Caller, _ wanted: @escaping @Sendable (Dossier) throws -> CaseCommand)
        async throws
    {
        try await command(id, caller) { dossier in
            guard caller.actor.maySee(dossier.theCase, dossier.service) else { throw CaseFault.notFound }
            guard let task = dossier.theCase.tasks[ticket] else { throw CaseFault.tooLate }
            guard caller.actor.mayWork(on: task) else { throw CaseFault.notYours }
            return try wanted(dossier)
        }
    }

    public func take(_ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { _ in .take(ticket) }
    }
    public func release(_ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { _ in .release(ticket) }
    }

    /// Gives a task to a colleague, another role or another organisation.
    public func handOver(
        _ ticket: Ticket, of id: Identifier<Case>, to account: AccountID?, role: String?, organisation: String?, note: String, _ caller: Caller
    ) async throws {
        if let role, government.role(role) == nil { throw CaseFault.unknownPlace }
        if let organisation, government.organisation(organisation) == nil { throw CaseFault.unknownPlace }
        try await asOfficer(ticket, id, caller) { _ in .handOver(ticket, to: account, role: role, organisation: organisation, note: note) }
    }

    /// Ends a task that gives findings.
    public func finish(_ ticket: Ticket, of id: Identifier<Case>, fields: RawFields, _ caller: Caller) async throws -> AnswerOutcome {
        do {
            try await asOfficer(ticket, id, caller) { dossier in
                guard let task = dossier.theCase.tasks[ticket], let work = dossier.service.step(task.step)?.work else { throw CaseFault.wrongTask }
                return .finish(ticket, findings: try findings(work.form, fields, dossier, caller))
            }
            return .saved(next: nil)
        } catch let wrong as WrongFindings {
            return .wrong(wrong.errors, typed: fields)
        }
    }

    private struct WrongFindings: Error { var errors: [FieldError] }

    private func findings(_ form: Form, _ fields: RawFields, _ dossier: Dossier, _ caller: Caller) throws -> Context {
        let reader = FormReader(decimalSeparator: caller.language.decimalSeparator.first ?? ".")
        var answers = Answers()
        var errors: [FieldError] = []
        for page in form.pages {
            let read = reader.read(page, from: fields)
            errors += read.errors
            for name in read.answers.values.names { answers[name] = read.answers[name] }
        }
        let progress = form.progress(answers, facts: dossier.theCase.process.variables, language: caller.language.code)
        errors += progress.errors.filter { error in !errors.contains { $0.question == error.question } }
        guard errors.isEmpty, progress.isComplete else { throw WrongFindings(errors: errors) }
        return progress.answers.values
    }

    /// - Throws: `CASE-409` when a colleague decided first.
    public func decide(_ ticket: Ticket, of id: Identifier<Case>, _ decision: DecisionInput, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { _ in .decide(ticket, decision) }
    }

    /// Asks the applicant for what is missing; the clock of this task stops.
    public func ask(_ ticket: Ticket, of id: Identifier<Case>, text: String, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { _ in .ask(ticket, text: text) }
    }

    public func note(_ text: String, on id: Identifier<Case>, _ caller: Caller) async throws {
        guard !text.isEmpty else { throw CaseFault.noText }
        guard text.utf8.count <= 10_000 else { throw CaseFault.tooLong }
        try await command(id, caller) { dossier in
            guard caller.actor.maySee(dossier.theCase, dossier.service) else { throw CaseFault.notFound }
            return .note(text)
        }
    }
}

extension Actor {
    /// An officer works on tasks of their role within the organisations it reaches; a supervisor on every task there.
    func mayWork(on task: OfficeTask) -> Bool {
        grants.contains { grant in
            grant.organisations.contains(task.organisation)
                && (grant.permissions.contains(.superviseCases) || (grant.role == task.role && grant.permissions.contains(.workCases)))
        }
    }

    /// Whoever works on one of its steps may open the case, also when the step is over.
    func maySee(_ theCase: Case, _ service: PublicService) -> Bool {
        if theCase.tasks.values.contains(where: mayWork) { return true }
        let appeal = theCase.appealText == nil ? nil : service.appeal?.role
        let roles = Set(service.steps.compactMap { $0.work?.role } + [appeal].compactMap { $0 })
        let tribunal = appeal == nil ? nil : service.appeal?.organisation
        let places = Set([theCase.organisation] + service.steps.compactMap { $0.work?.organisation } + [tribunal].compactMap(\.self))
        return grants.contains { grant in
            !grant.organisations.isDisjoint(with: places)
                && (grant.permissions.contains(.superviseCases) || (roles.contains(grant.role) && grant.permissions.contains(.workCases)))
        }
    }
}
