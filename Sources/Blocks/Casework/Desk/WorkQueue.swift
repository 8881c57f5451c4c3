import Kernel
import Store

/// The open tasks of a role at an organisation that wait together: those of one of its teams or of none, which ask for the same skills.
///
/// A task's row bears the queue's key, and so do the indexes that lists walk.
struct WorkQueue: Hashable {
    var organisation: String
    var role: String
    var team: String?
    /// In the order of their ids.
    var skills: [String]

    init(of task: OfficeTask) {
        (organisation, role, team, skills) = (task.organisation, task.role, task.team, task.skills)
    }

    /// `crew@harbour_crew+trees`: ids hold neither sign.
    init(organisation: String, key: String) {
        let parts = key.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        let head = (parts.first ?? "").split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.organisation = organisation
        (role, team, skills) = (head[0], head.count > 1 ? head[1] : nil, Array(parts.dropFirst()))
    }

    var key: String { role + (team.map { "@" + $0 } ?? "") + skills.map { "+" + $0 }.joined() }
    var place: Casework.Place { Casework.Place(organisation: organisation, role: role) }
}

extension Casework {
    /// The queues at these places that a list shows, of those in which a task stands: a supervisor reaches every role of every office, and most of
    /// them have none.
    func queues(_ places: [Place], _ query: QueueQuery, _ actor: Actor, _ connection: Connection) throws -> [WorkQueue] {
        guard !places.isEmpty else { return [] }
        let wanted = Set(places)
        let organisations = Set(places.map(\.organisation)).sorted()
        let portions = stride(from: 0, to: organisations.count, by: 400).map { organisations[$0..<min($0 + 400, organisations.count)] }
        let standing = try connection.rowsOfAll(portions.map { Self.standing(in: Array($0)) }).joined()
            .map { WorkQueue(organisation: try $0.text(0), key: try $0.text(1)) }.filter { wanted.contains($0.place) }
        let supervised = actor.supervised
        return standing.filter { queue in
            let oversees = supervised.contains(queue.organisation)
            return shows(queue, query.team, actor, oversees) && shows(queue, query.skills, actor, oversees)
        }
    }

    /// The queues of these organisations in which a task stands. The index of tasks is entered once for each and not walked, however many stand in it
    /// (a "loose index scan").
    static func standing(in organisations: [String]) -> SQL {
        let places: SQL = organisations.map { "SELECT \($0) AS organisation" as SQL }.joined(separator: " UNION ALL ")
        return """
            WITH RECURSIVE standing(organisation, queue) AS (
                SELECT o.organisation, (SELECT MIN(t.queue) FROM casework_tasks t WHERE t.organisation = o.organisation) FROM (\(places)) AS o
                UNION ALL
                SELECT s.organisation, (SELECT MIN(t.queue) FROM casework_tasks t WHERE t.organisation = s.organisation AND t.queue > s.queue)
                FROM standing s WHERE s.queue IS NOT NULL
            )
            SELECT organisation, queue FROM standing WHERE queue IS NOT NULL ORDER BY organisation, queue
            """
    }

    private func shows(_ queue: WorkQueue, _ choice: QueueQuery.TeamChoice, _ actor: Actor, _ oversees: Bool) -> Bool {
        guard let team = queue.team else { if case .one = choice { return false } else { return true } }
        switch choice {
        case .any: return true
        case .one(let wanted): return team == wanted
        case .mine: return actor.teams.contains(team)
        case .usual:
            // Whoever is in no team of the role works for all of them.
            return oversees || actor.teams.contains(team) || actor.teams.isDisjoint(with: government.teams(of: queue.role).map(\.id))
        }
    }

    private func shows(_ queue: WorkQueue, _ choice: QueueQuery.SkillChoice, _ actor: Actor, _ oversees: Bool) -> Bool {
        switch choice {
        case .any: true
        case .mine: actor.skills.isSuperset(of: queue.skills)
        case .usual: oversees || actor.skills.isSuperset(of: queue.skills)
        }
    }
}
