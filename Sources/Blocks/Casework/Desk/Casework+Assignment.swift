import Blueprint
import Forms
import Identity
import Kernel
import Processes
import Store

/// Who is to work on a task.
public enum TaskAssignment: Sendable, Hashable {
    /// The caller.
    case take
    /// Whoever takes it next.
    case release
    /// A colleague, another role or another organisation.
    case handOver(to: AccountID?, role: String?, organisation: String?, note: String)
    /// A team of its role; nil for all of the role.
    case handToTeam(String?, note: String)
}

/// One of several tasks that are assigned or done together, and what came of it.
public struct ChosenTask: Sendable {
    public var caseID: Identifier<Case>
    public var ticket: Ticket
    /// Nothing of a case that the caller may not see.
    public var reference: ReferenceNumber?
    public var service = ""
    public var step: String?
    public var due: CivilDate?
    /// Why it cannot be done, or was not.
    public var refusal: PolityError?
    /// The findings that it does not take, where they are why.
    public var errors: [FieldError] = []
    /// Where it is to be decided, what the rules suggest to this officer.
    public var suggested: String?
    /// Whether the decision waits for a second officer, or would.
    public var waitsForSecond = false

    public init(caseID: Identifier<Case>, ticket: Ticket) {
        self.caseID = caseID
        self.ticket = ticket
    }
}

extension Casework {
    /// How many tasks are assigned or done together at most.
    public static let mostTogether = 100

