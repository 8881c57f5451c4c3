import Kernel

extension Government {
    /// Officers within one or more roles who work on the same things: an area, a kind of case.
    public struct Team: Sendable, Hashable {
        public var id: String
        public var title: LocalizedText
        /// Whose tasks it may be given.
        public var roles: [String]
        /// Of which cases it takes the tasks: a condition in FEEL by service, with the names of that service. It is compiled with it.
        public var takes: [String: SourceText]
        public var location: SourceLocation
    }

    /// What an officer can do, and not everybody in their role.
    public struct Skill: Sendable, Hashable {
        public var id: String
        public var title: LocalizedText
    }

    public func team(_ id: String) -> Team? { teams.first { $0.id == id } }
    public func skill(_ id: String) -> Skill? { skills.first { $0.id == id } }

    /// The teams that tasks of a role can be given to, in the order of the folder.
    public func teams(of role: String) -> [Team] { teams.filter { $0.roles.contains(role) } }

    static let team = Schema.object(
        ObjectSchema(
            "Team", "Officers who work on the same things.",
            [
                .required("title", .localized(maximumLength: 200), "What people call it."),
                .required("roles", .list(of: .reference(to: "role"), minimum: 1, maximum: 20), "Its members' roles: tasks of other roles are never its."),
                .optional(
                    "takes", .things(.feel(of: "boolean")),
                    "Whose tasks it is given, by service: a condition over the case's answers, such as `report_a_problem: place.latitude > 52.1`. "
                        + "Of several teams the first takes it. Without one, only what is handed over to it."),
            ]))

    static let skill = Schema.object(
        ObjectSchema("Skill", "What some work takes besides a role.", [.required("title", .localized(maximumLength: 200), "What people call it.")]))
}

extension Government.Team {
    init(_ id: Located<String>, _ team: Checked) {
        self.init(
            id: id.value, title: team.localized("title"), roles: team.texts("roles"),
            takes: Dictionary(team.dictionary("takes").map { ($0.key.value, $0.value.source) }, uniquingKeysWith: { first, _ in first }), location: id.location)
    }
}
