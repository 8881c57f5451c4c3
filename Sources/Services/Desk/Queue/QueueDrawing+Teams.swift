import Blueprint
import Casework
import HTML
import Kernel
import Web

/// Teams and skills on the queue's page: what is shown by itself, what can be looked at, and what a task asks for.
extension QueueDrawing {
    private var teams: [Government.Team] {
        let roles = roles
        return desk.host.edition.government.teams.filter { !roles.isDisjoint(with: $0.roles) }
    }

    /// Whether the list leaves out by itself what is another team's, and what the reader has not the skills for.
    var isMember: Bool { !supervises && teams.contains { request.actor.teams.contains($0.id) } }
    var lacksSkills: Bool { !supervises && !desk.skillsAsked(of: roles).isSubset(of: request.actor.skills) }

    /// Whoever is in a team sees its tasks and those of none by themselves; everybody can look at any team's, or at all.
    func teamChoice(_ html: inout HTML) {
        let (teams, isMember) = (teams, isMember)
        guard !teams.isEmpty else { return }
        let named = teams.map { ChoiceOption($0.id, $0.title[language.code]) }
        let all = request.say(.allTeams)
        let options = isMember ? [ChoiceOption("", request.say(.myTeam))] + named + [ChoiceOption("any", all)] : [ChoiceOption("", all)] + named
        let chosen =
            switch query.team {
            case .usual, .mine: ""
            case .any: isMember ? "any" : ""
            case .one(let id): id
            }
        html.select(Control("team", request.say(.team)), options, chosen: chosen, hasEmpty: false)
    }

    func skillChoice(_ html: inout HTML) {
        guard lacksSkills else { return }
        html.select(
            Control("skills", request.say(.skills)), [ChoiceOption("", request.say(.whatICanDo)), ChoiceOption("any", request.say(.whateverItAsks))],
            chosen: query.skills == .any ? "any" : "", hasEmpty: false)
    }

    /// The skills that it asks for, and whether the reader has them.
    func skillWords(of row: QueueRow) -> [String] {
        guard !row.skills.isEmpty else { return [] }
        let isAble = request.actor.skills.isSuperset(of: row.skills)
        return [request.say(isAble ? .asksFor : .asksForMore, ["skills": .text(desk.skillNames(row.skills, language))])]
    }
}