    func assign(_ assignment: TaskAssignment, _ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws {
        try await asOfficer(ticket, id, caller) { dossier, connection in try order(assignment, ticket, dossier, caller, connection) }
    }

    /// What each task would come to, by the checks and the decision of the commands themselves. Nothing is changed.
    public func preview(_ assignment: TaskAssignment, of tasks: [ChosenTask], _ caller: Caller) async throws -> [ChosenTask] {
        var lines: [ChosenTask] = []
        for task in tasks.prefix(Self.mostTogether) {
            do {
                try await prepare(task.caseID)
                lines.append(try await store.read { connection in try preview(assignment, of: task, caller, connection) })
            } catch let error as PolityError {
                var line = task
                line.refusal = error
                lines.append(line)
            }
        }
        return lines
    }

    private func preview(_ assignment: TaskAssignment, of task: ChosenTask, _ caller: Caller, _ connection: Connection) throws -> ChosenTask {
        let dossier = try dossier(task.caseID, connection)
        var line = try named(task, dossier, caller)
        do {
            try allow(task.ticket, dossier, caller)
            let command = try order(assignment, task.ticket, dossier, caller, connection)
            let decider = CaseDecider(service: dossier.service, calendar: calendar, facts: [:], now: clock.now(), actor: caller.actor)
            _ = try decider.decide(command, on: dossier.theCase)
        } catch let error as PolityError {
            line.refusal = error
        }
        return line
    }

    /// What it is, for whoever may see its case.
    func named(_ task: ChosenTask, _ dossier: Dossier, _ caller: Caller) throws -> ChosenTask {
        guard !dossier.theCase.isErased, caller.actor.maySee(dossier.theCase, dossier.service) else { throw CaseFault.notFound }
        var line = task
        let open = dossier.theCase.tasks[task.ticket]
        (line.reference, line.service, line.step, line.due) = (dossier.theCase.reference, dossier.service.id, open?.step, open?.due)
        return line
    }

    /// Assigns each task by a command of its own: where a colleague was faster, that task alone is left as it is, and said so.
    public func assign(_ assignment: TaskAssignment, all tasks: [ChosenTask], _ caller: Caller) async throws -> [ChosenTask] {
        var lines = try await preview(assignment, of: tasks, caller)
        for index in lines.indices where lines[index].refusal == nil {
            do {
                try await assign(assignment, lines[index].ticket, of: lines[index].caseID, caller)
            } catch let error as PolityError {
                lines[index].refusal = error
            }
        }
        return lines
    }

    /// - Returns: skills that the officer lacks, where the caller supervises there and gives it to them all the same.
    /// - Throws: `CASE-415` unless the caller may assign there, `CASE-427` for one who could not work on it, `CASE-444` for one without its skills.
    private func requireTaker(
        _ account: AccountID, _ task: OfficeTask, _ service: PublicService, _ caller: Caller, _ connection: Connection
    ) throws -> [String] {
        var taker = caller.actor
        if account != caller.actor.account {
            guard caller.actor.may(.assignCases, in: task.organisation) else { throw CaseFault.notYours }
            taker = Actor(.account(account), grants: try neighbours.grants(account, connection))
            if !task.skills.isEmpty { taker.skills = try neighbours.skills(account, connection) }
        }
        guard taker.mayWork(on: task) else { throw CaseFault.unknownPlace }
        let lacking = task.lacking(taker.skills)
        guard lacking.isEmpty || caller.actor.may(.superviseCases, in: task.organisation) else {
            throw CaseFault.takerLacksSkills(service.titles(ofSkills: lacking))
        }
        return lacking
    }

    private func order(_ assignment: TaskAssignment, _ ticket: Ticket, _ dossier: Dossier, _ caller: Caller, _ connection: Connection) throws -> CaseCommand {
        switch assignment {
        case .take: return .take(ticket)
        case .release: return .release(ticket)
        case .handOver(let account, let role, let organisation, let note):
            if let role, government.role(role)?.worksOnCases != true { throw CaseFault.unknownPlace }
            if let organisation, government.organisation(organisation) == nil { throw CaseFault.unknownPlace }
            guard note.utf8.count <= 10_000 else { throw CaseFault.tooLong }
            var lacking: [String] = []
            if var task = dossier.theCase.tasks[ticket] {
                // Out of a colleague's hands as much as into them, it goes by who may assign.
                try requireFree(task, caller)
                guard caller.actor.mayHandOver(task, of: dossier.theCase, dossier.service, to: organisation ?? task.organisation, in: government) else {
                    throw CaseFault.noPartInIt
                }
                (task.role, task.organisation, task.assignee) = (role ?? task.role, organisation ?? task.organisation, nil)
                if let account { lacking = try requireTaker(account, task, dossier.service, caller, connection) }
            }
            return .handOver(ticket, to: account, role: role, organisation: organisation, note: note, lacking: lacking)
        case .handToTeam(let team, let note):
            guard note.utf8.count <= 10_000 else { throw CaseFault.tooLong }
            if let task = dossier.theCase.tasks[ticket] {
                try requireFree(task, caller)
                if let team, government.team(team)?.roles.contains(task.role) != true { throw CaseFault.unknownTeam }
            }
            return .handToTeam(ticket, team: team, note: note)
        }
    }

    private func requireFree(_ task: OfficeTask, _ caller: Caller) throws {
        if task.isHeld(from: caller.actor), !caller.actor.may(.assignCases, in: task.organisation) { throw CaseFault.taken }
    }
}

extension Actor {
    /// Where a task goes, the whole case is seen. Within their own organisations, to those above that see the case already, and to those that
    /// have a part in the service, whoever works on it may hand it; elsewhere it is handed by who may assign.
    public func mayHandOver(
        _ task: OfficeTask, of theCase: Case, _ service: PublicService, to organisation: String, in government: Government
    ) -> Bool {
        if organisation == task.organisation || may(.assignCases, in: task.organisation) { return true }
        let works: Set<Permission> = [.workCases, .superviseCases]
        if grants.contains(where: { $0.organisations.contains(organisation) && !$0.permissions.isDisjoint(with: works) }) { return true }
        if Authority(government).reach(of: organisation).contains(task.organisation) { return true }
        let parts = service.steps.map { $0.work?.organisation } + [theCase.organisation, service.appeal?.organisation]
        return parts.contains(organisation) || service.offices.contains(organisation)
    }
}

extension PublicService {
    /// The offices of which an answer names the one that has the work.
    fileprivate var offices: [String] {
        let names = steps.compactMap { $0.work?.office }
        return form.questions.filter { names.contains($0.id) }.flatMap { question -> [String] in
            if case .chooseOne(let choices) = question.kind { choices.map(\.id) } else { [] }
        }
    }
}

extension OfficeTask {
    /// Whether a colleague has taken it, in whose place the actor does not work.
    fileprivate func isHeld(from actor: Actor) -> Bool {
        assignee != nil && assignee != actor.account && actor.absentHolder(of: self) == nil
    }
}

extension Government.Role {
    fileprivate var worksOnCases: Bool {
        permissions.contains(Permission.workCases.name) || permissions.contains(Permission.superviseCases.name)
    }
}
