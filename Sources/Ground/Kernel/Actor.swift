/// Who gives a command, how surely we know it, and for whom.
///
/// An account, a person, an organisation and an office are four things: the account signs in, the person lives, the
/// organisation owns files and queues, the office decides.
public struct Actor: Hashable, Sendable {
    public enum Principal: Hashable, Sendable {
        /// A visitor who has not signed in.
        case nobody
        case account(AccountID)
        /// Another system, by its registered client id.
        case machine(String)
        /// The government's own background work, by the name of the job.
        case system(String)
    }

    public enum ActingFor: Hashable, Sendable {
        case itself
        /// For another party, under a mandate.
        case mandate(MandateID, Party)
        /// As the holder of an office (a role) of an organisation.
        case office(String)
    }

    public var principal: Principal
    /// The person behind the account, where one is known.
    public var person: PersonID?
    public var assurance: AssuranceLevel
    public var actingFor: ActingFor
    /// The organisation of the folder (`organisations:` in polity.yaml) for which an officer or machine acts.
    public var organisation: String?
    public var grants: [Grant]
    /// The services that a mandate covers; empty where it covers all, and where nobody acts under one.
    public var mandatedServices: [String] = []
    /// The colleagues who are away and in whose place an officer works.
    public var standsInFor: [StandIn] = []
    /// Teams and skills of the folder (`teams:` and `skills:` in polity.yaml) that an officer has. They give no right: a team's work is put
    /// before its members, and a skill is asked of whoever takes certain work.
    public var teams: Set<String> = []
    public var skills: Set<String> = []

    public init(
        _ principal: Principal, person: PersonID? = nil, assurance: AssuranceLevel = .none, actingFor: ActingFor = .itself,
        organisation: String? = nil, grants: [Grant] = []
    ) {
        self.principal = principal
        self.person = person
        self.assurance = assurance
        self.actingFor = actingFor
        self.organisation = organisation
        self.grants = grants
    }

    public static let nobody = Actor(.nobody)

    public var isSignedIn: Bool { principal != .nobody }

    public var account: AccountID? { if case .account(let id) = principal { id } else { nil } }

    /// Whom the command is for: the mandate's party, else the person behind the account.
    public var party: Party? {
        if case .mandate(_, let party) = actingFor { party } else { person.map(Party.person) }
    }

    /// Whether somebody acts under another's mandate.
    public var isAgent: Bool { if case .mandate = actingFor { true } else { false } }

    /// Whether what is done for this service may be done: a mandate can be for some services only.
    public func covers(_ service: String) -> Bool { mandatedServices.isEmpty || mandatedServices.contains(service) }

    /// Whether any grant holds `permission`; with `organisation`, one that reaches that organisation.
    public func may(_ permission: Permission, in organisation: String? = nil) -> Bool {
        grants.contains { grant in
            guard grant.permissions.contains(permission) else { return false }
            guard let organisation else { return true }
            return grant.organisations.contains(organisation)
        }
    }
}

/// What a role allows, and where: the organisation it was given for and all those below it.
public struct Grant: Hashable, Sendable {
    public var role: String
    public var organisations: Set<String>
    public var permissions: Set<Permission>

    public init(role: String, organisations: Set<String>, permissions: Set<Permission>) {
        self.role = role
        self.organisations = organisations
        self.permissions = permissions
    }
}

/// A colleague who is away, as the one who stands in for them sees it.
public struct StandIn: Hashable, Sendable {
    public var absent: AccountID
    /// What the colleague's own roles allow. It holds for what was theirs to do, and for nothing else.
    public var grants: [Grant]

    public init(absent: AccountID, grants: [Grant]) {
        self.absent = absent
        self.grants = grants
    }
}

/// The name of a right that a route or command asks for: `casework.decide`.
public struct Permission: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let name: String

    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { name = value }
    public var description: String { name }
}

/// How surely a person is who they say: the levels of Regulation (EU) 910/2014, article 8, with none below.
public enum AssuranceLevel: String, Comparable, Sendable, CaseIterable {
    case none, low, substantial, high

    public static func < (a: Self, b: Self) -> Bool { a.order < b.order }

    private var order: Int {
        switch self {
        case .none: 0
        case .low: 1
        case .substantial: 2
        case .high: 3
        }
    }
}

/// One who can apply, owe, own or be represented.
public enum Party: Hashable, Sendable {
    case person(PersonID)
    case organisation(OrganisationID)
}

/// The kinds that `Identifier` tells apart where several rooms speak of the same thing.
public enum Named {
    public enum Account: Sendable {}
    public enum Person: Sendable {}
    public enum Organisation: Sendable {}
    public enum Mandate: Sendable {}
}

public typealias AccountID = Identifier<Named.Account>
public typealias PersonID = Identifier<Named.Person>
/// A registered organisation (a business, an association); the government's own are named in the folder.
public typealias OrganisationID = Identifier<Named.Organisation>
public typealias MandateID = Identifier<Named.Mandate>
