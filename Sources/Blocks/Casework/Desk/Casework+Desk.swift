import FEEL
import Forms
import Foundation
import Kernel
import Privacy
import Processes
import Store

/// What an officer decides.
public struct DecisionInput: Sendable, Hashable {
    public var outcome: String
    public var reasons: [Decision.Reason]
    public var conditions: [String]
    /// What the outcome is to say to the applicant; as drafted from the rules where it is nil, empty or the same.
    public var letter: String?

    public init(outcome: String, reasons: [Decision.Reason], conditions: [String] = [], letter: String? = nil) {
        self.outcome = outcome
        self.reasons = reasons
        self.conditions = conditions
        self.letter = letter
    }

    /// A letter as it is kept and compared: a browser's text area gives one that nobody has touched back with other line ends.
    public static func plain(_ letter: String) -> String { letter.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines) }
}

extension Permission {
    public static let workCases: Permission = "casework.work"
    public static let assignCases: Permission = "casework.assign"
    public static let superviseCases: Permission = "casework.supervise"
    public static let sendMessages: Permission = "casework.message"
}

extension Casework {
    // MARK: Work

    @discardableResult
    func asOfficer(
        _ ticket: Ticket, _ id: Identifier<Case>, _ caller: Caller, _ wanted: @escaping @Sendable (Dossier, Connection) throws -> CaseCommand
    ) async throws -> Case {
        try await command(id, caller) { dossier, connection in
            try allow(ticket, dossier, caller)
            return try wanted(dossier, connection)
        }
    }

    func allow(_ ticket: Ticket, _ dossier: Dossier, _ caller: Caller) throws {
        guard caller.actor.maySee(dossier.theCase, dossier.service) else { throw CaseFault.notFound }
        guard let task = dossier.theCase.tasks[ticket] else { throw CaseFault.tooLate }
        guard caller.actor.mayWork(on: task) else { throw CaseFault.notYours }
    }

