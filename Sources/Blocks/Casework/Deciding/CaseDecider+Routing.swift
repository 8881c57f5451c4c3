import FEEL
import Kernel
import Processes

/// Before whom a task is put, and what it asks of whoever takes it.
extension CaseDecider {
    /// A task as it begins, with its team and the skills it asks for: what counts is what is known of the case then.
    func routed(_ task: OfficeTask, _ change: CaseChange) -> OfficeTask {
        let needs = service.step(task.step)?.work?.skills ?? []
        let claims = service.teams.filter { $0.roles.contains(task.role) }
        guard !needs.isEmpty || !claims.isEmpty else { return task }
        let names = context(change)
        var task = task
        task.team = claims.first { $0.when.evaluate(names) == .boolean(true) }?.team
        task.skills = Set(needs.filter { $0.when.map { $0.evaluate(names) == .boolean(true) } ?? true }.map(\.skill)).sorted()
        return task
    }

    /// - Throws: `CASE-443` to whoever takes work up without a skill that it asks for.
    func requireSkills(for task: OfficeTask) throws {
        let missing = task.lacking(actor.skills)
        guard missing.isEmpty else { throw CaseFault.lacksSkills(service.titles(ofSkills: missing)) }
    }

    func handToTeam(_ ticket: Ticket, _ team: String?, _ note: String, _ change: inout CaseChange) throws {
        let task = try task(ticket, change.theCase)
        if let absent = actor.absentHolder(of: task) { change.record(.stoodIn(ticket, for: absent, by: actor.account)) }
        change.record(.taskPutBefore(ticket, team: team))
        if !note.isEmpty { change.record(.noted(Note(text: note, by: actor.text, at: now))) }
    }
}

extension OfficeTask {
    /// What it asks for beyond these skills.
    public func lacking(_ skills: Set<String>) -> [String] { self.skills.filter { !skills.contains($0) } }
}
