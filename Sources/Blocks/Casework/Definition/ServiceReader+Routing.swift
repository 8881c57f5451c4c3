import Blueprint
import FEEL
import Forms
import Kernel

/// Before whom work is put, and what it takes: teams and skills.
extension ServiceReader {
    mutating func skills(_ node: Checked) -> [Step.SkillNeed] {
        node.list("skills").map { need in
            need.isMap ? Step.SkillNeed(skill: need.text("skill"), when: expression(need, "when", .boolean)) : Step.SkillNeed(skill: need.text, when: nil)
        }
    }

    /// The steps with the skills that the drawing asks for at their tasks, beside their own.
    mutating func addingDrawnSkills(to steps: [Step]) -> [Step] {
        var steps = steps
        let known = government.skills.map(\.id)
        for drawn in drawn?.document?.attributes("skills") ?? [] {
            for name in drawn.value.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init) {
                guard known.contains(name) else {
                    let near = Spelling.nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
                    diagnostics.error(
                        drawn.location, "'\(drawn.element)' asks for the unknown skill '\(name.prefix(64))'",
                        mend: near ?? "Name it under 'skills' in polity.yaml.")
                    continue
                }
                guard let index = steps.firstIndex(where: { $0.id == drawn.element && $0.work != nil }) else {
                    diagnostics.error(
                        drawn.location, "'\(drawn.element)' asks for a skill, and is no work of an officer", mend: "Remove its polity:skills.")
                    break
                }
                steps[index].ask(for: Step.SkillNeed(skill: name, when: nil))
            }
        }
        return steps
    }

    /// The teams of polity.yaml that take tasks of this service, in their order there. Their conditions have the names of the service.
    mutating func readTeams(_ steps: [Step]) -> [PublicService.TeamClaim] {
        let roles = Set(steps.compactMap { $0.work?.role } + [file["appeal"]?.text("role")].compactMap { $0 })
        return government.teams.compactMap { team in
            guard let source = team.takes[id] else { return nil }
            if roles.isDisjoint(with: team.roles) {
                diagnostics.warning(
                    source.location, "the team '\(team.id)' is never given a task of '\(id)': none of its steps is for \(team.roles.joined(separator: " or "))",
                    mend: "Add a role of the steps to the team's 'roles', or remove the line.")
            }
            let condition = expression(source, .boolean)
            return condition.map { PublicService.TeamClaim(team: team.id, roles: Set(team.roles), when: $0) }
        }
    }
}

extension PublicService {
    /// A team, and the condition under which it is given the tasks of its roles.
    public struct TeamClaim: Sendable {
        public var team: String
        public var roles: Set<String>
        public var when: Expression
    }

    /// What skills are called, also those that the folder knows no more.
    func titles(ofSkills ids: [String]) -> [LocalizedText] { ids.map { skillTitles[$0] ?? LocalizedText($0) } }
}

extension Step {
    fileprivate mutating func ask(for need: SkillNeed) {
        switch kind {
        case .review(var work, let advice):
            work.skills.append(need)
            kind = .review(work, advise: advice)
        case .countersign(var work, let review):
            work.skills.append(need)
            kind = .countersign(work, of: review)
        case .task(var work):
            work.skills.append(need)
            kind = .task(work)
        case .pay, .check, .decide, .wait, .tell: break
        }
    }
}
