import Kernel

/// Which open tasks to list, and from where.
public struct QueueQuery: Sendable, Hashable {
    public enum Assignment: String, Sendable, CaseIterable { case anyone, mine, nobody }
    public enum Order: String, Sendable, CaseIterable { case due, newest }
    /// By deadline. What is due soon is not overdue yet; a week ends with its Sunday (ISO 8601).
    public enum Due: String, Sendable, CaseIterable { case any, overdue, soon, thisWeek = "this_week" }

    /// How many working days before its day a task is due soon.
    public static let soon = 3

    /// By team, what nobody has taken yet. What is in somebody's own hands is theirs whatever its team.
    public enum TeamChoice: Sendable, Hashable {
        /// `mine` for whoever is in a team of the role, else `any`; all that somebody supervises.
        case usual
        /// The officer's own teams, and what is of no team.
        case mine
        case any
        case one(String)
    }
    /// By the skills that tasks ask for.
    public enum SkillChoice: String, Sendable, CaseIterable {
        /// `mine`; all that somebody supervises.
        case usual
        /// What the officer can take.
        case mine
        case any
    }

    public var role: String?
    public var team: TeamChoice
    public var skills: SkillChoice
    public var service: String?
    public var assignment: Assignment
    public var due: Due
    /// Only what this officer holds.
    public var holder: AccountID?
    /// A reference number; or words of what the case says or of the applicant's name, whole or with three and more letters of their beginnings.
    public var search: String
    /// Filterable answers by question id. Never personal.
    public var filters: [String: String]
    public var order: Order
    public var after: Cursor?
    /// The first row of the page behind; it is read when `after` is nil.
    public var before: Cursor?
    public var limit: Int

    public init(
        role: String? = nil, team: TeamChoice = .usual, skills: SkillChoice = .usual, service: String? = nil, assignment: Assignment = .anyone, due: Due = .any,
        holder: AccountID? = nil, search: String = "",
        filters: [String: String] = [:], order: Order = .due, after: Cursor? = nil,
        before: Cursor? = nil, limit: Int = 25
    ) {
        self.role = role
        self.team = team
        self.skills = skills
        self.service = service
        self.assignment = assignment
        self.due = due
        self.holder = holder
        self.search = search
        self.filters = filters
        self.order = order
        self.after = after
        self.before = before
        self.limit = limit
    }

    /// The last row of a page: the next page begins behind it, whatever came in between.
    public struct Cursor: Sendable, Hashable, CustomStringConvertible {
        var sortKey: String

        public init?(_ text: String) {
            guard (1...80).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
            sortKey = text
        }

        public var description: String { sortKey }
    }
}

/// One line of the queue. Titles are resolved by the caller from the service.
public struct QueueRow: Sendable, Hashable {
    public var caseID: Identifier<Case>
    public var ticket: Int
    public var reference: ReferenceNumber
    public var service: String
    public var step: String
    public var role: String
    public var organisation: String
    /// The team that it is put before, and the skills that it asks for.
    public var team: String?
    public var skills: [String]
    public var assignee: AccountID?
    public var createdAt: Instant
    public var due: CivilDate?
    /// The filterable answers by question id: what tells this task from its neighbours. Never personal.
    public var answers: [String: String] = [:]
    /// Where it stands in the order that was asked for; what comes after it is the rest of the queue.
    public var cursor: QueueQuery.Cursor?
}

public struct QueuePage: Sendable, Hashable {
    public var rows: [QueueRow]
    public var next: QueueQuery.Cursor?
    public var previous: QueueQuery.Cursor?
    /// A search met more cases than are gone through; more letters or words find the rest.
    public var isPartial = false
}