    public func take(_ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws { try await assign(.take, ticket, of: id, caller) }
    public func release(_ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws { try await assign(.release, ticket, of: id, caller) }

    /// Gives a task to a colleague, another role or another organisation.
    ///
    /// - Throws: `CASE-415` to a colleague unless the caller may assign there, `CASE-427` for one without the task's role, `CASE-444` for one without
    ///   its skills unless the caller supervises there.
    public func handOver(
        _ ticket: Ticket, of id: Identifier<Case>, to account: AccountID?, role: String?, organisation: String?, note: String, _ caller: Caller
    ) async throws {
        try await assign(.handOver(to: account, role: role, organisation: organisation, note: note), ticket, of: id, caller)
    }

    /// Puts a task before a team of its role, or before all of it.
    ///
    /// - Throws: `CASE-445` for a team that is none of its role.
    public func handOver(_ ticket: Ticket, of id: Identifier<Case>, toTeam team: String?, note: String, _ caller: Caller) async throws {
        try await assign(.handToTeam(team, note: note), ticket, of: id, caller)
    }

    /// Begins what an officer chooses in an ad-hoc sub-process.
    ///
    /// - Throws: `CASE-448` for what cannot be begun there, or not now.
    public func begin(_ element: String, at ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { _, _ in .begin(ticket, element: element) }
    }

    /// Ends a task that gives findings, or one to choose what is done next.
    public func finish(_ ticket: Ticket, of id: Identifier<Case>, fields: RawFields, _ caller: Caller) async throws -> AnswerOutcome {
        do {
            try await asOfficer(ticket, id, caller) { dossier, _ in
                guard let task = dossier.theCase.tasks[ticket], let work = dossier.service.step(task.step)?.work else { throw CaseFault.wrongTask }
                return .finish(ticket, findings: try findings(work.form, fields, dossier, caller))
            }
            return .saved(next: nil)
        } catch let wrong as WrongFindings {
            return .wrong(wrong.errors, typed: fields)
        }
    }

    struct WrongFindings: Error { var errors: [FieldError] }

    /// Reads what an officer typed, where it is decided and where it is shown before.
    public func findingsReader(in language: Language) -> FormReader {
        FormReader(decimalSeparator: language.decimalSeparator.first ?? ".", currencyDigits: government.currency.digits)
    }

    func findings(_ form: Form, _ fields: RawFields, _ dossier: Dossier, _ caller: Caller) throws -> Context {
        let read = findingsReader(in: caller.language).read(form, from: fields)
        var errors = read.errors
        let progress = form.progress(read.answers, facts: dossier.knownNames(today: calendar.zone.date(of: clock.now())))
        errors += progress.errors.filter { error in !errors.contains { $0.question == error.question } }
        guard errors.isEmpty, progress.isComplete else { throw WrongFindings(errors: errors) }
        return progress.answers.values
    }

    /// - Returns: whether the decision waits for a second officer; else it has taken effect.
    /// - Throws: `CASE-409` when a colleague decided first.
    @discardableResult
    public func decide(_ ticket: Ticket, of id: Identifier<Case>, _ decision: DecisionInput, _ caller: Caller) async throws -> Bool {
        try await asOfficer(ticket, id, caller) { _, _ in .decide(ticket, decision) }.proposal != nil
    }

    /// Agrees with a colleague's decision, which takes effect.
    public func countersign(_ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { _, _ in .countersign(ticket) }
    }

    /// Gives a colleague's decision back, with a note that says why.
    public func giveBack(_ ticket: Ticket, of id: Identifier<Case>, note: String, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { _, _ in .giveBack(ticket, note: note) }
    }

    /// Asks the applicant for what is missing; the clock of this task stops.
    public func ask(_ ticket: Ticket, of id: Identifier<Case>, text: String, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { _, _ in .ask(ticket, text: text) }
    }

    /// How long an officer's own letter may be.
    public static let longestLetterBytes = 20_000

    /// How long a note may be.
    public static let longestNoteBytes = 10_000

    /// - Parameter mentions: colleagues who find it in their list.
    /// - Throws: `CASE-433` for one who may not see the case.
    public func note(_ text: String, on id: Identifier<Case>, mentions: [AccountID] = [], _ caller: Caller) async throws {
        guard !text.isEmpty else { throw CaseFault.noText }
        guard text.utf8.count <= Self.longestNoteBytes, mentions.count <= Mention.mostInNote else { throw CaseFault.tooLong }
        try await command(id, caller) { dossier, connection in
            guard caller.actor.maySee(dossier.theCase, dossier.service) else { throw CaseFault.notFound }
            for account in mentions {
                let colleague = Actor(.account(account), grants: try neighbours.grants(account, connection))
                guard colleague.maySee(dossier.theCase, dossier.service) else { throw CaseFault.cannotBeTold }
            }
            return .note(text, mentions: mentions)
        }
    }
}

extension Casework.Dossier {
    /// What the questions of a task may name: the answers, what officers found before, and the day.
    fileprivate func knownNames(today: CivilDate) -> Context {
        var names = application.answers.values
        for name in theCase.process.variables.names { names[name] = theCase.process.variables[name] }
        names["today"] = .date(today)
        names["law_date"] = .date(theCase.lawDate)
        return names
    }
}

extension Actor {
    /// The organisations whose cases the actor watches over.
    var supervised: Set<String> {
        grants.filter { $0.permissions.contains(.superviseCases) }.reduce(into: []) { $0.formUnion($1.organisations) }
    }

    /// An officer works on tasks of their role within the organisations it reaches, a supervisor on every task there, and a stand-in
    /// on what an absent colleague has taken.
    func mayWork(on task: OfficeTask) -> Bool { grants.contains { $0.allowsWork(task.role, task.organisation) } || absentHolder(of: task) != nil }

    /// The absent colleague in whose place the actor works on a task: it is theirs, and their own roles allow it.
    public func absentHolder(of task: OfficeTask) -> AccountID? { absentHolder(task.assignee, role: task.role, organisation: task.organisation) }

    func absentHolder(_ holder: AccountID?, role: String, organisation: String) -> AccountID? {
        guard let holder, holder != account else { return nil }
        return standsInFor.first { $0.absent == holder && $0.grants.contains { $0.allowsWork(role, organisation) } }?.absent
    }

    /// Whoever works on one of its steps may open the case, also when the step is over.
    public func maySee(_ theCase: Case, _ service: PublicService) -> Bool {
        if theCase.tasks.values.contains(where: mayWork) { return true }
        return mayWork(on: service, hasAppeal: theCase.appealText != nil, at: theCase.organisation)
    }

    /// Whether a step of the service is for one of the actor's roles, or the actor supervises where it is worked on.
    func mayWork(on service: PublicService, hasAppeal: Bool, at organisation: String? = nil) -> Bool {
        let roles = Set(service.steps.compactMap { $0.work?.role } + (hasAppeal ? [service.appeal?.role].compactMap { $0 } : []))
        let elsewhere = service.steps.compactMap { $0.work?.organisation } + (hasAppeal ? [service.appeal?.organisation].compactMap { $0 } : [])
        let places = Set([organisation ?? service.organisation] + elsewhere)
        return grants.contains { grant in
            if grant.permissions.contains(.superviseCases) { return !grant.organisations.isDisjoint(with: places) }
            return roles.contains(grant.role) && grant.permissions.contains(.workCases) && !grant.organisations.isDisjoint(with: places)
        }
    }
}

extension Grant {
    fileprivate func allowsWork(_ role: String, _ organisation: String) -> Bool {
        organisations.contains(organisation) && (permissions.contains(.superviseCases) || (self.role == role && permissions.contains(.workCases)))
    }
}
