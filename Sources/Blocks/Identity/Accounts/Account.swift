import Kernel

/// What signs in.
public struct Account: Sendable, Hashable {
    public var id: AccountID
    public var person: PersonID
    /// nil when erased.
    public var email: String?
    /// How the person wishes to be called; shown to themselves and to those they deal with.
    public var name: String?
    public var language: String?
    public var hasPassword: Bool
    public var isSuspended: Bool
    public var roles: [String]
    /// Teams and skills of the folder; an administrator gives them as they give roles.
    public var teams: Set<String> = []
    public var skills: Set<String> = []
}
