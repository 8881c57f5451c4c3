/// What stands around a process model and may be named in it. What is nil is not checked.
public struct Surroundings: Sendable {
    public var roles: Set<String>?
    public var services: Set<String>?
    public var decisions: Set<String>?
    public var processes: Set<String>?
    /// The names that are known while there is no instance: all that a time or condition which begins one may use.
    public var standing: Set<String>?

    public init(
        roles: Set<String>? = nil, services: Set<String>? = nil, decisions: Set<String>? = nil, processes: Set<String>? = nil, standing: Set<String>? = nil
    ) {
        self.roles = roles
        self.services = services
        self.decisions = decisions
        self.processes = processes
        self.standing = standing
    }
}
