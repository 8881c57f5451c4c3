import Blueprint
import Kernel

/// Who may do what, decided in this one place: roles of the folder give permissions in an organisation and all below it.
public struct Authority: Sendable {
    /// The role that the program itself brings: it gives roles to others and lets machines in. It reads nobody's data.
    public static let administrator = Government.administrator
    static let administratorPermissions: Set<Permission> = ["identity.administer"]

    public let government: Government
    private let below: [String: Set<String>]

    public init(_ government: Government) {
        self.government = government
        var below: [String: Set<String>] = [:]
        for organisation in government.organisations {
            // A folder's tree has no circles (the check sees to that); the bound keeps a damaged one from hanging us.
            var next: String? = organisation.id
            var steps = 0
            while let id = next, steps <= government.organisations.count {
                below[id, default: []].insert(organisation.id)
                next = government.organisation(id)?.parent
                steps += 1
            }
        }
        self.below = below
    }

    /// The organisation and all below it.
    public func reach(of organisation: String) -> Set<String> { below[organisation] ?? [organisation] }

    public func exists(_ role: String) -> Bool { role == Self.administrator || government.role(role) != nil }

    public func organisation(of role: String) -> String? {
        role == Self.administrator ? government.organisations.first { $0.parent == nil }?.id : government.role(role)?.organisation
    }

    public func title(of role: String, in language: String) -> String? { government.role(role)?.title[language] }

    /// The roles that still exist, in the order of the folder.
    public func offices(of roles: [String]) -> [String] {
        government.roles.map(\.id).filter(roles.contains) + (roles.contains(Self.administrator) ? [Self.administrator] : [])
    }

    public func grants(of roles: [String]) -> [Grant] {
        offices(of: roles).map { id in
            guard let role = government.role(id) else {
                return Grant(role: id, organisations: Set(government.organisations.map(\.id)), permissions: Self.administratorPermissions)
            }
            return Grant(role: id, organisations: reach(of: role.organisation), permissions: Set(role.permissions.map { Permission($0) }))
        }
    }
}

extension Actor {
    /// - Throws: `IDENTITY-211` for a visitor, `-212` when we know too little who it is, `-210` when no role gives the permission there.
    public func require(_ permission: Permission, in organisation: String? = nil, assurance level: AssuranceLevel = .low) throws {
        if case .system = principal { return }
        guard isSignedIn else { throw IdentityFault.notSignedIn }
        guard assurance >= level else { throw IdentityFault.tooWeak(level) }
        guard may(permission, in: organisation) else { throw IdentityFault.missing(permission) }
    }
}
